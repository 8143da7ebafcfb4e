//! Where accounts and sessions are kept.

mod memory;
mod sqlite;

use std::fmt::Debug;

use async_trait::async_trait;
use remote_rendering_engine::{Account, Session, SessionKey};
use remote_rendering_protocol::{AccountId, RegionName};

pub use memory::MemoryStore;
pub use sqlite::SqliteStore;

/// What a store does. Every change is one session or one account, and durable when the call
/// returns; nothing here assumes that one process alone uses the store.
#[async_trait]
pub trait Store: Debug + Send + Sync + 'static {
    /// Every account.
    async fn accounts(&self) -> Result<Vec<Account>, StoreError>;

    /// The account of this id.
    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError>;

    /// Keeps an account, in place of the one with its id if there is one.
    async fn put_account(&self, account: &Account) -> Result<(), StoreError>;

    /// Keeps a new session, unless there is one with its key already: then nothing is changed.
    async fn insert(&self, session: &Session) -> Result<Insertion, StoreError>;

    /// The session of this key, with the version to replace it by.
    async fn session(&self, key: &SessionKey) -> Result<Option<Stored>, StoreError>;

    /// Keeps `session` in place of the version that was read, unless it was replaced since: then
    /// nothing is changed, and the caller reads and decides again.
    async fn replace(&self, session: &Session, read: Version) -> Result<Replacement, StoreError>;

    /// Every session that is starting or ready, to go on with after a restart.
    async fn live(&self) -> Result<Vec<Session>, StoreError>;

    /// The sessions of an account and a region that are starting or ready, in the order of their
    /// creation: at most `limit`, and those after `after` only.
    async fn page(
        &self,
        account: AccountId,
        region: &RegionName,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<(Position, Session)>, StoreError>;

    /// Whether the store can answer.
    async fn check(&self) -> Result<(), StoreError>;

    /// Finishes what the store does in the background. Nothing is asked of it afterwards.
    async fn close(&self);
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
    /// The session.
    pub session: Session,
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
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("the store failed")]
    Database(#[from] sqlx::Error),
    /// What is stored cannot be read: it was written by another version, or damaged.
    #[error("the store holds {what} that cannot be read")]
    Content {
        /// What it is: `a session`, `an account`, `tables of a newer version`.
        what: &'static str,
        /// Why.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl StoreError {
    fn content(
        what: &'static str,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Content {
            what,
            cause: cause.into(),
        }
    }
}
