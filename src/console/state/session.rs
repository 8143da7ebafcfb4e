//! One session, as last seen.

use remote_rendering_protocol::{
    MaxLeaseTime, RegionName, SessionId, SessionStatus, Timespan, Timestamp,
    session::SessionProperties,
};

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
    /// It is about to be stopped, at this time: until then the person can change their mind.
    AboutToStop(Timestamp),
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

    /// When it was created: as the service says, or where it does not (v1) when the page saw it first.
    pub fn created_at(&self) -> Timestamp {
        let first = self.history.first();
        let seen = first.map_or(self.seen_at, |seen| seen.at);
        self.properties.creation_time.unwrap_or(seen)
    }

    /// Whether it leases a server, or is about to.
    pub fn is_live(&self) -> bool {
        !self.properties.status.is_final()
    }

    /// For how long it has been ready at `now`, or was until it ended, as far as is known: not less than this.
    pub fn ready_for(&self, now: Timestamp) -> Timespan {
        let minutes = u64::try_from(self.properties.elapsed_time_minutes).unwrap_or_default();
        let told = Timespan::from_minutes(minutes);
        match self.ready_since.filter(|_| self.is_live()) {
            Some(since) => told.max(now.since(since.latest)),
            None => told,
        }
    }

    /// Whether it looks as the other does: all but when it was seen.
    pub fn looks_like(&self, other: &Self) -> bool {
        self.key == other.key
            && self.properties == other.properties
            && self.ready_since == other.ready_since
            && self.busy == other.busy
            && self.failure == other.failure
    }

    /// What is left of the lease.
    pub fn lease_left(&self, now: Timestamp) -> Option<Timespan> {
        self.lease_ends_at().map(|end| end.since(now))
    }

    pub(super) fn remember_status(&mut self) {
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

impl ReadySince {
    /// What an answer says: `elapsedTimeMinutes` is rounded down, so that the session became ready between that many
    /// minutes and one more ago; and after the last answer that said it was still starting.
    pub(super) fn observe(
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
