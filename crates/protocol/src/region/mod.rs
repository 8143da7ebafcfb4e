//! Regions: where sessions can be created, and how far away that is.

mod catalogue;
mod coordinates;
mod probe_url;

use serde::{Deserialize, Serialize};

pub use catalogue::{CatalogueError, RegionCatalogue};
pub use coordinates::{Coordinates, CoordinatesError};
pub use probe_url::{ProbeUrl, ProbeUrlError};

use crate::{Endpoint, RegionName};

/// A region in which sessions can be created.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "WrittenRegion")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Region {
    /// Its short name, such as `westeurope`.
    pub name: RegionName,
    /// Its name for people, such as `West Europe`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub display_name: String,
    /// Base URL of its session API.
    pub endpoint: Endpoint,
    /// URL that answers at once, to measure the latency with.
    pub probe_url: ProbeUrl,
    /// Where it is.
    pub coordinates: Coordinates,
}

/// A region as it is written, with nothing of it checked but the name: so that every mistake can be told with the name
/// of the region that has it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WrittenRegion {
    name: RegionName,
    display_name: String,
    endpoint: String,
    /// Services always write it. In a list that a person keeps it may be left out.
    #[serde(default)]
    probe_url: Option<String>,
    coordinates: coordinates::WrittenCoordinates,
}

impl TryFrom<WrittenRegion> for Region {
    type Error = CatalogueError;

    fn try_from(written: WrittenRegion) -> Result<Self, CatalogueError> {
        let region = written.name;
        let endpoint = match written.endpoint.parse::<Endpoint>() {
            Ok(endpoint) => endpoint,
            Err(cause) => return Err(CatalogueError::Endpoint { region, cause }),
        };
        let probe_url = match written.probe_url.map(|url| url.parse()) {
            None => ProbeUrl::of(&endpoint),
            Some(Ok(url)) => url,
            Some(Err(cause)) => return Err(CatalogueError::ProbeUrl { region, cause }),
        };
        let coordinates = match written.coordinates.try_into() {
            Ok(coordinates) => coordinates,
            Err(cause) => return Err(CatalogueError::Coordinates { region, cause }),
        };
        Ok(Self {
            name: region,
            display_name: written.display_name,
            endpoint,
            probe_url,
            coordinates,
        })
    }
}
