use std::time::Duration;

use remote_rendering_protocol::RegionName;
use serde::{Deserialize, Serialize};

use super::LatencyRule;
use crate::options::written;

/// One `[[latency]]` of the configuration file: how long the service lets a ping to some regions
/// wait, so that one machine looks like many. The first that fits a region counts; what none fits is
/// answered at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LatencyOptions {
    /// The region [default: every one]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionName>,
    /// What every ping takes, such as `18ms` [default: nothing]
    #[serde(
        default,
        serialize_with = "written::time::serialize",
        deserialize_with = "written::latency",
        skip_serializing_if = "Option::is_none"
    )]
    pub median: Option<Duration>,
    /// The median of what a ping takes beyond that [default: nothing]
    #[serde(
        default,
        serialize_with = "written::time::serialize",
        deserialize_with = "written::latency",
        skip_serializing_if = "Option::is_none"
    )]
    pub jitter: Option<Duration>,
    /// The share of pings that take 200 to 500 ms more, from 0 to 1 [default: 0]
    #[serde(
        default,
        deserialize_with = "written::share",
        skip_serializing_if = "Option::is_none"
    )]
    pub spikes: Option<f64>,
    /// The share of pings that are never answered, from 0 to 1 [default: 0]
    #[serde(
        default,
        deserialize_with = "written::share",
        skip_serializing_if = "Option::is_none"
    )]
    pub loss: Option<f64>,
}

impl LatencyOptions {
    /// The rules of a configuration.
    pub(crate) fn rules(tables: Vec<Self>) -> Vec<LatencyRule> {
        let rule = |table: Self| LatencyRule {
            region: table.region,
            median: table.median.unwrap_or_default(),
            jitter: table.jitter.unwrap_or_default(),
            spikes: table.spikes.unwrap_or_default(),
            loss: table.loss.unwrap_or_default(),
        };
        tables.into_iter().map(rule).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize, Serialize)]
    struct File {
        latency: Vec<LatencyOptions>,
    }

    fn read(text: &str) -> Result<File, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn a_table_is_read_with_what_it_leaves_open() {
        let file = read(
            "[[latency]]\nregion = 'eastus'\nmedian = '85ms'\njitter = '3ms'\nspikes = 0.02\nloss = 0.01\n\
             [[latency]]\nmedian = '1s'\n",
        )
        .unwrap();
        let again = read(&toml::to_string(&file).unwrap()).unwrap();
        assert_eq!(again.latency, file.latency);
        let first = LatencyRule {
            region: Some("eastus".parse().unwrap()),
            median: Duration::from_millis(85),
            jitter: Duration::from_millis(3),
            spikes: 0.02,
            loss: 0.01,
        };
        let second = LatencyRule {
            median: Duration::from_secs(1),
            ..LatencyRule::default()
        };
        assert_eq!(LatencyOptions::rules(file.latency), [first, second]);
    }

    #[test]
    fn what_cannot_be_is_refused_by_its_key() {
        for (line, key) in [
            ("region = 'East US'", "region"),
            ("median = 18", "median"),
            ("median = '-1ms'", "median"),
            ("median = '61s'", "median"),
            ("jitter = 'some'", "jitter"),
            ("jitter = '2h'", "jitter"),
            ("spikes = 2", "spikes"),
            ("loss = -0.1", "loss"),
            ("loss = nan", "loss"),
            ("mean = '18ms'", "mean"),
        ] {
            let error = read(&format!("[[latency]]\n{line}\n")).unwrap_err();
            assert!(error.contains(key), "{line}: {error}");
        }
    }
}
