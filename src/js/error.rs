//! Errors as JavaScript sees them.

use std::fmt;

use js_sys::{Error, JsString, Reflect, TypeError};
use wasm_bindgen::JsValue;

/// A wrong argument: a `TypeError` that names it.
pub(super) fn argument_error<E: fmt::Display>(argument: &'static str) -> impl FnOnce(E) -> JsValue {
    move |error| TypeError::new(&format!("{argument}: {error}")).into()
}

/// A failed call: an `Error` with `name: "RestError"`, the service's words as `message`, `statusCode`, `code`, `msCv`.
pub(super) fn rest_error(error: &remote_rendering_client::Error) -> JsValue {
    let call = error.call();
    let message = match &call.service {
        Some(service) => service.message.clone(),
        None => error.to_string(),
    };
    let object = Error::new(&message);
    object.set_name("RestError");
    let set = |name: &str, value: JsValue| {
        // An object of our own takes every member.
        let _ = Reflect::set(&object, &JsString::from(name), &value);
    };
    if let Some(status) = call.status {
        set("statusCode", status.into());
    }
    if let Some(service) = &call.service {
        set("code", JsString::from(service.code.as_str()).into());
    }
    if let Some(correlation_vector) = &call.correlation_vector {
        set("msCv", JsString::from(correlation_vector.as_str()).into());
    }
    object.into()
}
