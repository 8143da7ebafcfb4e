use std::{error::Error, panic::resume_unwind, sync::Arc};

use remote_rendering_engine::{
    Command, Event, Session, SessionKey, Settings,
    session::{Conflict, Decision, End, Refusal},
};
use remote_rendering_protocol::{AccountId, RegionName, Timestamp};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::{Instrument as _, error, info, warn};

use crate::{
    Allocator, Clock,
    lease_clock::LeaseClock,
    metrics::SessionCounts,
    store::{Insertion, Position, Replacement, Store, StoreError, Stored},
};

/// The sessions of the service: carries a command to the engine, its events to the store, and what
/// follows from them to the allocator and the lease clock.
#[derive(Clone, Debug)]
pub(crate) struct Sessions(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Arc<dyn Store>,
    allocator: Arc<dyn Allocator>,
    clock: Arc<dyn Clock>,
    leases: LeaseClock,
    counts: SessionCounts,
    tasks: TaskTracker,
    stopping: CancellationToken,
}

/// Why a call about a session has no result.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SessionsError {
    #[error("There is no session of this id.")]
    NotFound,
    #[error(transparent)]
    Conflict(#[from] Conflict),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a create did.
#[derive(Debug)]
pub(crate) enum Created {
    /// There is a new session.
    New(Session),
    /// The session of an equal create, as it is now.
    Existing(Session),
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
        counts: SessionCounts,
    ) -> Self {
        Self(Arc::new(Inner {
            store,
            allocator,
            clock,
            leases: LeaseClock::default(),
            counts,
            tasks: TaskTracker::new(),
            stopping: CancellationToken::new(),
        }))
    }

    /// Goes on where the store stands: allocates again for those that were starting, and watches
    /// every lease.
    pub(crate) async fn start(&self) -> Result<(), StoreError> {
        let live = self.0.store.live().await?;
        if !live.is_empty() {
            info!(
                sessions = live.len(),
                "going on with the sessions of the store"
            );
        }
        for session in &live {
            self.0.counts.entered(&session.status());
            self.0
                .leases
                .reschedule(session.key(), None, session.next_deadline());
            if session.next_deadline().is_none() {
                self.allocate(session);
            }
        }
        self.0.tasks.spawn(self.clone().end_leases());
        Ok(())
    }

    /// Stops everything in the background, and closes the store. Sessions stay in it as they are.
    pub(crate) async fn shutdown(&self) {
        self.0.stopping.cancel();
        self.0.tasks.close();
        self.0.tasks.wait().await;
        self.0.store.close().await;
    }

    pub(crate) async fn create(
        &self,
        key: SessionKey,
        settings: Settings,
    ) -> Result<Created, SessionsError> {
        let session = Session::begin(key, settings, self.now());
        let (sessions, new) = (self.clone(), session.clone());
        let insertion = self.whole(async move {
            let insertion = sessions.0.store.insert(&new).await?;
            if insertion == Insertion::Done {
                info!(session = %new.key().id, region = %new.key().region, "session created");
                sessions.0.counts.entered(&new.status());
                sessions.allocate(&new);
            }
            Ok::<_, StoreError>(insertion)
        });
        match insertion.await? {
            Insertion::Done => Ok(Created::New(session)),
            Insertion::Taken => {
                let existing = self.get(session.key()).await?;
                existing.same_create(session.settings())?;
                Ok(Created::Existing(existing))
            }
        }
    }

    pub(crate) async fn get(&self, key: &SessionKey) -> Result<Session, SessionsError> {
        self.execute(key, &Command::Lapse).await
    }

    /// Carries out a command; returns the session after it.
    pub(crate) async fn execute(
        &self,
        key: &SessionKey,
        command: &Command,
    ) -> Result<Session, SessionsError> {
        loop {
            let stored = self
                .0
                .store
                .session(key)
                .await?
                .ok_or(SessionsError::NotFound)?;
            let mut session = stored.session.clone();
            let Decision { events, answer } = session.execute(command.clone(), self.now());
            if !events.is_empty() {
                let sessions = self.clone();
                let commit = sessions.commit(stored, session.clone(), events);
                if self.whole(commit).await? == Replacement::Outdated {
                    continue;
                }
            }
            return answer.map(|()| session).map_err(SessionsError::Refused);
        }
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
        // A lease may have ended that the lease clock has not come to yet.
        let sessions = rows
            .into_iter()
            .map(|(_, session)| session)
            .filter(|session| session.at(now).is_live());
        Ok(Page {
            sessions: sessions.collect(),
            next,
        })
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
        before: Stored,
        after: Session,
        events: Vec<Event>,
    ) -> Result<Replacement, StoreError> {
        let replacement = self.0.store.replace(&after, before.version).await?;
        if replacement == Replacement::Done {
            self.follow(&before.session, &after, &events).await;
        }
        Ok(replacement)
    }

    /// What follows from events that are stored.
    async fn follow(&self, before: &Session, after: &Session, events: &[Event]) {
        let key = after.key();
        self.0
            .leases
            .reschedule(key, before.next_deadline(), after.next_deadline());
        self.0.counts.left(&before.status());
        self.0.counts.entered(&after.status());
        for event in events {
            match event {
                Event::BecameReady { .. } => info!(session = %key.id, "session ready"),
                Event::LeaseChanged(lease) => info!(session = %key.id, %lease, "lease changed"),
                Event::Ended { at, how } => {
                    match how {
                        End::Stopped => info!(session = %key.id, "session stopped"),
                        End::Expired => info!(session = %key.id, %at, "session expired"),
                        End::Failed(failure) => {
                            warn!(session = %key.id, code = failure.code, "session failed");
                        }
                    }
                    self.0.allocator.release(key).await;
                }
            }
        }
    }

    fn allocate(&self, session: &Session) {
        let (sessions, key, size) = (
            self.clone(),
            session.key().clone(),
            session.settings().size.clone(),
        );
        self.0.tasks.spawn(async move {
            let allocation = tokio::select! {
                allocation = sessions.0.allocator.allocate(&key, &size) => allocation,
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
                    sessions.0.allocator.release(&key).await;
                }
            }
        });
    }

    async fn end_leases(self) {
        loop {
            let key = tokio::select! {
                key = self.0.leases.next_due(&*self.0.clock) => key,
                () = self.0.stopping.cancelled() => return,
            };
            match self.get(&key).await {
                Ok(_) | Err(SessionsError::NotFound) => {}
                // The session has expired all the same for whoever reads it; only the release is
                // late.
                Err(cause) => {
                    log_failure(&key, &cause, "the end of a lease could not be stored");
                }
            }
        }
    }
}

fn log_failure(key: &SessionKey, error: &(dyn Error + 'static), what: &'static str) {
    error!(session = %key.id, error, "{what}");
}
