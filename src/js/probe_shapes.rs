//! The plain objects that `probeRegions` gives, as `package/probe.d.ts` describes them. Times are in milliseconds.

use std::time::Duration;

use remote_rendering_client::probe::{
    Attempt, Clock, Connection, LatencyClass, NoAnswer, Outcome, ProbeFailure, Race, Ranking,
    RegionReport, RuledOut, State, Verdict,
};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct ProbeProgress {
    provisional: Option<String>,
    verdict: Option<ProbeVerdict>,
    regions: Vec<ProbedRegion>,
}

impl ProbeProgress {
    pub(super) fn of(race: &Race, verdict: Option<&Verdict>) -> Self {
        let reports = race.reports();
        let provisional = race.provisional().and_then(|place| reports.get(place));
        Self {
            provisional: provisional.map(|report| report.name.as_str().to_owned()),
            verdict: verdict.map(ProbeVerdict::of),
            regions: reports.iter().map(ProbedRegion::of).collect(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProbeResult {
    verdict: ProbeVerdict,
    took_ms: f64,
    regions: Vec<ProbedRegion>,
    requests: usize,
    samples: Vec<ProbeSample>,
}

impl ProbeResult {
    pub(super) fn of(ranking: &Ranking) -> Self {
        let sample = |attempt: &Attempt| {
            let region = ranking.entrants.get(attempt.entrant)?;
            Some(ProbeSample::of(region.as_str(), attempt))
        };
        Self {
            verdict: ProbeVerdict::of(&ranking.verdict),
            took_ms: ms(ranking.took),
            regions: ranking.reports.iter().map(ProbedRegion::of).collect(),
            requests: ranking.attempts.len(),
            samples: ranking.attempts.iter().filter_map(sample).collect(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProbeVerdict {
    kind: &'static str,
    region: Option<String>,
    certainty: Option<f64>,
    expected_loss_ms: Option<f64>,
    runner_up: Option<RunnerUp>,
    rivals: Option<Vec<String>>,
    reason: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunnerUp {
    region: String,
    behind_ms: f64,
}

impl ProbeVerdict {
    fn of(verdict: &Verdict) -> Self {
        let choice = verdict.choice();
        let runner_up = choice.and_then(|it| it.runner_up.as_ref());
        let rivals = |rivals: &[_]| rivals.iter().map(ToString::to_string).collect();
        Self {
            kind: verdict.as_str(),
            region: choice.map(|it| it.region.as_str().to_owned()),
            certainty: choice.map(|it| it.certainty),
            expected_loss_ms: choice.map(|it| ms(it.expected_loss)),
            runner_up: runner_up.map(|it| RunnerUp {
                region: it.region.as_str().to_owned(),
                behind_ms: ms(it.behind),
            }),
            rivals: choice.map(|it| rivals(&it.rivals)),
            reason: match verdict {
                Verdict::NoAnswer(NoAnswer::NoRegions) => Some("no-regions"),
                Verdict::NoAnswer(NoAnswer::Silent) => Some("silent"),
                Verdict::NoAnswer(NoAnswer::Failed(failure)) => Some(name_of(*failure)),
                Verdict::Nearest(_) | Verdict::Close(_) | Verdict::Unsure(_) => None,
            },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProbedRegion {
    name: String,
    state: &'static str,
    reason: Option<&'static str>,
    round_trip_ms: Option<f64>,
    low_ms: Option<f64>,
    high_ms: Option<f64>,
    typical_ms: Option<f64>,
    jitter_ms: Option<f64>,
    class: Option<&'static str>,
    rough_ms: Option<(f64, f64)>,
    distance_km: Option<f64>,
    samples: Vec<f64>,
    requests: u32,
    loss: f64,
    coarse: bool,
}

impl ProbedRegion {
    fn of(report: &RegionReport) -> Self {
        let (state, reason) = match report.state {
            State::Waiting => ("waiting", None),
            State::Racing => ("racing", None),
            State::RuledOut(reason) => ("ruled-out", Some(reason_of(reason))),
            State::Unreachable(failure) => ("unreachable", Some(name_of(failure))),
        };
        let round_trip = report.round_trip;
        Self {
            name: report.name.as_str().to_owned(),
            state,
            reason,
            round_trip_ms: round_trip.map(|it| ms(it.best)),
            low_ms: round_trip.map(|it| ms(it.low)),
            high_ms: round_trip.map(|it| ms(it.high)),
            typical_ms: round_trip.map(|it| ms(it.typical)),
            jitter_ms: round_trip.and_then(|it| it.jitter).map(ms),
            class: report.typical().map(|it| LatencyClass::of(it).as_str()),
            rough_ms: report.rough.map(|(low, high)| (ms(low), ms(high))),
            distance_km: report.distance.map(|it| it.kilometres),
            samples: report.samples.iter().copied().map(ms).collect(),
            requests: report.sent,
            loss: report.loss(),
            coarse: report.coarse,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProbeSample {
    region: String,
    connection: &'static str,
    cold: bool,
    sent_at_ms: f64,
    outcome: &'static str,
    total_ms: Option<f64>,
    exchange_ms: Option<f64>,
    handshake_ms: Option<f64>,
    clock: Option<&'static str>,
    failure: Option<&'static str>,
    status: Option<u16>,
}

impl ProbeSample {
    fn of(region: &str, attempt: &Attempt) -> Self {
        let (outcome, reading, failure) = match attempt.outcome {
            Outcome::Pending => ("pending", None, None),
            Outcome::Answered(reading) => ("answered", Some(reading), None),
            Outcome::Failed(failure) => ("failed", None, Some(failure)),
            Outcome::Abandoned => ("abandoned", None, None),
        };
        Self {
            region: region.to_owned(),
            connection: match attempt.connection {
                Connection::Shared => "shared",
                Connection::Own => "own",
            },
            cold: attempt.cold,
            sent_at_ms: ms(attempt.sent_at),
            outcome,
            total_ms: reading.map(|it| ms(it.total)),
            exchange_ms: reading.and_then(|it| it.exchange).map(ms),
            handshake_ms: reading.and_then(|it| it.handshake).map(ms),
            clock: reading.map(|it| match it.clock {
                Clock::Recorded => "recorded",
                Clock::Observed => "observed",
            }),
            failure: failure.map(name_of),
            status: match failure {
                Some(ProbeFailure::Status(status)) => Some(status),
                _ => None,
            },
        }
    }
}

fn reason_of(ruled_out: RuledOut) -> &'static str {
    match ruled_out {
        RuledOut::Silent => "silent",
        RuledOut::SlowStart => "slow-start",
        RuledOut::Slower => "slower",
        RuledOut::TooFar => "too-far",
    }
}

fn name_of(failure: ProbeFailure) -> &'static str {
    match failure {
        ProbeFailure::Unreachable => "unreachable",
        ProbeFailure::Lost => "lost",
        ProbeFailure::Offline => "offline",
        ProbeFailure::Insecure => "insecure",
        ProbeFailure::Redirected => "redirected",
        ProbeFailure::Cached => "cached",
        ProbeFailure::Status(_) => "status",
    }
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
