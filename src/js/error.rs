//! Failures as JavaScript sees them: all of one class, `RestError`, with a kind out of a closed list.

use std::fmt;

use wasm_bindgen::prelude::*;

use super::object;

#[wasm_bindgen(module = "/src/js/package/rest-error.js")]
extern "C" {
    type RestError;

    #[wasm_bindgen(constructor)]
    fn new(message: &str, members: JsValue) -> RestError;
}

/// A wrong argument, which the message names.
pub(super) fn argument_error<E: fmt::Display>(argument: &'static str) -> impl FnOnce(E) -> JsValue {
    move |error| wrong(argument, &error)
}

/// Not generic: there once, and not for each kind of error.
fn wrong(argument: &str, error: &dyn fmt::Display) -> JsValue {
    failure_of_kind("invalid-argument", &format!("{argument}: {error}"))
}

/// A failure of a kind that is none of a call's.
pub(super) fn failure_of_kind(kind: &'static str, message: &str) -> JsValue {
    rest_error(message, object([("kind", Some(kind.into()))]))
}

/// A failure with these members.
pub(super) fn rest_error(message: &str, members: JsValue) -> JsValue {
    RestError::new(message, members).into()
}
