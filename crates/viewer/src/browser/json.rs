//! The browser's own JSON.

use serde::{Serialize, de::DeserializeOwned};

/// Reads a text; `None` for what is not JSON or of another shape.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let value = js_sys::JSON::parse(text).ok()?;
    serde_wasm_bindgen::from_value(value).ok()
}

/// Writes a text; `None` for what JSON cannot say.
pub(super) fn write<T: Serialize>(value: &T) -> Option<String> {
    let value = value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .ok()?;
    js_sys::JSON::stringify(&value).ok()?.as_string()
}
