//! Which region is nearest: a warm median, ranked.
//!
//! Pure code: who measures hands the samples in. The first sample of a region is cold (it pays for the name, the
//! connection and TLS) and does not count; the median of the others is what a session's packets will see.

use std::time::Duration;

/// How many samples a region is given after its cold one.
pub const WARM_SAMPLES: usize = 5;

/// What the documents say about a round trip: recommended under 70 ms, required under 100 ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LatencyClass {
    /// Under 70 ms.
    Recommended,
    /// Under 100 ms.
    Acceptable,
    /// 100 ms and above: rendering will lag.
    Poor,
}

impl LatencyClass {
    /// The class of a round trip.
    pub fn of(round_trip: Duration) -> Self {
        if round_trip < Duration::from_millis(70) {
            Self::Recommended
        } else if round_trip < Duration::from_millis(100) {
            Self::Acceptable
        } else {
            Self::Poor
        }
    }
}

/// The round trips measured to one region, the cold one first. A failed try is no sample: it is never put in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Samples(Vec<Duration>);

impl Samples {
    /// Takes in a measured round trip.
    pub fn push(&mut self, round_trip: Duration) {
        self.0.push(round_trip);
    }

    /// The samples that count.
    pub fn warm(&self) -> &[Duration] {
        self.0.get(1..).unwrap_or_default()
    }

    /// Whether no further sample is needed.
    pub fn is_complete(&self) -> bool {
        self.warm().len() >= WARM_SAMPLES
    }

    /// The median of the warm samples (the lower one of two in the middle); `None` while there is none.
    pub fn median(&self) -> Option<Duration> {
        let mut warm = self.warm().to_vec();
        warm.sort_unstable();
        warm.get(warm.len().saturating_sub(1) / 2).copied()
    }
}

/// Puts a region into a ranking at its place: the nearest first, those without an answer last, behind its equals.
pub fn insert_ranked<T>(
    ranking: &mut Vec<T>,
    region: T,
    round_trip: impl Fn(&T) -> Option<Duration>,
) {
    let distance = |region: &T| {
        let round_trip = round_trip(region);
        (round_trip.is_none(), round_trip)
    };
    let own = distance(&region);
    let place = ranking.partition_point(|other| distance(other) <= own);
    ranking.insert(place, region);
}
