use std::time::Duration;

/// The constants of a race. [`Policy::DEFAULT`] is what ships; the others are for measuring what a constant is worth.
///
/// The numbers come from the simulator (`cargo xtask bench probe`), tuned on other draws than those that are reported.
/// Times are in milliseconds where they enter a formula.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Policy {
    /// The race ends when choosing now is expected to cost less than this, in milliseconds: nobody feels a quarter.
    pub loss_ms: f64,
    /// Below this round trip, in milliseconds, the bound shrinks with the round trip's square: a sample takes less time
    /// there, and a millisecond more is a larger part of the way.
    pub near_ms: f64,
    /// The bound is no less than this, in milliseconds: within one building, nobody can tell regions apart by more.
    pub least_loss_ms: f64,
    /// Where no rival can be nearer than the leader by more than this, in milliseconds, the race ends: whatever is
    /// chosen, nobody feels it.
    pub equal_ms: f64,
    /// The bound is no less than this share of the leader's round trip: far away, differences count less.
    pub loss_share: f64,
    /// Samples that a winner needs at least: two may both be spikes.
    pub least_samples: usize,
    /// Samples that no region exceeds: what 28 cannot tell apart, nobody will.
    pub most_samples: usize,
    /// Samples that each rival must have before the race ends by `most_samples`.
    pub fair_samples: usize,
    /// Spread of round trips (logarithm, one standard deviation) assumed before any was seen.
    pub spread: f64,
    /// Scatter of round trips in milliseconds assumed before any was seen, one standard deviation: a last mile adds
    /// milliseconds, which for a near region is more than any share of its round trip.
    pub scatter_ms: f64,
    /// How many samples that assumption weighs against the samples of all regions together.
    pub spread_weight: f64,
    /// How many samples the spread of all weighs against a region's own.
    pub pooled_weight: f64,
    /// Deviations (logarithm) count at most this much, so that one spike does not make a region look noisy for good.
    pub clip: f64,
    /// Share of a region's samples, the fastest ones, whose mean it is ranked by: the rest is queueing.
    pub fast_share: f64,
    /// Factor on a mean's standard error, since a trimmed mean of few samples is less exact than a mean of normal ones.
    pub error_factor: f64,
    /// A first request takes at least this many round trips: TCP, TLS 1.3 and the exchange itself.
    pub cold_least: f64,
    /// A first request takes hardly ever more round trips than this: TLS 1.2, and a round trip late.
    pub cold_most: f64,
    /// What a name look-up and cryptography take beside that, in milliseconds.
    pub cold_extra_ms: f64,
    /// A region is far if it is slower than the leader by this many milliseconds.
    pub zone_ms: f64,
    /// The same as a share of the leader's round trip.
    pub zone_share: f64,
    /// A region is sampled while its part of the loss is above one of this many parts of the bound.
    pub shares: f64,
    /// How long the race waits for a region whose first answer says that it may win.
    pub patience: Duration,
    /// When the race ends whatever is known.
    pub deadline: Duration,
    /// How many regions are probed at first where their distances are known. Ten lie in one wave.
    pub wave: usize,
}

impl Policy {
    /// What ships.
    pub const DEFAULT: Self = Self {
        loss_ms: 0.25,
        near_ms: 17.0,
        least_loss_ms: 0.05,
        equal_ms: 1.0,
        loss_share: 0.004,
        least_samples: 3,
        most_samples: 28,
        fair_samples: 6,
        spread: 0.25,
        scatter_ms: 3.0,
        spread_weight: 4.0,
        pooled_weight: 6.0,
        clip: 0.7,
        fast_share: 0.67,
        error_factor: 1.14,
        cold_least: 3.0,
        cold_most: 5.0,
        cold_extra_ms: 60.0,
        zone_ms: 3.0,
        zone_share: 0.05,
        shares: 4.0,
        patience: Duration::from_millis(800),
        deadline: Duration::from_secs(4),
        wave: 16,
    };

    /// The expected loss at which the race ends, by the leader's round trip, all in milliseconds.
    pub(super) fn loss_bound(&self, round_trip: f64) -> f64 {
        let near = (round_trip / self.near_ms).min(1.0);
        let far = self.loss_share * round_trip;
        (self.loss_ms * near * near)
            .max(self.least_loss_ms)
            .max(far)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Two failures in a row put a region out: one may be a lost packet.
pub(super) const FAILURES: u32 = 2;

/// The shortest time that counts as a sample, in milliseconds: coarse clocks read 0 for a short way.
pub(super) const LEAST_MS: f64 = 0.05;

/// How late a shell may wake up before its silence says nothing about a region: it was busy, or asleep, itself.
pub(super) const STALL: Duration = Duration::from_millis(250);
