use std::{path::Path, time::Duration};

use async_trait::async_trait;
use remote_rendering_engine::{Account, KeyHash, Session, SessionKey};
use remote_rendering_protocol::{AccountId, RegionName, Timestamp};
use sqlx::{
    Row as _, SqlitePool,
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
    },
};

use super::{Insertion, Position, Replacement, Store, StoreError, Stored, Version};

/// The steps from an empty file to the present tables. SQLite's `user_version` counts those that
/// were taken.
const MIGRATIONS: [&str; 1] = [include_str!(
    "../../migrations/0001_accounts_and_sessions.sql"
)];

/// A store in a file. A change is on the disk when its call returns, and survives a power cut from
/// then on.
#[derive(Debug)]
pub struct SqliteStore {
    /// One connection: SQLite has one writer at a time, and waiting here is fairer than its busy
    /// loop.
    writer: SqlitePool,
    readers: SqlitePool,
}

impl SqliteStore {
    const READERS: u32 = 4;

    /// Opens the file, or makes it, and brings its tables up to date.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5));
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone())
            .await?;
        migrate(&writer).await?;
        let readers = SqlitePoolOptions::new().max_connections(Self::READERS);
        Ok(Self {
            writer,
            readers: readers.connect_lazy_with(options.read_only(true)),
        })
    }
}

async fn migrate(writer: &SqlitePool) -> Result<(), StoreError> {
    let taken: i64 = sqlx::query_scalar("PRAGMA user_version")
        .fetch_one(writer)
        .await?;
    let newer = || StoreError::content("tables of a newer version", format!("version {taken}"));
    let taken = usize::try_from(taken)
        .ok()
        .filter(|taken| *taken <= MIGRATIONS.len())
        .ok_or_else(newer)?;
    for (step, sql) in MIGRATIONS.iter().enumerate().skip(taken) {
        let mut transaction = writer.begin().await?;
        sqlx::raw_sql(*sql).execute(&mut *transaction).await?;
        // A pragma takes no parameters.
        let count = sqlx::AssertSqlSafe(format!("PRAGMA user_version = {}", step + 1));
        sqlx::raw_sql(count).execute(&mut *transaction).await?;
        transaction.commit().await?;
    }
    Ok(())
}

#[async_trait]
impl Store for SqliteStore {
    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let rows = sqlx::query("SELECT * FROM account ORDER BY id")
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(read_account).collect()
    }

    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        let query = sqlx::query("SELECT * FROM account WHERE id = ?").bind(id.to_string());
        query
            .fetch_optional(&self.readers)
            .await?
            .as_ref()
            .map(read_account)
            .transpose()
    }

    async fn put_account(&self, account: &Account) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT OR REPLACE INTO account (id, domain, primary_key, secondary_key, created_at, development) \
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(account.id.to_string())
        .bind(&account.domain)
        .bind(account.primary_key.as_bytes().as_slice())
        .bind(account.secondary_key.as_bytes().as_slice())
        .bind(account.created_at.ticks())
        .bind(account.development)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    async fn insert(&self, session: &Session) -> Result<Insertion, StoreError> {
        let key = session.key();
        let inserted = sqlx::query(
            "INSERT INTO session (account, region, id, version, live, content) VALUES (?, ?, ?, 0, ?, ?) \
             ON CONFLICT (account, region, id) DO NOTHING",
        )
        .bind(key.account.to_string())
        .bind(key.region.as_str())
        .bind(key.id.as_str())
        .bind(session.is_live())
        .bind(write_session(session)?)
        .execute(&self.writer)
        .await?;
        Ok(if inserted.rows_affected() == 1 {
            Insertion::Done
        } else {
            Insertion::Taken
        })
    }

    async fn session(&self, key: &SessionKey) -> Result<Option<Stored>, StoreError> {
        let row = sqlx::query(
            "SELECT version, content FROM session WHERE account = ? AND region = ? AND id = ?",
        )
        .bind(key.account.to_string())
        .bind(key.region.as_str())
        .bind(key.id.as_str())
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let version = Version(read_count(&row, "version")?);
        Ok(Some(Stored {
            session: read_session(&row)?,
            version,
        }))
    }

    async fn replace(&self, session: &Session, read: Version) -> Result<Replacement, StoreError> {
        let key = session.key();
        let replaced = sqlx::query(
            "UPDATE session SET version = version + 1, live = ?, content = ? \
             WHERE account = ? AND region = ? AND id = ? AND version = ?",
        )
        .bind(session.is_live())
        .bind(write_session(session)?)
        .bind(key.account.to_string())
        .bind(key.region.as_str())
        .bind(key.id.as_str())
        .bind(as_integer(read.0))
        .execute(&self.writer)
        .await?;
        Ok(if replaced.rows_affected() == 1 {
            Replacement::Done
        } else {
            Replacement::Outdated
        })
    }

    async fn live(&self) -> Result<Vec<Session>, StoreError> {
        let query = sqlx::query("SELECT content FROM session WHERE live = 1 ORDER BY position");
        query
            .fetch_all(&self.readers)
            .await?
            .iter()
            .map(read_session)
            .collect()
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
             WHERE account = ? AND region = ? AND live = 1 AND position > ? ORDER BY position LIMIT ?",
        )
        .bind(account.to_string())
        .bind(region.as_str())
        .bind(after.map_or(0, |position| as_integer(position.0)))
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(&self.readers)
        .await?;
        rows.iter()
            .map(|row| Ok((Position(read_count(row, "position")?), read_session(row)?)))
            .collect()
    }

    async fn check(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1 FROM account LIMIT 1")
            .fetch_optional(&self.readers)
            .await?;
        Ok(())
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// What is larger than SQLite's integers is beyond every row.
fn as_integer(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn read_count(row: &SqliteRow, column: &str) -> Result<u64, StoreError> {
    let count: i64 = row.try_get(column)?;
    u64::try_from(count).map_err(|cause| StoreError::content("a session", cause))
}

fn write_session(session: &Session) -> Result<String, StoreError> {
    serde_json::to_string(session).map_err(|cause| StoreError::content("a session", cause))
}

fn read_session(row: &SqliteRow) -> Result<Session, StoreError> {
    let content: &str = row.try_get("content")?;
    serde_json::from_str(content).map_err(|cause| StoreError::content("a session", cause))
}

fn read_account(row: &SqliteRow) -> Result<Account, StoreError> {
    let id: &str = row.try_get("id")?;
    Ok(Account {
        id: id
            .parse()
            .map_err(|cause| StoreError::content("an account", cause))?,
        domain: row.try_get("domain")?,
        primary_key: read_key(row, "primary_key")?,
        secondary_key: read_key(row, "secondary_key")?,
        created_at: Timestamp::from_ticks(row.try_get("created_at")?),
        development: row.try_get("development")?,
    })
}

fn read_key(row: &SqliteRow, column: &str) -> Result<KeyHash, StoreError> {
    let bytes: &[u8] = row.try_get(column)?;
    let bytes = bytes
        .try_into()
        .map_err(|cause| StoreError::content("an account", cause))?;
    Ok(KeyHash::from_bytes(bytes))
}
