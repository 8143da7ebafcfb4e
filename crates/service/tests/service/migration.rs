//! A store that an older version of the program wrote.

use remote_rendering_engine::{Command, Session, SessionKey, Settings, session::Host};
use remote_rendering_protocol::{AccountId, MaxLeaseTime, SessionSize, Timestamp};
use remote_rendering_service::{
    Store,
    store::{LiveCount, SqliteStore},
};
use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};

const FIRST: &str = include_str!("../../migrations/0001_accounts_and_sessions.sql");
const NOW: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);

fn session(name: &str, commands: &[Command]) -> Session {
    let key = SessionKey {
        account: AccountId::from_bytes([1; 16]),
        region: "westeurope".parse().unwrap(),
        id: name.parse().unwrap(),
    };
    let lease = MaxLeaseTime::from_minutes(10).unwrap();
    let settings = Settings {
        lease,
        size: SessionSize::Standard,
        models: Vec::new(),
    };
    let mut session = Session::begin(key, settings, NOW);
    for command in commands {
        session.execute(command.clone(), NOW);
    }
    session
}

#[tokio::test]
async fn a_store_of_the_first_version_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    let ready = Command::Allocated(Host {
        hostname: "a.vm".to_owned(),
        arr_inspector_port: 50_000,
        handshake_port: 50_001,
        teraflops: 8.1,
    });
    let sessions = [
        session("starting", &[]),
        session("ready", std::slice::from_ref(&ready)),
        session("stopped", &[ready, Command::Stop]),
    ];
    let options = SqliteConnectOptions::new().filename(&path);
    let mut old = options.create_if_missing(true).connect().await.unwrap();
    sqlx::raw_sql(FIRST).execute(&mut old).await.unwrap();
    sqlx::raw_sql("PRAGMA user_version = 1")
        .execute(&mut old)
        .await
        .unwrap();
    for session in &sessions {
        sqlx::query(
            "INSERT INTO session (account, region, id, version, live, content) VALUES (?, ?, ?, 3, ?, ?)",
        )
        .bind(session.key().account.to_string())
        .bind(session.key().region.as_str())
        .bind(session.key().id.as_str())
        .bind(session.is_live())
        .bind(serde_json::to_string(session).unwrap())
        .execute(&mut old)
        .await
        .unwrap();
    }
    old.close().await.unwrap();

    let store = SqliteStore::open(&path).await.unwrap();
    for session in &sessions {
        let stored = store.session(session.key()).await.unwrap().unwrap();
        assert_eq!(*stored.session, *session);
    }
    let count = LiveCount {
        starting: 1,
        ready: 1,
    };
    assert_eq!(store.count().await.unwrap(), count);
    let end_of_lease = sessions[1].next_deadline().unwrap();
    let due = store.due(end_of_lease, 9).await.unwrap();
    assert_eq!(*due[0].session, sessions[1]);
    let process = remote_rendering_service::store::ProcessId([1; 16]);
    let shares = store.claim_shares(process, NOW, NOW).await.unwrap();
    assert_eq!(store.live_in(shares[0], None, 9).await.unwrap().len(), 2);
    let unreleased = store.unreleased(shares[0], 9).await.unwrap();
    assert_eq!(
        unreleased,
        [sessions[2].key().clone()],
        "in doubt it is released again"
    );
    store.close().await;
    SqliteStore::open(&path).await.unwrap().close().await;
}
