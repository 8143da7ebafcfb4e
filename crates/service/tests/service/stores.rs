//! One suite for every store.

use std::sync::Arc;

use remote_rendering_engine::{
    Command, Session, SessionKey, Settings,
    session::{Host, RETENTION},
};
use remote_rendering_protocol::{AccountId, MaxLeaseTime, SessionSize, Timespan, Timestamp};
use remote_rendering_service::{
    Store,
    store::{
        Insertion, LiveCount, MemoryStore, ProcessId, Replacement, Share, SqliteStore, Version,
    },
};

use crate::support::{account, account_key};

const NOW: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);
const SHARE: Share = Share(1);

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
    finds_what_is_due,
    counts_what_is_live,
    forgets_what_was_read,
    remembers_whose_servers_are_to_be_taken_back,
    gives_the_shares_of_the_dead_to_the_living,
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
            models: Vec::new(),
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
    assert_eq!(store.insert(&first, SHARE).await.unwrap(), Insertion::Done);
    let mut second = first.clone();
    second.execute(Command::Stop, NOW);
    assert_eq!(
        store.insert(&second, SHARE).await.unwrap(),
        Insertion::Taken
    );
    assert_eq!(
        *store.session(first.key()).await.unwrap().unwrap().session,
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
        store.insert(&kept, SHARE).await.unwrap();
        for command in commands {
            kept.execute(command, NOW);
            let version = store.session(kept.key()).await.unwrap().unwrap().version;
            assert_eq!(
                store.replace(&kept, version).await.unwrap(),
                Replacement::Done
            );
        }
        assert_eq!(
            *store.session(kept.key()).await.unwrap().unwrap().session,
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
    store.insert(&kept, SHARE).await.unwrap();
    let read = store.session(kept.key()).await.unwrap().unwrap();
    kept.execute(Command::Allocated(host()), NOW);
    assert_eq!(
        store.replace(&kept, read.version).await.unwrap(),
        Replacement::Done
    );
    let mut late = read.session.as_ref().clone();
    late.execute(Command::Stop, NOW);
    assert_eq!(
        store.replace(&late, read.version).await.unwrap(),
        Replacement::Outdated
    );
    assert_eq!(
        *store.session(kept.key()).await.unwrap().unwrap().session,
        kept
    );
}

async fn one_of_many_replacements_wins(store: Arc<dyn Store>) {
    let mut kept = session(1, "westeurope", "s");
    store.insert(&kept, SHARE).await.unwrap();
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
        store
            .insert(&session(1, "westeurope", name), SHARE)
            .await
            .unwrap();
    }
    let mut stopped = session(1, "westeurope", "a");
    stopped.execute(Command::Stop, NOW);
    store.replace(&stopped, Version(0)).await.unwrap();
    assert_eq!(ids(&*store, 1, "westeurope").await, ["c", "d", "b"]);
    assert_eq!(store.live_of(id(1), 10).await.unwrap().len(), 3);
    assert_eq!(store.live_of(id(1), 2).await.unwrap().len(), 2);
    assert_eq!(store.live_of(id(2), 2).await.unwrap(), []);

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
            store
                .insert(&session(account, region, "s"), SHARE)
                .await
                .unwrap(),
            Insertion::Done
        );
    }
    store
        .insert(&session(2, "westeurope", "S"), SHARE)
        .await
        .unwrap();
    assert_eq!(ids(&*store, 1, "westeurope").await, ["s"]);
    assert_eq!(ids(&*store, 2, "westeurope").await, ["s", "S"]);
    assert_eq!(ids(&*store, 2, "eastus").await, Vec::<String>::new());
}

/// Keeps a session after these commands; returns it.
async fn keep(store: &dyn Store, name: &str, share: Share, commands: &[Command]) -> Session {
    let mut kept = session(1, "westeurope", name);
    store.insert(&kept, share).await.unwrap();
    for (version, command) in (0..).zip(commands) {
        kept.execute(command.clone(), NOW);
        let replaced = store.replace(&kept, Version(version)).await.unwrap();
        assert_eq!(replaced, Replacement::Done);
    }
    kept
}

fn names(keys: &[SessionKey]) -> Vec<&str> {
    keys.iter().map(|key| key.id.as_str()).collect()
}

