//! The recorded exchanges with the hosted service, read with the browser's own means: texts keep the recorded order.

use js_sys::{Array, JSON};
use wasm_bindgen::{JsCast as _, JsValue};

use super::member;

pub(crate) const JANUARY: &str = include_str!("../recordings/session-2021-01.json");
pub(crate) const MAY: &str = include_str!("../recordings/session-2021-05.json");
pub(crate) const REFUSED: &str = include_str!("../recordings/session-refused.json");
pub(crate) const V1: &str = include_str!("../recordings/v1-session.json");

/// One call and its answer.
pub(crate) struct Exchange {
    pub(crate) method: String,
    pub(crate) url: String,
    /// The request's body.
    pub(crate) request: Option<String>,
    /// The answer's body.
    pub(crate) response: Option<String>,
}

impl Exchange {
    /// Whether the URL is that of one session, not of the list.
    pub(crate) fn is_about_one_session(&self) -> bool {
        self.url.contains("/sessions/")
    }

    /// Whether it is a call of the STS.
    pub(crate) fn is_for_a_token(&self) -> bool {
        self.url.starts_with("https://sts.")
    }
}

/// The exchanges of a recording.
pub(crate) fn exchanges(recording: &str) -> Vec<Exchange> {
    let recording = JSON::parse(recording).expect("JSON");
    let list: Array = member(&recording, "exchanges").unchecked_into();
    list.iter().map(|exchange| read(&exchange)).collect()
}

fn read(exchange: &JsValue) -> Exchange {
    let text = |name: &str| member(exchange, name).as_string().expect("a text");
    let body = |name: &str| {
        let value = member(exchange, name);
        let is_there = !value.is_null() && !value.is_undefined();
        is_there.then(|| JSON::stringify(&value).expect("a value of JSON").into())
    };
    Exchange {
        method: text("method"),
        url: text("url"),
        request: body("request"),
        response: body("response"),
    }
}
