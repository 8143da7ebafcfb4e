//! When the service itself fails.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use remote_rendering_protocol::Timestamp;
use remote_rendering_service::{Clock, store::SqliteStore};

use crate::{
    support::{TestService, created, parts, wait_for_server},
    watched_store::WatchedStore,
};

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

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn what_a_client_began_is_finished_though_it_goes_away() {
    let mut parts = parts();
    parts.store = Arc::new(WatchedStore::slow(SECOND));
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
