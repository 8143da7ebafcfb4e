use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, Signer as _};
use remote_rendering_protocol::{AccessToken, AccountId, Timestamp};
use sha2::{Digest as _, Sha256};

use super::{ALGORITHM, AUDIENCE, Claims, ISSUER, LIFETIME, Role, TokenError};

/// Which key signed a token: the header `kid`. The beginning of the SHA-256 of the public key, so
/// that no list of names has to be kept, and nobody can give one key the id of another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; 12]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl FromStr for KeyId {
    type Err = TokenError;

    /// What cannot be an id is the id of no key.
    fn from_str(text: &str) -> Result<Self, TokenError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        bytes
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or(TokenError::UnknownKey)
    }
}

/// A key with which tokens are signed and checked.
#[derive(Clone)]
pub struct SigningKey {
    id: KeyId,
    key: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// The key of these 32 random bytes.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        let key = ed25519_dalek::SigningKey::from_bytes(bytes);
        let hash: [u8; 32] = Sha256::digest(key.verifying_key().as_bytes()).into();
        let mut id = [0; 12];
        id.copy_from_slice(&hash[..12]);
        Self { id: KeyId(id), key }
    }

    /// The secret bytes, to be kept in a place that nobody else can read.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// What its tokens name it by.
    pub fn id(&self) -> KeyId {
        self.id
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

    pub(super) fn sign(&self, claims: &Claims) -> String {
        let header = format!(r#"{{"alg":"{ALGORITHM}","kid":"{}","typ":"JWT"}}"#, self.id);
        // Texts and integers only: there is nothing in the claims that JSON cannot write.
        let claims = serde_json::to_vec(claims).unwrap_or_default();
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header),
            URL_SAFE_NO_PAD.encode(claims)
        );
        let signature = self.key.sign(signed.as_bytes()).to_bytes();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    pub(super) fn check(&self, signed: &str, signature: &Signature) -> Result<(), TokenError> {
        self.key
            .verifying_key()
            .verify_strict(signed.as_bytes(), signature)
            .map_err(|_| TokenError::Signature)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey([redacted])")
    }
}
