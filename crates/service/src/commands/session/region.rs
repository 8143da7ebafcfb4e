//! Region names that are mistyped.

use std::fmt;

use remote_rendering_protocol::{Endpoint, RegionCatalogue, RegionName};

/// A short name that no documented region has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRegion {
    name: RegionName,
    /// The documented name that was most likely meant.
    meant: Option<RegionName>,
    documented: Vec<RegionName>,
}

impl UnknownRegion {
    /// The mistake in a domain, if it is a short name and none of the documented ones. A short name stands for a host
    /// of the hosted service, which had those regions only; a region of one's own is named by its host or URL.
    pub(super) fn of(domain: &str) -> Option<Self> {
        let name: RegionName = domain.parse().ok()?;
        let documented = RegionCatalogue::documented(Endpoint::of_azure_region).ok()?;
        if name.as_str() == "localhost" || documented.find(&name).is_some() {
            return None;
        }
        let documented: Vec<_> = documented.into_iter().map(|region| region.name).collect();
        Some(Self {
            meant: nearest(&name, &documented),
            name,
            documented,
        })
    }
}

/// The name that takes the fewest edits, if they are few for its length.
fn nearest(name: &RegionName, documented: &[RegionName]) -> Option<RegionName> {
    let edits = |other: &RegionName| strsim::damerau_levenshtein(name.as_str(), other.as_str());
    let best = documented.iter().min_by_key(|it| edits(it))?;
    (edits(best) * 3 <= best.as_str().len()).then(|| best.clone())
}

impl fmt::Display for UnknownRegion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no documented region", self.name)?;
        if let Some(meant) = &self.meant {
            return write!(f, ": did you mean {meant}?");
        }
        f.write_str(": write the URL of a service of your own, or one of ")?;
        for (place, name) in self.documented.iter().enumerate() {
            let gap = if place == 0 { "" } else { ", " };
            write!(f, "{gap}{name}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_name_is_told_with_the_one_that_was_meant() {
        for (domain, meant) in [
            ("westeuorpe", "westeurope"),
            ("WestEurop", "westeurope"),
            ("eastus3", "eastus"),
            ("usouth", "uksouth"),
            ("nortEurope", "northeurope"),
        ] {
            let told = UnknownRegion::of(domain).unwrap().to_string();
            assert!(
                told.ends_with(&format!("is no documented region: did you mean {meant}?")),
                "{told}"
            );
        }
        let told = UnknownRegion::of("mars").unwrap().to_string();
        assert!(told.starts_with("mars is no documented region: write the URL"));
        assert!(told.ends_with("westeurope, westus2"), "{told}");
    }

    #[test]
    fn whole_domains_and_documented_names_are_no_mistake() {
        for domain in [
            "westeurope",
            "WESTUS2",
            "localhost",
            "localhost:8080",
            "127.0.0.1",
            "rendering.example.com",
            "https://mars",
            "",
        ] {
            assert_eq!(UnknownRegion::of(domain), None, "{domain}");
        }
    }
}
