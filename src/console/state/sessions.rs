//! The sessions of all regions, as last seen.

use std::rc::Rc;

use remote_rendering_client::fallback::FallbackStep;
use remote_rendering_protocol::{
    MaxLeaseTime, RegionName, SessionId, SessionStatus, Timespan, Timestamp,
    session::SessionProperties,
};
use yew::Reducible;

use super::failure::Failure;

/// A session's place: ids are unique within one region only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionKey {
    /// The region.
    pub region: RegionName,
    /// The id.
    pub id: SessionId,
}

/// How many statuses of one session are kept. It goes through three at most; what a newer service does is not known.
pub const HISTORY_KEPT: usize = 20;

/// Between which two moments the session became ready. The wire says it only in whole minutes; every answer narrows
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadySince {
    /// Not before.
    pub earliest: Timestamp,
    /// Not after.
    pub latest: Timestamp,
}

/// A status, and when the page saw it first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusSeen {
    /// The status.
    pub status: SessionStatus,
    /// When an answer said so for the first time.
    pub at: Timestamp,
}

/// What is being done to a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Busy {
    /// Its lease is being extended.
    Extending,
    /// It is being stopped.
    Stopping,
}

/// A session as last seen.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionRow {
    /// Its place.
    pub key: SessionKey,
    /// The service's description.
    pub properties: SessionProperties,
    /// When that was.
    pub seen_at: Timestamp,
    /// Since when it is ready, or was until it ended, if that is known.
    pub ready_since: Option<ReadySince>,
    /// The statuses that the page has seen, the present one last, at most [`HISTORY_KEPT`].
    pub history: Vec<StatusSeen>,
    /// What is being done to it.
    pub busy: Option<Busy>,
    /// Why the last thing done to it failed.
    pub failure: Option<Failure>,
}

impl SessionRow {
    /// When the lease ends, at the earliest: a warning that comes too early is better than one too late.
    pub fn lease_ends_at(&self) -> Option<Timestamp> {
        self.lease_end().map(|end| end.earliest)
    }

    /// Between which two moments the lease ends or ended, as it is known when the session became ready.
    pub fn lease_end(&self) -> Option<ReadySince> {
        let lease = MaxLeaseTime::from_minutes(self.properties.max_lease_time_minutes).ok()?;
        let ready = self.ready_since?;
        Some(ReadySince {
            earliest: ready.earliest.after(lease.span()),
            latest: ready.latest.after(lease.span()),
        })
    }

    /// What is left of the lease.
    pub fn lease_left(&self, now: Timestamp) -> Option<Timespan> {
        self.lease_ends_at().map(|end| end.since(now))
    }

    fn remember_status(&mut self) {
        let status = &self.properties.status;
        if self
            .history
            .last()
            .is_some_and(|last| last.status == *status)
        {
            return;
        }
        if self.history.len() == HISTORY_KEPT {
            self.history.remove(0);
        }
        self.history.push(StatusSeen {
            status: status.clone(),
            at: self.seen_at,
        });
    }
}

/// How the list of one region is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// Asked for, not there yet.
    Loading,
    /// There.
    Listed,
    /// Not to be had.
    Failed(Failure),
}

/// How the creation of a session is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Creation {
    /// Nothing asked.
    #[default]
    Idle,
    /// On its way.
    Running(Tries),
    /// Done: this one, after these tries.
    Done(SessionKey, Tries),
    /// Failed.
    Failed(Failure),
    /// None of these had a server free.
    NoServer(Vec<FallbackStep>),
}

/// How far a creation has gone through its plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    /// What is tried now, or was created.
    pub present: Option<FallbackStep>,
    /// What came to nothing before.
    pub failed: Vec<FallbackStep>,
}

/// The sessions of all regions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sessions {
    /// The rows, newest first.
    pub rows: Vec<SessionRow>,
    /// The list of each region.
    pub listings: Vec<(RegionName, Listing)>,
    /// The creation form's call.
    pub creation: Creation,
    /// A session that was asked for by a link, and why it could not be had.
    pub missed: Option<(SessionKey, Failure)>,
}

/// What happens to the sessions.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A region's list was asked for.
    Listing(RegionName),
    /// A region's list is there.
    Listed(RegionName),
    /// A region's list failed.
    ListFailed(RegionName, Failure),
    /// The service described a session.
    Seen(RegionName, SessionProperties, Timestamp),
    /// The service described several sessions of a region at once: each change of the rows costs a copy of them all.
    SeenAll(RegionName, Vec<SessionProperties>, Timestamp),
    /// A creation is on its way; told again with each step of its plan.
    Creating(Tries),
    /// It succeeded, after these tries.
    Created(SessionKey, Tries),
    /// It failed.
    CreateFailed(Failure),
    /// None of these had a server free.
    NoServer(Vec<FallbackStep>),
    /// Something is being done to a session.
    Began(SessionKey, Busy),
    /// It was done.
    Finished(SessionKey),
    /// It failed.
    Failed(SessionKey, Failure),
    /// The session has gone from the service.
    Gone(SessionKey),
    /// A session that is in no list is asked for.
    LookingUp,
    /// It is not to be had.
    Missed(SessionKey, Failure),
    /// The person has read enough of an ended session.
    Dismissed(SessionKey),
    /// Somebody signed out.
    Cleared,
}

impl Sessions {
    /// The row of a session.
    pub fn find(&self, key: &SessionKey) -> Option<&SessionRow> {
        self.rows.iter().find(|row| row.key == *key)
    }

