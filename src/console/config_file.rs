//! Reading `arrconfig.json` as a person drops or picks it.

use remote_rendering_client::Json as _;
use remote_rendering_protocol::arrconfig::ArrConfig;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::browser::BrowserJson;

/// Far above any such file: what is larger was dropped by mistake, and is not read.
const LARGEST: f64 = 256.0 * 1024.0;

/// A file that is not an `arrconfig.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigFileError {
    /// Too large to be one.
    #[error("the file is too large")]
    TooLarge,
    /// The browser could not read it.
    #[error("the file could not be read")]
    Unreadable,
    /// Not JSON.
    #[error("the file is not JSON")]
    NotJson,
    /// JSON, but none of the settings is in it.
    #[error("the file has no settings of an account")]
    NoSettings,
}

impl ConfigFileError {
    /// The message that says what happened and what to do.
    pub fn message_id(self) -> &'static str {
        match self {
            Self::TooLarge => "file-too-large",
            Self::Unreadable => "file-unreadable",
            Self::NotJson => "file-not-json",
            Self::NoSettings => "file-no-settings",
        }
    }
}

/// Reads a file.
pub async fn read(file: &File) -> Result<ArrConfig, ConfigFileError> {
    if file.size() > LARGEST {
        return Err(ConfigFileError::TooLarge);
    }
    let text = JsFuture::from(file.text())
        .await
        .map_err(|_| ConfigFileError::Unreadable)?;
    parse(&text.as_string().ok_or(ConfigFileError::Unreadable)?)
}

/// Reads a file's content.
pub fn parse(text: &str) -> Result<ArrConfig, ConfigFileError> {
    // A byte order mark, as Windows editors write it, is no JSON.
    let text = text.trim_start_matches('\u{feff}');
    js_sys::JSON::parse(text).map_err(|_| ConfigFileError::NotJson)?;
    let config: ArrConfig = BrowserJson::parse(text).map_err(|_| ConfigFileError::NoSettings)?;
    let account = &config.account_settings;
    let anything = account.arr_account_id.is_some()
        || account.arr_account_key.is_some()
        || account.arr_account_domain.is_some()
        || config
            .rendering_session_settings
            .remote_rendering_domain
            .is_some();
    if anything {
        Ok(config)
    } else {
        Err(ConfigFileError::NoSettings)
    }
}
