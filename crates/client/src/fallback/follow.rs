use std::time::Duration;

use remote_rendering_protocol::{
    Generation, MaxLeaseTime, RegionName, SessionId, SessionStatus, session::SessionProperties,
};

use super::{
    FailedStep, FallbackError, FallbackErrorKind, FallbackPlan, FallbackStep, StepFailure,
    failure::{Next, is_of_create},
};
use crate::{Client, Error, ErrorKind, NewSession, Runtime, SessionPoller};

/// When a new session is looked at for the first time, whatever its size: whether there is a server for it is known
/// long before its poller would ask.
pub const FIRST_LOOK: Duration = Duration::from_secs(2);

/// A request that was given up while it was under way is at its service after this time, or never.
pub const ARRIVAL: Duration = Duration::from_secs(2);

/// What happens while a plan is followed.
#[derive(Clone, Copy, Debug)]
pub enum FallbackEvent<'a> {
    /// A step begins. From here on, a session of this id may be there.
    Trying {
        /// The step.
        step: &'a FallbackStep,
        /// The id of the session that it creates; `None` in v1, where its service chooses it.
        session: Option<&'a SessionId>,
    },
    /// The session is there; whether it gets a server is not known yet.
    Created {
        /// The step.
        step: &'a FallbackStep,
        /// The session.
        session: &'a SessionProperties,
    },
    /// The step came to nothing, and unless it is in doubt no session is there.
    Failed(&'a FailedStep),
    /// The session is there and nothing speaks against it: the plan is at its end.
    Began {
        /// The step.
        step: &'a FallbackStep,
        /// The session.
        session: &'a SessionProperties,
    },
}

/// A session that was begun.
#[derive(Debug)]
pub struct Begun<R> {
    /// Where, and in what size.
    pub step: FallbackStep,
    /// Waits for it to become ready.
    pub poller: SessionPoller<R>,
    /// What the steps before it came to.
    pub failed: Vec<FailedStep>,
}

/// Creates a session by a plan: tries its steps until one gives a session that gets a server.
///
/// The first step's session is `id`; each further one has an id of its own. With clients that speak v1 the service
/// chooses all of them. `client_in` gives the client of a region. `told` hears of everything as it happens.
///
/// Dropping the future ends it; what may be left behind is in the [module's documentation](super).
pub async fn follow<R: Runtime>(
    plan: &FallbackPlan,
    id: &SessionId,
    max_lease_time: MaxLeaseTime,
    client_in: impl Fn(&RegionName) -> Option<Client<R>>,
    mut told: impl FnMut(FallbackEvent<'_>),
) -> Result<Begun<R>, FallbackError> {
    let mut failed: Vec<FailedStep> = Vec::new();
    let mut id = id.clone();
    let mut steps = plan.steps().iter().peekable();
    while let Some(step) = steps.next() {
        let client = client_in(&step.region);
        let chosen = client
            .as_ref()
            .is_none_or(|client| client.generation() != Generation::V1);
        let session = chosen.then_some(&id);
        told(FallbackEvent::Trying { step, session });
        let outcome = match &client {
            Some(client) => {
                let new = NewSession {
                    max_lease_time,
                    size: step.size.clone(),
                };
                begin(client, step, &id, &new, plan.watch(), &mut told).await
            }
            None => Err(StepFailure::UnknownRegion),
        };
        let why = match outcome {
            Ok(poller) => {
                let session = poller.latest();
                told(FallbackEvent::Began { step, session });
                return Ok(Begun {
                    step: step.clone(),
                    poller,
                    failed,
                });
            }
            Err(why) => why,
        };
        let next = why.next();
        let this = FailedStep {
            step: step.clone(),
            session: session.cloned(),
            why,
        };
        told(FallbackEvent::Failed(&this));
        failed.push(this);
        match next {
            Next::Step => {}
            Next::Region => while steps.next_if(|it| it.region == step.region).is_some() {},
            Next::Nowhere(kind) => return Err(FallbackError { kind, failed }),
        }
        if let Some(client) = client {
            id = SessionId::from_bytes(client.runtime().random());
        }
    }
    Err(FallbackError {
        kind: FallbackErrorKind::Exhausted,
        failed,
    })
}

/// Creates a step's session, and watches it until it is clear that it gets a server or that it gets none.
async fn begin<R: Runtime>(
    client: &Client<R>,
    step: &FallbackStep,
    id: &SessionId,
    new: &NewSession,
    watch: Duration,
    told: &mut impl FnMut(FallbackEvent<'_>),
) -> Result<SessionPoller<R>, StepFailure> {
    let mut poller = match client.begin_session(id, new).await {
        Ok(poller) => poller,
        Err(error) if may_have_arrived(&error) => settle(client, id, new, error).await?,
        Err(error) => return Err(StepFailure::Create(error)),
    };
    let session = poller.latest();
    told(FallbackEvent::Created { step, session });
    let begun_at = client.runtime().now();
    // The session is there: that it cannot be looked at is for its poller's owner to see.
    let first_look = FIRST_LOOK.min(watch);
    let mut seen =
        watch.is_zero() || poller.is_done() || poller.poll_after(first_look).await.is_ok();
    while seen
        && !poller.is_done()
        && Duration::from(client.runtime().now().since(begun_at)) < watch
    {
        seen = poller.poll_later().await.is_ok();
    }
    let latest = poller.latest();
    if latest.status == SessionStatus::Error {
        return Err(StepFailure::Ended(latest.error.clone()));
    }
    Ok(poller)
}

/// Whether a create that failed may have made a session all the same.
fn may_have_arrived(error: &Error) -> bool {
    let unseen = is_of_create(error)
        && matches!(
            error.kind(),
            // The network went away with the answer; a proxy answered in the region's place, or the answer was cut.
            ErrorKind::Offline
                | ErrorKind::CorsRefused
                | ErrorKind::UnexpectedStatus
                | ErrorKind::InvalidAnswer
        );
    unseen || error.call().in_doubt
}

/// Finds out what became of a create without an answer: gives the session if it was made. In v1 the answer would have
/// told its id, so that nobody can.
async fn settle<R: Runtime>(
    client: &Client<R>,
    id: &SessionId,
    new: &NewSession,
    create: Error,
) -> Result<SessionPoller<R>, StepFailure> {
    if client.generation() == Generation::V1 {
        return Err(StepFailure::Unresolved { create, look: None });
    }
    client.runtime().sleep(ARRIVAL).await;
    match client.resume_session(id).await {
        Ok(poller) => {
            let found = poller.latest();
            let same = found.size == new.size
                && found.max_lease_time_minutes == new.max_lease_time.whole_minutes();
            if same {
                Ok(poller)
            } else {
                Err(StepFailure::Taken)
            }
        }
        // In the service's own words: a proxy in front of it may say 404, too, and knows nothing of sessions.
        Err(look) if look.kind() == ErrorKind::NotFound && look.call().service.is_some() => {
            Err(StepFailure::Create(create))
        }
        Err(look) => Err(StepFailure::Unresolved {
            create,
            look: Some(look),
        }),
    }
}
