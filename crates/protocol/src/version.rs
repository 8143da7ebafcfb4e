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
