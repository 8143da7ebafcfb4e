use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretString};

use crate::decode64::{Alphabet, padded};

/// An account key: base64 text. Printed as `AccountKey([redacted])`, wiped when dropped.
#[derive(Clone)]
pub struct AccountKey(SecretString);

/// Why a text is not an [`AccountKey`]. Never holds the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountKeyError {
    /// No text.
    #[error("the account key is empty")]
    Empty,
    /// Not base64.
    #[error("the account key is not base64: copy it whole, up to the last '='")]
    Base64,
}

impl AccountKey {
    /// Checks and wraps a key as a person pastes it: white space around it is dropped.
    pub fn parse(text: &str) -> Result<Self, AccountKeyError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AccountKeyError::Empty);
        }
        padded(text, Alphabet::STANDARD).ok_or(AccountKeyError::Base64)?;
        Ok(Self(text.into()))
    }

    /// A key of these random bytes.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(STANDARD.encode(bytes).into())
    }

    /// The key itself: for the `Authorization` header, and for hashing.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for AccountKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountKey([redacted])")
    }
}

/// An access token: what the STS issued, or what an identity provider did. Printed as `AccessToken([redacted])`,
/// wiped when dropped.
#[derive(Clone)]
pub struct AccessToken(SecretString);

impl AccessToken {
    /// Wraps a token. White space around it, as from a paste, is dropped.
    pub fn new(text: &str) -> Self {
        Self(text.trim().into())
    }

    /// The token itself: for the `Authorization` header.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken([redacted])")
    }
}
