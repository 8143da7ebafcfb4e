mod read;
mod write;

use remote_rendering_client::{Json, JsonError};
use serde::{Serialize, de::DeserializeOwned};

/// The JavaScript engine's own `JSON`: its parser is in every browser already, so that the module need not carry one.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserJson;

impl Json for BrowserJson {
    fn parse<T: DeserializeOwned>(text: &str) -> Result<T, JsonError> {
        let value = js_sys::JSON::parse(text).map_err(|_| JsonError("not JSON".to_owned()))?;
        read::read(value).map_err(|error| JsonError(error.to_string()))
    }

    fn write<T: Serialize>(value: &T) -> Result<String, JsonError> {
        let not_written = || JsonError(write::Unwritten.to_string());
        let value = write::write(value).map_err(|_| not_written())?;
        let text = js_sys::JSON::stringify(&value).map_err(|_| not_written())?;
        text.as_string().ok_or_else(not_written)
    }
}
