use std::fmt;

use crate::Timespan;

/// How long a session may stay ready, in total since it became ready: from nothing to 24 hours.
///
/// The 2021-01-01 API counts whole minutes, v1 writes a [`Timespan`]; both are this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MaxLeaseTime(Timespan);

/// Why a length of time is not a [`MaxLeaseTime`]. The texts complete a sentence that begins with the member's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MaxLeaseTimeError {
    /// Below zero.
    #[error("value cannot be negative.")]
    Negative,
    /// Above 24 hours.
    #[error("value cannot be more than 24 hours (1440 minutes).")]
    TooLong,
}

impl MaxLeaseTime {
    /// The longest lease: 24 hours.
    pub const MAX: Self = Self(Timespan::from_minutes(1440));

    /// A lease of so many whole minutes, as the 2021-01-01 API has them.
    pub fn from_minutes(minutes: i64) -> Result<Self, MaxLeaseTimeError> {
        let minutes = u64::try_from(minutes).map_err(|_| MaxLeaseTimeError::Negative)?;
        Self::try_from(Timespan::from_minutes(minutes))
    }

    /// The lease as a time span.
    pub const fn span(self) -> Timespan {
        self.0
    }

    /// The whole minutes of the lease, rounded down: at most 1440.
    pub fn whole_minutes(self) -> i64 {
        i64::try_from(self.0.whole_minutes()).unwrap_or(i64::MAX)
    }
}

impl TryFrom<Timespan> for MaxLeaseTime {
    type Error = MaxLeaseTimeError;

    fn try_from(span: Timespan) -> Result<Self, MaxLeaseTimeError> {
        if span > Self::MAX.0 {
            Err(MaxLeaseTimeError::TooLong)
        } else {
            Ok(Self(span))
        }
    }
}

impl fmt::Display for MaxLeaseTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
