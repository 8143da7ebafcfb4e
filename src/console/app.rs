//! The application: loads the texts, holds the state, and shows the page for it.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{
    components::{
        create_form::{new_form, use_create_form},
        simulation::sandbox_mark,
    },
    navigation::{document, use_arrival, use_route},
    operations::{Dispatchers, Operations, Way, sign_in},
    pages::{SignedIn, session::session_page, sessions::sessions_page, sign_in::SignInPage},
    route::Route,
    state::{
        activity::Activity,
        connection::{self, Connection},
        regions::Regions,
        session_view::View,
        sessions::Sessions,
    },
    texts::{
        FluentValue, Language, Texts, TextsError,
        languages::{self, Choices, Languages, use_languages},
        use_texts,
    },
};

/// Loads the texts, then shows the console.
#[component]
pub fn App() -> Html {
    let texts = use_state(|| None::<Texts>);
    let choices = use_state_eq(Choices::default);
    let choose = use_choice(texts.setter(), choices.setter());
    let set = texts.setter();
    use_effect_with((), move |()| {
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
                <ContextProvider<Languages> context={languages}><Console /></ContextProvider<Languages>>
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
fn use_choice(
    set: UseStateSetter<Option<Texts>>,
    tell: UseStateSetter<Choices>,
) -> Callback<Language> {
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

/// The state, and the page for it.
#[component]
fn Console() -> Html {
    let texts = use_texts();
    let languages = use_languages();
    let connection = use_reducer(Connection::default);
    let regions = use_reducer(Regions::default);
    let sessions = use_reducer(Sessions::default);
    let activity = use_reducer(Activity::default);
    let operations = use_state(|| None::<Operations>);
    let view = use_state_eq(View::default);
    let form = use_create_form(&sessions.creation);
    let route = use_route();
    let tell = Dispatchers {
        connection: connection.dispatcher(),
        regions: regions.dispatcher(),
        sessions: sessions.dispatcher(),
        activity: activity.dispatcher(),
    };

    let attempt = use_mut_ref(|| 0_u32);
    let on_sign_in = {
        let (operations, attempt) = (operations.setter(), Rc::clone(&attempt));
        Callback::from(move |way: Way| {
            let (tell, operations, attempt) =
                (tell.clone(), operations.clone(), Rc::clone(&attempt));
            *attempt.borrow_mut() += 1;
            let number = *attempt.borrow();
            tell.connection.dispatch(connection::Action::Began);
            spawn_local(async move {
                let outcome = sign_in(way, tell.clone()).await;
                if *attempt.borrow() != number {
                    return;
                }
                match outcome {
                    Ok((able, profile)) => {
                        able.begin();
                        operations.set(Some(able));
                        tell.connection
                            .dispatch(connection::Action::Succeeded(profile));
                    }
                    Err(refusal) => tell.connection.dispatch(refusal),
                }
            });
        })
    };
    let on_cancel = {
        let dispatcher = connection.dispatcher();
        Callback::from(move |()| {
            *attempt.borrow_mut() += 1;
            dispatcher.dispatch(connection::Action::Ended);
        })
    };
    let on_sign_out = {
        let operations = operations.clone();
        let (view, form) = (view.setter(), form.setter());
        Callback::from(move |()| {
            if let Some(able) = &*operations {
                able.sign_out();
            }
            operations.set(None);
            view.set(View::default());
            form.set(new_form());
        })
    };

    let known = match (&*connection, &*operations) {
        (Connection::SignedIn(profile), Some(able)) => Some(SignedIn {
            profile: profile.clone(),
            operations: able.clone(),
            regions,
            sessions,
            activity,
            form: form.clone(),
            view: view.clone(),
            languages: languages.clone(),
            on_sign_out,
        }),
        _ => None,
    };
    let in_sandbox = known.as_ref().filter(|known| known.operations.is_sandbox());
    let title = title(&texts, known.as_ref().map(|_| &route));
    use_arrival(
        &route,
        match in_sandbox {
            Some(_) => texts.format(
                "sandbox-page",
                &[("title", FluentValue::from(title.as_str()))],
            ),
            None => title,
        },
    );
    let page = if let Some(known) = &known {
        html! {
            <ContextProvider<Operations> context={known.operations.clone()}>
                { match &route {
                    Route::Sessions => sessions_page(&texts, known),
                    Route::Session(session) => session_page(&texts, known, session),
                } }
            </ContextProvider<Operations>>
        }
    } else {
        html! { <SignInPage connection={(*connection).clone()} {on_sign_in} {on_cancel} /> }
    };
    html! {
        <div class="console">
            if let Some(known) = in_sandbox { { sandbox_mark(&texts, &known.on_sign_out) } }
            { page }
        </div>
    }
}

/// The tab's name: the page that somebody is on who is signed in.
fn title(texts: &Texts, route: Option<&Route>) -> AttrValue {
    match route {
        Some(Route::Session(session)) => {
            let id = FluentValue::from(session.id.as_str());
            texts.format("session-title", &[("id", id)])
        }
        Some(Route::Sessions) | None => texts.text("product"),
    }
}
