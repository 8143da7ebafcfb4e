//! Where accounts and sessions are kept.

mod memory;
mod sqlite;

use std::{fmt::Debug, path::PathBuf, sync::Arc};

use async_trait::async_trait;
use remote_rendering_engine::{Account, Session, SessionKey};
use remote_rendering_protocol::{AccountId, RegionName, Timestamp};

pub use memory::MemoryStore;
pub use sqlite::{SqliteAccounts, SqliteStore};

/// What a store does. Every change is one session or one account, and durable when the call
/// returns; nothing here assumes that one process alone uses the store.
#[async_trait]
pub trait Store: Debug + Send + Sync + 'static {
    /// Every account, closed ones too.
    async fn accounts(&self) -> Result<Vec<Account>, StoreError>;

    /// The account of this id.
    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError>;

    /// Keeps an account, in place of the one with its id if there is one.
    async fn put_account(&self, account: &Account) -> Result<(), StoreError>;

    /// Forgets an account. Its sessions stay, for nobody to read.
    async fn remove_account(&self, id: AccountId) -> Result<(), StoreError>;

    /// Keeps a new session, unless there is one with its key already: then nothing is changed.
    async fn insert(&self, session: &Session, share: Share) -> Result<Insertion, StoreError>;

    /// The session of this key, with the version to replace it by.
    async fn session(&self, key: &SessionKey) -> Result<Option<Stored>, StoreError>;

    /// Keeps `session` in place of the version that was read, unless it was replaced since: then
    /// nothing is changed, and the caller reads and decides again.
    async fn replace(&self, session: &Session, read: Version) -> Result<Replacement, StoreError>;

    /// Forgets a session, unless it was replaced since it was read.
    async fn remove(&self, key: &SessionKey, read: Version) -> Result<Replacement, StoreError>;

    /// The sessions of an account and a region that are starting or ready, in the order of their
    /// creation: at most `limit`, and those after `after` only.
    async fn page(
        &self,
        account: AccountId,
        region: &RegionName,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<(Position, Session)>, StoreError>;

    /// Some sessions of an account, of any region, that are starting or ready.
    async fn live_of(
        &self,
        account: AccountId,
        limit: usize,
    ) -> Result<Vec<SessionKey>, StoreError>;

    /// The sessions whose [`Session::next_deadline`] has come, the earliest first. Does not look at
    /// the others.
    async fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<Stored>, StoreError>;

    /// How many sessions are starting, and how many are ready.
    async fn count(&self) -> Result<LiveCount, StoreError>;

    /// Says that `process` is alive until `until`, and gives it the [`Share`]s of processes that
    /// were to be alive until `now` at most. Returns every share that it has: at least one.
    async fn claim_shares(
        &self,
        process: ProcessId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Share>, StoreError>;

    /// The sessions of a share that are starting or ready, in the order of their creation: at most
    /// `limit`, and those after `after` only.
    async fn live_in(
        &self,
        share: Share,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<(Position, Session)>, StoreError>;

    /// Sessions of a share that have ended, and whose servers nobody has taken back yet.
    async fn unreleased(&self, share: Share, limit: usize) -> Result<Vec<SessionKey>, StoreError>;

    /// Remembers that the servers of these sessions, which have ended, were taken back.
    async fn released(&self, keys: &[SessionKey]) -> Result<(), StoreError>;

    /// Whether the store can answer.
    async fn check(&self) -> Result<(), StoreError>;

    /// Finishes what the store does in the background. Nothing is asked of it afterwards.
    async fn close(&self);
}

/// One run of a service process, among those that use a store together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ProcessId(pub [u8; 16]);

/// A share of the sessions, whose servers one process at a time looks after. When a process dies
/// another one takes its shares: one row changes hands, however many sessions are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(pub u32);

/// How many sessions are in the states that do not last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LiveCount {
    /// Waiting for a server.
    pub starting: u64,
    /// With a server.
    pub ready: u64,
}

/// How often a session was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version(pub u64);

/// A session's place in the order of creation: never used twice, and kept when other sessions go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position(pub u64);

/// A session as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The session, shared with everybody who read it.
    pub session: Arc<Session>,
    /// What to hand to [`Store::replace`].
    pub version: Version,
}

/// What became of [`Store::insert`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Insertion {
    /// The session is kept.
    Done,
    /// The key is taken.
    Taken,
}

/// What became of [`Store::replace`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// The session is kept.
    Done,
    /// Someone else was faster.
    Outdated,
}

/// The store did not do what it was asked for.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed. One failure can be that of many changes, which were to be made
    /// durable together.
    #[error("the store failed")]
    Database(#[source] Arc<sqlx::Error>),
    /// Another process has the store.
    #[error(
        "the store {} is in use by another service: stop that one, or give this one another folder", .0.display()
    )]
    InUse(PathBuf),
    /// The file that keeps other processes away cannot be had.
    #[error("the store's lock {} cannot be had", .path.display())]
    Lock {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: Arc<std::io::Error>,
    },
    /// A copy of the store cannot be written.
    #[error("the backup {} cannot be written", .path.display())]
    Backup {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: Arc<std::io::Error>,
    },
    /// The store was closed: the service is about to end.
    #[error("the store is closed")]
    Closed,
    /// What is stored cannot be read: it was written by another version, or damaged.
    #[error("the store holds {what} that cannot be read")]
    Content {
        /// What it is: `a session`, `an account`, `tables of a newer version`.
        what: &'static str,
        /// Why.
        #[source]
        cause: Arc<dyn std::error::Error + Send + Sync>,
    },
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(Arc::new(error))
    }
}

impl StoreError {
    fn content(
        what: &'static str,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Content {
            what,
            cause: Arc::from(cause.into()),
        }
    }
}
