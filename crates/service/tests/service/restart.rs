//! A service that is stopped and started again on the same file.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use remote_rendering_protocol::Timestamp;
use remote_rendering_service::{Clock, PoolRule, store::SqliteStore};

use crate::support::{TestService, created, parts, pool};

/// A clock that goes on when it is told to: SQLite works on threads, which tokio's paused timers do
/// not wait for.
#[derive(Debug)]
struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        created().after(Duration::from_secs(
            self.0.load(Ordering::SeqCst).unsigned_abs(),
        ))
    }
}

/// A service at so many seconds after [`created`], whose servers start after `startup`.
async fn start(folder: &Path, seconds: i64, startup: Duration) -> TestService {
    let mut parts = parts();
    parts.store = Arc::new(SqliteStore::open(&folder.join("test.db")).await.unwrap());
    parts.clock = Arc::new(SetClock(AtomicI64::new(seconds)));
    parts.allocator = Arc::new(pool(vec![PoolRule::endless(startup)]));
    TestService::of(parts).await
}

async fn until(service: &TestService, id: &str, status: &str) -> serde_json::Value {
    let reached = async {
        loop {
            let session = service.session(id).await;
            if session["status"] == status {
                return session;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), reached)
        .await
        .unwrap()
}

#[tokio::test]
async fn sessions_go_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let never = Duration::from_hours(1);
    let body = r#"{"maxLeaseTimeMinutes":10,"size":"Standard"}"#;

    let first = start(folder.path(), 0, Duration::ZERO).await;
    for id in ["ready", "stopped"] {
        first
            .call("PUT", &first.path(&format!("/{id}")), body)
            .await;
    }
    let ready = until(&first, "ready", "Ready").await;
    until(&first, "stopped", "Ready").await;
    first.call("POST", &first.path("/stopped/:stop"), "").await;
    first.service.shutdown().await;

    let second = start(folder.path(), 60, never).await;
    second.call("PUT", &second.path("/starting"), body).await;
    let still = second.session("ready").await;
    assert_eq!(still["hostname"], ready["hostname"], "the same server");
    assert_eq!(still["elapsedTimeMinutes"], 1, "the lease went on");
    assert_eq!(second.session("stopped").await["status"], "Stopped");
    assert_eq!(second.session("starting").await["status"], "Starting");
    second.service.shutdown().await;

    let third = start(folder.path(), 700, Duration::ZERO).await;
    until(&third, "starting", "Ready").await;
    let expired = third.session("ready").await;
    assert_eq!(
        expired["status"], "Expired",
        "what should have ended meanwhile has ended"
    );
    assert_eq!(expired["elapsedTimeMinutes"], 10, "at its time");
    assert_eq!(
        third.call("PUT", &third.path("/ready"), body).await.status,
        200,
        "a create is remembered"
    );
    third.service.shutdown().await;
}
