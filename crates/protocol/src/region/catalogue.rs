use std::vec;

use serde::{Deserialize, Serialize};

use super::{Coordinates, CoordinatesError, ProbeUrl, ProbeUrlError, Region};
use crate::{Endpoint, EndpointError, RegionName};

/// The regions of a service: the body of `GET /regions`.
///
/// Every catalogue keeps the rules that [`CatalogueError`] lists, wherever it comes from. It may be empty: so says a
/// service that has no regions of its own, and its clients take the documented ones.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "WrittenCatalogue")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(description = "The regions of a service.")
)]
pub struct RegionCatalogue {
    /// The regions, in no particular order. No two have one name.
    #[cfg_attr(feature = "openapi", schema(max_items = 1000))]
    regions: Vec<Region>,
}

/// Why regions are not a [`RegionCatalogue`].
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CatalogueError {
    /// More regions than anybody could measure.
    #[error("there are {0} regions: a catalogue has at most {max}", max = RegionCatalogue::MAX_REGIONS)]
    TooMany(usize),
    /// Two regions of one name.
    #[error("there are two regions {0}: give each a name of its own")]
    Twice(RegionName),
    /// A display name without a letter.
    #[error(
        "the region {0} has a blank displayName: write its name for people, such as West Europe"
    )]
    BlankDisplayName(RegionName),
    /// A display name that fits into no list.
    #[error(
        "the region {region} has a displayName of {length} characters: write at most {max}",
        max = RegionCatalogue::MAX_DISPLAY_NAME
    )]
    LongDisplayName {
        /// The region.
        region: RegionName,
        /// The name's length, in characters.
        length: usize,
    },
    /// An endpoint that is none.
    #[error("the region {region} has no good endpoint: {cause}")]
    Endpoint {
        /// The region.
        region: RegionName,
        /// Why.
        cause: EndpointError,
    },
    /// A probe's URL that is none.
    #[error("the region {region} has no good probeUrl: {cause}")]
    ProbeUrl {
        /// The region.
        region: RegionName,
        /// Why.
        cause: ProbeUrlError,
    },
    /// A place that is not on earth.
    #[error("the region {region} has no good coordinates: {cause}")]
    Coordinates {
        /// The region.
        region: RegionName,
        /// Why.
        cause: CoordinatesError,
    },
}

/// A catalogue that is not looked at yet.
#[derive(Deserialize)]
struct WrittenCatalogue {
    regions: Vec<Region>,
}

impl TryFrom<WrittenCatalogue> for RegionCatalogue {
    type Error = CatalogueError;

    fn try_from(written: WrittenCatalogue) -> Result<Self, CatalogueError> {
        Self::new(written.regions)
    }
}

/// The documented regions with the places of their data centres: short name, display name, latitude, longitude.
const DOCUMENTED: [(&str, &str, f64, f64); 10] = [
    ("australiaeast", "Australia East", -33.86, 151.21),
    ("eastus", "East US", 37.37, -79.82),
    ("eastus2", "East US 2", 36.67, -78.39),
    ("japaneast", "Japan East", 35.68, 139.77),
    ("northeurope", "North Europe", 53.35, -6.26),
    ("southcentralus", "South Central US", 29.42, -98.50),
    ("southeastasia", "Southeast Asia", 1.28, 103.83),
    ("uksouth", "UK South", 50.94, -0.80),
    ("westeurope", "West Europe", 52.37, 4.90),
    ("westus2", "West US 2", 47.23, -119.85),
];

impl RegionCatalogue {
    /// The most regions.
    pub const MAX_REGIONS: usize = 1000;
    /// The longest display name, in characters.
    pub const MAX_DISPLAY_NAME: usize = 100;

    /// The catalogue of these regions, if they keep its rules.
    pub fn new(regions: Vec<Region>) -> Result<Self, CatalogueError> {
        if regions.len() > Self::MAX_REGIONS {
            return Err(CatalogueError::TooMany(regions.len()));
        }
        for (place, region) in regions.iter().enumerate() {
            check_display_name(region)?;
            // Few enough to look at all of them, and code for a browser is dearer than that.
            let mut before = regions.iter().take(place);
            if before.any(|other| other.name == region.name) {
                return Err(CatalogueError::Twice(region.name.clone()));
            }
        }
        Ok(Self { regions })
    }

    /// The ten regions that the hosted service documented, each at the endpoint that `endpoint` gives for its name.
    pub fn documented<E>(endpoint: impl Fn(&RegionName) -> Result<Endpoint, E>) -> Result<Self, E> {
        let mut regions = Vec::with_capacity(DOCUMENTED.len());
        for (name, display_name, latitude, longitude) in DOCUMENTED {
            // The table keeps all rules; the test of this function reads it whole.
            let (Ok(name), Ok(coordinates)) = (
                name.parse::<RegionName>(),
                Coordinates::new(latitude, longitude),
            ) else {
                continue;
            };
            let endpoint = endpoint(&name)?;
            regions.push(Region {
                name,
                display_name: display_name.to_owned(),
                probe_url: ProbeUrl::of(&endpoint),
                endpoint,
                coordinates,
            });
        }
        Ok(Self { regions })
    }

    /// The regions, in the order in which they were given.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// The region of this name.
    pub fn find(&self, name: &RegionName) -> Option<&Region> {
        self.regions.iter().find(|region| region.name == *name)
    }
}

fn check_display_name(region: &Region) -> Result<(), CatalogueError> {
    if region.display_name.trim().is_empty() {
        return Err(CatalogueError::BlankDisplayName(region.name.clone()));
    }
    let length = region.display_name.chars().count();
    if length > RegionCatalogue::MAX_DISPLAY_NAME {
        let region = region.name.clone();
        return Err(CatalogueError::LongDisplayName { region, length });
    }
    Ok(())
}

impl IntoIterator for RegionCatalogue {
    type Item = Region;
    type IntoIter = vec::IntoIter<Region>;

    fn into_iter(self) -> Self::IntoIter {
        self.regions.into_iter()
    }
}
