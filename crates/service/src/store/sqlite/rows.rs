//! What a row means.

use std::sync::Arc;

use remote_rendering_engine::{Account, KeyHash, Session, SessionKey};
use remote_rendering_protocol::{SessionStatus, Timestamp};
use sqlx::{Row as _, sqlite::SqliteRow};

use crate::store::{Position, Share, StoreError, Stored, Version};

/// The column `phase`: in which lists a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Starting = 0,
    Ready = 1,
    /// It ended; its server is still to be taken back.
    Ended = 2,
    /// It ended, and its server was taken back. The others are of the session alone.
    Released = 3,
}

impl Phase {
    pub(super) fn of(session: &Session) -> Self {
        match session.status() {
            SessionStatus::Starting => Self::Starting,
            SessionStatus::Ready => Self::Ready,
            _ => Self::Ended,
        }
    }

    pub(super) const fn as_integer(self) -> i64 {
        self as i64
    }
}

/// What is larger than SQLite's integers is beyond every row.
pub(super) fn as_integer(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(super) fn write_session(session: &Session) -> Result<String, StoreError> {
    serde_json::to_string(session).map_err(|cause| StoreError::content("a session", cause))
}

pub(super) fn read_session(row: &SqliteRow) -> Result<Session, StoreError> {
    let content: &str = row.try_get("content")?;
    serde_json::from_str(content).map_err(|cause| StoreError::content("a session", cause))
}

pub(super) fn read_stored(row: &SqliteRow) -> Result<Stored, StoreError> {
    Ok(Stored {
        session: Arc::new(read_session(row)?),
        version: Version(read_count(row, "version")?),
    })
}

pub(super) fn read_placed(row: &SqliteRow) -> Result<(Position, Session), StoreError> {
    Ok((Position(read_count(row, "position")?), read_session(row)?))
}

pub(super) fn read_key(row: &SqliteRow) -> Result<SessionKey, StoreError> {
    Ok(SessionKey {
        account: read_text(row, "account", "a session")?,
        region: read_text(row, "region", "a session")?,
        id: read_text(row, "id", "a session")?,
    })
}

pub(super) fn read_share(row: &SqliteRow) -> Result<Share, StoreError> {
    let id = read_count(row, "id")?;
    let id = u32::try_from(id).map_err(|cause| StoreError::content("a share", cause))?;
    Ok(Share(id))
}

pub(super) fn read_account(row: &SqliteRow) -> Result<Account, StoreError> {
    let closed_at: Option<i64> = row.try_get("closed_at")?;
    Ok(Account {
        id: read_text(row, "id", "an account")?,
        domain: row.try_get("domain")?,
        primary_key: read_hash(row, "primary_key")?,
        secondary_key: read_hash(row, "secondary_key")?,
        created_at: Timestamp::from_ticks(row.try_get("created_at")?),
        development: row.try_get("development")?,
        closed_at: closed_at.map(Timestamp::from_ticks),
    })
}

pub(super) fn read_count(row: &SqliteRow, column: &str) -> Result<u64, StoreError> {
    let count: i64 = row.try_get(column)?;
    u64::try_from(count).map_err(|cause| StoreError::content("a count", cause))
}

fn read_text<T>(row: &SqliteRow, column: &str, what: &'static str) -> Result<T, StoreError>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    let text: &str = row.try_get(column)?;
    text.parse()
        .map_err(|cause| StoreError::content(what, cause))
}

fn read_hash(row: &SqliteRow, column: &str) -> Result<KeyHash, StoreError> {
    let bytes: &[u8] = row.try_get(column)?;
    let bytes = bytes
        .try_into()
        .map_err(|cause| StoreError::content("an account", cause))?;
    Ok(KeyHash::from_bytes(bytes))
}
