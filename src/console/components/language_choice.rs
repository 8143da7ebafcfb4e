//! The choice of the page's language.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::console::texts::{
    Language, Texts,
    languages::{Languages, own_name},
};

/// A list of the languages, each by its own name.
pub fn language_choice(texts: &Texts, languages: &Languages) -> Html {
    let present = texts.language();
    let onchange = {
        let choose = languages.choose.clone();
        Callback::from(move |event: Event| {
            let list: HtmlSelectElement = event.target_unchecked_into();
            let wanted = Language::of_tag(&list.value());
            if let Some(wanted) = wanted {
                choose.emit(wanted);
            }
        })
    };
    let option = |language: Language| {
        let (tag, selected) = (language.tag(), language == present);
        html! { <option key={tag} value={tag} lang={tag} {selected}>{ own_name(language) }</option> }
    };
    html! {
        <div class="language">
            // A new list after a failure: a list that a person has touched cannot be set back by its attributes.
            <select key={languages.choices.failures} aria-label={texts.text("language")} {onchange}>
                { for Language::ALL.into_iter().map(option) }
            </select>
            if languages.choices.is_missing {
                <small role="alert">{ texts.text("language-missing") }</small>
            }
        </div>
    }
}
