use serde::{Deserialize, Serialize};

use crate::{Endpoint, RegionName};

/// Where a region is, in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Coordinates {
    /// North of the equator, -90 to 90.
    #[cfg_attr(feature = "openapi", schema(minimum = -90, maximum = 90))]
    pub latitude: f64,
    /// East of Greenwich, -180 to 180.
    #[cfg_attr(feature = "openapi", schema(minimum = -180, maximum = 180))]
    pub longitude: f64,
}

/// A region in which sessions can be created.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Region {
    /// Its short name, such as `westeurope`.
    pub name: RegionName,
    /// Its name for people, such as `West Europe`.
    pub display_name: String,
    /// Base URL of its session API.
    pub endpoint: Endpoint,
    /// URL that answers at once, to measure the latency with.
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub probe_url: String,
    /// Where it is.
    pub coordinates: Coordinates,
}

/// The regions of a service: the body of `GET /regions`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegionCatalogue {
    /// The regions, in no particular order.
    pub regions: Vec<Region>,
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
    /// The ten regions that the hosted service documented, each at the endpoint that `endpoint` gives for its name.
    pub fn documented<E>(endpoint: impl Fn(&RegionName) -> Result<Endpoint, E>) -> Result<Self, E> {
        let mut regions = Vec::with_capacity(DOCUMENTED.len());
        for (name, display_name, latitude, longitude) in DOCUMENTED {
            // The table's names are all valid; the test of this function reads every one of them.
            let Ok(name) = name.parse::<RegionName>() else {
                continue;
            };
            let endpoint = endpoint(&name)?;
            regions.push(Region {
                name,
                display_name: display_name.to_owned(),
                probe_url: endpoint.join("/ping"),
                endpoint,
                coordinates: Coordinates {
                    latitude,
                    longitude,
                },
            });
        }
        Ok(Self { regions })
    }

    /// The region of this name.
    pub fn find(&self, name: &RegionName) -> Option<&Region> {
        self.regions.iter().find(|region| region.name == *name)
    }
}

impl Coordinates {
    /// The great circle to another place, in kilometres.
    pub fn distance_kilometres(&self, other: &Self) -> f64 {
        /// The earth's mean radius, in kilometres.
        const RADIUS: f64 = 6371.0;
        let (south, north) = (self.latitude.to_radians(), other.latitude.to_radians());
        let across = (other.longitude - self.longitude).to_radians();
        let haversine = ((north - south) / 2.0).sin().powi(2)
            + south.cos() * north.cos() * (across / 2.0).sin().powi(2);
        2.0 * RADIUS * haversine.sqrt().min(1.0).asin()
    }
}
