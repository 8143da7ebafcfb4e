use std::{
    fs, io,
    path::{Path, PathBuf},
};

use remote_rendering_protocol::{
    CatalogueError, Coordinates, Endpoint, EndpointError, ProbeUrl, Region, RegionCatalogue,
    RegionName,
};
use serde::Deserialize;

/// The regions of a service, before it is known under which host name a client calls it: from that
/// come the endpoints that the plan leaves open.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionPlan {
    regions: Vec<PlannedRegion>,
    default: RegionName,
}

/// A region of a plan; as in a catalogue, and what a listener knows by itself may be left out.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PlannedRegion {
    name: RegionName,
    display_name: String,
    /// Where the region is served, if that is not the listener of this service.
    endpoint: Option<Endpoint>,
    probe_url: Option<ProbeUrl>,
    coordinates: Coordinates,
}

/// A plan as a file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegionsFile {
    regions: Vec<PlannedRegion>,
}

/// A file of regions cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the file of the regions, {}, cannot be used", .path.display())]
pub struct RegionsFileError {
    path: PathBuf,
    #[source]
    cause: RegionsFileProblem,
}

/// What is wrong with a file of regions.
#[derive(Debug, thiserror::Error)]
enum RegionsFileProblem {
    #[error("it cannot be read")]
    Unreadable(#[from] io::Error),
    /// Not JSON, or a member that is missing, unknown or wrong; the text has its place.
    #[error(transparent)]
    Member(#[from] serde_path_to_error::Error<serde_json::Error>),
    #[error("something follows the regions: remove it")]
    Trailing(#[from] serde_json::Error),
    #[error("it has no region: write one at least")]
    Empty,
    #[error(transparent)]
    Rule(#[from] CatalogueError),
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
}

/// What a client without a region gets, if there is such a region.
const PREFERRED: &str = "westeurope";

impl RegionPlan {
    /// The ten regions that the hosted service documented, all served by this listener; West Europe
    /// is the default.
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "a constant list; every test and every start comes here"
    )]
    pub fn documented() -> Self {
        let catalogue = RegionCatalogue::documented(Endpoint::of_azure_region).unwrap_or_default();
        let planned = |region: Region| PlannedRegion {
            name: region.name,
            display_name: region.display_name,
            endpoint: None,
            probe_url: None,
            coordinates: region.coordinates,
        };
        let documented = Self::of(catalogue.into_iter().map(planned).collect());
        documented.expect("there are documented regions")
    }

    /// The regions of a file: the JSON of `GET /regions`, in which `endpoint` and `probeUrl` may be
    /// left out. The default is West Europe if it is among them, and else the first.
    pub fn read(path: &Path) -> Result<Self, RegionsFileError> {
        let failed = |cause| RegionsFileError {
            path: path.to_owned(),
            cause,
        };
        let text = fs::read_to_string(path).map_err(|error| failed(error.into()))?;
        Self::parse(&text).map_err(failed)
    }

    fn parse(text: &str) -> Result<Self, RegionsFileProblem> {
        // Editors of some systems begin a file with a byte order mark.
        let text = text.trim_start_matches('\u{feff}');
        let mut json = serde_json::Deserializer::from_str(text);
        let file: RegionsFile = serde_path_to_error::deserialize(&mut json)?;
        json.end()?;
        let plan = Self::of(file.regions).ok_or(RegionsFileProblem::Empty)?;
        // The rules of a catalogue have nothing to do with where the open regions are.
        RegionCatalogue::new(plan.regions(|name| Some(Endpoint::of_azure_region(name)))?)?;
        Ok(plan)
    }

    fn of(regions: Vec<PlannedRegion>) -> Option<Self> {
        let preferred = regions
            .iter()
            .find(|region| region.name.as_str() == PREFERRED);
        let default = preferred.or(regions.first())?.name.clone();
        Some(Self { regions, default })
    }

    /// The regions' names.
    pub fn names(&self) -> impl Iterator<Item = &RegionName> {
        self.regions.iter().map(|region| &region.name)
    }

    /// The region that is meant where a host name does not say which.
    pub fn default_region(&self) -> &RegionName {
        &self.default
    }

    /// The endpoints that the plan names, with their regions.
    pub(crate) fn endpoints(&self) -> impl Iterator<Item = (&RegionName, &Endpoint)> {
        let regions = self.regions.iter();
        regions.filter_map(|region| Some((&region.name, region.endpoint.as_ref()?)))
    }

    /// The regions with the endpoints that `open` gives to those without one; where it gives none,
    /// the region is left out.
    pub(crate) fn regions(
        &self,
        open: impl Fn(&RegionName) -> Option<Result<Endpoint, EndpointError>>,
    ) -> Result<Vec<Region>, EndpointError> {
        let placed = |region: &PlannedRegion| {
            let own = region.endpoint.clone().map(Ok);
            let endpoint = own.or_else(|| open(&region.name))?;
            Some(endpoint.map(|endpoint| region.at(endpoint)))
        };
        self.regions.iter().filter_map(placed).collect()
    }
}

impl PlannedRegion {
    fn at(&self, endpoint: Endpoint) -> Region {
        let probe_url = self.probe_url.clone();
        Region {
            name: self.name.clone(),
            display_name: self.display_name.clone(),
            probe_url: probe_url.unwrap_or_else(|| ProbeUrl::of(&endpoint)),
            endpoint,
            coordinates: self.coordinates,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(regions: &[&str]) -> String {
        format!(r#"{{"regions":[{}]}}"#, regions.join(","))
    }

    fn region(name: &str) -> String {
        format!(
            r#"{{"name":"{name}","displayName":"A","coordinates":{{"latitude":1,"longitude":2}}}}"#
        )
    }

    fn default_of(names: &[&str]) -> String {
        let regions: Vec<_> = names.iter().map(|name| region(name)).collect();
        let regions: Vec<_> = regions.iter().map(String::as_str).collect();
        let plan = RegionPlan::parse(&file(&regions)).unwrap();
        plan.default_region().to_string()
    }

    #[test]
    fn the_default_is_west_europe_or_the_first() {
        assert_eq!(
            RegionPlan::documented().default_region().as_str(),
            "westeurope"
        );
        assert_eq!(default_of(&["north", "westeurope"]), "westeurope");
        assert_eq!(default_of(&["north", "south"]), "north");
    }

    #[test]
    fn a_file_may_begin_with_a_byte_order_mark() {
        let text = format!("\u{feff}{}\n", file(&[&region("north")]));
        assert!(RegionPlan::parse(&text).is_ok());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let good = region("north");
        for (text, told) in [
            (file(&[]), "no region"),
            (file(&[&good, &good]), "two regions north"),
            (format!("{} x", file(&[&good])), "follows the regions"),
            ("{}".to_owned(), "missing field `regions`"),
            (file(&[&good]).replace("regions", "region"), "region"),
            (
                file(&[&good]).replace("\"A\"", "\" \""),
                "blank displayName",
            ),
            (file(&[&good]).replace("displayName", "display"), "display"),
            (
                file(&[&good]).replace(":1,", ":91,"),
                "regions[0].coordinates: the latitude 91",
            ),
            (
                file(&[&good]).replace("\"A\"", "\"A\",\"probeURL\":\"x\""),
                "probeURL",
            ),
            (
                file(&[&good]).replace("\"A\"", "\"A\",\"probeUrl\":\"x\""),
                "probeUrl",
            ),
            (
                file(&[&good]).replace("\"A\"", "\"A\",\"endpoint\":\"x\""),
                "endpoint",
            ),
        ] {
            let error = RegionPlan::parse(&text).unwrap_err().to_string();
            assert!(error.contains(told), "{text}: {error}");
        }
    }
}
