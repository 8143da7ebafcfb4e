//! What was acknowledged is there after `kill -9`, whenever it comes.
//!
//! Clients create, extend and stop sessions of the real binary; it is killed at a random moment and
//! started again on the same folder, many times. The verdicts depend on no timing: a change without
//! an answer may have been made or not, everything else must be as it was acknowledged.
//! `REMOTE_RENDERING_KILL_ROUNDS` asks for more rounds, `REMOTE_RENDERING_KILL_SEED` for the same
//! choices again.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "what the tests share is not within a test function"
)]

use std::{collections::BTreeSet, path::Path, sync::Arc, time::Duration};

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use remote_rendering_load::{Api, Client, Connection, Fault, Kind, Mix, ServiceProcess, Start};
use remote_rendering_protocol::v1;
use tokio::{sync::Notify, task::JoinSet};

const CLIENTS: u32 = 16;

/// Changes only: reads would not be missed.
const CHANGES: Mix = &[(Kind::Create, 4), (Kind::Extend, 3), (Kind::Stop, 2)];

fn start(data: &Path) -> ServiceProcess {
    let start = Start {
        binary: env!("CARGO_BIN_EXE_remote-rendering").into(),
        data: data.to_owned(),
        startup_time: "0s",
        cores: None,
    };
    start.service().unwrap()
}

async fn enter(service: &ServiceProcess) -> Api {
    let mut connection = Connection::to(service.addr);
    let account = service.account().unwrap();
    Api::enter(account, &mut connection).await.unwrap()
}

/// A number from the environment.
fn asked_for(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Lets all clients make changes, and kills the service so long after the first one was
/// acknowledged. Returns how many were.
async fn storm(service: ServiceProcess, clients: &mut Vec<Client>, for_long: Duration) -> u64 {
    let mut tasks = JoinSet::new();
    let first = Arc::new(Notify::new());
    for mut client in clients.drain(..) {
        let first = Arc::clone(&first);
        tasks.spawn(async move {
            let mut acknowledged = 0_u64;
            loop {
                match client.step(CHANGES).await {
                    Ok(_) => {
                        acknowledged += 1;
                        first.notify_one();
                    }
                    Err(Fault::Connection { .. }) => return (client, acknowledged),
                    Err(fault) => panic!("{fault}"),
                }
            }
        });
    }
    first.notified().await;
    tokio::time::sleep(for_long).await;
    service.kill().unwrap();
    let mut total = 0;
    for (client, acknowledged) in tasks.join_all().await {
        total += acknowledged;
        clients.push(client);
    }
    total
}

/// Everything that clients know of, in the sessions and in the list.
async fn verify(service: &ServiceProcess, api: &Api, clients: &mut [Client], all: bool) -> usize {
    let mut verified = 0;
    for client in clients.iter_mut() {
        client.reconnect(service.addr);
        verified += client.verify(all).await.unwrap();
    }
    let mut connection = Connection::to(service.addr);
    let listed = api.list(&mut connection).await.unwrap();
    let ids: BTreeSet<&str> = listed.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids.len(), listed.len(), "no session is in a list twice");
    let known = clients.iter().flat_map(Client::sessions);
    let live: BTreeSet<&str> = known
        .filter(|it| it.is_live())
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(ids, live, "the list is that of the live sessions");
    verified
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_changes_survive_a_kill_at_any_moment() {
    let folder = tempfile::tempdir().unwrap();
    let rounds = asked_for("REMOTE_RENDERING_KILL_ROUNDS").unwrap_or(12);
    let seed = asked_for("REMOTE_RENDERING_KILL_SEED").unwrap_or_else(rand::random);
    println!("REMOTE_RENDERING_KILL_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);

    let mut service = start(folder.path());
    let api = enter(&service).await;
    let mut clients: Vec<Client> = (0..CLIENTS)
        .map(|number| {
            let (prefix, seed) = (format!("client{number}"), random.random());
            Client::new(api.clone(), service.addr, prefix, seed)
        })
        .collect();
    let mut acknowledged = 0;
    for _ in 0..rounds {
        let moment = Duration::from_millis(random.random_range(0..200));
        acknowledged += storm(service, &mut clients, moment).await;
        service = start(folder.path());
        // Whatever else was lost, the account and the keys were not.
        assert_eq!(enter(&service).await.account().id, api.account().id);
        verify(&service, &api, &mut clients, false).await;
    }
    let verified = verify(&service, &api, &mut clients, true).await;
    println!("{rounds} kills, {acknowledged} changes acknowledged, {verified} sessions verified");
    assert!(
        acknowledged > 0 && verified > 0,
        "the service did something"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_that_ends_while_the_service_is_down_has_expired_at_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let service = start(folder.path());
    let api = enter(&service).await;
    let mut connection = Connection::to(service.addr);
    let body = r#"{"maxLeaseTime":"00:00:01","size":"standard"}"#;
    let create = api.call_v1("POST", "/create", Some(body));
    let created = connection.send(&create).await.unwrap();
    let created: v1::SessionCreated = serde_json::from_slice(&created.body).unwrap();
    let read = api.call_v1("GET", &format!("/{}/properties", created.session_id), None);
    while properties(&mut connection, &read).await.session_status == v1::SessionStatus::Starting {
        tokio::task::yield_now().await;
    }
    service.kill().unwrap();

    // It became ready before the kill: a second later, at most, its lease has ended.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let service = start(folder.path());
    let mut connection = Connection::to(service.addr);
    let found = properties(&mut connection, &read).await;
    assert_eq!(found.session_status, v1::SessionStatus::Expired);
    assert_eq!(found.session_elapsed_time, found.session_max_lease_time);
    assert_eq!(api.list(&mut connection).await.unwrap(), []);
}

async fn properties(connection: &mut Connection, read: &[u8]) -> v1::SessionProperties {
    let answer = connection.send(read).await.unwrap();
    serde_json::from_slice(&answer.body).unwrap()
}
