//! Several service processes on one store.

use std::{sync::Arc, time::Duration};

use remote_rendering_service::{
    PoolRule, Store,
    store::{MemoryStore, ProcessId},
};

use crate::{
    observed::ObservedPool,
    support::{STARTUP, TestService, created, parts, wait_for_server},
};

const BODY: &str = r#"{"maxLeaseTimeMinutes":100,"size":"Standard"}"#;

/// A process on the store, and what it asked of its servers.
async fn process(store: &Arc<dyn Store>) -> (TestService, Arc<ObservedPool>) {
    let observed = ObservedPool::new(PoolRule::endless(STARTUP));
    let mut parts = parts();
    parts.store = Arc::clone(store);
    parts.allocator = Arc::clone(&observed) as _;
    (TestService::of(parts).await, observed)
}

async fn create(service: &TestService, id: &str) {
    let path = service.path(&format!("/{id}"));
    assert_eq!(service.call("PUT", &path, BODY).await.status, 201);
}

#[tokio::test(start_paused = true)]
async fn any_process_answers_and_one_looks_after_the_server() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let (one, servers_of_one) = process(&store).await;
    let (two, servers_of_two) = process(&store).await;
    create(&one, "s").await;
    wait_for_server().await;
    assert_eq!(two.session("s").await["status"], "Ready");
    let stop = two.call("POST", &two.path("/s/:stop"), "").await;
    assert_eq!(stop.status, 204);
    assert_eq!(one.session("s").await["status"], "Stopped");
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(servers_of_one.log(), ["allocate s", "release s"]);
    assert_eq!(servers_of_two.log(), Vec::<String>::new());
}

/// A process that stalls for longer than it may: another one has its share when it comes to again.
#[tokio::test(start_paused = true)]
async fn a_process_that_lost_its_share_goes_on_with_another() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let (one, servers) = process(&store).await;
    let now = created();
    let [late, later] = [60, 600].map(|seconds| now.after(Duration::from_secs(seconds)));
    let taker = ProcessId([9; 16]);
    let taken = store.claim_shares(taker, late, later).await.unwrap();
    tokio::time::sleep(Duration::from_secs(6)).await;
    create(&one, "s").await;
    for share in taken {
        let live = store.live_in(share, None, 9).await.unwrap();
        assert!(live.is_empty(), "the share is another's");
    }
    wait_for_server().await;
    one.call("POST", &one.path("/s/:stop"), "").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(servers.log(), ["allocate s", "release s"]);
}

#[tokio::test(start_paused = true)]
async fn the_sessions_of_a_process_that_ends_go_to_another() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let (one, _) = process(&store).await;
    let (two, servers_of_two) = process(&store).await;
    create(&one, "ready").await;
    wait_for_server().await;
    create(&one, "starting").await;
    one.service.shutdown().await;
    tokio::time::sleep(Duration::from_secs(6)).await;
    let mut log = servers_of_two.log();
    log.sort();
    assert_eq!(log, ["allocate starting", "resume ready"]);
    wait_for_server().await;
    assert_eq!(two.session("starting").await["status"], "Ready");
}
