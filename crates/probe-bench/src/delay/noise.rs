use std::time::Duration;

use rand::{RngExt as _, rngs::StdRng};
use rand_distr::{Distribution as _, LogNormal};

/// The 95th percentile of a normal distribution, in standard deviations.
const P95: f64 = 1.644_853_6;

/// The median of what the last mile adds, in milliseconds.
const LAST_MILE_MEDIAN_MS: f64 = 3.0;

/// How often a round trip is held up for long: a lost packet, a full queue.
const SPIKES: f64 = 0.02;

/// By how much, in milliseconds.
const SPIKE_MS: std::ops::Range<f64> = 200.0..500.0;

/// By what law round trips differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Noise {
    /// Not at all: every round trip takes the base.
    Exact,
    /// Log-normal about the base, which is the median; the 95th percentile lies 30 to 100 % above it, drawn for each
    /// region.
    A,
    /// The base is the floor, and the last mile adds a log-normal time to it: 3 ms in the median, 15 to 30 ms in the 95th
    /// percentile, the same for all regions of a race.
    C,
}

/// What the last mile adds in one race.
#[derive(Clone, Copy, Debug)]
pub struct LastMile {
    p95_ms: f64,
}

/// The way to one region on one connection: draws its round trips.
#[derive(Debug)]
pub struct Way {
    base_ms: f64,
    law: Option<Law>,
    draws: StdRng,
}

#[derive(Clone, Copy, Debug)]
enum Law {
    Factor(LogNormal<f64>),
    Added(LogNormal<f64>),
}

impl LastMile {
    /// Draws the last mile of a race.
    pub fn draw(draws: &mut StdRng) -> Self {
        Self {
            p95_ms: draws.random_range(15.0..30.0),
        }
    }
}

impl Way {
    /// A way of this length. `region` draws what is the region's own, `draws` the round trips.
    pub fn new(
        noise: Noise,
        base_ms: f64,
        last_mile: LastMile,
        mut region: StdRng,
        draws: StdRng,
    ) -> Self {
        let law = match noise {
            Noise::Exact => None,
            Noise::A => log_normal(1.0, 1.0 + region.random_range(0.3..1.0)).map(Law::Factor),
            Noise::C => log_normal(LAST_MILE_MEDIAN_MS, last_mile.p95_ms).map(Law::Added),
        };
        Self {
            base_ms,
            law,
            draws,
        }
    }

    /// Half the base: the part of a round trip that takes the request there.
    pub fn there(&self) -> Duration {
        milliseconds(self.base_ms / 2.0)
    }

    /// The next round trip.
    pub fn round_trip(&mut self) -> Duration {
        let noisy = match self.law {
            None => return milliseconds(self.base_ms),
            Some(Law::Factor(factor)) => self.base_ms * factor.sample(&mut self.draws),
            Some(Law::Added(added)) => self.base_ms + added.sample(&mut self.draws),
        };
        let spike = if self.draws.random_bool(SPIKES) {
            self.draws.random_range(SPIKE_MS)
        } else {
            0.0
        };
        milliseconds(noisy + spike)
    }

    /// The part of the next round trip that takes the answer back.
    pub fn back(&mut self) -> Duration {
        self.round_trip().saturating_sub(self.there())
    }
}

/// By median and 95th percentile; `None` only for numbers that are none.
fn log_normal(median: f64, p95: f64) -> Option<LogNormal<f64>> {
    LogNormal::new(median.ln(), (p95 / median).ln() / P95).ok()
}

fn milliseconds(number: f64) -> Duration {
    Duration::try_from_secs_f64(number / 1000.0).unwrap_or_default()
}
