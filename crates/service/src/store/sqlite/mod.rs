//! The store in a file.

mod accounts;
mod migrate;
mod rows;
mod writer;

use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use remote_rendering_engine::{Account, Session, SessionKey};
use remote_rendering_protocol::{AccountId, RegionName, Timestamp};
use sqlx::{
    ConnectOptions as _, Row as _, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use self::writer::{Change, Writer};
use super::{
    Insertion, LiveCount, Position, ProcessId, Replacement, Share, Store, StoreError, Stored,
    Version,
};
use crate::StoreMetrics;

pub use accounts::SqliteAccounts;

/// Sessions that were read or written last. The only process that changes them is this one, so
/// what is in here is what is in the file.
type Cache = quick_cache::sync::Cache<SessionKey, Stored>;

/// How many sessions are in memory at most: about 10 MB.
const CACHED: usize = 16_384;

/// A store in a file, which one service process has for itself. A change is on the disk when its
/// call returns, and survives a power cut from then on; changes that come together share one sync.
#[derive(Debug)]
pub struct SqliteStore {
    writer: Writer,
    readers: SqlitePool,
    cache: Arc<Cache>,
    /// Keeps other services away until the store is closed.
    lock: Mutex<Option<File>>,
}

impl SqliteStore {
    const READERS: u32 = 4;

    /// Opens the file, or makes it, and brings its tables up to date.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, StoreMetrics::default()).await
    }

    /// The same, with commits counted.
    pub async fn open_with(path: &Path, metrics: StoreMetrics) -> Result<Self, StoreError> {
        let lock = lock(path)?;
        let options = options(path);
        let mut connection = options.connect().await?;
        migrate::migrate(&mut connection).await?;
        // The lock proves that whoever had a share is dead.
        sqlx::query("UPDATE share SET until = 0")
            .execute(&mut connection)
            .await?;
        let cache = Arc::new(Cache::new(CACHED));
        let readers = SqlitePoolOptions::new().max_connections(Self::READERS);
        Ok(Self {
            writer: Writer::start(connection, Arc::clone(&cache), metrics),
            readers: readers.connect_lazy_with(options.read_only(true)),
            cache,
            lock: Mutex::new(Some(lock)),
        })
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
}

/// Takes the file beside the store that only one service can have.
fn lock(path: &Path) -> Result<File, StoreError> {
    let lock_path = path.with_extension("lock");
    let failed = |cause| StoreError::Lock {
        path: lock_path.clone(),
        cause: Arc::new(cause),
    };
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock_path)
        .map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(PathBuf::from(path))),
        Err(TryLockError::Error(cause)) => Err(failed(cause)),
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        accounts::all(&self.readers).await
    }

    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        accounts::one(&self.readers, id).await
    }

    async fn put_account(&self, account: &Account) -> Result<(), StoreError> {
        let change = Change::PutAccount(account.clone());
        self.writer.make(change).await.map(drop)
    }

    async fn remove_account(&self, id: AccountId) -> Result<(), StoreError> {
        self.writer.make(Change::RemoveAccount(id)).await.map(drop)
    }

    async fn insert(&self, session: &Session, share: Share) -> Result<Insertion, StoreError> {
        let session = session.clone();
        let inserted = self.writer.make(Change::Insert { session, share }).await?;
        Ok(if inserted {
            Insertion::Done
        } else {
            Insertion::Taken
        })
    }

    /// A session that is not in memory is read by one caller while the others wait for it. When it
    /// is replaced meanwhile, what the writer put into the memory stays, and not what was read.
    async fn session(&self, key: &SessionKey) -> Result<Option<Stored>, StoreError> {
        let place = match self.cache.get_value_or_guard_async(key).await {
            Ok(stored) => return Ok(Some(stored)),
            Err(place) => place,
        };
        let row = sqlx::query(
            "SELECT version, content FROM session WHERE account = ? AND region = ? AND id = ?",
        )
        .bind(key.account.to_string())
        .bind(key.region.as_str())
        .bind(key.id.as_str())
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let stored = rows::read_stored(&row)?;
        let _ = place.insert(stored.clone());
        Ok(Some(stored))
    }

    async fn replace(&self, session: &Session, read: Version) -> Result<Replacement, StoreError> {
        let session = session.clone();
        let replaced = self.writer.make(Change::Replace { session, read }).await?;
        Ok(replacement(replaced))
    }

    async fn remove(&self, key: &SessionKey, read: Version) -> Result<Replacement, StoreError> {
        let key = key.clone();
        let removed = self.writer.make(Change::Remove { key, read }).await?;
        Ok(replacement(removed))
    }

    async fn page(
        &self,
        account: AccountId,
        region: &RegionName,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<(Position, Session)>, StoreError> {
        let rows = sqlx::query(
            "SELECT position, content FROM session \
             WHERE account = ? AND region = ? AND phase < 2 AND position > ? \
             ORDER BY position LIMIT ?",
        )
        .bind(account.to_string())
        .bind(region.as_str())
        .bind(place(after))
        .bind(row_limit(limit))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(rows::read_placed).collect()
    }

    async fn live_of(
        &self,
        account: AccountId,
        limit: usize,
    ) -> Result<Vec<SessionKey>, StoreError> {
        accounts::live_of(&self.readers, account, limit).await
    }

    async fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<Stored>, StoreError> {
        let rows = sqlx::query(
            "SELECT version, content FROM session WHERE deadline <= ? ORDER BY deadline LIMIT ?",
        )
        .bind(now.ticks())
        .bind(row_limit(limit))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(rows::read_stored).collect()
    }

    async fn count(&self) -> Result<LiveCount, StoreError> {
        let row = sqlx::query(
            "SELECT count(*) FILTER (WHERE phase = 0) AS starting, \
             count(*) FILTER (WHERE phase = 1) AS ready \
             FROM session INDEXED BY session_share WHERE phase < 3",
        )
        .fetch_one(&self.readers)
        .await?;
        Ok(LiveCount {
            starting: rows::read_count(&row, "starting")?,
            ready: rows::read_count(&row, "ready")?,
        })
    }

    async fn claim_shares(
        &self,
        process: ProcessId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Share>, StoreError> {
        let claim = Change::Claim {
            process,
            now,
            until,
        };
        self.writer.make(claim).await?;
        let rows = sqlx::query("SELECT id FROM share WHERE process = ? ORDER BY id")
            .bind(process.0.as_slice())
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(rows::read_share).collect()
    }

    async fn live_in(
        &self,
        share: Share,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<(Position, Session)>, StoreError> {
        let rows = sqlx::query(
            "SELECT position, content FROM session \
             WHERE share = ? AND phase < 2 AND position > ? ORDER BY position LIMIT ?",
        )
        .bind(share.0)
        .bind(place(after))
        .bind(row_limit(limit))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(rows::read_placed).collect()
    }

    async fn unreleased(&self, share: Share, limit: usize) -> Result<Vec<SessionKey>, StoreError> {
        let rows = sqlx::query(
            "SELECT account, region, id FROM session INDEXED BY session_share \
             WHERE share = ? AND phase = 2 AND phase < 3 LIMIT ?",
        )
        .bind(share.0)
        .bind(row_limit(limit))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(rows::read_key).collect()
    }

    async fn released(&self, keys: &[SessionKey]) -> Result<(), StoreError> {
        let change = Change::Released(keys.to_vec());
        self.writer.make(change).await.map(drop)
    }

    async fn check(&self) -> Result<(), StoreError> {
        let row = sqlx::query("SELECT count(*) AS shares FROM share")
            .fetch_one(&self.readers)
            .await?;
        let _: i64 = row.try_get("shares")?;
        Ok(())
    }

    async fn close(&self) {
        self.writer.close().await;
        self.readers.close().await;
        self.lock
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
    }
}

fn replacement(done: bool) -> Replacement {
    if done {
        Replacement::Done
    } else {
        Replacement::Outdated
    }
}

fn place(after: Option<Position>) -> i64 {
    after.map_or(0, |position| rows::as_integer(position.0))
}

fn row_limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
