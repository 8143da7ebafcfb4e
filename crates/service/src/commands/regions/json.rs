//! A measurement for programs. `docs/regions.md` lists the members; they stay.

use std::time::Duration;

use remote_rendering_client::probe::{
    Position, Ranking, RegionReport, RoundTrip, RuledOut, State, Verdict,
};
use remote_rendering_protocol::{Endpoint, Region, RegionCatalogue, RegionName};
use serde::Serialize;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Measurement<'a> {
    verdict: WrittenVerdict<'a>,
    interrupted: bool,
    took_milliseconds: f64,
    requests: usize,
    position: Option<WrittenPosition>,
    /// The regions that answer, in the order in which to take them.
    order: Vec<&'a RegionName>,
    regions: Vec<WrittenRegion<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenVerdict<'a> {
    kind: &'static str,
    text: String,
    region: Option<&'a RegionName>,
    endpoint: Option<&'a Endpoint>,
    certainty: Option<f64>,
    expected_loss_milliseconds: Option<f64>,
    runner_up: Option<WrittenRunnerUp<'a>>,
    rivals: &'a [RegionName],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenRunnerUp<'a> {
    region: &'a RegionName,
    behind_milliseconds: f64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenPosition {
    latitude: f64,
    longitude: f64,
    slack_kilometres: f64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenRegion<'a> {
    name: &'a RegionName,
    display_name: Option<&'a str>,
    endpoint: Option<&'a Endpoint>,
    state: &'static str,
    failure: Option<String>,
    class: Option<&'static str>,
    round_trip_milliseconds: Option<WrittenRoundTrip>,
    rough_milliseconds: Option<Between>,
    distance_kilometres: Option<f64>,
    samples_milliseconds: Vec<f64>,
    sent: u32,
    failed: u32,
    loss: f64,
}

#[derive(Debug, Serialize)]
struct WrittenRoundTrip {
    best: f64,
    low: f64,
    high: f64,
    typical: f64,
    jitter: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Between {
    low: f64,
    high: f64,
}

/// What a measurement came to. `reason` tells why a region's probes failed.
pub(super) fn measurement<'a>(
    ranking: &'a Ranking,
    interrupted: bool,
    position: Option<Position>,
    catalogue: &'a RegionCatalogue,
    reason: impl Fn(&Region) -> Option<String>,
) -> Measurement<'a> {
    let region = |report: &'a RegionReport| {
        let region = catalogue.find(&report.name);
        written_region(report, region, region.and_then(&reason))
    };
    Measurement {
        verdict: written_verdict(ranking, interrupted, catalogue),
        interrupted,
        took_milliseconds: milliseconds(ranking.took),
        requests: ranking.attempts.len(),
        position: position.map(|it| WrittenPosition {
            latitude: it.coordinates.latitude(),
            longitude: it.coordinates.longitude(),
            slack_kilometres: it.slack_kilometres,
        }),
        order: ranking.order().collect(),
        regions: ranking.reports.iter().map(region).collect(),
    }
}

fn written_verdict<'a>(
    ranking: &'a Ranking,
    interrupted: bool,
    catalogue: &'a RegionCatalogue,
) -> WrittenVerdict<'a> {
    let verdict: &Verdict = &ranking.verdict;
    let choice = verdict.choice();
    let region = choice.and_then(|it| catalogue.find(&it.region));
    let runner_up = choice.and_then(|it| it.runner_up.as_ref());
    WrittenVerdict {
        kind: verdict.as_str(),
        text: super::words::verdict(ranking, interrupted),
        region: choice.map(|it| &it.region),
        endpoint: region.map(|it| &it.endpoint),
        certainty: choice.map(|it| it.certainty),
        expected_loss_milliseconds: choice.map(|it| milliseconds(it.expected_loss)),
        runner_up: runner_up.map(|it| WrittenRunnerUp {
            region: &it.region,
            behind_milliseconds: milliseconds(it.behind),
        }),
        rivals: choice.map_or(&[], |it| &it.rivals),
    }
}

fn written_region<'a>(
    report: &'a RegionReport,
    region: Option<&'a Region>,
    reason: Option<String>,
) -> WrittenRegion<'a> {
    let written = |it: RoundTrip| WrittenRoundTrip {
        best: milliseconds(it.best),
        low: milliseconds(it.low),
        high: milliseconds(it.high),
        typical: milliseconds(it.typical),
        jitter: it.jitter.map(milliseconds),
    };
    let failure = match report.state {
        State::Unreachable(failure) => Some(reason.unwrap_or_else(|| failure.to_string())),
        _ => None,
    };
    WrittenRegion {
        name: &report.name,
        display_name: region.map(|it| it.display_name.as_str()),
        endpoint: region.map(|it| &it.endpoint),
        state: state(report.state),
        failure,
        class: report.round_trip.map(|it| it.class().as_str()),
        round_trip_milliseconds: report.round_trip.map(written),
        rough_milliseconds: report.rough.map(|(low, high)| Between {
            low: milliseconds(low),
            high: milliseconds(high),
        }),
        distance_kilometres: report.distance.map(|it| it.kilometres.round()),
        samples_milliseconds: report.samples.iter().copied().map(milliseconds).collect(),
        sent: report.sent,
        failed: report.failed,
        loss: report.loss(),
    }
}

fn state(state: State) -> &'static str {
    match state {
        State::Waiting => "waiting",
        State::Racing => "racing",
        State::RuledOut(RuledOut::Silent) => "silent",
        State::RuledOut(RuledOut::SlowStart) => "slow-start",
        State::RuledOut(RuledOut::Slower) => "slower",
        State::RuledOut(RuledOut::TooFar) => "too-far",
        State::Unreachable(_) => "unreachable",
    }
}

/// To the microsecond: more digits would claim what no clock measures.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}
