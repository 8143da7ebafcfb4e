//! The one writer of the file: changes that wait together become durable together.

use std::{ops::ControlFlow, sync::Arc, time::Instant};

use remote_rendering_engine::{Account, Session, SessionKey};
use remote_rendering_protocol::{AccountId, Timestamp};
use sqlx::{Connection as _, SqliteConnection, query::Query, sqlite::SqliteArguments};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

use super::{
    Cache,
    rows::{Phase, as_integer, write_session},
};
use crate::{
    StoreMetrics,
    store::{ProcessId, Share, StoreError, Stored, Version},
};

/// How many changes become durable together at most, so that the first of them does not wait long.
const LARGEST_BATCH: usize = 512;

/// How many changes may wait. Who comes then waits for a place.
const QUEUE: usize = 4_096;

/// A change of the file.
#[derive(Debug)]
pub(super) enum Change {
    Insert {
        session: Session,
        share: Share,
    },
    Replace {
        session: Session,
        read: Version,
    },
    Remove {
        key: SessionKey,
        read: Version,
    },
    Released(Vec<SessionKey>),
    PutAccount(Account),
    RemoveAccount(AccountId),
    Claim {
        process: ProcessId,
        now: Timestamp,
        until: Timestamp,
    },
}

/// A change, and who waits for it: told whether anything was changed.
type Order = (Change, oneshot::Sender<Result<bool, StoreError>>);

/// Hands changes to the task that makes them.
#[derive(Debug)]
pub(super) struct Writer {
    orders: mpsc::Sender<Order>,
    closing: mpsc::Sender<()>,
    task: tokio::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(
        connection: SqliteConnection,
        cache: Arc<Cache>,
        metrics: StoreMetrics,
    ) -> Self {
        let (orders, receiver) = mpsc::channel(QUEUE);
        let (closing, closed) = mpsc::channel(1);
        let task = tokio::spawn(write(connection, receiver, closed, cache, metrics));
        Self {
            orders,
            closing,
            task: tokio::sync::Mutex::new(Some(task)),
        }
    }

    /// Makes a change. It is on the disk when this returns; `false` if there was nothing to change.
    pub(super) async fn make(&self, change: Change) -> Result<bool, StoreError> {
        let (answer, answered) = oneshot::channel();
        let sent = self.orders.send((change, answer)).await;
        sent.map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// Makes the changes that wait, and closes the file.
    pub(super) async fn close(&self) {
        // A second call finds the channel full or closed, and waits for the same task.
        let _ = self.closing.try_send(());
        if let Some(task) = self.task.lock().await.take() {
            // A panic of the task was answered to those who waited.
            let _ = task.await;
        }
    }
}

async fn write(
    mut connection: SqliteConnection,
    mut orders: mpsc::Receiver<Order>,
    mut closing: mpsc::Receiver<()>,
    cache: Arc<Cache>,
    metrics: StoreMetrics,
) {
    let mut batch = Vec::new();
    while next_batch(&mut orders, &mut closing, &mut batch)
        .await
        .is_continue()
    {
        let began = Instant::now();
        let result = commit(&mut connection, &batch).await;
        if result.is_ok() {
            metrics.committed(batch.len(), began.elapsed());
        }
        answer(&cache, batch.drain(..), result);
    }
    if let Err(error) = connection.close().await {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "the store was not closed well"
        );
    }
}

/// Waits for changes, and takes all that wait. After closing it takes the rest.
async fn next_batch(
    orders: &mut mpsc::Receiver<Order>,
    closing: &mut mpsc::Receiver<()>,
    batch: &mut Vec<Order>,
) -> ControlFlow<()> {
    let taken = tokio::select! {
        biased;
        taken = orders.recv_many(batch, LARGEST_BATCH) => taken,
        _ = closing.recv() => {
            orders.close();
            orders.recv_many(batch, LARGEST_BATCH).await
        }
    };
    if taken == 0 {
        ControlFlow::Break(())
    } else {
        ControlFlow::Continue(())
    }
}

/// Makes all changes, or none. Each tells whether it changed anything.
async fn commit(
    connection: &mut SqliteConnection,
    batch: &[Order],
) -> Result<Vec<bool>, StoreError> {
    // IMMEDIATE: a command beside the service may be writing; that is waited for here, not half-way.
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut changed = Vec::with_capacity(batch.len());
    for (change, _) in batch {
        changed.push(make(&mut transaction, change).await?);
    }
    transaction.commit().await?;
    Ok(changed)
}

fn answer(
    cache: &Cache,
    batch: impl Iterator<Item = Order>,
    result: Result<Vec<bool>, StoreError>,
) {
    match result {
        Ok(changed) => {
            for ((change, waiting), changed) in batch.zip(changed) {
                if changed {
                    remember(cache, change);
                }
                // Who went away does not want to know.
                let _ = waiting.send(Ok(changed));
            }
        }
        Err(error) => {
            for (change, waiting) in batch {
                // Whether a commit that failed is on the disk is for the file to say.
                if let Change::Insert { session, .. } | Change::Replace { session, .. } = &change {
                    cache.remove(session.key());
                }
                let _ = waiting.send(Err(error.clone()));
            }
        }
    }
}

