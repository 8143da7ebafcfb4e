//! The client.

mod arr_config;
mod client;
mod error;
mod nearest;
mod poller;
mod settings;
mod shape;

pub use arr_config::read_arr_config;
pub use client::{CoreClient, CorePages};
pub use error::kind_name;
pub use nearest::create_nearest;
pub use poller::CorePoller;

use js_sys::{JsString, Reflect};
use wasm_bindgen::JsValue;

/// A member of an object; `None` where it has none, or one without a value.
fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &JsString::from(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// A member that is a text.
fn text(object: &JsValue, name: &str) -> Option<String> {
    member(object, name)?.as_string()
}
