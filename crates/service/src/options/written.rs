//! How values stand in the tables of the configuration file. What cannot be is refused with what to
//! write instead; the reader adds the key and its place.

use std::time::Duration;

use serde::{Deserialize, Deserializer, de::Error as _};

/// The longest time that a latency may have: nobody waits longer for a ping.
const MAX_LATENCY: Duration = Duration::from_mins(1);

/// A number above 0.
pub(crate) fn positive<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<f64>, D::Error> {
    let number = f64::deserialize(deserializer)?;
    if number.is_finite() && number > 0.0 {
        Ok(Some(number))
    } else {
        Err(D::Error::custom("write a number above 0"))
    }
}

/// A part of all.
pub(crate) fn share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    let number = f64::deserialize(deserializer)?;
    if (0.0..=1.0).contains(&number) {
        Ok(Some(number))
    } else {
        Err(D::Error::custom("write a number from 0 to 1"))
    }
}

/// A [`time`] that an answer may take.
pub(crate) fn latency<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Duration>, D::Error> {
    let latency = time::deserialize(deserializer)?;
    if latency.is_none_or(|latency| latency <= MAX_LATENCY) {
        Ok(latency)
    } else {
        Err(D::Error::custom("write a time up to 1m, such as 18ms"))
    }
}

/// A length of time, such as `2m30s`.
pub(crate) mod time {
    use std::time::Duration;

    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};

    #[allow(
        clippy::ref_option,
        reason = "serde's `with` hands a reference to the field"
    )]
    pub(crate) fn serialize<S: Serializer>(
        time: &Option<Duration>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let text = time.map(|time| humantime::format_duration(time).to_string());
        text.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Duration>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let time = humantime::parse_duration(&text).map_err(D::Error::custom)?;
        Ok(Some(time))
    }
}
