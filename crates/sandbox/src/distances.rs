//! How far away the regions are.

use std::time::Duration;

use remote_rendering_protocol::RegionName;

use crate::draws::Draws;

/// The round trip to each region in milliseconds, as from western Europe: the least, and what it varies by. The service
/// simulates the same with `docs/development.toml`.
const ROUND_TRIPS: [(&str, f64, f64); 10] = [
    ("westeurope", 18.0, 2.0),
    ("uksouth", 24.0, 2.0),
    ("northeurope", 26.0, 2.0),
    ("eastus", 85.0, 3.0),
    ("eastus2", 88.0, 3.0),
    ("southcentralus", 120.0, 4.0),
    ("westus2", 145.0, 4.0),
    ("southeastasia", 180.0, 5.0),
    ("japaneast", 235.0, 5.0),
    ("australiaeast", 270.0, 6.0),
];

/// The region whose probe is never answered, so that it can be seen how the console shows one.
const SILENT: &str = "southeastasia";

/// How long a request to a region and its answer are on their way. What comes on top of the distance is mostly little
/// and now and then much, as in a network: the median of the factor is 1, one in twenty is above 5.
pub(crate) fn round_trip(region: &RegionName, draws: &mut Draws<'_>) -> Duration {
    let known = ROUND_TRIPS
        .iter()
        .find(|(name, ..)| *name == region.as_str());
    let (least, varies) = known.map_or((0.0, 0.0), |(_, least, varies)| (*least, *varies));
    let share = draws.share();
    let milliseconds = least + varies * share / (1.0 - share * 0.84) / 0.862;
    Duration::from_secs_f64(milliseconds / 1000.0)
}

/// Whether the region's probe is answered.
pub(crate) fn answers_probes(region: &RegionName) -> bool {
    region.as_str() != SILENT
}

#[cfg(test)]
mod tests {
    use remote_rendering_protocol::{Endpoint, EndpointError, RegionCatalogue};

    use super::*;

    fn milliseconds(region: &RegionName, share: u32) -> f64 {
        let trip = round_trip(region, &mut Draws::new(&share.to_le_bytes()));
        trip.as_secs_f64() * 1000.0
    }

    #[test]
    fn every_documented_region_is_at_a_distance_of_its_own() {
        let nowhere = |_: &RegionName| -> Result<Endpoint, EndpointError> {
            "https://sandbox.invalid".parse()
        };
        let catalogue = RegionCatalogue::documented(nowhere).unwrap();
        let trips = catalogue
            .regions()
            .iter()
            .map(|region| milliseconds(&region.name, 0));
        let mut trips: Vec<_> = trips.collect();
        trips.sort_by(f64::total_cmp);
        trips.dedup();
        assert_eq!(trips.len(), 10);
        assert!(trips[0] > 0.0);
    }

    #[test]
    fn what_comes_on_top_is_mostly_little() {
        let near: RegionName = "westeurope".parse().unwrap();
        let half = milliseconds(&near, u32::MAX / 2);
        assert!((half - 20.0).abs() < 0.1, "{half}");
        let late = milliseconds(&near, u32::MAX / 20 * 19);
        assert!((27.0..31.0).contains(&late), "{late}");
        let longest = milliseconds(&near, u32::MAX);
        assert!(longest < 34.0, "{longest}");
    }
}
