//! Accounts in the file, for the service and for the commands beside it.

use std::{fs::File, path::Path, sync::Arc};

use remote_rendering_engine::{Account, SessionKey};
use remote_rendering_protocol::AccountId;
use sqlx::{ConnectOptions as _, SqlitePool, sqlite::SqlitePoolOptions};

use super::{
    Cache, migrate, options, row_limit, rows,
    writer::{Change, Writer},
};
use crate::{StoreMetrics, store::StoreError};

pub(super) async fn all(readers: &SqlitePool) -> Result<Vec<Account>, StoreError> {
    let rows = sqlx::query("SELECT * FROM account ORDER BY id")
        .fetch_all(readers)
        .await?;
    rows.iter().map(rows::read_account).collect()
}

pub(super) async fn one(
    readers: &SqlitePool,
    id: AccountId,
) -> Result<Option<Account>, StoreError> {
    let query = sqlx::query("SELECT * FROM account WHERE id = ?").bind(id.to_string());
    query
        .fetch_optional(readers)
        .await?
        .as_ref()
        .map(rows::read_account)
        .transpose()
}

pub(super) async fn live_of(
    readers: &SqlitePool,
    account: AccountId,
    limit: usize,
) -> Result<Vec<SessionKey>, StoreError> {
    let rows = sqlx::query(
        "SELECT account, region, id FROM session WHERE account = ? AND phase < 2 LIMIT ?",
    )
    .bind(account.to_string())
    .bind(row_limit(limit))
    .fetch_all(readers)
    .await?;
    rows.iter().map(rows::read_key).collect()
}

/// A store's file as a command uses it beside a running service: accounts, and a copy of the whole.
/// Sessions are the service's alone.
#[derive(Debug)]
pub struct SqliteAccounts {
    writer: Writer,
    readers: SqlitePool,
}

impl SqliteAccounts {
    /// Opens the file, or makes it, and brings its tables up to date.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let options = options(path);
        let mut connection = options.connect().await?;
        migrate::migrate(&mut connection).await?;
        let readers = SqlitePoolOptions::new().max_connections(1);
        Ok(Self {
            writer: Writer::start(connection, Cache::new(0).into(), StoreMetrics::default()),
            readers: readers.connect_lazy_with(options.read_only(true)),
        })
    }

    /// Every account, closed ones too.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        all(&self.readers).await
    }

    /// The account of this id.
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        one(&self.readers, id).await
    }

    /// Keeps an account, in place of the one with its id if there is one.
    pub async fn put_account(&self, account: &Account) -> Result<(), StoreError> {
        let change = Change::PutAccount(account.clone());
        self.writer.make(change).await.map(drop)
    }

    /// Forgets an account.
    pub async fn remove_account(&self, id: AccountId) -> Result<(), StoreError> {
        self.writer.make(Change::RemoveAccount(id)).await.map(drop)
    }

    /// Whether an account has sessions that are starting or ready.
    pub async fn has_live_sessions(&self, id: AccountId) -> Result<bool, StoreError> {
        Ok(!live_of(&self.readers, id, 1).await?.is_empty())
    }

    /// Writes a copy of the whole store, as it is at one moment, to a file that only its owner may
    /// read. The service goes on meanwhile. The copy appears under its name when it is on the disk;
    /// a file that is there already stays as it is.
    pub async fn backup(&self, file: &Path) -> Result<(), StoreError> {
        let failed = |cause| StoreError::Backup {
            path: file.to_owned(),
            cause: Arc::new(cause),
        };
        let folder = match file.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let copy = tempfile::Builder::new()
            .prefix(".backup-")
            .tempfile_in(folder)
            .map_err(failed)?
            .into_temp_path();
        let path = copy.to_str().ok_or_else(|| {
            StoreError::content("a path", "SQLite takes file names in UTF-8 only")
        })?;
        sqlx::query("VACUUM INTO ?")
            .bind(path)
            .execute(&self.readers)
            .await?;
        let synced = File::open(&copy).and_then(|file| file.sync_all());
        synced.map_err(failed)?;
        copy.persist_noclobber(file)
            .map_err(|error| failed(error.error))
    }

    /// Finishes what is under way, and closes the file.
    pub async fn close(&self) {
        self.writer.close().await;
        self.readers.close().await;
    }
}
