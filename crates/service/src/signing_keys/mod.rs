//! The keys that access tokens are signed with: the ring in use, and the file it is kept in.

mod command;
mod file;

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use arc_swap::ArcSwap;
use remote_rendering_engine::{Grant, KeyId, KeyRing, Role, SigningKey, TokenError};
use remote_rendering_protocol::{AccessToken, AccountId, Timestamp};
use tracing::{info, warn};

use crate::Randomness;
pub use command::SigningKeyCommand;
pub use file::SigningKeysError;
use file::{Identity, KeyFile};

/// The key ring of a running service. Several processes may share the file: what another one, or
/// the command line, adds to it is read when a token names it, and once a minute.
#[derive(Clone, Debug)]
pub struct SigningKeys(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    ring: ArcSwap<KeyRing>,
    file: Option<Kept>,
}

/// Where the ring is kept, and which state of the file it is.
#[derive(Debug)]
struct Kept {
    file: KeyFile,
    read: Mutex<Option<Identity>>,
}

impl From<SigningKey> for SigningKeys {
    /// A ring that is kept nowhere, with a key of unknown age.
    fn from(key: SigningKey) -> Self {
        Self(Arc::new(Inner {
            ring: ArcSwap::from_pointee(KeyRing::new(key, Timestamp::UNIX_EPOCH)),
            file: None,
        }))
    }
}

impl SigningKeys {
    /// How often a running service adds a key by itself.
    const ROTATION: Duration = Duration::from_hours(30 * 24);

    /// How often a running service looks after its keys.
    pub(crate) const UPKEEP: Duration = Duration::from_mins(1);

    /// The ring that is kept in `folder`; one with a new key, if there is none yet.
    pub fn open(
        folder: &Path,
        randomness: &dyn Randomness,
        now: Timestamp,
    ) -> Result<Self, SigningKeysError> {
        let file = KeyFile::in_folder(folder);
        let identity = file.identity();
        let ring = file.open(randomness, now)?;
        Ok(Self(Arc::new(Inner {
            ring: ArcSwap::from_pointee(ring),
            file: Some(Kept {
                file,
                // That of before the read: a change in between is read once more.
                read: Mutex::new(identity),
            }),
        })))
    }

    /// A token for `account` by the newest key.
    pub fn issue(
        &self,
        account: AccountId,
        role: Role,
        id: [u8; 16],
        now: Timestamp,
    ) -> AccessToken {
        self.0.ring.load().issue(account, role, id, now)
    }

    /// What `token` grants, if one of the keys signed it; it may have expired.
    pub fn open_token(&self, token: &str) -> Result<Grant, TokenError> {
        match self.0.ring.load().open(token) {
            // Another process may have added the key. Only a file that has changed is read, so that
            // a stream of forged ids costs one look at the folder each, and no token of a new key
            // has to wait.
            Err(TokenError::UnknownKey) if self.refresh() => self.0.ring.load().open(token),
            opened => opened,
        }
    }

    /// Whether this key is in the ring.
    pub(crate) fn has(&self, id: KeyId) -> bool {
        self.0.ring.load().has(id)
    }

    /// Reads the ring again, if its file has changed. Returns whether there is another ring now.
    fn refresh(&self) -> bool {
        let Some(kept) = &self.0.file else {
            return false;
        };
        let identity = kept.file.identity();
        let mut read = kept.read.lock().unwrap_or_else(PoisonError::into_inner);
        if identity == *read {
            return false;
        }
        match kept.file.read() {
            Ok(Some(ring)) => {
                info!(newest = %ring.newest().key.id(), "read the signing keys again");
                self.0.ring.store(Arc::new(ring));
                *read = identity;
                true
            }
            // The keys in memory go on working, and the next look tries again.
            Ok(None) => {
                warn!("the signing keys' file is gone: going on with the keys in memory");
                *read = identity;
                false
            }
            Err(error) => {
                warn!(
                    error = &error as &dyn std::error::Error,
                    "the signing keys cannot be read"
                );
                false
            }
        }
    }

    /// Reads what others changed, and adds a key when the newest has become old.
    pub(crate) fn look_after(&self, randomness: &dyn Randomness, now: Timestamp) {
        self.refresh();
        let due = |ring: &KeyRing| ring.newest().created_at.after(Self::ROTATION) <= now;
        let ring = self.0.ring.load_full();
        if !due(&ring) {
            return;
        }
        let rotated = match &self.0.file {
            None => Ok(ring.rotated(SigningKey::from_bytes(&randomness.bytes()), now)),
            // Another process may have been faster: looked at again while nobody else writes.
            Some(kept) => kept.file.rotate_if(due, randomness, now),
        };
        match rotated {
            Ok(ring) => {
                info!(newest = %ring.newest().key.id(), "signing with a new key");
                self.0.ring.store(Arc::new(ring));
            }
            Err(error) => {
                warn!(
                    error = &error as &dyn std::error::Error,
                    "no signing key could be added"
                );
            }
        }
    }
}
