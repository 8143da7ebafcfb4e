//! A session: its states, what changes them, and its lease.

mod connect;
mod decide;
mod view;

use remote_rendering_protocol::{
    AccountId, MaxLeaseTime, RegionName, SessionId, SessionSize, Timespan, Timestamp,
    device::ModelSource, error::ServiceError,
};
use serde::{Deserialize, Serialize};

pub use connect::NotConnectable;
pub use decide::{Command, Conflict, Decision, Event, Refusal};

/// For how long a session can be read after its end: 30 days, as the hosted service kept it. Then
/// it is forgotten, and its id is free again.
pub const RETENTION: Timespan = Timespan::from_minutes(30 * 24 * 60);

/// Which session: ids are chosen by clients, so they mean something only within an account and a
/// region.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SessionKey {
    /// Whose session.
    pub account: AccountId,
    /// Where its server is.
    pub region: RegionName,
    /// The id that the client chose.
    pub id: SessionId,
}

/// What a session is created with. A second create with equal settings is the same create, retried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The lease, in total since the session becomes ready.
    #[serde(with = "lease_as_timespan")]
    pub lease: MaxLeaseTime,
    /// The size of the server.
    pub size: SessionSize,
    /// What the server loads before a device asks for anything. Addresses may be signed: not for a log.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub models: Vec<ModelSource>,
}

/// The server that a session leases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Host {
    /// Its host name.
    pub hostname: String,
    /// Port of its inspector.
    pub arr_inspector_port: u16,
    /// Port on which it waits for a device.
    pub handshake_port: u16,
    /// Its computing power, in teraflops.
    pub teraflops: f64,
}

/// What a session is doing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// A server is being found and booted.
    Starting,
    /// It has its server; the lease runs.
    Ready {
        /// Since when.
        since: Timestamp,
        /// The server.
        host: Host,
    },
    /// It has ended, for good.
    Ended(Ended),
}

/// How a session ended, and what is still told about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub how: End,
    /// For how long it was ready.
    pub elapsed: Timespan,
    /// Computing power of the server that it had.
    pub teraflops: Option<f64>,
}

/// Why a session ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// Its owner stopped it.
    Stopped,
    /// Its lease ended.
    Expired,
    /// It could not start, or its server failed.
    Failed(ServiceError),
}

/// A session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    key: SessionKey,
    created_at: Timestamp,
    settings: Settings,
    #[serde(with = "lease_as_timespan")]
    lease: MaxLeaseTime,
    state: State,
}

impl Session {
    /// A new session, starting.
    pub fn begin(key: SessionKey, settings: Settings, now: Timestamp) -> Self {
        Self {
            key,
            created_at: now,
            lease: settings.lease,
            settings,
            state: State::Starting,
        }
    }

    /// Which session it is.
    pub const fn key(&self) -> &SessionKey {
        &self.key
    }

    /// When it was created.
    pub const fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// What it was created with.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The lease as it is now: what it was created with, or the last extension.
    pub const fn lease(&self) -> MaxLeaseTime {
        self.lease
    }

    /// What it is doing, as far as was applied; [`Session::at`] brings it up to a time.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Whether it is starting or ready.
    pub const fn is_live(&self) -> bool {
        !matches!(self.state, State::Ended(_))
    }

    /// The next time at which it changes by itself: the end of its lease, and after its end the
    /// time at which it is forgotten. Calling [`Session::decide`] then is for those who wait;
    /// whoever asks later gets the same answer.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        match &self.state {
            State::Starting => None,
            State::Ready { since, .. } => Some(since.after(self.lease.span())),
            State::Ended(ended) => Some(ended.at.after(RETENTION)),
        }
    }

    /// Whether it ended so long before `now` that nobody is told of it any more. A lease that ended
    /// meanwhile counts from its end.
    pub fn is_forgotten(&self, now: Timestamp) -> bool {
        let session = self.at(now);
        !session.is_live()
            && session
                .next_deadline()
                .is_some_and(|deadline| deadline <= now)
    }

    /// For how long it has been ready at `now`: not beyond its lease, and not beyond its end.
    pub fn elapsed(&self, now: Timestamp) -> Timespan {
        match &self.state {
            State::Starting => Timespan::ZERO,
            State::Ready { since, .. } => now.since(*since).min(self.lease.span()),
            State::Ended(ended) => ended.elapsed,
        }
    }
}

/// Leases are stored as the time span that they are, and checked again when read.
mod lease_as_timespan {
    use remote_rendering_protocol::{MaxLeaseTime, Timespan};
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};

    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde's `with` hands a reference to the field; the lint knows it on 64 bits only"
    )]
    pub(super) fn serialize<S: Serializer>(
        lease: &MaxLeaseTime,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        lease.span().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<MaxLeaseTime, D::Error> {
        Timespan::deserialize(deserializer)?
            .try_into()
            .map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests;
