use std::borrow::Cow;

use remote_rendering_protocol::{MaxLeaseTime, Timestamp, error::ServiceError};

use super::{End, Ended, Host, Session, Settings, State};

/// What is asked of a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Its owner sets a new lease: the total since the session became ready.
    Update(MaxLeaseTime),
    /// Its owner stops it.
    Stop,
    /// The allocator found and booted its server.
    Allocated(Host),
    /// The allocator found none, or the server failed.
    Failed(ServiceError),
    /// Nothing but the passage of time.
    Lapse,
}

/// What became of a session. The log of a session's events, applied in order, is the session.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// It has its server, and the lease began.
    BecameReady {
        /// When.
        since: Timestamp,
        /// The server.
        host: Host,
    },
    /// It has another lease.
    LeaseChanged(MaxLeaseTime),
    /// It ended.
    Ended {
        /// When.
        at: Timestamp,
        /// Why.
        how: End,
    },
}

/// Why a command is refused. The session stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The new lease does not exceed the present one.
    #[error(
        "The new lease must be longer than the present one of {present}: it is the total since \
         the session became ready, not an addition."
    )]
    LeaseNotLonger {
        /// The lease that the session has.
        present: MaxLeaseTime,
    },
    /// The session has ended: an end is final.
    #[error("The session has ended ({how}): create a new one.")]
    Ended {
        /// The last status in words: `stopped`, `expired` or `error`.
        how: &'static str,
    },
    /// The session has its server already.
    #[error("The session has a server already.")]
    HasServer,
}

/// A create meets a session of the same id with other settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A session of this id exists already, created with other settings: choose another id.")]
pub struct Conflict;

/// What follows from a command: the events, in order, and the answer. A refused command can have
/// events too: those of the time that had passed.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// What became of the session.
    pub events: Vec<Event>,
    /// Whether the command was carried out.
    pub answer: Result<(), Refusal>,
}

impl Decision {
    fn done(events: Vec<Event>) -> Self {
        Self {
            events,
            answer: Ok(()),
        }
    }

    fn refused(refusal: Refusal) -> Self {
        Self {
            events: Vec::new(),
            answer: Err(refusal),
        }
    }
}

impl Session {
    /// Whether a create with `settings` is this session's own create, retried.
    pub fn same_create(&self, settings: &Settings) -> Result<(), Conflict> {
        if self.settings == *settings {
            Ok(())
        } else {
            Err(Conflict)
        }
    }

    /// What follows from `command` at `now`. Changes nothing: apply the events.
    pub fn decide(&self, command: Command, now: Timestamp) -> Decision {
        let Some(lapse) = self.lapse(now) else {
            return self.decide_at_present(command, now);
        };
        let mut present = self.clone();
        present.apply(lapse.clone());
        let mut decision = present.decide_at_present(command, now);
        decision.events.insert(0, lapse);
        decision
    }

    /// Makes an event of [`Session::decide`] true. An event for another state than the session is
    /// in changes nothing, so an end stays final whatever is applied.
    pub fn apply(&mut self, event: Event) {
        if !self.is_live() {
            return;
        }
        match event {
            Event::BecameReady { since, host } => self.state = State::Ready { since, host },
            Event::LeaseChanged(lease) => self.lease = lease,
            Event::Ended { at, how } => {
                let elapsed = self.elapsed(at);
                let teraflops = match &self.state {
                    State::Ready { host, .. } => Some(host.teraflops),
                    State::Starting | State::Ended(_) => None,
                };
                self.state = State::Ended(Ended {
                    at,
                    how,
                    elapsed,
                    teraflops,
                });
            }
        }
    }

    /// Decides and applies in one step; the events are for those who must follow them.
    pub fn execute(&mut self, command: Command, now: Timestamp) -> Decision {
        let decision = self.decide(command, now);
        for event in &decision.events {
            self.apply(event.clone());
        }
        decision
    }

    /// The session as it is at `now`: expired if its lease has ended, whether that was stored yet
    /// or not.
    pub fn at(&self, now: Timestamp) -> Cow<'_, Self> {
        match self.lapse(now) {
            None => Cow::Borrowed(self),
            Some(event) => {
                let mut present = self.clone();
                present.apply(event);
                Cow::Owned(present)
            }
        }
    }

    /// The end of the lease, at its exact time, if that time has come.
    fn lapse(&self, now: Timestamp) -> Option<Event> {
        if !self.is_live() {
            return None;
        }
        let at = self.next_deadline().filter(|deadline| *deadline <= now)?;
        Some(Event::Ended {
            at,
            how: End::Expired,
        })
    }

    fn decide_at_present(&self, command: Command, now: Timestamp) -> Decision {
        match (&self.state, command) {
            // Stopping what has ended is no error: the caller has what it wants.
            (_, Command::Lapse) | (State::Ended(_), Command::Stop) => Decision::done(Vec::new()),
            (State::Ended(ended), _) => Decision::refused(Refusal::Ended {
                how: ended.how.in_words(),
            }),
            (State::Starting | State::Ready { .. }, Command::Update(lease)) => {
                self.decide_update(lease)
            }
            (State::Starting | State::Ready { .. }, Command::Stop) => {
                self.decide_end(End::Stopped, now)
            }
            (State::Starting | State::Ready { .. }, Command::Failed(error)) => {
                self.decide_end(End::Failed(error), now)
            }
            (State::Starting, Command::Allocated(host)) => {
                // A clock that was set back must not make a session ready before it was created.
                let since = now.max(self.created_at);
                Decision::done(vec![Event::BecameReady { since, host }])
            }
            (State::Ready { .. }, Command::Allocated(_)) => Decision::refused(Refusal::HasServer),
        }
    }

    fn decide_update(&self, lease: MaxLeaseTime) -> Decision {
        if lease > self.lease {
            Decision::done(vec![Event::LeaseChanged(lease)])
        } else {
            Decision::refused(Refusal::LeaseNotLonger {
                present: self.lease,
            })
        }
    }

    fn decide_end(&self, how: End, now: Timestamp) -> Decision {
        let began = match &self.state {
            State::Ready { since, .. } => *since,
            State::Starting | State::Ended(_) => self.created_at,
        };
        Decision::done(vec![Event::Ended {
            at: now.max(began),
            how,
        }])
    }
}

impl End {
    const fn in_words(&self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Expired => "expired",
            Self::Failed(_) => "error",
        }
    }
}
