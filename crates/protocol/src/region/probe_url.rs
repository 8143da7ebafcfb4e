use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{Endpoint, endpoint::http_url};

/// The URL that answers a probe of the latency at once: absolute, http or https, without user, query and fragment. Who
/// measures may put a query behind it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProbeUrl(String);

/// Why a text is not a [`ProbeUrl`]. Never holds the text: a URL can carry a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a probe's URL: write a whole one, such as https://rendering.example.com/ping, with https:// or http:// and \
     without user, query and fragment"
)]
pub struct ProbeUrlError;

impl ProbeUrl {
    /// The probe of this project's service at an endpoint.
    pub fn of(endpoint: &Endpoint) -> Self {
        Self(endpoint.join("/ping"))
    }

    /// The URL's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ProbeUrl {
    type Err = ProbeUrlError;

    fn from_str(text: &str) -> Result<Self, ProbeUrlError> {
        http_url(text).map(Self).map_err(|_| ProbeUrlError)
    }
}

impl fmt::Display for ProbeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for ProbeUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ProbeUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}
