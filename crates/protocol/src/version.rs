use std::{fmt, str::FromStr};

/// A version of the session API that is named in the query: `?api-version=2021-01-01`. The v1 generation has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ApiVersion {
    /// `2021-01-01-preview`
    V2021_01_01Preview,
    /// `2021-01-01`
    #[default]
    V2021_01_01,
}

/// A generation of the session API: which paths, methods and bodies are spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Generation {
    /// `v1`: the older one, which names no version.
    V1,
    /// That of 2021, in one of its versions.
    V2021(ApiVersion),
}

/// The text names no generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a generation of the API: use v1 or one of {}",
    ApiVersion::SUPPORTED
)]
pub struct GenerationError;

/// The api version is missing or not supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the api-version is not supported: use one of {}",
    ApiVersion::SUPPORTED
)]
pub struct ApiVersionError;

impl ApiVersion {
    /// The value of the header `api-supported-versions`, as recorded.
    pub const SUPPORTED: &'static str = "2021-01-01-preview, 2021-01-01";

    /// The text of the query.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V2021_01_01Preview => "2021-01-01-preview",
            Self::V2021_01_01 => "2021-01-01",
        }
    }
}

impl FromStr for ApiVersion {
    type Err = ApiVersionError;

    fn from_str(text: &str) -> Result<Self, ApiVersionError> {
        // Some tools write `-Preview`.
        [Self::V2021_01_01Preview, Self::V2021_01_01]
            .into_iter()
            .find(|version| version.as_str().eq_ignore_ascii_case(text))
            .ok_or(ApiVersionError)
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Generation {
    /// Its text: `v1`, or the version of 2021.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2021(version) => version.as_str(),
        }
    }
}

impl Default for Generation {
    fn default() -> Self {
        Self::V2021(ApiVersion::default())
    }
}

impl FromStr for Generation {
    type Err = GenerationError;

    fn from_str(text: &str) -> Result<Self, GenerationError> {
        if text.eq_ignore_ascii_case(Self::V1.as_str()) {
            return Ok(Self::V1);
        }
        text.parse()
            .map(Self::V2021)
            .map_err(|ApiVersionError| GenerationError)
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
