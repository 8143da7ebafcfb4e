use std::time::Duration;

use remote_rendering_protocol::RegionName;

use super::{Distance, LatencyClass, Policy, State, estimate, track::Track};

/// What is known of the way to one region. It depends on the answers of this region alone.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionReport {
    /// The region.
    pub name: RegionName,
    /// Where it stands in the race.
    pub state: State,
    /// The round trip, where it was measured.
    pub round_trip: Option<RoundTrip>,
    /// What its first answer says of the round trip, where only that is there: it lies hardly below the first and not
    /// above the second.
    pub rough: Option<(Duration, Duration)>,
    /// How far away it is supposed to be.
    pub distance: Option<Distance>,
    /// Samples that count.
    pub samples: Vec<Duration>,
    /// Probes sent.
    pub sent: u32,
    /// Probes that failed.
    pub failed: u32,
    /// Whether times are from the program's own clock, which is too slow in a busy program.
    pub coarse: bool,
}

/// A measured round trip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundTrip {
    /// The way itself: what remains of the samples without the noise that was added to them.
    pub best: Duration,
    /// It is not shorter than this, with 95 % certainty.
    pub low: Duration,
    /// It is not longer than this.
    pub high: Duration,
    /// What a packet typically takes, noise included: the samples' median.
    pub typical: Duration,
    /// How much one sample differs from the next, on average; `None` while there is one.
    pub jitter: Option<Duration>,
}

impl RoundTrip {
    /// The class of what a packet typically takes.
    pub fn class(&self) -> LatencyClass {
        LatencyClass::of(self.typical)
    }
}

impl RegionReport {
    /// The share of its probes that failed, 0 to 1.
    pub fn loss(&self) -> f64 {
        if self.sent == 0 {
            return 0.0;
        }
        f64::from(self.failed) / f64::from(self.sent)
    }

    /// What to rank by: a typical packet's time, or the middle of what the first answer says.
    pub fn typical(&self) -> Option<Duration> {
        let measured = self.round_trip.map(|it| it.typical);
        measured.or_else(|| self.rough.map(|(low, high)| (low + high) / 2))
    }

    pub(super) fn of(track: &Track, policy: &Policy, timer_step_ms: f64) -> Self {
        Self {
            name: track.entrant.name.clone(),
            state: track.state,
            round_trip: round_trip(track, timer_step_ms),
            rough: rough(track, policy),
            distance: track.entrant.distance,
            samples: track.samples.iter().copied().map(milliseconds).collect(),
            sent: track.sent,
            failed: track.failed,
            coarse: track.coarse,
        }
    }
}

/// So many milliseconds, to the nanosecond; none for what is below zero or no number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what does not fit becomes the nearest that does; `Duration`'s own conversion calculates with 128 bits"
)]
pub fn milliseconds(number: f64) -> Duration {
    Duration::from_nanos((number * 1e6).round_ties_even() as u64)
}

fn round_trip(track: &Track, timer_step_ms: f64) -> Option<RoundTrip> {
    let floor = estimate::floor(&track.sorted, timer_step_ms)?;
    Some(RoundTrip {
        best: milliseconds(floor.best),
        low: milliseconds(floor.low),
        high: milliseconds(floor.high),
        typical: milliseconds(estimate::median(&track.sorted)?),
        jitter: estimate::jitter(&track.samples).map(milliseconds),
    })
}

fn rough(track: &Track, policy: &Policy) -> Option<(Duration, Duration)> {
    let cold = track.cold_ms.filter(|_| track.samples.is_empty())?;
    let low = (cold - policy.cold_extra_ms).max(0.0) / policy.cold_most;
    Some((milliseconds(low), milliseconds(cold / policy.cold_least)))
}
