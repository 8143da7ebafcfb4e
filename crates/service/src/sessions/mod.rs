mod keeper;

use std::{
    error::Error,
    panic::resume_unwind,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use remote_rendering_engine::{
    Command, Event, Session, SessionKey, Settings,
    session::{Conflict, Decision, End, Host, Refusal},
};
use remote_rendering_protocol::{AccountId, RegionName, Timestamp, device::EndReason};
use tokio::sync::Notify;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::{Instrument as _, error, info, warn};

use crate::{
    Allocator, Clock, NotAdmitted, TokenHash,
    metrics::SessionCounts,
    store::{
        Insertion, Position, ProcessId, Replacement, Share, Store, StoreError, Stored, Version,
    },
};

/// The sessions of the service: carries a command to the engine, its events to the store, and what
/// follows from them to the allocator. What nobody asks for, such as the end of a lease, is the
/// [`keeper`]'s.
#[derive(Clone, Debug)]
pub(crate) struct Sessions(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Arc<dyn Store>,
    allocator: Arc<dyn Allocator>,
    clock: Arc<dyn Clock>,
    process: ProcessId,
    /// The shares that this process has; new sessions go into the first. None before it starts.
    shares: Mutex<Vec<Share>>,
    /// Told when a session ended whose server is to be taken back.
    ended: Notify,
    counts: SessionCounts,
    tasks: TaskTracker,
    stopping: CancellationToken,
}

/// Why a call about a session has no result.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SessionsError {
    #[error("no such session")]
    NotFound,
    #[error(transparent)]
    Conflict(#[from] Conflict),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    NotAdmitted(#[from] NotAdmitted),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a create did.
#[derive(Debug)]
pub(crate) enum Created {
    /// There is a new session.
    New(Arc<Session>),
    /// The session of an equal create, as it is now.
    Existing(Arc<Session>),
}

/// One page of a list.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) sessions: Vec<Session>,
    /// Where the next page begins, if there is one.
    pub(crate) next: Option<Position>,
}

impl Sessions {
    pub(crate) fn new(
        store: Arc<dyn Store>,
        allocator: Arc<dyn Allocator>,
        clock: Arc<dyn Clock>,
        process: ProcessId,
        counts: SessionCounts,
    ) -> Self {
        Self(Arc::new(Inner {
            store,
            allocator,
            clock,
            process,
            shares: Mutex::default(),
            ended: Notify::new(),
            counts,
            tasks: TaskTracker::new(),
            stopping: CancellationToken::new(),
        }))
    }

    /// Goes on where the store stands: sees to the sessions of processes that have died, and keeps
    /// every lease from now on.
    pub(crate) async fn start(&self) -> Result<(), StoreError> {
        keeper::start(self).await
    }

    /// Stops everything in the background, ends the servers that cannot go on alone, and closes the store. Sessions stay
    /// in it as they are.
    pub(crate) async fn shutdown(&self) {
        self.0.stopping.cancel();
        self.0.tasks.close();
        self.0.tasks.wait().await;
        self.0.allocator.close().await;
        if let Err(cause) = keeper::hand_over(self).await {
            warn!(
                error = &cause as &dyn Error,
                "other processes notice later that this one ended"
            );
        }
        self.0.store.close().await;
    }

    pub(crate) async fn create(
        &self,
        key: SessionKey,
        settings: Settings,
    ) -> Result<Created, SessionsError> {
        let session = Session::begin(key, settings, self.now());
        loop {
            if self.insert(&session).await? == Insertion::Done {
                return Ok(Created::New(Arc::new(session)));
            }
            let Some(stored) = self.0.store.session(session.key()).await? else {
                // It was removed since; the id is free.
                continue;
            };
            if stored.session.is_forgotten(self.now()) {
                self.forget(&stored).await?;
                continue;
            }
            let existing = self.get(session.key()).await?;
            existing.same_create(session.settings())?;
            return Ok(Created::Existing(existing));
        }
    }

    async fn insert(&self, session: &Session) -> Result<Insertion, StoreError> {
        let share = *self.shares().first().ok_or(StoreError::Closed)?;
        let (sessions, new) = (self.clone(), session.clone());
        let insertion = async move {
            let insertion = sessions.0.store.insert(&new, share).await?;
            if insertion == Insertion::Done {
                info!(session = %new.key().id, region = %new.key().region, "session created");
                sessions.allocate(&new);
            }
            Ok(insertion)
        };
        self.whole(insertion).await
    }

    pub(crate) async fn get(&self, key: &SessionKey) -> Result<Arc<Session>, SessionsError> {
        let stored = self.0.store.session(key).await?;
        let stored = stored.ok_or(SessionsError::NotFound)?;
        let now = self.now();
        let deadline = stored.session.next_deadline();
        if deadline.is_none_or(|deadline| now < deadline) {
            return Ok(stored.session);
        }
        self.execute(key, &Command::Lapse).await
    }

    /// Makes a session's server let in who brings the token of this hash; tells which server that is.
    pub(crate) async fn admit(
        &self,
        key: &SessionKey,
        token: TokenHash,
        lifetime: Duration,
    ) -> Result<Host, SessionsError> {
        let session = self.get(key).await?;
        let host = session.connectable(self.now()).map_err(NotAdmitted::from)?;
        self.0.allocator.admit(key, token, lifetime).await?;
        Ok(host)
    }

    /// Carries out a command; returns the session after it.
    pub(crate) async fn execute(
        &self,
        key: &SessionKey,
        command: &Command,
    ) -> Result<Arc<Session>, SessionsError> {
        loop {
            let stored = self.0.store.session(key).await?;
            let stored = stored.ok_or(SessionsError::NotFound)?;
            if let Some(answer) = self.attempt(stored, command).await? {
                return answer.map_err(SessionsError::Refused);
            }
        }
    }

    /// Carries out a command on a session as it was read; `None` if it was replaced meanwhile.
    async fn attempt(
        &self,
        stored: Stored,
        command: &Command,
    ) -> Result<Option<Result<Arc<Session>, Refusal>>, SessionsError> {
        let now = self.now();
        if stored.session.is_forgotten(now) {
            return Err(SessionsError::NotFound);
        }
        let Decision { events, answer } = stored.session.decide(command.clone(), now);
        if events.is_empty() {
            return Ok(Some(answer.map(|()| stored.session)));
        }
        let mut session = Session::clone(&stored.session);
        for event in &events {
            session.apply(event.clone());
        }
        let session = Arc::new(session);
        let commit = self
            .clone()
            .commit(stored.version, Arc::clone(&session), events);
        if self.whole(commit).await? == Replacement::Outdated {
            return Ok(None);
        }
        Ok(Some(answer.map(|()| session)))
    }

    /// Removes a session whose time to be read is over.
    async fn forget(&self, stored: &Stored) -> Result<(), StoreError> {
        let key = stored.session.key();
        if self.0.store.remove(key, stored.version).await? == Replacement::Done {
            info!(session = %key.id, region = %key.region, "session forgotten");
        }
        Ok(())
    }

    pub(crate) async fn page(
        &self,
        account: AccountId,
        region: &RegionName,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Page, SessionsError> {
        let mut rows = self.0.store.page(account, region, after, limit + 1).await?;
        let is_last = rows.len() <= limit;
        rows.truncate(limit);
        let next = if is_last {
            None
        } else {
            rows.last().map(|(position, _)| *position)
        };
        let now = self.now();
        // A lease may have ended that the keeper has not come to yet.
        let sessions = rows
            .into_iter()
            .map(|(_, session)| session)
            .filter(|session| session.at(now).is_live());
        Ok(Page {
            sessions: sessions.collect(),
            next,
        })
    }

    fn shares(&self) -> MutexGuard<'_, Vec<Share>> {
        // Nothing panics while it is held.
        self.0.shares.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// Runs work to its end, even if the caller is dropped on the way: a client that closes its
    /// connection must not leave a session that is stored, and that nobody allocates for or
    /// releases.
    async fn whole<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> T {
        match self.0.tasks.spawn(work.in_current_span()).await {
            Ok(value) => value,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                // The runtime ends, and this caller with it.
                Err(_) => std::future::pending().await,
            },
        }
    }

    /// Stores what became of a session, and sees to what follows.
    async fn commit(
        self,
        read: Version,
        session: Arc<Session>,
        events: Vec<Event>,
    ) -> Result<Replacement, StoreError> {
        let replacement = self.0.store.replace(&session, read).await?;
        if replacement == Replacement::Done {
            self.follow(session.key(), &events);
        }
        Ok(replacement)
    }

    /// What follows from events that are stored.
    fn follow(&self, key: &SessionKey, events: &[Event]) {
        for event in events {
            match event {
                Event::BecameReady { .. } => info!(session = %key.id, "session ready"),
                Event::LeaseChanged(lease) => info!(session = %key.id, %lease, "lease changed"),
                Event::Ended { at, how } => {
                    self.0.counts.ended(how);
                    match how {
                        End::Stopped => info!(session = %key.id, "session stopped"),
                        End::Expired => info!(session = %key.id, %at, "session expired"),
                        End::Failed(failure) => {
                            warn!(session = %key.id, code = failure.code, "session failed");
                        }
                    }
                    // The store knows that its server is not taken back yet, so that is not lost.
                    self.0.ended.notify_one();
                }
            }
        }
    }

    fn allocate(&self, session: &Session) {
        let (sessions, key, settings) = (
            self.clone(),
            session.key().clone(),
            session.settings().clone(),
        );
        self.0.tasks.spawn(async move {
            let allocation = tokio::select! {
                allocation = sessions.0.allocator.allocate(&key, &settings) => allocation,
                () = sessions.0.stopping.cancelled() => return,
            };
            let command = match allocation {
                Ok(host) => Command::Allocated(host),
                Err(error) => Command::Failed(error),
            };
            match sessions.execute(&key, &command).await {
                // Allocated twice, as by two processes on one store: the server is in use.
                Ok(_) | Err(SessionsError::Refused(Refusal::HasServer)) => {}
                Err(unwanted) => {
                    // Nothing is wrong with a session that ended while its server booted.
                    if let SessionsError::Store(cause) = &unwanted {
                        log_failure(&key, cause, "an allocation could not be stored");
                    }
                    sessions.0.allocator.release(&key, EndReason::Stopped).await;
                }
            }
        });
    }
}

fn log_failure(key: &SessionKey, error: &(dyn Error + 'static), what: &'static str) {
    error!(session = %key.id, error, "{what}");
}
