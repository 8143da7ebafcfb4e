use quick_cache::sync::Cache;
use remote_rendering_engine::{Grant, Role, TokenError};
use remote_rendering_protocol::{AccessToken, AccountId, Timestamp};
use sha2::{Digest as _, Sha256};

use crate::SigningKeys;

/// Issues access tokens and opens them. Checking a signature takes longer than all the rest of a
/// read, so what the tokens of late granted is remembered: by their hash, so that no token is kept.
#[derive(Debug)]
pub(crate) struct Tokens {
    keys: SigningKeys,
    opened: Cache<TokenHash, Grant>,
}

/// The SHA-256 of a token's text: who reads it from memory has no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct TokenHash([u8; 32]);

impl TokenHash {
    fn of(token: &str) -> Self {
        Self(Sha256::digest(token.as_bytes()).into())
    }
}

impl Tokens {
    /// How many tokens are remembered: some 2 MB. Only good tokens come in, so nobody drives out
    /// others' without an account.
    const REMEMBERED: usize = 16 * 1024;

    pub(crate) fn new(keys: SigningKeys) -> Self {
        Self {
            keys,
            opened: Cache::new(Self::REMEMBERED),
        }
    }

    pub(crate) fn issue(
        &self,
        account: AccountId,
        role: Role,
        id: [u8; 16],
        now: Timestamp,
    ) -> AccessToken {
        self.keys.issue(account, role, id, now)
    }

    /// What a token grants that was good before and still is: valid now, and its key in use.
    pub(crate) fn known(&self, token: &str, now: Timestamp) -> Option<Grant> {
        let grant = self.opened.get(&TokenHash::of(token))?;
        (grant.is_valid(now).is_ok() && self.keys.has(grant.key())).then_some(grant)
    }

    /// What any token grants that is valid now.
    pub(crate) fn open(&self, token: &str, now: Timestamp) -> Result<Grant, TokenError> {
        let grant = self.keys.open_token(token)?;
        grant.is_valid(now)?;
        self.opened.insert(TokenHash::of(token), grant);
        Ok(grant)
    }
}