/// Readers see a change from here on, when it is on the disk.
fn remember(cache: &Cache, change: Change) {
    let (session, version) = match change {
        Change::Insert { session, .. } => (session, Version(0)),
        Change::Replace { session, read } => (session, Version(read.0 + 1)),
        Change::Remove { key, .. } => {
            cache.remove(&key);
            return;
        }
        Change::Released(_)
        | Change::PutAccount(_)
        | Change::RemoveAccount(_)
        | Change::Claim { .. } => return,
    };
    let key = session.key().clone();
    let session = Arc::new(session);
    cache.insert(key, Stored { session, version });
}

async fn make(connection: &mut SqliteConnection, change: &Change) -> Result<bool, StoreError> {
    let rows = match change {
        Change::Insert { session, share } => run(connection, insert(session, *share)?).await?,
        Change::Replace { session, read } => run(connection, replace(session, *read)?).await?,
        Change::Remove { key, read } => {
            let query = sqlx::query(
                "DELETE FROM session WHERE account = ? AND region = ? AND id = ? AND version = ?",
            );
            run(connection, of_key(query, key).bind(as_integer(read.0))).await?
        }
        Change::Released(keys) => {
            let mut rows = 0;
            for key in keys {
                let query = sqlx::query(
                    "UPDATE session SET phase = ? \
                     WHERE account = ? AND region = ? AND id = ? AND phase = ?",
                );
                let query = of_key(query.bind(Phase::Released.as_integer()), key);
                rows += run(connection, query.bind(Phase::Ended.as_integer())).await?;
            }
            rows
        }
        Change::PutAccount(account) => run(connection, put_account(account)).await?,
        Change::RemoveAccount(id) => {
            let query = sqlx::query("DELETE FROM account WHERE id = ?").bind(id.to_string());
            run(connection, query).await?
        }
        Change::Claim {
            process,
            now,
            until,
        } => claim(connection, *process, *now, *until).await?,
    };
    Ok(rows > 0)
}

type Statement<'q> = Query<'q, sqlx::Sqlite, SqliteArguments>;

async fn run(connection: &mut SqliteConnection, query: Statement<'_>) -> Result<u64, StoreError> {
    Ok(query.execute(connection).await?.rows_affected())
}

fn of_key<'q>(query: Statement<'q>, key: &'q SessionKey) -> Statement<'q> {
    query
        .bind(key.account.to_string())
        .bind(key.region.as_str())
        .bind(key.id.as_str())
}

fn insert(session: &Session, share: Share) -> Result<Statement<'_>, StoreError> {
    let query = sqlx::query(
        "INSERT INTO session (account, region, id, version, share, phase, deadline, content) \
         VALUES (?, ?, ?, 0, ?, ?, ?, ?) ON CONFLICT (account, region, id) DO NOTHING",
    );
    Ok(of_key(query, session.key())
        .bind(share.0)
        .bind(Phase::of(session).as_integer())
        .bind(session.next_deadline().map(Timestamp::ticks))
        .bind(write_session(session)?))
}

fn replace(session: &Session, read: Version) -> Result<Statement<'_>, StoreError> {
    let query = sqlx::query(
        "UPDATE session SET version = version + 1, phase = ?, deadline = ?, content = ? \
         WHERE account = ? AND region = ? AND id = ? AND version = ?",
    );
    let query = query
        .bind(Phase::of(session).as_integer())
        .bind(session.next_deadline().map(Timestamp::ticks))
        .bind(write_session(session)?);
    Ok(of_key(query, session.key()).bind(as_integer(read.0)))
}

fn put_account(account: &Account) -> Statement<'_> {
    let query = sqlx::query(
        "INSERT OR REPLACE INTO account \
         (id, domain, primary_key, secondary_key, created_at, development, closed_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    );
    query
        .bind(account.id.to_string())
        .bind(&account.domain)
        .bind(account.primary_key.as_bytes().as_slice())
        .bind(account.secondary_key.as_bytes().as_slice())
        .bind(account.created_at.ticks())
        .bind(account.development)
        .bind(account.closed_at.map(Timestamp::ticks))
}

async fn claim(
    connection: &mut SqliteConnection,
    process: ProcessId,
    now: Timestamp,
    until: Timestamp,
) -> Result<u64, StoreError> {
    let process = process.0.as_slice();
    let query =
        sqlx::query("UPDATE share SET process = ?1, until = ?2 WHERE process = ?1 OR until <= ?3");
    let query = query.bind(process).bind(until.ticks()).bind(now.ticks());
    let claimed = run(connection, query).await?;
    if claimed > 0 {
        return Ok(claimed);
    }
    let query = sqlx::query("INSERT INTO share (process, until) VALUES (?, ?)");
    run(connection, query.bind(process).bind(until.ticks())).await
}
