use std::time::Duration;

use remote_rendering_protocol::{RegionName, SessionSize};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use super::PoolRule;
use crate::options::written;

/// One `[[pool]]` of the configuration file: how many servers some regions and sizes have, and how
/// simulated ones behave. The first that fits a region and a size counts; what none fits behaves as if
/// none was written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PoolOptions {
    /// The region [default: every one]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionName>,
    /// `Standard` or `Premium` [default: both]
    #[serde(
        default,
        deserialize_with = "known_size",
        skip_serializing_if = "Option::is_none"
    )]
    pub size: Option<SessionSize>,
    /// How many servers each such region has of each such size [default: no limit; 4 where servers are
    /// processes]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub servers: Option<u32>,
    /// How long a simulated server takes to start, such as `2m30s` [default: `startup-time`]
    #[serde(
        default,
        with = "written::time",
        skip_serializing_if = "Option::is_none"
    )]
    pub startup_time: Option<Duration>,
    /// The computing power that sessions report [default: 8.1 for Standard, 10.6 for Premium]
    #[serde(
        default,
        deserialize_with = "written::positive",
        skip_serializing_if = "Option::is_none"
    )]
    pub teraflops: Option<f64>,
    /// The share of simulated servers that fail while they start, from 0 to 1 [default: 0]
    #[serde(
        default,
        deserialize_with = "written::share",
        skip_serializing_if = "Option::is_none"
    )]
    pub failed_starts: Option<f64>,
    /// The mean time between failures of a leased simulated server, such as `6h` [default: they never fail]
    #[serde(
        default,
        with = "written::time",
        skip_serializing_if = "Option::is_none"
    )]
    pub mtbf: Option<Duration>,
}

impl PoolOptions {
    /// The rules of a configuration; `rest` is the one for what they leave open.
    pub(crate) fn rules(pools: &[Self], rest: PoolRule) -> Vec<PoolRule> {
        let written = pools.iter().map(|pool| PoolRule {
            region: pool.region.clone(),
            size: pool.size.clone(),
            servers: pool.servers.or(rest.servers),
            startup_time: pool.startup_time.unwrap_or(rest.startup_time),
            teraflops: pool.teraflops,
            failed_starts: pool.failed_starts.unwrap_or_default(),
            mtbf: pool.mtbf,
        });
        let mut rules: Vec<_> = written.collect();
        rules.push(rest);
        rules
    }
}

/// Sizes of the wire are open, those of a pool are the two that can be created.
fn known_size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SessionSize>, D::Error> {
    match SessionSize::deserialize(deserializer)? {
        SessionSize::Other(other) => Err(D::Error::custom(format!(
            "there is no size {other}: write Standard or Premium"
        ))),
        size => Ok(Some(size)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct File {
        pool: Vec<PoolOptions>,
    }

    fn read(text: &str) -> Result<Vec<PoolOptions>, String> {
        toml::from_str::<File>(text)
            .map(|file| file.pool)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_pool_is_read_with_what_it_leaves_open() {
        let pools = read(
            "[[pool]]\nregion = 'eastus'\nsize = 'Premium'\nservers = 2\nstartup-time = '2m30s'\n\
             teraflops = 20\nfailed-starts = 0.1\nmtbf = '6h'\n[[pool]]\nservers = 4\n",
        )
        .unwrap();
        let rest = PoolRule::endless(Duration::from_secs(5));
        let rules = PoolOptions::rules(&pools, rest.clone());
        let first = PoolRule {
            region: Some("eastus".parse().unwrap()),
            size: Some(SessionSize::Premium),
            servers: Some(2),
            startup_time: Duration::from_secs(150),
            teraflops: Some(20.0),
            failed_starts: 0.1,
            mtbf: Some(Duration::from_hours(6)),
        };
        let second = PoolRule {
            servers: Some(4),
            ..rest.clone()
        };
        assert_eq!(rules, [first, second, rest]);
    }

    #[test]
    fn what_cannot_be_is_refused_by_its_key() {
        for (line, key) in [
            ("region = 'East US'", "region"),
            ("size = 'Huge'", "size"),
            ("servers = -1", "servers"),
            ("startup-time = 'soon'", "startup-time"),
            ("teraflops = 0", "teraflops"),
            ("failed-starts = 1.5", "failed-starts"),
            ("mtbf = 6", "mtbf"),
            ("mtfb = '6h'", "mtfb"),
        ] {
            let error = read(&format!("[[pool]]\n{line}\n")).unwrap_err();
            assert!(error.contains(key), "{line}: {error}");
        }
    }
}
