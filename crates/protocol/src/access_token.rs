use serde::Deserialize;

use crate::{
    AccessToken, Timestamp,
    decode64::{Alphabet, unpadded},
};

/// What a client reads out of an access token: the JWT's middle part, without checking the signature (only the
/// service can), to know when to fetch the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct AccessTokenClaims {
    /// Seconds since 1970 at which the token stops to be valid.
    pub exp: i64,
}

/// Why nothing can be read out of a token. Never holds the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimsError {
    /// Not three parts with dots between them.
    #[error("the access token is not a JWT: it has three parts with dots between them")]
    Parts,
    /// A character that no token has and no header can carry, or a middle part that is not base64url of UTF-8.
    #[error("the access token is not base64url text: was it copied whole?")]
    Encoding,
    /// The middle part is not JSON with a number `exp`.
    #[error("the access token does not say when it expires")]
    Expiry,
}

impl AccessTokenClaims {
    /// The JSON text of the token's middle part, for the caller's JSON parser.
    pub fn json_of(token: &AccessToken) -> Result<String, ClaimsError> {
        let mut parts = token.expose().split('.');
        let (Some(_), Some(payload), Some(_), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(ClaimsError::Parts);
        };
        if !token.expose().bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(ClaimsError::Encoding);
        }
        let bytes = unpadded(payload.trim_end_matches('='), Alphabet::URL_SAFE)
            .ok_or(ClaimsError::Encoding)?;
        String::from_utf8(bytes).map_err(|_| ClaimsError::Encoding)
    }

    /// The moment at which the token stops to be valid.
    pub fn expires_at(self) -> Timestamp {
        Timestamp::from_unix_seconds(self.exp)
    }
}
