//! When the service itself fails.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use remote_rendering_engine::{Account, Session, SessionKey};
use remote_rendering_protocol::{AccountId, RegionName, Timestamp};
use remote_rendering_service::{
    Clock, Store,
    store::{
        Insertion, LiveCount, MemoryStore, Position, ProcessId, Replacement, Share, SqliteStore,
        StoreError, Stored, Version,
    },
};

use crate::support::{TestService, created, parts, wait_for_server};

#[derive(Debug)]
struct BrittleClock(Arc<AtomicBool>);

impl Clock for BrittleClock {
    fn now(&self) -> Timestamp {
        assert!(!self.0.load(Ordering::SeqCst), "the clock is broken");
        created()
    }
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_an_answer_like_any_other() {
    let broken = Arc::new(AtomicBool::new(false));
    let mut parts = parts();
    parts.clock = Arc::new(BrittleClock(Arc::clone(&broken)));
    let service = TestService::of(parts).await;
    let authorization = format!("Bearer {}", service.token_of(service.account));
    broken.store(true, Ordering::SeqCst);
    let answer = service
        .send(
            "GET",
            &service.path(""),
            &[("Authorization", &authorization)],
            "",
        )
        .await;
    let message = answer.refused(500, "InternalServerError");
    assert!(!message.contains("clock"), "{message}");
    broken.store(false, Ordering::SeqCst);
    assert_eq!(service.call("GET", &service.path(""), "").await.status, 200);
}

#[tokio::test]
async fn a_store_that_fails_is_not_ready() {
    let folder = tempfile::tempdir().unwrap();
    let mut parts = parts();
    parts.store = Arc::new(
        SqliteStore::open(&folder.path().join("test.db"))
            .await
            .unwrap(),
    );
    let service = TestService::of(parts).await;
    service.service.shutdown().await;
    service
        .send("GET", "/readyz", &[], "")
        .await
        .refused(500, "InternalServerError");
    let message = service
        .call("GET", &service.path(""), "")
        .await
        .refused(500, "InternalServerError");
    assert!(!message.to_lowercase().contains("sql"), "{message}");
    assert_eq!(service.send("GET", "/healthz", &[], "").await.status, 200);
}

/// A store that takes a second after each change to say that it is done.
#[derive(Debug, Default)]
struct SlowStore(MemoryStore);

#[async_trait]
impl Store for SlowStore {
    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        self.0.accounts().await
    }

    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.0.account(id).await
    }

    async fn put_account(&self, account: &Account) -> Result<(), StoreError> {
        self.0.put_account(account).await
    }

    async fn remove_account(&self, id: AccountId) -> Result<(), StoreError> {
        self.0.remove_account(id).await
    }

    async fn insert(&self, session: &Session, share: Share) -> Result<Insertion, StoreError> {
        let inserted = self.0.insert(session, share).await;
        tokio::time::sleep(SECOND).await;
        inserted
    }

    async fn session(&self, key: &SessionKey) -> Result<Option<Stored>, StoreError> {
        self.0.session(key).await
    }

    async fn replace(&self, session: &Session, read: Version) -> Result<Replacement, StoreError> {
        let replaced = self.0.replace(session, read).await;
        tokio::time::sleep(SECOND).await;
        replaced
    }

    async fn remove(&self, key: &SessionKey, read: Version) -> Result<Replacement, StoreError> {
        self.0.remove(key, read).await
    }

    async fn live_of(
        &self,
        account: AccountId,
        limit: usize,
    ) -> Result<Vec<SessionKey>, StoreError> {
        self.0.live_of(account, limit).await
    }

    async fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<Stored>, StoreError> {
        self.0.due(now, limit).await
    }

    async fn count(&self) -> Result<LiveCount, StoreError> {
        self.0.count().await
    }

    async fn claim_shares(
        &self,
        process: ProcessId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Share>, StoreError> {
        self.0.claim_shares(process, now, until).await
    }

    async fn live_in(
        &self,
        share: Share,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<(Position, Session)>, StoreError> {
        self.0.live_in(share, after, limit).await
    }

    async fn unreleased(&self, share: Share, limit: usize) -> Result<Vec<SessionKey>, StoreError> {
        self.0.unreleased(share, limit).await
    }

    async fn released(&self, keys: &[SessionKey]) -> Result<(), StoreError> {
        self.0.released(keys).await
    }

    async fn page(
        &self,
        account: AccountId,
        region: &RegionName,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<(Position, Session)>, StoreError> {
        self.0.page(account, region, after, limit).await
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.0.check().await
    }

    async fn close(&self) {}
}

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn what_a_client_began_is_finished_though_it_goes_away() {
    let mut parts = parts();
    parts.store = Arc::new(SlowStore::default());
    let service = TestService::of(parts).await;
    let path = service.path("/s");
    let create = service.call(
        "PUT",
        &path,
        r#"{"maxLeaseTimeMinutes":4,"size":"Standard"}"#,
    );
    assert!(
        tokio::time::timeout(SECOND / 2, create).await.is_err(),
        "the client gave up"
    );
    wait_for_server().await;
    tokio::time::sleep(2 * SECOND).await;
    assert_eq!(
        service.session("s").await["status"],
        "Ready",
        "its server was allocated"
    );
    let stop_path = service.path("/s/:stop");
    let stop = service.call("POST", &stop_path, "");
    assert!(
        tokio::time::timeout(SECOND / 2, stop).await.is_err(),
        "the client gave up again"
    );
    tokio::time::sleep(SECOND).await;
    let metrics = service.send("GET", "/metrics", &[], "").await.body;
    assert!(
        metrics.contains(r#"sessions{state="ready"} 0"#),
        "{metrics}"
    );
}
