//! What sessions need without being asked: the ends of leases, servers to be taken back, servers
//! that fail, sessions of processes that died, accounts that were deleted.
//!
//! Nothing of it is kept in memory. The store finds what is due by its indexes, so any number of
//! processes can share one store, and a start costs nothing for the sessions that lie in it.

use std::time::Duration;

use futures_util::future::join_all;
use remote_rendering_engine::{
    Command, Session, SessionKey,
    session::{End, State},
};
use remote_rendering_protocol::device::EndReason;
use tracing::{error, info};

use super::{Sessions, SessionsError, log_failure};
use crate::store::{Position, Share, StoreError, Stored};

/// How late an end is stored, and a server taken back, at most, as long as the store keeps up.
const TICK: Duration = Duration::from_millis(250);

/// How often a process says that it is alive, and looks for others that are not.
const BEAT: Duration = Duration::from_secs(5);

/// How long a process is taken for alive after its last beat: two beats may be lost.
const SILENCE: Duration = Duration::from_secs(15);

/// How many sessions are seen to at a time: enough to share the store's syncs.
const BATCH: usize = 512;

/// Takes shares, sees to the sessions in them, and starts the tasks.
pub(super) async fn start(sessions: &Sessions) -> Result<(), StoreError> {
    beat(sessions).await?;
    sessions.0.tasks.spawn(keep(sessions.clone()));
    sessions.0.tasks.spawn(watch(sessions.clone()));
    Ok(())
}

async fn keep(sessions: Sessions) {
    let mut next_beat = tokio::time::Instant::now() + BEAT;
    loop {
        tokio::select! {
            () = tokio::time::sleep(TICK) => {}
            () = sessions.0.ended.notified() => {}
            () = sessions.0.stopping.cancelled() => return,
        }
        let done = async {
            end_leases(&sessions).await?;
            release(&sessions).await?;
            if tokio::time::Instant::now() >= next_beat {
                next_beat = tokio::time::Instant::now() + BEAT;
                beat(&sessions).await?;
                empty_closed_accounts(&sessions).await?;
            }
            Ok::<_, StoreError>(())
        };
        if let Err(cause) = done.await {
            // Whoever reads a session gets the right answer all the same; the next tick tries again.
            error!(
                error = &cause as &dyn std::error::Error,
                "sessions could not be kept"
            );
        }
    }
}

/// Stores the ends of the leases whose time has come, and removes what is forgotten.
async fn end_leases(sessions: &Sessions) -> Result<(), StoreError> {
    loop {
        let due = sessions.0.store.due(sessions.now(), BATCH).await?;
        let is_last = due.len() < BATCH;
        let ended = join_all(due.into_iter().map(|stored| end(sessions, stored))).await;
        ended.into_iter().collect::<Result<(), _>>()?;
        if is_last {
            return Ok(());
        }
    }
}