    /// Why a session that was asked for by a link could not be had.
    pub fn missed(&self, key: &SessionKey) -> Option<&Failure> {
        let missed = self.missed.as_ref().filter(|(missed, _)| missed == key);
        missed.map(|(_, failure)| failure)
    }

    /// How many sessions lease, or are about to lease, a server.
    pub fn live(&self) -> usize {
        self.rows
            .iter()
            .filter(|row| !row.properties.status.is_final())
            .count()
    }

    /// How the list of a region is doing, if it was ever asked for.
    pub fn listing(&self, region: &RegionName) -> Option<&Listing> {
        self.listings
            .iter()
            .find(|(known, _)| known == region)
            .map(|(_, listing)| listing)
    }

    fn list(&mut self, region: RegionName, listing: Listing) {
        match self.listings.iter_mut().find(|(known, _)| *known == region) {
            Some((_, present)) => *present = listing,
            None => self.listings.push((region, listing)),
        }
    }

    fn change(&mut self, key: &SessionKey, change: impl FnOnce(&mut SessionRow)) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.key == *key) {
            change(row);
        }
    }

    fn see(&mut self, region: RegionName, properties: SessionProperties, seen_at: Timestamp) {
        let key = SessionKey {
            region,
            id: properties.id.clone(),
        };
        let before = self.find(&key);
        // Answers can overtake each other: an end is final, whatever an older answer says.
        if before
            .is_some_and(|before| before.properties.status.is_final() || before.seen_at > seen_at)
        {
            return;
        }
        let ready_since = ReadySince::observe(before, &properties, seen_at);
        if self.missed(&key).is_some() {
            self.missed = None;
        }
        if let Some(row) = self.rows.iter_mut().find(|row| row.key == key) {
            row.properties = properties;
            row.seen_at = seen_at;
            row.ready_since = ready_since;
            row.remember_status();
        } else {
            let mut row = SessionRow {
                key,
                properties,
                seen_at,
                ready_since,
                history: Vec::new(),
                busy: None,
                failure: None,
            };
            row.remember_status();
            self.rows.push(row);
        }
    }

    fn order(&mut self) {
        self.rows
            .sort_by_key(|row| std::cmp::Reverse(row.properties.creation_time));
    }
}

impl ReadySince {
    /// What an answer says: `elapsedTimeMinutes` is rounded down, so that the session became ready between that many
    /// minutes and one more ago; and after the last answer that said it was still starting.
    fn observe(
        before: Option<&SessionRow>,
        properties: &SessionProperties,
        at: Timestamp,
    ) -> Option<Self> {
        if properties.status.is_final() {
            return before.and_then(|row| row.ready_since);
        }
        if properties.status != SessionStatus::Ready {
            return None;
        }
        let minutes = u64::try_from(properties.elapsed_time_minutes).unwrap_or_default();
        let ago = |minutes| {
            let span = Timespan::from_minutes(minutes);
            Timestamp::from_ticks(
                at.ticks()
                    .saturating_sub(i64::try_from(span.ticks()).unwrap_or(i64::MAX)),
            )
        };
        let mut seen = Self {
            earliest: ago(minutes + 1),
            latest: ago(minutes),
        };
        if let Some(starting) =
            before.filter(|row| row.properties.status == SessionStatus::Starting)
        {
            seen.earliest = seen.earliest.max(starting.seen_at);
        }
        let narrowed = before
            .and_then(|row| row.ready_since)
            .map_or(seen, |known| Self {
                earliest: known.earliest.max(seen.earliest),
                latest: known.latest.min(seen.latest),
            });
        // The clock of this device was changed: what the newest answer says holds.
        Some(if narrowed.earliest <= narrowed.latest {
            narrowed
        } else {
            seen
        })
    }
}

impl Reducible for Sessions {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            Action::Listing(region) => {
                if next.listing(&region).is_none() {
                    next.listings.push((region, Listing::Loading));
                }
            }
            Action::Listed(region) => {
                next.list(region, Listing::Listed);
            }
            Action::ListFailed(region, failure) => {
                next.list(region, Listing::Failed(failure));
            }
            Action::Seen(region, properties, at) => {
                next.see(region, properties, at);
                next.order();
            }
            Action::SeenAll(region, all, at) => {
                for properties in all {
                    next.see(region.clone(), properties, at);
                }
                next.order();
            }
            Action::Creating(tries) => next.creation = Creation::Running(tries),
            Action::Created(key, tries) => next.creation = Creation::Done(key, tries),
            Action::CreateFailed(failure) => next.creation = Creation::Failed(failure),
            Action::NoServer(tried) => next.creation = Creation::NoServer(tried),
            Action::Began(key, busy) => next.change(&key, |row| {
                row.busy = Some(busy);
                row.failure = None;
            }),
            Action::Finished(key) => next.change(&key, |row| row.busy = None),
            Action::Failed(key, failure) => next.change(&key, |row| {
                row.busy = None;
                row.failure = Some(failure);
            }),
            Action::Gone(key) => next.rows.retain(|row| row.key != key),
            Action::LookingUp => next.missed = None,
            Action::Missed(key, failure) => next.missed = Some((key, failure)),
            Action::Dismissed(key) => {
                next.rows
                    .retain(|row| row.key != key || !row.properties.status.is_final());
            }
            Action::Cleared => next = Self::default(),
        }
        Rc::new(next)
    }
}

#[cfg(test)]
#[path = "sessions_tests.rs"]
mod tests;
