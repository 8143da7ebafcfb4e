//! From an empty file, or an older one, to the present tables.

use remote_rendering_engine::Session;
use remote_rendering_protocol::Timestamp;
use sqlx::{Connection as _, Row as _, SqliteConnection};

use super::rows;
use crate::store::StoreError;

/// The steps. SQLite's `user_version` counts those that were taken.
const MIGRATIONS: [&str; 2] = [
    include_str!("../../../migrations/0001_accounts_and_sessions.sql"),
    include_str!("../../../migrations/0002_shares_and_deadlines.sql"),
];

/// Takes the steps that are left, each wholly or not at all.
pub(super) async fn migrate(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let taken: i64 = sqlx::query_scalar("PRAGMA user_version")
        .fetch_one(&mut *connection)
        .await?;
    let newer = || StoreError::content("tables of a newer version", format!("version {taken}"));
    let taken = usize::try_from(taken)
        .ok()
        .filter(|taken| *taken <= MIGRATIONS.len())
        .ok_or_else(newer)?;
    for (step, sql) in MIGRATIONS.iter().enumerate().skip(taken) {
        let mut transaction = connection.begin().await?;
        sqlx::raw_sql(*sql).execute(&mut *transaction).await?;
        if step == 1 {
            fill_in_deadlines(&mut transaction).await?;
        }
        // A pragma takes no parameters.
        let count = sqlx::AssertSqlSafe(format!("PRAGMA user_version = {}", step + 1));
        sqlx::raw_sql(count).execute(&mut *transaction).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// What step 2 cannot read out of the sessions' content by itself.
async fn fill_in_deadlines(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let sessions = sqlx::query("SELECT position, content FROM session")
        .fetch_all(&mut *connection)
        .await?;
    for row in &sessions {
        let session: Session = rows::read_session(row)?;
        let position: i64 = row.try_get("position")?;
        sqlx::query("UPDATE session SET phase = ?, deadline = ? WHERE position = ?")
            .bind(rows::Phase::of(&session).as_integer())
            .bind(session.next_deadline().map(Timestamp::ticks))
            .bind(position)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
