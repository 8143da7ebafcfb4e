use serde::Deserialize;
use std::collections::BTreeMap;

use super::plan::{Method, Noise, Setting};

/// Within so many milliseconds of the best, a region is as good.
const AS_GOOD_MS: f64 = 3.0;

/// A figure of fewer samples is a guess.
const SAMPLES: u32 = 3;

/// What one race came to, as the page and the driver wrote it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Outcome {
    pub(super) method: Method,
    pub(super) setting: Setting,
    /// How far away each region is, in milliseconds.
    truth: BTreeMap<String, f64>,
    /// What the service counted, where no other race ran.
    pub(super) answered: Option<Answered>,
    /// Connections to each region.
    connections: Vec<u32>,
    /// By how much the delays were too long.
    pub(super) late: Excess,
    /// They were so much too long that the race does not count.
    pub(super) disturbed: bool,
    winner: Option<String>,
    pub(super) requests: u32,
    pub(super) took_ms: f64,
    regions: Vec<Region>,
}

/// By how much times are longer than they should be, in milliseconds.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Excess {
    pub(super) median: f64,
    pub(super) p95: f64,
}

/// The service's own count of a race's requests.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(super) struct Answered {
    pub(super) preflights: u32,
    /// Answered with another status than one of success.
    pub(super) refusals: u32,
}

/// What a method says of a region.
#[derive(Debug, Deserialize)]
struct Region {
    name: String,
    /// The round trip without noise.
    best: Option<f64>,
    /// A typical round trip.
    typical: Option<f64>,
    /// How many samples these are of; `None` where the method's figure is one of all that it has.
    samples: Option<u32>,
    /// Read from the page's own clock.
    #[serde(default)]
    coarse: bool,
}

impl Outcome {
    /// By how much the chosen region is farther than the nearest, in milliseconds; infinite without a choice.
    pub(super) fn regret(&self) -> f64 {
        let chosen = self.winner.as_ref().and_then(|name| self.truth.get(name));
        let best = self.truth.values().copied().fold(f64::INFINITY, f64::min);
        chosen.map_or(f64::INFINITY, |chosen| chosen - best)
    }

    /// Whether the chosen region is as good as the nearest.
    pub(super) fn is_good(&self) -> bool {
        self.regret() <= AS_GOOD_MS
    }

    /// Whether the nearest region was chosen.
    pub(super) fn is_exact(&self) -> bool {
        self.regret() <= 0.0
    }

    /// Connections of all regions.
    pub(super) fn connections(&self) -> u32 {
        self.connections.iter().sum()
    }

    /// Whether any figure is from the page's own clock.
    pub(super) fn is_coarse(&self) -> bool {
        self.regions.iter().any(|region| region.coarse)
    }

    /// By how much the figure of the winner is off the truth, in milliseconds.
    pub(super) fn error_of_winner(&self, overhead_ms: f64) -> Option<f64> {
        let winner = self.winner.as_ref()?;
        let region = self.regions.iter().find(|region| region.name == *winner)?;
        self.error(region, overhead_ms)
    }

    /// The same of every region with enough samples.
    pub(super) fn errors(&self, overhead_ms: f64) -> impl Iterator<Item = f64> {
        let measured = |region: &&Region| region.samples.is_none_or(|count| count >= SAMPLES);
        let regions = self.regions.iter().filter(measured);
        regions.filter_map(move |region| self.error(region, overhead_ms))
    }

    fn error(&self, region: &Region, overhead_ms: f64) -> Option<f64> {
        let reported = match self.setting.noise {
            Noise::C => region.best?,
            Noise::A => region.typical?,
        };
        Some(reported - self.truth.get(&region.name)? - overhead_ms)
    }
}
