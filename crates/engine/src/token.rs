//! Access tokens: what the STS hands out for an account key, and every session call carries.
//!
//! A token is a JWT in compact form, signed with Ed25519. The form is so small that it is written
//! here: the algorithm is not read from the token and then looked up, it is compared with the one
//! that there is, so no header can choose another.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, Signer as _};
use remote_rendering_protocol::{AccessToken, AccountId, Timespan, Timestamp};
use serde::{Deserialize, Serialize};

/// Who issues the tokens: the claim `iss`.
pub const ISSUER: &str = "remote-rendering-sts";

/// Whom the tokens are for: the claim `aud`.
pub const AUDIENCE: &str = "remote-rendering";

/// How long a token is valid: 24 hours.
pub const LIFETIME: Timespan = Timespan::from_minutes(24 * 60);

const ALGORITHM: &str = "EdDSA";

/// What the bearer of a token may do: the claim `role`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Conversions, sessions, rendering, diagnostics.
    Administrator,
    /// Sessions, rendering, diagnostics.
    Client,
}

/// What a token says. Times are whole seconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Always [`ISSUER`].
    pub iss: String,
    /// Always [`AUDIENCE`].
    pub aud: String,
    /// The account.
    pub sub: AccountId,
    /// What the bearer may do.
    pub role: Role,
    /// When the token was issued.
    pub iat: i64,
    /// The first second in which it is valid.
    pub nbf: i64,
    /// The first second in which it is no longer valid.
    pub exp: i64,
    /// The token's own id: 128 bits in base64url.
    pub jti: String,
}

/// Why a token is refused. Never holds the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a compact JWT, or its claims cannot be read.
    #[error("the access token is malformed: was it copied whole?")]
    Malformed,
    /// Its header names another algorithm.
    #[error("the access token is not signed with {ALGORITHM}")]
    Algorithm,
    /// The signature is not ours, or not that of these claims.
    #[error("the access token's signature is not valid")]
    Signature,
    /// It is past its `exp`.
    #[error("the access token has expired: ask the STS for a new one")]
    Expired,
    /// It is before its `nbf`.
    #[error("the access token is not valid yet")]
    NotYetValid,
    /// It was issued by someone else, or for something else.
    #[error("the access token is not meant for this service")]
    Audience,
    /// It is good, but for another account.
    #[error("the access token belongs to another account")]
    ForeignAccount,
}

/// The key with which tokens are signed and checked.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

#[derive(Deserialize)]
struct Header {
    alg: String,
}

impl SigningKey {
    /// The key of these 32 random bytes.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(bytes))
    }

    /// A token for `account`, valid from `now` for [`LIFETIME`]. `id` is the token's own id, drawn
    /// at random.
    pub fn issue(
        &self,
        account: AccountId,
        role: Role,
        id: [u8; 16],
        now: Timestamp,
    ) -> AccessToken {
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: account,
            role,
            iat: now.unix_seconds(),
            nbf: now.unix_seconds(),
            exp: now.after(LIFETIME).unix_seconds(),
            jti: URL_SAFE_NO_PAD.encode(id),
        };
        AccessToken::new(&self.sign(&claims))
    }

    /// What `token` says, if it is one of ours, valid `now`, and for `account`.
    pub fn verify(
        &self,
        token: &AccessToken,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Claims, TokenError> {
        let claims = self.read(token.expose())?;
        if claims.iss != ISSUER || claims.aud != AUDIENCE {
            return Err(TokenError::Audience);
        }
        if now.unix_seconds() < claims.nbf {
            return Err(TokenError::NotYetValid);
        }
        if now.unix_seconds() >= claims.exp {
            return Err(TokenError::Expired);
        }
        if claims.sub != account {
            return Err(TokenError::ForeignAccount);
        }
        Ok(claims)
    }

    fn sign(&self, claims: &Claims) -> String {
        let header = format!(r#"{{"alg":"{ALGORITHM}","typ":"JWT"}}"#);
        // Texts and integers only: there is nothing in the claims that JSON cannot write.
        let claims = serde_json::to_vec(claims).unwrap_or_default();
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header),
            URL_SAFE_NO_PAD.encode(claims)
        );
        let signature = self.0.sign(signed.as_bytes()).to_bytes();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// The claims of a token whose signature is ours. Nothing of the claims is looked at before
    /// that is known.
    fn read(&self, token: &str) -> Result<Claims, TokenError> {
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(TokenError::Malformed)?;
        let header: Header =
            serde_json::from_slice(&decoded(header)?).map_err(|_| TokenError::Malformed)?;
        if header.alg != ALGORITHM {
            return Err(TokenError::Algorithm);
        }
        let signature =
            Signature::from_slice(&decoded(signature)?).map_err(|_| TokenError::Signature)?;
        let verifying_key = self.0.verifying_key();
        verifying_key
            .verify_strict(signed.as_bytes(), &signature)
            .map_err(|_| TokenError::Signature)?;
        serde_json::from_slice(&decoded(claims)?).map_err(|_| TokenError::Malformed)
    }
}

fn decoded(part: &str) -> Result<Vec<u8>, TokenError> {
    URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| TokenError::Malformed)
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey([redacted])")
    }
}

#[cfg(test)]
mod tests;
