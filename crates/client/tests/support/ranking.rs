//! Rankings made by hand.
// By this clippy knows that helpers are test code, too: they may unwrap.
#![cfg(test)]
#![allow(dead_code, reason = "every test file uses another part of it")]

use std::time::Duration;

use remote_rendering_client::{
    Json as _, SerdeJson,
    probe::{CatalogueFingerprint, Choice, Ranking, RegionReport, RoundTrip, State, Verdict},
    protocol::{Region, RegionName, Timestamp},
};

pub(crate) fn name(name: &str) -> RegionName {
    name.parse().unwrap()
}

fn region(short: &str, probe_url: &str) -> Region {
    let text = format!(
        r#"{{"name":"{short}","displayName":"{short}","endpoint":"https://x",
        "probeUrl":"{probe_url}","coordinates":{{"latitude":0,"longitude":0}}}}"#
    );
    SerdeJson::parse(&text).unwrap()
}

pub(crate) fn fingerprint(regions: &[(&str, &str)]) -> CatalogueFingerprint {
    let regions: Vec<_> = regions.iter().map(|(it, url)| region(it, url)).collect();
    CatalogueFingerprint::of(&regions)
}

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(1_600_000_000 + seconds)
}

pub(crate) fn report(short: &str, state: State, typical_ms: Option<u64>) -> RegionReport {
    let typical = typical_ms.map(Duration::from_millis);
    RegionReport {
        name: name(short),
        state,
        round_trip: typical.map(|it| RoundTrip {
            best: it,
            low: it,
            high: it,
            typical: it,
            jitter: None,
        }),
        rough: None,
        distance: None,
        samples: Vec::new(),
        sent: 3,
        failed: 0,
        coarse: false,
    }
}

pub(crate) fn choice(short: &str) -> Choice {
    Choice {
        region: name(short),
        certainty: 0.9,
        expected_loss: Duration::ZERO,
        runner_up: None,
        rivals: Vec::new(),
    }
}

pub(crate) fn ranking(verdict: Verdict, reports: Vec<RegionReport>) -> Ranking {
    Ranking {
        verdict,
        took: Duration::from_millis(400),
        entrants: reports.iter().map(|it| it.name.clone()).collect(),
        reports,
        attempts: Vec::new(),
    }
}
