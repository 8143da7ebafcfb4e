//! Copying texts to the clipboard, and telling so.

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::console::{
    clipboard,
    hooks::{State, use_value, use_while},
    texts::{FluentValue, Texts},
};

/// For how long it is told, in milliseconds: long enough to be read, and gone before the next copy needs to be told.
const TOLD_FOR: u32 = 4000;

/// What came of the last copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// What this message names is in the clipboard.
    Copied(&'static str),
    /// The browser did not allow it.
    Refused,
}

/// A page's copying: its buttons, and the one place that tells what came of them.
#[derive(Clone, Debug)]
pub struct Copying {
    told: State<Option<Outcome>>,
}

/// The page's copying.
#[hook]
pub fn use_copying() -> Copying {
    let told = use_value(|| None);
    let set = told.setter();
    use_while(*told, move |told| {
        told.map(|_| Timeout::new(TOLD_FOR, move || set.set(None)))
    });
    Copying { told }
}

impl Copying {
    /// A button that copies a text; `what` is the message that names it. No button where there is no clipboard.
    pub fn button(&self, texts: &Texts, what: &'static str, text: &str) -> Html {
        if !clipboard::is_there() {
            return html! {};
        }
        let (text, told) = (AttrValue::from(text.to_owned()), self.told.setter());
        let onclick = Callback::from(move |_: MouseEvent| {
            let (text, told) = (text.clone(), told.clone());
            spawn_local(async move {
                let is_there = clipboard::put(&text).await;
                told.set(Some(if is_there {
                    Outcome::Copied(what)
                } else {
                    Outcome::Refused
                }));
            });
        });
        let label = naming(texts, "copy-what", what);
        html! {
            <button type="button" class="copy secondary outline" {onclick} aria-label={label}>
                { texts.text("copy") }
            </button>
        }
    }

    /// A text of several lines, with the button that copies it.
    pub fn block(&self, texts: &Texts, what: &'static str, text: &str) -> Html {
        html! {
            <div class="snippet"><pre>{ text }</pre>{ self.button(texts, what, text) }</div>
        }
    }

    /// What came of the last copy. It stays in the page while there is nothing to tell: only what changes is announced.
    pub fn outcome(&self, texts: &Texts) -> Html {
        let words = match *self.told {
            Some(Outcome::Copied(what)) => naming(texts, "copy-done", what),
            Some(Outcome::Refused) => texts.text("copy-refused"),
            None => AttrValue::default(),
        };
        html! { <p class="copied" role="status">{ words }</p> }
    }
}

fn naming(texts: &Texts, message: &str, what: &str) -> AttrValue {
    texts.format(message, &[("what", FluentValue::from(&*texts.text(what)))])
}
