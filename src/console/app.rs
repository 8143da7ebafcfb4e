//! The application: loads the texts of the language that is wanted, then shows the console in it.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{
    hooks::{Setter, use_value, use_while},
    navigation::document,
    shell::Shell,
    texts::{
        Language, Texts, TextsError,
        languages::{self, Choices, Languages},
    },
};

/// Loads the texts, then shows the console.
#[component]
pub fn App() -> Html {
    let texts = use_value(|| None::<Texts>);
    let choices = use_value(Choices::default);
    let choose = use_choice(texts.setter(), choices.setter());
    let set = texts.setter();
    use_while((), move |()| {
        spawn_local(async move {
            // Without texts the page's own notice stays: it is in index.html, and says what to do.
            if let Ok(loaded) = first_texts().await {
                remove_boot_notice();
                set.set(Some(loaded));
            }
        });
    });
    let languages = Languages {
        choose,
        choices: *choices,
    };
    match &*texts {
        Some(texts) => html! {
            <ContextProvider<Texts> context={texts.clone()}>
                <Shell {languages} />
            </ContextProvider<Texts>>
        },
        None => html! {},
    }
}

/// The texts to begin with: English where those of the language that is wanted cannot be had.
async fn first_texts() -> Result<Texts, TextsError> {
    let language = languages::first();
    let loaded = match languages::load(language).await {
        Err(_) if language != Language::English => languages::load(Language::English).await?,
        loaded => loaded?,
    };
    languages::tell_page(loaded.language());
    Ok(loaded)
}

/// What choosing a language does. The last choice counts, however long each file takes to come.
#[hook]
fn use_choice(set: Setter<Option<Texts>>, tell: Setter<Choices>) -> Callback<Language> {
    let wanted = use_mut_ref(|| None::<Language>);
    let failures = use_mut_ref(|| 0);
    use_callback((), move |language, ()| {
        *wanted.borrow_mut() = Some(language);
        let (set, tell) = (set.clone(), tell.clone());
        let (wanted, failures) = (Rc::clone(&wanted), Rc::clone(&failures));
        spawn_local(async move {
            let loaded = languages::load(language).await;
            if *wanted.borrow() != Some(language) {
                return;
            }
            *failures.borrow_mut() += u32::from(loaded.is_err());
            tell.set(Choices {
                failures: *failures.borrow(),
                is_missing: loaded.is_err(),
            });
            if let Ok(texts) = loaded {
                languages::keep(language);
                languages::tell_page(language);
                set.set(Some(texts));
            }
        });
    })
}

fn remove_boot_notice() {
    let notice = document().and_then(|document| document.get_element_by_id("boot"));
    if let Some(notice) = notice {
        notice.remove();
    }
}
