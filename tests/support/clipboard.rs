//! A clipboard of which a test says what it does: the page's own may be used only where a person looks at the page.

use js_sys::{Function, JsString, Object, Reflect};
use wasm_bindgen::JsValue;

use super::{member, overridden::Overridden};

/// Another clipboard stands in for the page's while this lives.
pub(crate) struct Clipboard {
    object: JsValue,
    _in_its_place: Overridden,
}

impl Clipboard {
    /// One that takes every text.
    pub(crate) fn willing() -> Self {
        Self::writing("this.taken = text; return Promise.resolve();")
    }

    /// One that the browser does not allow to be used.
    pub(crate) fn refusing() -> Self {
        Self::writing("return Promise.reject(new Error('no'));")
    }

    /// None, as insecure pages have it.
    pub(crate) fn missing() -> Self {
        Self::of(JsValue::UNDEFINED)
    }

    /// The last text that a willing one has taken.
    pub(crate) fn text(&self) -> Option<String> {
        member(&self.object, "taken").as_string()
    }

    fn writing(script: &str) -> Self {
        let clipboard = Object::new();
        let write = Function::new_with_args("text", script);
        let done = Reflect::set(&clipboard, &JsString::from("writeText"), &write);
        assert_eq!(done, Ok(true));
        Self::of(clipboard.into())
    }

    fn of(object: JsValue) -> Self {
        let navigator = member(&js_sys::global(), "navigator");
        Self {
            _in_its_place: Overridden::with(&navigator, "clipboard", &object),
            object,
        }
    }
}
