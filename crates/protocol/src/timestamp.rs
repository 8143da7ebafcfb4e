use std::{fmt, str::FromStr, time::Duration};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use time::OffsetDateTime;

use crate::{Timespan, rfc3339};

/// A moment, in ticks of 100 ns since 1970-01-01T00:00:00Z: the resolution of the wire.
///
/// Written as the service writes `creationTime`: `2021-05-14T16:25:13.5686988+00:00`, in UTC, without trailing zeros
/// in the fraction. Any RFC 3339 text is read. Years 1970 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    ticks: i64,
}

/// Why a text is not a [`Timestamp`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a moment in time: write it as 2021-05-14T16:25:13+00:00")]
pub struct TimestampError;

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Self = Self { ticks: 0 };
    /// The last tick of the year 9999.
    pub const MAX: Self = Self {
        ticks: 2_534_023_007_999_999_999,
    };

    const TICKS_PER_SECOND: i64 = 10_000_000;

    /// So many ticks of 100 ns after the Unix epoch, held within the years 1970 to 9999.
    pub const fn from_ticks(ticks: i64) -> Self {
        if ticks < 0 {
            Self::UNIX_EPOCH
        } else if ticks > Self::MAX.ticks {
            Self::MAX
        } else {
            Self { ticks }
        }
    }

    /// So many whole seconds after the Unix epoch.
    pub const fn from_unix_seconds(seconds: i64) -> Self {
        Self::of(seconds, Self::TICKS_PER_SECOND)
    }

    /// So many milliseconds after the Unix epoch: JavaScript's `Date.now()`.
    pub const fn from_unix_milliseconds(milliseconds: i64) -> Self {
        Self::of(milliseconds, Self::TICKS_PER_SECOND / 1000)
    }

    /// So many of a unit after the Unix epoch. Compared first, as a [`Timespan`]'s are.
    const fn of(count: i64, unit: i64) -> Self {
        if count > Self::MAX.ticks / unit {
            Self::MAX
        } else if count < 0 {
            Self::UNIX_EPOCH
        } else {
            Self {
                ticks: count * unit,
            }
        }
    }

    /// Ticks of 100 ns since the Unix epoch.
    pub const fn ticks(self) -> i64 {
        self.ticks
    }

    /// Whole seconds since the Unix epoch.
    pub const fn unix_seconds(self) -> i64 {
        self.ticks / Self::TICKS_PER_SECOND
    }

    /// Milliseconds since the Unix epoch.
    pub const fn unix_milliseconds(self) -> i64 {
        self.ticks / (Self::TICKS_PER_SECOND / 1000)
    }

    /// The time that passed from `earlier` to `self`; zero when `earlier` is later.
    pub fn since(self, earlier: Self) -> Timespan {
        Timespan::from_ticks(u64::try_from(self.ticks - earlier.ticks).unwrap_or(0))
    }

    /// The moment so much later, held within the year 9999.
    #[must_use]
    pub fn after(self, span: impl Into<Timespan>) -> Self {
        Self::from_ticks(
            self.ticks
                .saturating_add(i64::try_from(span.into().ticks()).unwrap_or(i64::MAX)),
        )
    }

    /// How long to wait at `now` until this moment has come.
    pub fn wait_from(self, now: Self) -> Duration {
        self.since(now).into()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The range is held by every constructor, so the conversion cannot fail.
        let moment =
            OffsetDateTime::from_unix_timestamp(self.unix_seconds()).map_err(|_| fmt::Error)?;
        let (hour, minute, second) = moment.to_hms();
        write!(
            f,
            "{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}",
            moment.year(),
            u8::from(moment.month()),
            moment.day()
        )?;
        let fraction = self.ticks % Self::TICKS_PER_SECOND;
        if fraction > 0 {
            write!(f, ".{}", format!("{fraction:07}").trim_end_matches('0'))?;
        }
        f.write_str("+00:00")
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        let ticks = rfc3339::ticks(text.as_bytes()).ok_or(TimestampError)?;
        if (0..=Self::MAX.ticks).contains(&ticks) {
            Ok(Self { ticks })
        } else {
            Err(TimestampError)
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}
