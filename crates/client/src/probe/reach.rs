use std::time::Duration;

use remote_rendering_protocol::Coordinates;

use super::milliseconds;

/// How far light comes in a fibre and back in a millisecond, in kilometres: two thirds of its speed in vacuum, and half
/// of the time for each way. No cable is quicker.
const KILOMETRES_PER_MILLISECOND: f64 = 102.0;

/// A place, and how far from it the device may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// The place.
    pub coordinates: Coordinates,
    /// How far off it may be, in kilometres.
    pub slack_kilometres: f64,
}

impl Position {
    /// A time zone is known by its largest city, and reaches about this far from it, in kilometres.
    pub const TIME_ZONE_SLACK: f64 = 1500.0;
    /// Who states a position states a city or better, in kilometres.
    pub const STATED_SLACK: f64 = 50.0;

    /// The distance to a region.
    pub fn distance(&self, region: &Coordinates) -> Distance {
        Distance {
            kilometres: self.coordinates.distance_kilometres(region),
            slack_kilometres: self.slack_kilometres,
        }
    }
}

/// How far away a region is supposed to be.
///
/// Supposed: a device's time zone says nothing about a tunnel that its packets go through. That does little harm:
/// distances only order the probes and leave out what light could not reach in the leader's time. If the packets really
/// start near a region that was thought far, the regions that were thought near answer late, so that few are left out;
/// and as soon as one answers sooner than light could, the distances are not believed any more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distance {
    /// The great circle, in kilometres.
    pub kilometres: f64,
    /// How much shorter the way may really be, in kilometres.
    pub slack_kilometres: f64,
}

impl Distance {
    /// The round trip that physics allows at best.
    pub fn least_round_trip(&self) -> Duration {
        milliseconds(self.least_ms())
    }

    pub(super) fn least_ms(&self) -> f64 {
        (self.kilometres - self.slack_kilometres).max(0.0) / KILOMETRES_PER_MILLISECOND
    }
}
