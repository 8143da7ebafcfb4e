use std::time::Duration;

/// Number of a probe within its race.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProbeId(pub(super) u32);

impl ProbeId {
    /// The number of the probe that is the nth of its race, from 0.
    pub(super) fn of(place: usize) -> Self {
        // A race sends some hundreds.
        Self(u32::try_from(place).unwrap_or(u32::MAX))
    }

    pub(super) fn place(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// One request to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    /// Its number.
    pub id: ProbeId,
    /// The region, by its place in the list that the race was given.
    pub entrant: usize,
    /// On which connection.
    pub connection: Connection,
}

/// On which connection a probe is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// The one that the client's calls use, so that a race warms up what they will need.
    Shared,
    /// Another one than the earlier probes': a second witness for a region that is silent. On the same connection both
    /// would wait behind the same lost packet.
    Own,
}

/// What a shell could see of one answered probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// From the request to the answer, with the opening of the connection where it was opened for this probe.
    pub total: Duration,
    /// From the request's first byte to the answer's, without the opening of a connection, where the shell can see that.
    pub exchange: Option<Duration>,
    /// One round trip of the connection's opening (TCP), where it was opened for this probe and the shell can see that.
    pub handshake: Option<Duration>,
    /// Which clock the times are from.
    pub clock: Clock,
}

/// Which clock a reading is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// From the network stack's own record: right, however busy the program is.
    Recorded,
    /// From the program's clock around the request: too long where the program was busy.
    Observed,
}

impl Reading {
    /// Nothing but the time of the whole request is known.
    pub fn whole(total: Duration) -> Self {
        Self {
            total,
            exchange: None,
            handshake: None,
            clock: Clock::Recorded,
        }
    }
}

/// Why a probe gave no reading. A failure is never a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProbeFailure {
    /// The name does not resolve, nothing listens, or the connection broke.
    #[error("nothing answers at the probe's URL")]
    Unreachable,
    /// No answer in the time that an answer would have been of use.
    #[error("no answer in time")]
    Lost,
    /// The device has no network.
    #[error("the device is offline")]
    Offline,
    /// A secure page may not call an insecure URL.
    #[error("a secure page may not call an http URL")]
    Insecure,
    /// The answer is another host's: the URL redirects.
    #[error("the probe's URL redirects, so that another host would be measured")]
    Redirected,
    /// The answer came from a cache or a service worker.
    #[error("the answer did not come from the network")]
    Cached,
    /// Something else than a region's probe answered: the status is not one of success.
    #[error("the probe's URL answers with status {0}")]
    Status(u16),
}
