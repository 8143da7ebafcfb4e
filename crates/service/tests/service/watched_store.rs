//! A store that is slow, and that counts.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use async_trait::async_trait;
use remote_rendering_engine::{Account, Session, SessionKey};
use remote_rendering_protocol::{AccountId, RegionName, Timestamp};
use remote_rendering_service::{
    Store,
    store::{
        Insertion, LiveCount, MemoryStore, Position, ProcessId, Replacement, Share, StoreError,
        Stored, Version,
    },
};

/// A store in memory that may take a while after each change to say that it is done, and that counts
/// how often it is asked for an account.
#[derive(Debug, Default)]
pub(crate) struct WatchedStore {
    inner: MemoryStore,
    delay: Duration,
    asked_for_accounts: AtomicUsize,
}

impl WatchedStore {
    pub(crate) fn slow(delay: Duration) -> Self {
        Self {
            delay,
            ..Self::default()
        }
    }

    pub(crate) fn asked_for_accounts(&self) -> usize {
        self.asked_for_accounts.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Store for WatchedStore {
    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        self.inner.accounts().await
    }

    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.asked_for_accounts.fetch_add(1, Ordering::SeqCst);
        self.inner.account(id).await
    }

    async fn put_account(&self, account: &Account) -> Result<(), StoreError> {
        self.inner.put_account(account).await
    }

    async fn remove_account(&self, id: AccountId) -> Result<(), StoreError> {
        self.inner.remove_account(id).await
    }

    async fn insert(&self, session: &Session, share: Share) -> Result<Insertion, StoreError> {
        let inserted = self.inner.insert(session, share).await;
        tokio::time::sleep(self.delay).await;
        inserted
    }

    async fn session(&self, key: &SessionKey) -> Result<Option<Stored>, StoreError> {
        self.inner.session(key).await
    }

    async fn replace(&self, session: &Session, read: Version) -> Result<Replacement, StoreError> {
        let replaced = self.inner.replace(session, read).await;
        tokio::time::sleep(self.delay).await;
        replaced
    }

    async fn remove(&self, key: &SessionKey, read: Version) -> Result<Replacement, StoreError> {
        self.inner.remove(key, read).await
    }

    async fn live_of(
        &self,
        account: AccountId,
        limit: usize,
    ) -> Result<Vec<SessionKey>, StoreError> {
        self.inner.live_of(account, limit).await
    }

    async fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<Stored>, StoreError> {
        self.inner.due(now, limit).await
    }

    async fn count(&self) -> Result<LiveCount, StoreError> {
        self.inner.count().await
    }

    async fn claim_shares(
        &self,
        process: ProcessId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Share>, StoreError> {
        self.inner.claim_shares(process, now, until).await
    }

    async fn live_in(
        &self,
        share: Share,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<(Position, Session)>, StoreError> {
        self.inner.live_in(share, after, limit).await
    }

    async fn unreleased(&self, share: Share, limit: usize) -> Result<Vec<SessionKey>, StoreError> {
        self.inner.unreleased(share, limit).await
    }

    async fn released(&self, keys: &[SessionKey]) -> Result<(), StoreError> {
        self.inner.released(keys).await
    }

    async fn page(
        &self,
        account: AccountId,
        region: &RegionName,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<(Position, Session)>, StoreError> {
        self.inner.page(account, region, after, limit).await
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.inner.check().await
    }

    async fn close(&self) {}
}
