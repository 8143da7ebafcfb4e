use std::{fmt, str::FromStr, time::Duration};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A length of time in .NET's text form `[d.]hh:mm:ss[.fffffff]`, as the v1 session API and `arrconfig.json` write
/// it. `4:0:0` and `04:00:00` are equal.
///
/// Counted in ticks of 100 ns, never negative, at most .NET's `TimeSpan.MaxValue`
/// (`10675199.02:48:05.4775807`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timespan {
    ticks: u64,
}

/// Why a text is not a [`Timespan`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimespanError {
    /// The text has another shape than `[d.]hh:mm:ss[.fffffff]`.
    #[error("not a time span: write hours, minutes and seconds as hh:mm:ss, for example 01:30:00")]
    Format,
    /// The text begins with a minus sign.
    #[error("a time span cannot be negative")]
    Negative,
    /// Hours above 23.
    #[error("hours go from 0 to 23: write days before a dot, for example 1.00:00:00")]
    Hours,
    /// Minutes above 59.
    #[error("minutes go from 0 to 59")]
    Minutes,
    /// Seconds above 59.
    #[error("seconds go from 0 to 59")]
    Seconds,
    /// Longer than .NET's largest time span.
    #[error("the time span is too long")]
    TooLong,
}

impl Timespan {
    /// No time at all.
    pub const ZERO: Self = Self { ticks: 0 };
    /// .NET's `TimeSpan.MaxValue`.
    pub const MAX: Self = Self {
        ticks: i64::MAX as u64,
    };

    pub(crate) const TICKS_PER_SECOND: u64 = 10_000_000;
    const TICKS_PER_MINUTE: u64 = 60 * Self::TICKS_PER_SECOND;
    const TICKS_PER_HOUR: u64 = 60 * Self::TICKS_PER_MINUTE;
    const TICKS_PER_DAY: u64 = 24 * Self::TICKS_PER_HOUR;

    /// A time span of so many ticks of 100 ns, cut to [`Timespan::MAX`].
    pub const fn from_ticks(ticks: u64) -> Self {
        if ticks > Self::MAX.ticks {
            Self::MAX
        } else {
            Self { ticks }
        }
    }

    /// A time span of so many seconds, cut to [`Timespan::MAX`].
    pub const fn from_seconds(seconds: u64) -> Self {
        Self::of(seconds, Self::TICKS_PER_SECOND)
    }

    /// A time span of so many minutes, cut to [`Timespan::MAX`].
    pub const fn from_minutes(minutes: u64) -> Self {
        Self::of(minutes, Self::TICKS_PER_MINUTE)
    }

    /// So many of a unit. Compared first: WebAssembly finds out that a product is too large by multiplying in 128 bits.
    const fn of(count: u64, unit: u64) -> Self {
        if count > Self::MAX.ticks / unit {
            Self::MAX
        } else {
            Self {
                ticks: count * unit,
            }
        }
    }

    /// The length in ticks of 100 ns.
    pub const fn ticks(self) -> u64 {
        self.ticks
    }

    /// The whole milliseconds in it, rounded down.
    pub const fn whole_milliseconds(self) -> u64 {
        self.ticks / (Self::TICKS_PER_SECOND / 1000)
    }

    /// The whole seconds in it, rounded down.
    pub const fn whole_seconds(self) -> u64 {
        self.ticks / Self::TICKS_PER_SECOND
    }

    /// The whole minutes in it, rounded down.
    pub const fn whole_minutes(self) -> u64 {
        self.ticks / Self::TICKS_PER_MINUTE
    }

    /// The same length without the part of a second.
    #[must_use]
    pub const fn truncated_to_seconds(self) -> Self {
        Self::from_seconds(self.whole_seconds())
    }
}

impl From<Timespan> for Duration {
    fn from(span: Timespan) -> Self {
        let nanos = (span.ticks % Timespan::TICKS_PER_SECOND) * 100;
        // Below one thousand million by construction, so it fits; the fallback is never taken.
        Duration::new(
            span.whole_seconds(),
            u32::try_from(nanos).unwrap_or_default(),
        )
    }
}

impl From<Duration> for Timespan {
    fn from(duration: Duration) -> Self {
        let part = duration.subsec_nanos() / 100;
        Self::from_ticks(Self::from_seconds(duration.as_secs()).ticks + u64::from(part))
    }
}

impl fmt::Display for Timespan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, rest) = (
            self.ticks / Self::TICKS_PER_DAY,
            self.ticks % Self::TICKS_PER_DAY,
        );
        let (hours, rest) = (rest / Self::TICKS_PER_HOUR, rest % Self::TICKS_PER_HOUR);
        let (minutes, rest) = (rest / Self::TICKS_PER_MINUTE, rest % Self::TICKS_PER_MINUTE);
        let (seconds, fraction) = (rest / Self::TICKS_PER_SECOND, rest % Self::TICKS_PER_SECOND);
        if days > 0 {
            write!(f, "{days}.")?;
        }
        write!(f, "{hours:02}:{minutes:02}:{seconds:02}")?;
        if fraction > 0 {
            write!(f, ".{fraction:07}")?;
        }
        Ok(())
    }
}

impl FromStr for Timespan {
    type Err = TimespanError;

    fn from_str(text: &str) -> Result<Self, TimespanError> {
        let text = text.trim();
        if text.starts_with('-') {
            return Err(TimespanError::Negative);
        }
        let mut parts = text.split(':');
        let (Some(head), Some(minutes), Some(tail), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(TimespanError::Format);
        };
        let (days, hours) = head
            .split_once('.')
            .map_or((0, number(head)), |(days, hours)| match number(days) {
                Ok(days) => (days, number(hours)),
                Err(error) => (0, Err(error)),
            });
        let (seconds, fraction) = match tail.split_once('.') {
            Some((seconds, digits)) => (number(seconds)?, fraction_ticks(digits)?),
            None => (number(tail)?, 0),
        };
        let (hours, minutes) = (hours?, number(minutes)?);
        if hours > 23 {
            return Err(TimespanError::Hours);
        }
        if minutes > 59 {
            return Err(TimespanError::Minutes);
        }
        if seconds > 59 {
            return Err(TimespanError::Seconds);
        }
        let within_a_day = hours * Self::TICKS_PER_HOUR
            + minutes * Self::TICKS_PER_MINUTE
            + seconds * Self::TICKS_PER_SECOND
            + fraction;
        if days > Self::MAX.ticks / Self::TICKS_PER_DAY {
            return Err(TimespanError::TooLong);
        }
        let ticks = days * Self::TICKS_PER_DAY + within_a_day;
        if ticks > Self::MAX.ticks {
            return Err(TimespanError::TooLong);
        }
        Ok(Self { ticks })
    }
}

/// Digits only: `str::parse` alone would take a plus sign.
fn number(text: &str) -> Result<u64, TimespanError> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(TimespanError::Format);
    }
    text.parse().map_err(|_| TimespanError::TooLong)
}

fn fraction_ticks(digits: &str) -> Result<u64, TimespanError> {
    if digits.len() > 7 {
        return Err(TimespanError::Format);
    }
    let missing = u32::try_from(7 - digits.len()).unwrap_or_default();
    Ok(number(digits)? * 10_u64.pow(missing))
}

impl Serialize for Timespan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timespan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}
