//! One suite for every store.

use std::sync::Arc;

use remote_rendering_engine::{Command, Session, SessionKey, Settings, session::Host};
use remote_rendering_protocol::{AccountId, MaxLeaseTime, SessionSize, Timestamp};
use remote_rendering_service::{
    Store,
    store::{Insertion, MemoryStore, Replacement, SqliteStore, Version},
};

use crate::support::{account, account_key};

const NOW: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);

/// Makes a test of each function for each store.
macro_rules! conformance {
    ($($name:ident),+ $(,)?) => {
        mod memory { $(
            #[tokio::test]
            async fn $name() { super::$name(std::sync::Arc::new(super::MemoryStore::new())).await; }
        )+ }

        mod sqlite { $(
            #[tokio::test]
            async fn $name() {
                let folder = tempfile::tempdir().unwrap();
                let store = super::SqliteStore::open(&folder.path().join("test.db")).await.unwrap();
                super::$name(std::sync::Arc::new(store)).await;
            }
        )+ }
    };
}

conformance!(
    keeps_accounts,
    keeps_a_session_once,
    keeps_every_state,
    replaces_the_version_that_was_read,
    one_of_many_replacements_wins,
    lists_the_living_in_order,
    tells_accounts_and_regions_apart,
    answers,
);

fn id(byte: u8) -> AccountId {
    AccountId::from_bytes([byte; 16])
}

fn session(account: u8, region: &str, name: &str) -> Session {
    let key = SessionKey {
        account: id(account),
        region: region.parse().unwrap(),
        id: name.parse().unwrap(),
    };
    let lease = MaxLeaseTime::from_minutes(10).unwrap();
    Session::begin(
        key,
        Settings {
            lease,
            size: SessionSize::Standard,
        },
        NOW,
    )
}

fn host() -> Host {
    Host {
        hostname: "a.vm".to_owned(),
        arr_inspector_port: 50_000,
        handshake_port: 50_001,
        teraflops: 8.1,
    }
}

async fn ids(store: &dyn Store, account: u8, region: &str) -> Vec<String> {
    let page = store
        .page(id(account), &region.parse().unwrap(), None, 100)
        .await
        .unwrap();
    page.iter()
        .map(|(_, session)| session.key().id.to_string())
        .collect()
}

async fn keeps_accounts(store: Arc<dyn Store>) {
    assert_eq!(store.accounts().await.unwrap(), []);
    assert_eq!(store.account(id(1)).await.unwrap(), None);
    let mut kept = account(id(1), &account_key(1));
    store.put_account(&kept).await.unwrap();
    assert_eq!(store.account(id(1)).await.unwrap().as_ref(), Some(&kept));
    kept.development = true;
    "http://127.0.0.1:1".clone_into(&mut kept.domain);
    store.put_account(&kept).await.unwrap();
    store
        .put_account(&account(id(0), &account_key(2)))
        .await
        .unwrap();
    assert_eq!(
        store.accounts().await.unwrap(),
        [account(id(0), &account_key(2)), kept]
    );
}

async fn keeps_a_session_once(store: Arc<dyn Store>) {
    let first = session(1, "westeurope", "s");
    assert_eq!(store.session(first.key()).await.unwrap(), None);
    assert_eq!(store.insert(&first).await.unwrap(), Insertion::Done);
    let mut second = first.clone();
    second.execute(Command::Stop, NOW);
    assert_eq!(store.insert(&second).await.unwrap(), Insertion::Taken);
    assert_eq!(
        store.session(first.key()).await.unwrap().unwrap().session,
        first
    );
}

async fn keeps_every_state(store: Arc<dyn Store>) {
    let error =
        remote_rendering_protocol::error::ServiceError::new("NoCapacity", "No server is free.");
    for (name, commands) in [
        ("starting", vec![]),
        ("ready", vec![Command::Allocated(host())]),
        ("stopped", vec![Command::Allocated(host()), Command::Stop]),
        ("failed", vec![Command::Failed(error)]),
    ] {
        let mut kept = session(1, "westeurope", name);
        store.insert(&kept).await.unwrap();
        for command in commands {
            kept.execute(command, NOW);
            let version = store.session(kept.key()).await.unwrap().unwrap().version;
            assert_eq!(
                store.replace(&kept, version).await.unwrap(),
                Replacement::Done
            );
        }
        assert_eq!(
            store.session(kept.key()).await.unwrap().unwrap().session,
            kept,
            "{name}"
        );
    }
    assert_eq!(ids(&*store, 1, "westeurope").await, ["starting", "ready"]);
}

async fn replaces_the_version_that_was_read(store: Arc<dyn Store>) {
    let mut kept = session(1, "westeurope", "s");
    assert_eq!(
        store.replace(&kept, Version(0)).await.unwrap(),
        Replacement::Outdated,
        "nothing to replace"
    );
    store.insert(&kept).await.unwrap();
    let read = store.session(kept.key()).await.unwrap().unwrap();
    kept.execute(Command::Allocated(host()), NOW);
    assert_eq!(
        store.replace(&kept, read.version).await.unwrap(),
        Replacement::Done
    );
    let mut late = read.session;
    late.execute(Command::Stop, NOW);
    assert_eq!(
        store.replace(&late, read.version).await.unwrap(),
        Replacement::Outdated
    );
    assert_eq!(
        store.session(kept.key()).await.unwrap().unwrap().session,
        kept
    );
}

async fn one_of_many_replacements_wins(store: Arc<dyn Store>) {
    let mut kept = session(1, "westeurope", "s");
    store.insert(&kept).await.unwrap();
    let version = store.session(kept.key()).await.unwrap().unwrap().version;
    kept.execute(Command::Stop, NOW);
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (store, kept) = (Arc::clone(&store), kept.clone());
        writers.spawn(async move { store.replace(&kept, version).await.unwrap() });
    }
    let won = writers
        .join_all()
        .await
        .into_iter()
        .filter(|replaced| *replaced == Replacement::Done)
        .count();
    assert_eq!(won, 1);
}

async fn lists_the_living_in_order(store: Arc<dyn Store>) {
    for name in ["c", "a", "d", "b"] {
        store.insert(&session(1, "westeurope", name)).await.unwrap();
    }
    let mut stopped = session(1, "westeurope", "a");
    stopped.execute(Command::Stop, NOW);
    store.replace(&stopped, Version(0)).await.unwrap();
    assert_eq!(ids(&*store, 1, "westeurope").await, ["c", "d", "b"]);
    assert_eq!(store.live().await.unwrap().len(), 3);

    let region = "westeurope".parse().unwrap();
    let page = store.page(id(1), &region, None, 2).await.unwrap();
    let rest = store
        .page(id(1), &region, Some(page[1].0), 2)
        .await
        .unwrap();
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0].1.key().id.as_str(), "b");
    assert!(
        store
            .page(id(1), &region, Some(rest[0].0), 2)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn tells_accounts_and_regions_apart(store: Arc<dyn Store>) {
    for (account, region) in [(1, "westeurope"), (1, "eastus"), (2, "westeurope")] {
        assert_eq!(
            store.insert(&session(account, region, "s")).await.unwrap(),
            Insertion::Done
        );
    }
    store.insert(&session(2, "westeurope", "S")).await.unwrap();
    assert_eq!(ids(&*store, 1, "westeurope").await, ["s"]);
    assert_eq!(ids(&*store, 2, "westeurope").await, ["s", "S"]);
    assert_eq!(ids(&*store, 2, "eastus").await, Vec::<String>::new());
}

async fn answers(store: Arc<dyn Store>) {
    store.check().await.unwrap();
}
