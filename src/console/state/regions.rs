//! The regions and the round trips to them.

use std::{rc::Rc, time::Duration};

use remote_rendering_client::latency::{Samples, insert_ranked};
use remote_rendering_protocol::{Region, RegionCatalogue, RegionName};
use yew::Reducible;

/// Where the catalogue comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The service's own list.
    Service,
    /// The documented regions: the service has no list.
    Documented,
}

/// How far the measuring of one region is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measured {
    /// Samples so far; the median is there from the second on.
    RoundTrips(Samples),
    /// Nothing answers there.
    Unreachable,
}

/// A region and what is known of the way to it.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionRow {
    /// The region.
    pub region: Region,
    /// The measurement.
    pub measured: Measured,
}

impl RegionRow {
    /// The median of the warm round trips so far.
    pub fn round_trip(&self) -> Option<Duration> {
        match &self.measured {
            Measured::RoundTrips(samples) => samples.median(),
            Measured::Unreachable => None,
        }
    }
}

/// The regions, nearest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Regions {
    /// The rows, nearest first, those without an answer last.
    pub rows: Vec<RegionRow>,
    /// Where the catalogue comes from.
    pub source: Option<Source>,
    /// Whether a measurement is under way.
    pub measuring: bool,
}

/// What happens to the regions.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The catalogue is there.
    Listed(RegionCatalogue, Source),
    /// A measurement began: old samples are dropped.
    Began,
    /// A round trip was measured.
    Sampled(RegionName, Duration),
    /// A region did not answer.
    Unreachable(RegionName),
    /// The measurement is over, or was cancelled.
    Ended,
    /// Somebody signed out.
    Cleared,
}

impl Regions {
    /// The nearest region that has answered.
    pub fn nearest(&self) -> Option<&RegionRow> {
        self.rows.first().filter(|row| row.round_trip().is_some())
    }

    /// The row of a region.
    pub fn find(&self, name: &RegionName) -> Option<&RegionRow> {
        self.rows.iter().find(|row| row.region.name == *name)
    }

    /// Changes one row and moves it to its new place.
    fn change(&mut self, name: &RegionName, change: impl FnOnce(&mut Measured)) {
        let Some(place) = self.rows.iter().position(|row| row.region.name == *name) else {
            return;
        };
        let mut row = self.rows.remove(place);
        change(&mut row.measured);
        insert_ranked(&mut self.rows, row, RegionRow::round_trip);
    }
}

impl Reducible for Regions {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            Action::Listed(catalogue, source) => {
                let row = |region| RegionRow {
                    region,
                    measured: Measured::RoundTrips(Samples::default()),
                };
                next.rows = catalogue.into_iter().map(row).collect();
                next.source = Some(source);
            }
            Action::Began => {
                next.measuring = true;
                for row in &mut next.rows {
                    row.measured = Measured::RoundTrips(Samples::default());
                }
            }
            Action::Sampled(name, round_trip) => next.change(&name, |measured| {
                if let Measured::RoundTrips(samples) = measured {
                    samples.push(round_trip);
                }
            }),
            Action::Unreachable(name) => {
                next.change(&name, |measured| *measured = Measured::Unreachable);
            }
            Action::Ended => next.measuring = false,
            Action::Cleared => next = Self::default(),
        }
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests {
    use remote_rendering_protocol::Endpoint;

    use super::*;

    fn listed() -> Rc<Regions> {
        let catalogue = RegionCatalogue::documented(Endpoint::of_azure_region).unwrap();
        Rc::new(Regions::default()).reduce(Action::Listed(catalogue, Source::Documented))
    }

    fn sampled(regions: Rc<Regions>, name: &str, milliseconds: &[u64]) -> Rc<Regions> {
        milliseconds.iter().fold(regions, |regions, milliseconds| {
            regions.reduce(Action::Sampled(
                name.parse().unwrap(),
                Duration::from_millis(*milliseconds),
            ))
        })
    }

    #[test]
    fn a_cold_sample_makes_no_region_the_nearest() {
        let regions = sampled(listed().reduce(Action::Began), "japaneast", &[900]);
        assert!(regions.nearest().is_none());
        let regions = sampled(regions, "japaneast", &[200]);
        assert_eq!(regions.nearest().unwrap().region.name.as_str(), "japaneast");
    }

    #[test]
    fn the_nearest_region_comes_first_and_a_silent_one_never() {
        let regions = sampled(listed(), "uksouth", &[90, 20, 22, 24]);
        let regions = sampled(regions, "eastus", &[40, 80, 81]);
        let regions = sampled(regions, "westeurope", &[50, 19]);
        let regions = regions.reduce(Action::Unreachable("westeurope".parse().unwrap()));
        let order: Vec<_> = regions
            .rows
            .iter()
            .map(|row| row.region.name.as_str())
            .collect();
        assert_eq!(order[..2], ["uksouth", "eastus"]);
        assert_eq!(
            regions.nearest().unwrap().round_trip(),
            Some(Duration::from_millis(22))
        );
    }

    #[test]
    fn a_new_measurement_forgets_the_old_one() {
        let regions = sampled(listed(), "uksouth", &[90, 20]).reduce(Action::Began);
        assert!(regions.measuring && regions.nearest().is_none());
        assert!(!regions.reduce(Action::Ended).measuring);
    }
}
