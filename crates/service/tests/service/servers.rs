//! The servers that sessions get, lose and give back.

use std::{sync::Arc, time::Duration};

use remote_rendering_engine::SessionKey;
use remote_rendering_service::{PoolRule, Store, store::SqliteStore};

use crate::{
    observed::ObservedPool,
    support::{STARTUP, TestService, parts, pool, wait_for_server},
};

const MINUTE: Duration = Duration::from_mins(1);
const STANDARD: &str = r#"{"maxLeaseTimeMinutes":10,"size":"Standard"}"#;

fn limited(servers: u32) -> PoolRule {
    PoolRule {
        servers: Some(servers),
        ..PoolRule::endless(STARTUP)
    }
}

async fn service_of(rule: PoolRule) -> TestService {
    let mut parts = parts();
    parts.allocator = Arc::new(pool(vec![rule]));
    TestService::of(parts).await
}

async fn create(service: &TestService, id: &str) {
    let answer = service
        .call("PUT", &service.path(&format!("/{id}")), STANDARD)
        .await;
    assert_eq!(answer.status, 201, "{answer:?}");
}

#[tokio::test(start_paused = true)]
async fn without_a_free_server_a_session_is_an_error_that_says_what_to_do() {
    let service = service_of(limited(1)).await;
    service.ready("first", 10).await;
    create(&service, "second").await;
    tokio::time::sleep(Duration::from_millis(10)).await;
    let second = service.session("second").await;
    assert_eq!(second["status"], "Error", "at once: {second}");
    assert_eq!(second["error"]["code"], "NoServerAvailable");
    let message = second["error"]["message"].as_str().unwrap();
    assert!(
        message.contains("westeurope") && message.contains("Premium"),
        "{message}"
    );
    let v1 = service
        .call("GET", &service.v1("/second/properties"), "")
        .await
        .json();
    assert_eq!(
        (&v1["sessionStatus"], &v1["message"]),
        (&"Error".into(), &message.into())
    );

    let premium = STANDARD.replace("Standard", "Premium");
    service
        .call("PUT", &service.path("/premium"), &premium)
        .await;
    wait_for_server().await;
    assert_eq!(
        service.session("premium").await["status"],
        "Ready",
        "another size is free"
    );
}

#[tokio::test(start_paused = true)]
async fn every_end_gives_the_server_back() {
    let service = service_of(limited(1)).await;
    for end in ["stopped", "expired", "stopped while it starts"] {
        let id = end.replace(' ', "-");
        match end {
            "stopped" => {
                service.ready(&id, 10).await;
                service
                    .call("POST", &service.path(&format!("/{id}/:stop")), "")
                    .await;
            }
            "expired" => {
                service.ready(&id, 10).await;
                tokio::time::sleep(10 * MINUTE).await;
            }
            _ => {
                create(&service, &id).await;
                service
                    .call("POST", &service.path(&format!("/{id}/:stop")), "")
                    .await;
            }
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
        service.ready(&format!("after-{id}"), 10).await;
        service
            .call("POST", &service.path(&format!("/after-{id}/:stop")), "")
            .await;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_fails_ends_its_session() {
    let service = service_of(PoolRule {
        mtbf: Some(Duration::from_millis(1)),
        ..limited(1)
    })
    .await;
    create(&service, "s").await;
    wait_for_server().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let failed = service.session("s").await;
    assert_eq!(failed["status"], "Error");
    assert_eq!(failed["error"]["code"], "ServerFailed");
    assert_eq!(failed["teraflops"], 8.1, "it had a server");
    create(&service, "next").await;
    tokio::time::sleep(MINUTE).await;
    assert_eq!(
        service.session("next").await["status"],
        "Starting",
        "its server is free again"
    );
}

#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_start_is_an_error() {
    let service = service_of(PoolRule {
        failed_starts: 1.0,
        ..limited(1)
    })
    .await;
    create(&service, "s").await;
    wait_for_server().await;
    assert_eq!(
        service.session("s").await["error"]["code"],
        "ServerStartFailed"
    );
}

/// A service that dies between the end of a session and the release of its server, as a process
/// that is killed does: what was written is there, and nothing else.
#[tokio::test]
async fn a_server_is_given_back_after_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    let body = STANDARD;
    let first = {
        let mut parts = parts();
        parts.store = Arc::new(SqliteStore::open(&path).await.unwrap());
        parts.allocator = Arc::new(pool(vec![PoolRule::endless(Duration::ZERO)]));
        TestService::of(parts).await
    };
    for id in ["stays", "stopped"] {
        first
            .call("PUT", &first.path(&format!("/{id}")), body)
            .await;
    }
    for id in ["stays", "stopped"] {
        while first.session(id).await["status"] != "Ready" {
            tokio::task::yield_now().await;
        }
    }
    // The first service ends before the stop, so that it cannot see to the release; the store is
    // changed as its answer to a stop would have changed it.
    first.service.shutdown().await;
    let store = SqliteStore::open(&path).await.unwrap();
    let key = SessionKey {
        account: first.account,
        region: "westeurope".parse().unwrap(),
        id: "stopped".parse().unwrap(),
    };
    let stored = store.session(&key).await.unwrap().unwrap();
    let mut stopped = stored.session.as_ref().clone();
    stopped.execute(
        remote_rendering_engine::Command::Stop,
        crate::support::created(),
    );
    store.replace(&stopped, stored.version).await.unwrap();
    store.close().await;

    let observed = ObservedPool::new(PoolRule::endless(Duration::ZERO));
    let mut parts = parts();
    parts.store = Arc::new(SqliteStore::open(&path).await.unwrap());
    parts.allocator = Arc::clone(&observed) as _;
    let second = TestService::of(parts).await;
    let released = async {
        while observed.log().len() < 2 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), released)
        .await
        .unwrap();
    second.service.shutdown().await;
    let mut log = observed.log();
    log.sort();
    assert_eq!(log, ["release stopped", "resume stays"]);
}
