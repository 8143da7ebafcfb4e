//! The stage: what a session's server renders, streamed into the console's page, and what a person can do with it. A module of
//! its own, which the console loads when somebody connects: `stage.mjs` beside this folder is the script that it imports.
//!
//! - [`state`]: what the stage knows, as a plain `Action -> Stage` function, and what of it is shown;
//! - [`words`], [`graph`], [`controls`]: numbers, lines and keys, without a page;
//! - [`viewing`]: what it does, through the [`Viewer`](remote_rendering_viewer::Viewer), telling the state;
//! - [`components`]: what a person sees; every text comes from a locale file, `www/locales/stage.*.ftl`.

pub mod components;
pub mod controls;
pub mod graph;
pub mod page;
pub mod state;
pub mod viewing;
pub mod words;

use js_sys::Function;
use remote_rendering_page::texts::{Language, Texts, TextsError, fluent::FluentMessages};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use yew::{AppHandle, AttrValue, Renderer};

use components::app::{App, Props};
use viewing::Console;

/// An open stage, as JavaScript sees it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Stage {
    app: AppHandle<App>,
    console: Console,
    session: AttrValue,
}

#[wasm_bindgen]
impl Stage {
    /// Opens a stage in an element, for a session of this id, in the language of this tag with the content of its locale file.
    /// `grant` promises what lets a device in; `ended` is called when the session seems to have ended.
    ///
    /// # Errors
    ///
    /// The locale file is broken.
    pub fn open(
        element: HtmlElement,
        session: String,
        language: &str,
        file: &str,
        grant: Function,
        ended: Function,
    ) -> Result<Self, JsError> {
        let texts = texts(language, file)?;
        let (console, session) = (Console::new(grant, ended), AttrValue::from(session));
        let props = Props {
            texts,
            session: session.clone(),
            console: console.clone(),
        };
        let app = Renderer::<App>::with_root_and_props(element.into(), props).render();
        Ok(Self {
            app,
            console,
            session,
        })
    }

    /// Changes the language.
    ///
    /// # Errors
    ///
    /// The locale file is broken; then the language stays.
    pub fn speak(&mut self, language: &str, file: &str) -> Result<(), JsError> {
        self.app.update(Props {
            texts: texts(language, file)?,
            session: self.session.clone(),
            console: self.console.clone(),
        });
        Ok(())
    }

    /// Closes the stage and the connection: the server drops what it shows.
    pub fn close(self) {
        self.app.destroy();
    }
}

fn texts(language: &str, file: &str) -> Result<Texts, TextsError> {
    let language = Language::of_tag(language).unwrap_or_default();
    let messages = FluentMessages::parse(language, file)?;
    Ok(Texts::new(language, messages))
}

#[cfg(test)]
#[path = "texts/tests.rs"]
mod texts_tests;
