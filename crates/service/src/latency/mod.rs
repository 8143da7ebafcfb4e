//! Latencies that are simulated: a developer's machine is equally near to every region, so nothing
//! could be seen there of how regions are ranked.

mod options;

use std::{f64::consts::TAU, future, sync::Arc, time::Duration};

use remote_rendering_protocol::RegionName;

pub use options::LatencyOptions;

use crate::Randomness;

/// How long a ping waits for its answer in some regions: for `median`, and for a jitter that is
/// log-normal about its own median. Published round trips over wide networks look like that: a floor
/// that the distance sets, and above it what the last mile adds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LatencyRule {
    /// The region; every one if absent.
    pub region: Option<RegionName>,
    /// What every ping takes.
    pub median: Duration,
    /// The median of what a ping takes beyond that. One in twenty takes six times as much or more.
    pub jitter: Duration,
    /// The share of pings that take 200 to 500 ms more: 0 for none, 1 for all.
    pub spikes: f64,
    /// The share of pings that are never answered.
    pub loss: f64,
}

/// The standard deviation of the jitter's logarithm: ln 6 / 1.6449, so that its 95th percentile, 1.6449
/// deviations from the median, is six times the median.
const SIGMA: f64 = 1.0893;

/// What a spike adds at least, and how much more at most.
const SPIKE: Duration = Duration::from_millis(200);
const SPIKE_RANGE: Duration = Duration::from_millis(300);

/// Lets pings wait as the network of a real region would.
#[derive(Debug)]
pub(crate) struct SimulatedLatency {
    /// The first that fits counts.
    rules: Vec<LatencyRule>,
    randomness: Arc<dyn Randomness>,
}

impl SimulatedLatency {
    pub(crate) fn new(rules: Vec<LatencyRule>, randomness: Arc<dyn Randomness>) -> Self {
        Self { rules, randomness }
    }

    /// Waits as long as a ping to this region takes: for ever, if it is lost.
    pub(crate) async fn pass(&self, region: &RegionName) {
        let is_for = |rule: &&LatencyRule| rule.region.as_ref().is_none_or(|own| own == region);
        let Some(rule) = self.rules.iter().find(is_for) else {
            return;
        };
        match rule.draw(&*self.randomness) {
            Some(latency) => tokio::time::sleep(latency).await,
            None => future::pending().await,
        }
    }
}

impl LatencyRule {
    /// How long one ping takes; `None` if it is lost.
    fn draw(&self, randomness: &dyn Randomness) -> Option<Duration> {
        if randomness.share() < self.loss {
            return None;
        }
        let mut latency = self.median;
        if randomness.share() < self.spikes {
            latency += SPIKE + SPIKE_RANGE.mul_f64(randomness.share());
        }
        Some(latency + self.jitter.mul_f64((SIGMA * normal(randomness)).exp()))
    }
}

/// A number of the standard normal distribution, by the transform of Box and Muller. From 32 random
/// bits, so that it is never more than 6.7 deviations off.
fn normal(randomness: &dyn Randomness) -> f64 {
    let radius = (-2.0 * (1.0 - randomness.share()).ln()).sqrt();
    radius * (TAU * randomness.share()).cos()
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    };

    use super::*;

    /// Shares that are written down.
    #[derive(Debug)]
    struct Written(Mutex<Vec<f64>>);

    impl Randomness for Written {
        fn fill(&self, bytes: &mut [u8]) {
            let share = self.0.lock().unwrap().remove(0);
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "of 32 bits"
            )]
            let bits = (share * 4_294_967_296.0) as u32;
            bytes.copy_from_slice(&bits.to_le_bytes());
        }
    }

    fn drawn(rule: &LatencyRule, shares: &[f64]) -> Option<f64> {
        let written = Written(Mutex::new(shares.to_vec()));
        let latency = rule.draw(&written);
        assert_eq!(written.0.into_inner().unwrap(), [0.0; 0], "all are used");
        latency.map(|latency| latency.as_secs_f64() * 1000.0)
    }

    fn rule() -> LatencyRule {
        LatencyRule {
            region: None,
            median: Duration::from_millis(18),
            jitter: Duration::from_millis(3),
            spikes: 0.25,
            loss: 0.125,
        }
    }

    #[test]
    fn a_ping_takes_the_median_and_a_jitter_and_perhaps_a_spike() {
        // A quarter of the circle is a deviation of nothing: the jitter's own median.
        let median = [0.5, 0.25];
        for (shares, latency) in [
            (vec![0.124], None),
            ([&[0.125, 0.25], &median[..]].concat(), Some(21.0)),
            ([&[0.9, 0.249, 0.0], &median[..]].concat(), Some(221.0)),
            ([&[0.9, 0.0, 0.5], &median[..]].concat(), Some(371.0)),
            // One deviation: exp(-1/2) is 0.6065.
            (
                vec![0.5, 0.5, 1.0 - 0.606_530_66, 0.0],
                Some(18.0 + 3.0 * SIGMA.exp()),
            ),
        ] {
            let got = drawn(&rule(), &shares);
            let is_right = match (got, latency) {
                (Some(got), Some(latency)) => (got - latency).abs() < 1e-3,
                (got, latency) => got == latency,
            };
            assert!(is_right, "{shares:?}: {got:?}, not {latency:?}");
        }
    }

    #[test]
    fn the_longest_jitter_can_be_waited_for() {
        let minute = Duration::from_mins(1);
        let rule = LatencyRule {
            median: minute,
            jitter: minute,
            ..rule()
        };
        let longest = drawn(&rule, &[0.5, 0.5, 0.999_999_999_9, 0.0]).unwrap();
        assert!(longest < 1e9, "{longest} ms");
    }

    /// The same numbers each time, well mixed: splitmix64.
    #[derive(Debug, Default)]
    struct Mixed(AtomicU64);

    impl Randomness for Mixed {
        fn fill(&self, bytes: &mut [u8]) {
            for byte in bytes.chunks_mut(8) {
                let step = 0x9e37_79b9_7f4a_7c15;
                let mut bits = self.0.fetch_add(step, Ordering::Relaxed).wrapping_add(step);
                bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                bits ^= bits >> 31;
                byte.copy_from_slice(&bits.to_le_bytes()[..byte.len()]);
            }
        }
    }

    #[test]
    fn many_pings_are_spread_as_the_rule_says() {
        const COUNT: usize = 20_000;
        let randomness = Mixed::default();
        let rule = LatencyRule {
            spikes: 0.0,
            loss: 0.1,
            ..rule()
        };
        let mut jitters: Vec<Duration> = (0..COUNT)
            .filter_map(|_| rule.draw(&randomness)?.checked_sub(rule.median))
            .collect();
        jitters.sort();
        let lost = COUNT - jitters.len();
        assert!((1_800..2_200).contains(&lost), "{lost} lost");
        let at = |share: usize| jitters[jitters.len() * share / 100].as_secs_f64() * 1000.0;
        assert!((at(50) - 3.0).abs() < 0.1, "median {}", at(50));
        assert!((at(95) - 18.0).abs() < 1.0, "95th percentile {}", at(95));
    }
}
