use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

/// A correlation vector: the id of one call, in the header `MS-CV` of every response and `X-MRC-CV` of a token
/// request, such as `GosT3yrFvEGhrMFkLF5lNg.0`. An operator finds the call in the service's logs by it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CorrelationVector(String);

impl CorrelationVector {
    /// The longest correlation vector, in characters: version 2 of the format allows 128.
    pub const MAX_LENGTH: usize = 128;

    /// A new vector of these 128 random bits: 22 characters of base64 and `.0`.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(format!("{}.0", STANDARD_NO_PAD.encode(bytes)))
    }

    /// A vector that came in a header; `None` when it is empty, too long, or has other characters than base64's
    /// and dots, so that what is logged and shown is always harmless.
    pub fn from_header(text: &str) -> Option<Self> {
        let harmless = |byte: u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'.' | b'=' | b'-' | b'_')
        };
        let fits = !text.is_empty() && text.len() <= Self::MAX_LENGTH && text.bytes().all(harmless);
        fits.then(|| Self(text.to_owned()))
    }

    /// The text of the vector.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CorrelationVector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
