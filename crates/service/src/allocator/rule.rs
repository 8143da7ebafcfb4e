use std::time::Duration;

use remote_rendering_protocol::{RegionName, SessionSize};

/// How the servers of some regions and sizes behave.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolRule {
    /// The region; every one if absent.
    pub region: Option<RegionName>,
    /// The size; every one if absent.
    pub size: Option<SessionSize>,
    /// How many servers each such region has of each such size; without a limit if absent.
    pub servers: Option<u32>,
    /// How long a simulated server boots.
    pub startup_time: Duration,
    /// The servers' computing power; what was recorded of the hosted service if absent.
    pub teraflops: Option<f64>,
    /// The share of simulated servers that fail while they boot: 0 for none, 1 for all.
    pub failed_starts: f64,
    /// The mean time between failures of a leased simulated server; they never fail if absent.
    pub mtbf: Option<Duration>,
}

impl PoolRule {
    /// Servers without a limit and without failures, for every region and size.
    pub const fn endless(startup_time: Duration) -> Self {
        Self {
            region: None,
            size: None,
            servers: None,
            startup_time,
            teraflops: None,
            failed_starts: 0.0,
            mtbf: None,
        }
    }

    pub(super) fn is_for(&self, region: &RegionName, size: &SessionSize) -> bool {
        let fits_region = self.region.as_ref().is_none_or(|own| own == region);
        fits_region && self.size.as_ref().is_none_or(|own| own == size)
    }
}
