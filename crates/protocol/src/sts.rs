//! The secure token service: `GET /accounts/{account}/token`.

use serde::Deserialize;

use crate::AccessToken;

/// The api version that SDKs put into a token request's query.
pub const API_VERSION: &str = "2019-02-28-preview";

/// The header of a token request that carries the client's correlation vector.
pub const CLIENT_CORRELATION_HEADER: &str = "X-MRC-CV";

/// Body of a token request's answer: `{"AccessToken":"<JWT>"}`.
///
/// Read-only here: a token has no `Serialize`, so that it cannot slip into another body. The service writes this
/// one body by hand.
#[derive(Debug, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(description = "An access token.")
)]
pub struct TokenResponse {
    /// A JWT for the session API. Its member `exp` says when it expires.
    #[serde(rename = "AccessToken")]
    #[cfg_attr(
        feature = "openapi",
        schema(
            value_type = String,
            pattern = r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$"
        )
    )]
    access_token: SecretText,
}

impl TokenResponse {
    /// The issued token.
    pub fn into_access_token(self) -> AccessToken {
        use secrecy::ExposeSecret as _;
        AccessToken::new(self.access_token.expose_secret())
    }
}

type SecretText = secrecy::SecretString;
