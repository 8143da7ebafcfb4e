use std::fmt;

use remote_rendering_protocol::{AccountId, AccountKey, Timestamp};
use sha2::{Digest as _, Sha256};
use subtle::{Choice, ConstantTimeEq as _};

/// The SHA-256 of an account key's text. A key is 32 random bytes, so it needs no salt and no slow
/// hash.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KeyHash([u8; 32]);

impl KeyHash {
    /// The hash of a key.
    pub fn of(key: &AccountKey) -> Self {
        Self(Sha256::digest(key.expose().as_bytes()).into())
    }

    /// A hash that was stored.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The hash, to be stored.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn same(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

impl fmt::Debug for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyHash([redacted])")
    }
}

/// An account: whose sessions they are, and the two keys that open it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The domain of its STS, such as `westeurope.mixedreality.azure.com`, or a whole URL.
    pub domain: String,
    /// Hash of the first key.
    pub primary_key: KeyHash,
    /// Hash of the second key: either opens the account, so that one can be replaced while the
    /// other is in use.
    pub secondary_key: KeyHash,
    /// When it was created.
    pub created_at: Timestamp,
    /// Whether the service made it by itself for a developer, and wrote its key into a file. Such
    /// an account must not be reachable from other machines.
    pub development: bool,
    /// When its operator deleted it. Nothing opens it since then, and its sessions are being
    /// stopped; it is gone when the last of them has ended.
    pub closed_at: Option<Timestamp>,
}

impl Account {
    /// Whether `key` is one of the account's two keys, and the account is not closed. Takes the
    /// same time whichever it is, and if it is neither.
    pub fn opens_with(&self, key: &AccountKey) -> bool {
        let hash = KeyHash::of(key);
        let known: bool = (hash.same(&self.primary_key) | hash.same(&self.secondary_key)).into();
        known && self.is_open()
    }

    /// Whether it can be used.
    pub const fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(primary: &AccountKey, secondary: &AccountKey) -> Account {
        Account {
            id: AccountId::from_bytes([1; 16]),
            domain: "mixedreality.localhost".to_owned(),
            primary_key: KeyHash::of(primary),
            secondary_key: KeyHash::of(secondary),
            created_at: Timestamp::UNIX_EPOCH,
            development: false,
            closed_at: None,
        }
    }

    #[test]
    fn nothing_opens_a_closed_account() {
        let key = AccountKey::from_bytes(&[1; 32]);
        let mut account = account(&key, &key);
        account.closed_at = Some(Timestamp::UNIX_EPOCH);
        assert!(!account.opens_with(&key));
    }

    #[test]
    fn either_key_opens_the_account_and_no_other_does() {
        let [primary, secondary, other] = [1, 2, 3].map(|byte| AccountKey::from_bytes(&[byte; 32]));
        let account = account(&primary, &secondary);
        assert!(account.opens_with(&primary));
        assert!(account.opens_with(&secondary));
        assert!(!account.opens_with(&other));
    }

    #[test]
    fn no_hash_is_printed() {
        let key = AccountKey::from_bytes(&[7; 32]);
        let printed = format!("{:?}", account(&key, &key));
        assert!(
            printed.contains("redacted") && !printed.contains("7,"),
            "{printed}"
        );
    }
}
