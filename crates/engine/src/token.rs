//! Access tokens: what the STS hands out for an account key, and every session call carries.
//!
//! A token is a JWT in compact form, signed with Ed25519. The form is so small that it is written
//! here: the algorithm is not read from the token and then looked up, it is compared with the one
//! that there is, so no header can choose another. The header names the key of the [`KeyRing`] that
//! signed it.

mod claims;
mod key;
mod ring;

use remote_rendering_protocol::Timespan;

pub use claims::{Claims, Grant, Role};
pub use key::{KeyId, SigningKey};
pub use ring::{KeyRing, RingKey};

/// Who issues the tokens: the claim `iss`.
pub const ISSUER: &str = "remote-rendering-sts";

/// Whom the tokens are for: the claim `aud`.
pub const AUDIENCE: &str = "remote-rendering";

/// How long a token is valid: 24 hours.
pub const LIFETIME: Timespan = Timespan::from_minutes(24 * 60);

const ALGORITHM: &str = "EdDSA";

/// Why a token is refused. Never holds the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a compact JWT, or its claims cannot be read.
    #[error("the access token is malformed: was it copied whole?")]
    Malformed,
    /// Its header names another algorithm.
    #[error("the access token is not signed with {ALGORITHM}")]
    Algorithm,
    /// Its header names no key, or one that the ring does not have, or no longer.
    #[error("the access token is signed with an unknown key: ask this service's STS for a new one")]
    UnknownKey,
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

#[cfg(test)]
mod tests;
