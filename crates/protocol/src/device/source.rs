use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Where a host takes a model from. On the wire it is a text: `sample:gears`, `upload:3`, `file:cars/coupe.glb`, or an
/// `https://` address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ModelSource {
    /// One of the host's own models, by its name.
    Sample(String),
    /// What the connected device has uploaded, by its number.
    Upload(u32),
    /// A file below a folder that the host's operator allowed: the folder's name, and the path in it, with `/`.
    File(String),
    /// An address whose host the operator allowed.
    Address(String),
}

/// Why a text is not a [`ModelSource`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelSourceError {
    /// It begins with nothing that is known.
    #[error("a model is named as sample:NAME, file:FOLDER/PATH or https://ADDRESS")]
    Kind,
    /// Longer than any that is meant.
    #[error("a model's name has at most {} characters", ModelSource::MAX_LENGTH)]
    TooLong,
    /// An empty name, or one with a part that leads elsewhere.
    #[error(
        "a model's name may not be empty, hold control characters or backslashes, or lead upwards"
    )]
    Name,
}

impl ModelSource {
    /// The longest text, in bytes.
    pub const MAX_LENGTH: usize = 2048;

    /// What a person calls it: the last part of its name. Of an address without a file, its last folder or its host.
    pub fn file_name(&self) -> String {
        let whole = self.to_string();
        let path = whole.split(['?', '#']).next().unwrap_or(&whole);
        let path = path.trim_end_matches('/');
        path.rsplit(['/', ':']).next().unwrap_or(path).to_owned()
    }
}

impl FromStr for ModelSource {
    type Err = ModelSourceError;

    fn from_str(text: &str) -> Result<Self, ModelSourceError> {
        if text.len() > Self::MAX_LENGTH {
            return Err(ModelSourceError::TooLong);
        }
        if text.chars().any(|c| c.is_control() || c == '\\') {
            return Err(ModelSourceError::Name);
        }
        if text.starts_with("https://") {
            return Ok(Self::Address(text.to_owned()));
        }
        let (kind, name) = text.split_once(':').ok_or(ModelSourceError::Kind)?;
        let leads_elsewhere = |part: &str| part.is_empty() || part == "." || part == "..";
        match kind {
            "sample" if !name.contains('/') && !leads_elsewhere(name) => {
                Ok(Self::Sample(name.to_owned()))
            }
            "file" if !name.split('/').any(leads_elsewhere) => Ok(Self::File(name.to_owned())),
            "upload" => match name.parse() {
                // One text for each source.
                Ok(number) if name == format!("{number}") => Ok(Self::Upload(number)),
                _ => Err(ModelSourceError::Name),
            },
            "sample" | "file" => Err(ModelSourceError::Name),
            _ => Err(ModelSourceError::Kind),
        }
    }
}

impl fmt::Display for ModelSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sample(name) => write!(f, "sample:{name}"),
            Self::Upload(number) => write!(f, "upload:{number}"),
            Self::File(path) => write!(f, "file:{path}"),
            Self::Address(address) => f.write_str(address),
        }
    }
}

impl Serialize for ModelSource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ModelSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}
