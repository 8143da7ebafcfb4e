use std::{sync::Arc, time::Duration};

use quick_cache::sync::Cache;
use remote_rendering_protocol::{AccountId, Timestamp};

use crate::{Store, store::StoreError};

/// Which accounts there are: a token outlives the account that it was issued for. What the store
/// said holds for [`Self::LIFETIME`], so that a read of a session is not two reads of the store.
#[derive(Debug)]
pub(crate) struct KnownAccounts {
    store: Arc<dyn Store>,
    seen: Cache<AccountId, Seen>,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    is_open: bool,
    at: Timestamp,
}

impl KnownAccounts {
    /// How long a deleted account's tokens work at most.
    const LIFETIME: Duration = Duration::from_secs(2);

    /// How many accounts are remembered. Only those come in that a good token names.
    const REMEMBERED: usize = 4 * 1024;

    pub(crate) fn new(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            seen: Cache::new(Self::REMEMBERED),
        }
    }

    /// Whether there is an account of this id that can be used.
    pub(crate) async fn has(&self, id: AccountId, now: Timestamp) -> Result<bool, StoreError> {
        let seen = self.seen.get(&id);
        // What was seen in the future was seen by a clock that was set back.
        let fresh = seen.filter(|seen| seen.at <= now && now < seen.at.after(Self::LIFETIME));
        if let Some(seen) = fresh {
            return Ok(seen.is_open);
        }
        let is_open = self.store.account(id).await?;
        let is_open = is_open.is_some_and(|account| account.is_open());
        self.seen.insert(id, Seen { is_open, at: now });
        Ok(is_open)
    }
}
