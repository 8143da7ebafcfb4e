use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use uuid::Uuid;

/// An account's id: a GUID, written in lower case with hyphens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(Uuid);

/// Why a text is not an [`AccountId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the account id is not a GUID: it looks like 1b405859-8af9-47e6-941d-9205163c0f63")]
pub struct AccountIdError;

impl AccountId {
    /// An account id of these 128 bits.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }
}

impl FromStr for AccountId {
    type Err = AccountIdError;

    fn from_str(text: &str) -> Result<Self, AccountIdError> {
        Uuid::try_parse(text.trim())
            .map(Self)
            .map_err(|_| AccountIdError)
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

/// A session's id: chosen by the client in the 2021-01-01 API, by the service in v1. Case sensitive; letters,
/// digits, `-` and `_`; 1 to 256 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(String);

/// Why a text is not a [`SessionId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionIdError {
    /// No character at all.
    #[error("the session id is empty: give it 1 to 256 characters")]
    Empty,
    /// More than 256 characters.
    #[error("the session id has {0} characters: at most 256 are allowed")]
    TooLong(usize),
    /// A character outside the allowed set.
    #[error("the session id contains {0:?}: only letters, digits, '-' and '_' are allowed")]
    Character(char),
}

impl SessionId {
    /// The longest id, in characters.
    pub const MAX_LENGTH: usize = 256;

    /// A session id of these 128 bits in GUID form, as v1 and this project's clients choose them.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        let mut bytes = bytes;
        // Version 4, variant RFC 9562: readers that check a GUID's form accept it.
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Self(Uuid::from_bytes(bytes).as_hyphenated().to_string())
    }

    /// The text of the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SessionId {
    type Err = SessionIdError;

    fn from_str(text: &str) -> Result<Self, SessionIdError> {
        let allowed =
            |character: &char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
        if text.is_empty() {
            return Err(SessionIdError::Empty);
        }
        if let Some(character) = text.chars().find(|character| !allowed(character)) {
            return Err(SessionIdError::Character(character));
        }
        if text.len() > Self::MAX_LENGTH {
            return Err(SessionIdError::TooLong(text.len()));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A region's short name, such as `westeurope`: lower-case letters and digits, at most 64.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionName(String);

/// Why a text is not a [`RegionName`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a region's short name: it has letters and digits only, such as westeurope")]
pub struct RegionNameError;

impl RegionName {
    /// The text of the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RegionName {
    type Err = RegionNameError;

    fn from_str(text: &str) -> Result<Self, RegionNameError> {
        let text = text.trim();
        if text.is_empty()
            || text.len() > 64
            || !text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        {
            return Err(RegionNameError);
        }
        Ok(Self(text.to_ascii_lowercase()))
    }
}

impl fmt::Display for RegionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Ids travel as their text, and are checked when they arrive.
macro_rules! text_on_the_wire {
    ($($name:ty),+) => { $(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    )+ };
}

text_on_the_wire!(AccountId, SessionId, RegionName);
