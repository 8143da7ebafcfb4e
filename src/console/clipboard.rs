//! The system's clipboard: texts are put into it, nothing is read.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::browser::member;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    fn write_text(text: &str) -> Result<Promise, JsValue>;
}

/// Whether there is one. Browsers give it to secure pages only: at https addresses, and at those of this machine.
pub fn is_there() -> bool {
    member("navigator", "clipboard").is_some_and(|clipboard| clipboard.is_object())
}

/// Puts a text into it, if the browser allows it.
pub async fn put(text: &str) -> bool {
    match write_text(text) {
        Ok(writing) => JsFuture::from(writing).await.is_ok(),
        Err(_) => false,
    }
}