async fn end(sessions: &Sessions, stored: Stored) -> Result<(), StoreError> {
    if stored.session.is_forgotten(sessions.now()) {
        return sessions.forget(&stored).await;
    }
    match sessions.attempt(stored, &Command::Lapse).await {
        Err(SessionsError::Store(cause)) => Err(cause),
        // What was replaced meanwhile is found again if it is still due; lapsing is never refused.
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Takes back the servers of the sessions that have ended, whoever ended them.
async fn release(sessions: &Sessions) -> Result<(), StoreError> {
    let shares = sessions.shares().clone();
    for share in shares {
        loop {
            let keys = sessions.0.store.unreleased(share, BATCH).await?;
            if keys.is_empty() {
                break;
            }
            let taken = join_all(keys.iter().map(|key| take_back(sessions, key))).await;
            taken.into_iter().collect::<Result<(), _>>()?;
            sessions.0.store.released(&keys).await?;
        }
    }
    Ok(())
}

/// Takes back the server of a session that has ended; who is connected to it is told how.
async fn take_back(sessions: &Sessions, key: &SessionKey) -> Result<(), StoreError> {
    let stored = sessions.0.store.session(key).await?;
    let reason = match stored.as_ref().map(|stored| stored.session.state()) {
        Some(State::Ended(ended)) => match ended.how {
            End::Stopped => EndReason::Stopped,
            End::Expired => EndReason::Expired,
            End::Failed(_) => EndReason::Failed,
        },
        // It was forgotten.
        _ => EndReason::Stopped,
    };
    sessions.0.allocator.release(key, reason).await;
    Ok(())
}

/// Says that this process is alive, and sees to the sessions of those that are not any more. A
/// process that was taken for dead meanwhile has lost its shares, and goes on with others.
async fn beat(sessions: &Sessions) -> Result<(), StoreError> {
    let now = sessions.now();
    let claim = sessions
        .0
        .store
        .claim_shares(sessions.0.process, now, now.after(SILENCE));
    let claimed = claim.await?;
    let held = std::mem::replace(&mut *sessions.shares(), claimed.clone());
    for share in claimed {
        if !held.contains(&share) {
            take_over(sessions, share).await?;
        }
    }
    Ok(())
}

/// Says that this process is no longer alive, so that others need not wait to notice.
pub(super) async fn hand_over(sessions: &Sessions) -> Result<(), StoreError> {
    let (process, now) = (sessions.0.process, sessions.now());
    sessions.0.store.claim_shares(process, now, now).await?;
    Ok(())
}

/// Allocates again for the sessions of a share that were starting, and goes on with the servers of
/// those that are ready.
async fn take_over(sessions: &Sessions, share: Share) -> Result<(), StoreError> {
    let (mut after, mut count) = (None, 0);
    loop {
        let page = sessions.0.store.live_in(share, after, BATCH).await?;
        let Some((last, _)) = page.last() else { break };
        after = Some(Position(last.0));
        count += page.len();
        for (_, session) in &page {
            resume(sessions, session).await;
        }
    }
    if count > 0 {
        info!(sessions = count, "going on with the sessions of the store");
    }
    Ok(())
}

async fn resume(sessions: &Sessions, session: &Session) {
    let (key, size) = (session.key(), &session.settings().size);
    match session.at(sessions.now()).state() {
        State::Starting => sessions.allocate(session),
        State::Ready { host, .. } => {
            if let Err(error) = sessions.0.allocator.resume(key, size, host).await {
                fail(sessions, key, Command::Failed(error)).await;
            }
        }
        State::Ended(_) => {}
    }
}

/// Ends the sessions whose servers fail.
async fn watch(sessions: Sessions) {
    loop {
        let failure = tokio::select! {
            failure = sessions.0.allocator.watch() => failure,
            () = sessions.0.stopping.cancelled() => return,
        };
        fail(&sessions, &failure.session, Command::Failed(failure.error)).await;
    }
}

async fn fail(sessions: &Sessions, key: &SessionKey, failed: Command) {
    match sessions.execute(key, &failed).await {
        // It ended by itself meanwhile.
        Ok(_) | Err(SessionsError::Refused(_) | SessionsError::NotFound) => {}
        Err(cause) => log_failure(key, &cause, "the failure of a server could not be stored"),
    }
}

/// Stops the sessions of accounts that were deleted, and then forgets those accounts.
async fn empty_closed_accounts(sessions: &Sessions) -> Result<(), StoreError> {
    let store = &sessions.0.store;
    for account in store.accounts().await? {
        if account.is_open() {
            continue;
        }
        loop {
            let keys = store.live_of(account.id, BATCH).await?;
            if keys.is_empty() {
                break;
            }
            let stops = keys.iter().map(|key| sessions.execute(key, &Command::Stop));
            for stopped in join_all(stops).await {
                if let Err(SessionsError::Store(cause)) = stopped {
                    return Err(cause);
                }
            }
        }
        store.remove_account(account.id).await?;
        info!(account = %account.id, "account deleted");
    }
    Ok(())
}