async fn finds_what_is_due(store: Arc<dyn Store>) {
    let longer = MaxLeaseTime::from_minutes(20).unwrap();
    keep(&*store, "starting", SHARE, &[]).await;
    keep(
        &*store,
        "extended",
        SHARE,
        &[Command::Allocated(host()), Command::Update(longer)],
    )
    .await;
    let first = keep(&*store, "first", SHARE, &[Command::Allocated(host())]).await;
    keep(&*store, "stopped", SHARE, &[Command::Stop]).await;
    let due = async |at: Timestamp, limit| {
        let due = store.due(at, limit).await.unwrap();
        let names = due.iter().map(|stored| stored.session.key().id.to_string());
        names.collect::<Vec<_>>()
    };
    let minutes = |minutes| NOW.after(Timespan::from_minutes(minutes));
    assert_eq!(due(NOW, 9).await, Vec::<String>::new());
    assert_eq!(due(minutes(10), 9).await, ["first"], "at its very time");
    assert_eq!(
        due(minutes(25), 9).await,
        ["first", "extended"],
        "the earliest first"
    );
    assert_eq!(due(minutes(25), 1).await, ["first"]);
    assert_eq!(
        due(NOW.after(RETENTION), 9).await,
        ["first", "extended", "stopped"]
    );
    let found = store.due(minutes(10), 1).await.unwrap().remove(0);
    assert_eq!(
        (Session::clone(&found.session), found.version),
        (first, Version(1)),
        "as it is kept"
    );
}

async fn counts_what_is_live(store: Arc<dyn Store>) {
    assert_eq!(store.count().await.unwrap(), LiveCount::default());
    keep(&*store, "a", SHARE, &[]).await;
    keep(&*store, "b", Share(2), &[Command::Allocated(host())]).await;
    keep(&*store, "c", SHARE, &[Command::Allocated(host())]).await;
    keep(&*store, "d", SHARE, &[Command::Stop]).await;
    let count = LiveCount {
        starting: 1,
        ready: 2,
    };
    assert_eq!(store.count().await.unwrap(), count);
}

async fn forgets_what_was_read(store: Arc<dyn Store>) {
    let kept = keep(&*store, "s", SHARE, &[Command::Stop]).await;
    assert_eq!(
        store.remove(kept.key(), Version(0)).await.unwrap(),
        Replacement::Outdated
    );
    assert!(store.session(kept.key()).await.unwrap().is_some());
    assert_eq!(
        store.remove(kept.key(), Version(1)).await.unwrap(),
        Replacement::Done
    );
    assert_eq!(store.session(kept.key()).await.unwrap(), None);
    assert_eq!(
        store.remove(kept.key(), Version(1)).await.unwrap(),
        Replacement::Outdated
    );
    assert!(store.due(NOW.after(RETENTION), 9).await.unwrap().is_empty());
    let again = session(1, "westeurope", "s");
    assert_eq!(
        store.insert(&again, SHARE).await.unwrap(),
        Insertion::Done,
        "its id is free"
    );
}

async fn remembers_whose_servers_are_to_be_taken_back(store: Arc<dyn Store>) {
    keep(&*store, "live", SHARE, &[Command::Allocated(host())]).await;
    keep(
        &*store,
        "one",
        SHARE,
        &[Command::Allocated(host()), Command::Stop],
    )
    .await;
    keep(&*store, "two", SHARE, &[Command::Stop]).await;
    keep(&*store, "other", Share(2), &[Command::Stop]).await;
    let mut keys = store.unreleased(SHARE, 9).await.unwrap();
    keys.sort();
    assert_eq!(names(&keys), ["one", "two"]);
    assert_eq!(store.unreleased(SHARE, 1).await.unwrap().len(), 1);
    store.released(&keys[..1]).await.unwrap();
    store.released(&keys[..1]).await.unwrap();
    assert_eq!(names(&store.unreleased(SHARE, 9).await.unwrap()), ["two"]);
    assert_eq!(
        names(&store.unreleased(Share(2), 9).await.unwrap()),
        ["other"]
    );
    assert!(
        store.session(&keys[0]).await.unwrap().is_some(),
        "it can still be read"
    );
}

async fn gives_the_shares_of_the_dead_to_the_living(store: Arc<dyn Store>) {
    let [one, two] = [1, 2].map(|byte| ProcessId([byte; 16]));
    let at = |seconds| NOW.after(Timespan::from_seconds(seconds));
    let claim = async |process, now, until| {
        store
            .claim_shares(process, at(now), at(until))
            .await
            .unwrap()
    };
    let first = claim(one, 0, 15).await;
    assert_eq!(first.len(), 1);
    let second = claim(two, 5, 20).await;
    assert_eq!(second.len(), 1, "the first is taken");
    assert_ne!(first, second);
    assert_eq!(
        claim(one, 10, 25).await,
        first,
        "a process keeps what it has"
    );
    let mut both = [first[0], second[0]];
    both.sort();
    keep(&*store, "s", second[0], &[]).await;
    assert_eq!(
        claim(one, 20, 35).await,
        both,
        "the second is dead since 20"
    );
    let page = store.live_in(second[0], None, 9).await.unwrap();
    assert_eq!(page[0].1.key().id.as_str(), "s");
    assert!(
        store
            .live_in(second[0], Some(page[0].0), 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(store.live_in(first[0], None, 9).await.unwrap().is_empty());
    let third = claim(two, 21, 36).await;
    assert_eq!(third.len(), 1, "who came back too late begins anew");
    assert!(!both.contains(&third[0]));
}

async fn answers(store: Arc<dyn Store>) {
    store.check().await.unwrap();
}
