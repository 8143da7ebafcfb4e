//! What the tests in the browser share.
#![allow(dead_code, reason = "every test file uses another part of it")]

pub(crate) mod clipboard;
pub(crate) mod fetches;
pub(crate) mod overridden;
#[cfg(feature = "console")]
pub(crate) mod page;
pub(crate) mod recordings;
pub(crate) mod service;

use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use js_sys::{JsString, Reflect};
use remote_rendering::browser::BrowserRuntime;
use remote_rendering_client::Runtime as _;
use wasm_bindgen::JsValue;

/// How long a condition may take to hold; far more than any does, so that a busy machine fails no test.
const PATIENCE: Duration = Duration::from_secs(20);

/// Waits until the condition holds; it is looked at in every turn of the event loop.
pub(crate) async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = BrowserRuntime::default().now().after(PATIENCE);
    while !holds() {
        let now = BrowserRuntime::default().now();
        assert!(now < deadline, "waited in vain until {what}");
        TimeoutFuture::new(0).await;
    }
}

/// A member of an object.
pub(crate) fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsString::from(name)).expect("an object")
}
