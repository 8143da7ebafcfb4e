use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::Signature;
use remote_rendering_protocol::{AccessToken, AccountId, Timestamp};
use serde::Deserialize;

use super::{ALGORITHM, Claims, Grant, KeyId, LIFETIME, Role, SigningKey, TokenError};

/// A key of the ring, and since when it is there.
#[derive(Clone, Debug)]
pub struct RingKey {
    /// The key.
    pub key: SigningKey,
    /// When it was added.
    pub created_at: Timestamp,
}

/// The keys of the service. The newest signs, every one verifies: so a key can be replaced while
/// its tokens are in use. There is always one.
#[derive(Clone, Debug)]
pub struct KeyRing {
    newest: RingKey,
    /// Those that were replaced, the latest first.
    older: Vec<RingKey>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
}

impl KeyRing {
    /// How long after its last token a replaced key is kept. Another process on the same folder
    /// goes on signing with it until it has read the new ring.
    pub const SLACK: Duration = Duration::from_hours(1);

    /// A ring with one key.
    pub fn new(key: SigningKey, created_at: Timestamp) -> Self {
        Self {
            newest: RingKey { key, created_at },
            older: Vec::new(),
        }
    }

    /// The ring of these keys; `None` if there are none. The order does not matter.
    pub fn of(keys: impl IntoIterator<Item = RingKey>) -> Option<Self> {
        let mut keys: Vec<_> = keys.into_iter().collect();
        // Ids decide between keys of one moment: every process must sign with the same one.
        keys.sort_by_key(|key| (key.created_at, key.key.id()));
        let newest = keys.pop()?;
        keys.reverse();
        Some(Self {
            newest,
            older: keys,
        })
    }

    /// Every key, the newest first.
    pub fn keys(&self) -> impl Iterator<Item = &RingKey> {
        std::iter::once(&self.newest).chain(&self.older)
    }

    /// The key that signs.
    pub fn newest(&self) -> &RingKey {
        &self.newest
    }

    /// Whether the ring has this key.
    pub fn has(&self, id: KeyId) -> bool {
        self.key(id).is_some()
    }

    /// The ring with a new key that signs from `now` on, without those whose last token is no
    /// longer valid.
    #[must_use]
    pub fn rotated(&self, key: SigningKey, now: Timestamp) -> Self {
        let mut older = Vec::with_capacity(self.older.len() + 1);
        let mut replaced_at = now;
        for ring_key in self.keys() {
            if replaced_at.after(LIFETIME).after(Self::SLACK) > now {
                older.push(ring_key.clone());
            }
            replaced_at = ring_key.created_at;
        }
        // The newest stays the newest though a clock was set back.
        let created_at = now.max(self.newest.created_at.after(Duration::from_millis(1)));
        Self {
            newest: RingKey { key, created_at },
            older,
        }
    }

    /// A token for `account` by the newest key; see [`SigningKey::issue`].
    pub fn issue(
        &self,
        account: AccountId,
        role: Role,
        id: [u8; 16],
        now: Timestamp,
    ) -> AccessToken {
        self.newest.key.issue(account, role, id, now)
    }

    /// What `token` grants, if a key of the ring signed it for this service. It may have expired.
    /// Nothing of the claims is looked at before the signature is known to be good.
    pub fn open(&self, token: &str) -> Result<Grant, TokenError> {
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(TokenError::Malformed)?;
        let header: Header =
            serde_json::from_slice(&decoded(header)?).map_err(|_| TokenError::Malformed)?;
        if header.alg != ALGORITHM {
            return Err(TokenError::Algorithm);
        }
        let id = header.kid.ok_or(TokenError::UnknownKey)?.parse()?;
        let key = self.key(id).ok_or(TokenError::UnknownKey)?;
        let signature =
            Signature::from_slice(&decoded(signature)?).map_err(|_| TokenError::Signature)?;
        key.check(signed, &signature)?;
        let claims: Claims =
            serde_json::from_slice(&decoded(claims)?).map_err(|_| TokenError::Malformed)?;
        Grant::of(id, &claims)
    }

    /// What `token` grants, if it is one of ours, valid `now`, and for `account`.
    pub fn verify(
        &self,
        token: &AccessToken,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Grant, TokenError> {
        let grant = self.open(token.expose())?;
        grant.permits(account, now)?;
        Ok(grant)
    }

    fn key(&self, id: KeyId) -> Option<&SigningKey> {
        self.keys().map(|key| &key.key).find(|key| key.id() == id)
    }
}

fn decoded(part: &str) -> Result<Vec<u8>, TokenError> {
    URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| TokenError::Malformed)
}
