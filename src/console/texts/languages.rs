//! Which language the page is in: the one that the person chose before, or the best that the browser asks for.

use gloo_net::http::Request;
use js_sys::{Array, Intl::DisplayNames, JsString, Object, Reflect};
use yew::Callback;

use super::{Language, Texts, TextsError, fluent::FluentMessages};
use crate::{
    browser::answer_to,
    console::{navigation::document, storage::Entry},
};

/// The choice, as the browser keeps it.
const ENTRY: Entry = Entry::of_browser("remote-rendering.language");

/// The languages, as the page offers them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Languages {
    /// Told which one the person wants.
    pub choose: Callback<Language>,
    /// What the choices so far came to.
    pub choices: Choices,
}

/// What the choices of a language came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// How many could not be loaded.
    pub failures: u32,
    /// Whether the last one could not.
    pub is_missing: bool,
}

/// The language to begin with.
pub fn first() -> Language {
    kept().unwrap_or_else(|| {
        let wanted = web_sys::window().map(|window| window.navigator().languages());
        let wanted: Vec<String> = wanted
            .unwrap_or_default()
            .iter()
            .filter_map(|tag| tag.as_string())
            .collect();
        Language::choose(wanted.iter().map(String::as_str))
    })
}

fn kept() -> Option<Language> {
    Language::of_tag(&ENTRY.read()?)
}

/// Keeps the choice for the next visit, where the browser lets the page keep anything.
pub fn keep(language: Language) {
    ENTRY.write(language.tag());
}

/// Loads the texts of a language.
///
/// # Errors
///
/// [`TextsError::Missing`] where the file cannot be had, [`TextsError::Broken`] where it cannot be read.
pub async fn load(language: Language) -> Result<Texts, TextsError> {
    let file = format!("locales/{}.ftl", language.tag());
    let request = Request::get(&file).build();
    let request = request.map_err(|_| TextsError::Missing)?;
    let answer = answer_to(request, None).await.ok_or(TextsError::Missing)?;
    if !answer.ok() {
        return Err(TextsError::Missing);
    }
    let text = answer.text().await.map_err(|_| TextsError::Missing)?;
    let messages = FluentMessages::parse(language, &text)?;
    Ok(Texts::new(language, messages))
}

/// Tells the browser, and so screen readers, which language the page is in.
pub fn tell_page(language: Language) {
    let root = document().and_then(|document| document.document_element());
    if let Some(root) = root {
        let _ = root.set_attribute("lang", language.tag());
    }
}

/// What a language calls itself.
pub fn own_name(language: Language) -> String {
    let tag = JsString::from(language.tag());
    let options = Object::new();
    let _ = Reflect::set(&options, &"type".into(), &"language".into());
    let name = DisplayNames::new(&Array::of1(&tag), &options).of(language.tag());
    name.map_or_else(|| language.tag().to_owned(), String::from)
}
