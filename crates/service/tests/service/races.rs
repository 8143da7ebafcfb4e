//! Calls that meet each other: on every store, always one legal outcome.

use std::{sync::Arc, time::Duration};

use remote_rendering_service::{
    PoolRule, Store,
    store::{MemoryStore, SqliteStore},
};

use crate::support::{TestService, parts, pool};

const ROUNDS: usize = 40;

/// Makes a test of each race for each store. Several threads, so that calls really overlap.
macro_rules! races {
    ($($name:ident),+ $(,)?) => {
        mod memory { $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() { super::$name(super::started(std::sync::Arc::new(super::MemoryStore::new())).await).await; }
        )+ }

        mod sqlite { $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                let folder = tempfile::tempdir().unwrap();
                let store = super::SqliteStore::open(&folder.path().join("test.db")).await.unwrap();
                super::$name(super::started(std::sync::Arc::new(store)).await).await;
            }
        )+ }
    };
}

races!(
    equal_creates_are_one,
    of_different_creates_one_wins,
    a_stop_and_an_update,
    stops_and_an_expiry,
);

async fn started(store: Arc<dyn Store>) -> Arc<TestService> {
    let mut parts = parts();
    parts.store = store;
    parts.clock = Arc::new(remote_rendering_service::SystemClock);
    parts.allocator = Arc::new(pool(vec![PoolRule::endless(Duration::ZERO)]));
    Arc::new(TestService::of(parts).await)
}

/// Sends all calls at once; returns their statuses, sorted.
async fn at_once(
    service: &Arc<TestService>,
    calls: Vec<(&'static str, String, String)>,
) -> Vec<u16> {
    let start = Arc::new(tokio::sync::Barrier::new(calls.len()));
    let mut under_way = tokio::task::JoinSet::new();
    for (method, rest, body) in calls {
        let (service, start) = (Arc::clone(service), Arc::clone(&start));
        under_way.spawn(async move {
            start.wait().await;
            service
                .call(method, &service.path(&rest), &body)
                .await
                .status
                .as_u16()
        });
    }
    let mut statuses = under_way.join_all().await;
    statuses.sort_unstable();
    statuses
}

fn create(id: &str, lease: usize) -> (&'static str, String, String) {
    let body = format!(r#"{{"maxLeaseTimeMinutes":{lease},"size":"Standard"}}"#);
    ("PUT", format!("/{id}"), body)
}

fn update(id: &str, lease: usize) -> (&'static str, String, String) {
    (
        "PATCH",
        format!("/{id}"),
        format!(r#"{{"maxLeaseTimeMinutes":{lease}}}"#),
    )
}

fn stop(id: &str) -> (&'static str, String, String) {
    ("POST", format!("/{id}/:stop"), String::new())
}

async fn equal_creates_are_one(service: Arc<TestService>) {
    let calls = (0..50).map(|_| create("s", 10)).collect();
    let statuses = at_once(&service, calls).await;
    assert_eq!(statuses, [vec![200; 49], vec![201]].concat());
}

async fn of_different_creates_one_wins(service: Arc<TestService>) {
    let calls = (1..=50).map(|lease| create("s", lease)).collect();
    let statuses = at_once(&service, calls).await;
    assert_eq!(statuses, [vec![201], vec![409; 49]].concat());
}

async fn a_stop_and_an_update(service: Arc<TestService>) {
    for round in 0..ROUNDS {
        let id = format!("s{round}");
        at_once(&service, vec![create(&id, 10)]).await;
        let statuses = at_once(&service, vec![stop(&id), update(&id, 20)]).await;
        let session = service.session(&id).await;
        assert_eq!(session["status"], "Stopped", "a stop is never lost");
        match statuses[..] {
            // The update came first.
            [200, 204] => assert_eq!(session["maxLeaseTimeMinutes"], 20),
            [204, 422] => assert_eq!(session["maxLeaseTimeMinutes"], 10),
            _ => panic!("{statuses:?}"),
        }
    }
}

/// A lease of no minutes ends when the session becomes ready, which is at once here.
async fn stops_and_an_expiry(service: Arc<TestService>) {
    for round in 0..ROUNDS {
        let id = format!("s{round}");
        let statuses = at_once(&service, vec![create(&id, 0)]).await;
        assert_eq!(statuses, [201]);
        let statuses = at_once(&service, vec![stop(&id), stop(&id), update(&id, 0)]).await;
        assert_eq!(statuses, [204, 204, 422]);
        let first = service.session(&id).await;
        assert!(
            ["Stopped", "Expired"].contains(&first["status"].as_str().unwrap()),
            "{first}"
        );
        assert_eq!(service.session(&id).await, first, "an end is final");
    }
    let list = service.call("GET", &service.path(""), "").await;
    assert_eq!(list.body, r#"{"sessions":[]}"#);
}
