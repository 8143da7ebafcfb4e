use remote_rendering_protocol::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{AUDIENCE, ISSUER, KeyId, TokenError};

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

/// What a token of ours grants: its signature is good, and it is meant for this service. There is
/// no other way to one than through [`super::KeyRing::open`], so it may be kept and asked again
/// instead of the token, as long as the ring has its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    key: KeyId,
    account: AccountId,
    role: Role,
    not_before: i64,
    expires: i64,
}

impl Grant {
    /// What these claims grant, whose signature by `key` is known to be good.
    pub(super) fn of(key: KeyId, claims: &Claims) -> Result<Self, TokenError> {
        if claims.iss != ISSUER || claims.aud != AUDIENCE {
            return Err(TokenError::Audience);
        }
        Ok(Self {
            key,
            account: claims.sub,
            role: claims.role,
            not_before: claims.nbf,
            expires: claims.exp,
        })
    }

    /// The key that signed it.
    pub fn key(&self) -> KeyId {
        self.key
    }

    /// What the bearer may do.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Whether it is valid `now`.
    pub fn is_valid(&self, now: Timestamp) -> Result<(), TokenError> {
        if now.unix_seconds() < self.not_before {
            return Err(TokenError::NotYetValid);
        }
        if now.unix_seconds() >= self.expires {
            return Err(TokenError::Expired);
        }
        Ok(())
    }

    /// Whether it is valid `now`, and for `account`. Who holds no valid token learns nothing about
    /// accounts.
    pub fn permits(&self, account: AccountId, now: Timestamp) -> Result<(), TokenError> {
        self.is_valid(now)?;
        if self.account == account {
            Ok(())
        } else {
            Err(TokenError::ForeignAccount)
        }
    }
}
