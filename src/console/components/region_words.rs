//! The measuring in words: what is known of one region, and what the race came to.

use std::time::Duration;

use remote_rendering_client::probe::{
    Choice, LatencyClass, NoAnswer, ProbeFailure, RegionReport, RuledOut, State, Verdict,
};
use remote_rendering_protocol::RegionName;
use yew::AttrValue;

use crate::console::{
    state::regions::{Decision, Phase, RegionRow, Regions},
    texts::{FluentValue, Texts},
};

/// As many rivals are named; more are counted.
const NAMED: usize = 1;

/// A time in milliseconds as people read it: below ten with a tenth.
pub fn milliseconds(time: Duration) -> FluentValue {
    let number = time.as_secs_f64() * 1000.0;
    FluentValue::from(if number < 9.95 {
        (number * 10.0).round() / 10.0
    } else {
        number.round()
    })
}

/// A message about a time.
pub fn round_trip(texts: &Texts, message: &str, time: Duration) -> AttrValue {
    texts.format(message, &[("milliseconds", milliseconds(time))])
}

/// The name that people know a region by.
pub fn display_name(regions: &Regions, name: &RegionName) -> String {
    match regions.find(name) {
        Some(row) => row.region.display_name.clone(),
        None => name.to_string(),
    }
}

/// The class of a region's style and its word; `None` while nothing is known.
pub fn class(report: &RegionReport) -> Option<(&'static str, &'static str)> {
    report.typical().map(|time| match LatencyClass::of(time) {
        LatencyClass::Recommended => ("good", "latency-recommended"),
        LatencyClass::Acceptable => ("fair", "latency-acceptable"),
        LatencyClass::Poor => ("poor", "latency-poor"),
    })
}

/// How a region stands: the class of its style, and the words.
pub fn standing(texts: &Texts, regions: &Regions, row: &RegionRow) -> (&'static str, AttrValue) {
    let Some(report) = &row.report else {
        return ("waiting", texts.text("region-waiting"));
    };
    let is_first = regions
        .nearest()
        .is_some_and(|it| it.region.name == report.name);
    let (style, message) = match (&regions.phase, report.state) {
        (_, State::Unreachable(failure)) => return ("out", failure_words(texts, failure)),
        (Phase::Decided(decision), _) if is_first => match decision.ranking.verdict {
            Verdict::Unsure(_) => ("first", "region-leads"),
            _ => ("first", "region-nearest"),
        },
        (Phase::Decided(decision), _) if decision.is_rival(&report.name) => {
            ("rival", "region-equally-near")
        }
        (Phase::Racing { leader, .. }, _) if leader.as_ref() == Some(&report.name) => {
            ("first", "region-leads")
        }
        (Phase::Stopped { .. }, _) if is_first => ("first", "region-leads"),
        (Phase::Racing { .. }, State::Racing) => ("rival", "region-racing"),
        (_, State::RuledOut(RuledOut::TooFar)) => ("out", "region-too-far"),
        (_, State::RuledOut(RuledOut::SlowStart)) => ("out", "region-slow-start"),
        (_, State::RuledOut(RuledOut::Silent)) if report.typical().is_none() => {
            ("out", "region-silent")
        }
        // Silent it was, and it answered after all.
        (_, State::RuledOut(RuledOut::Slower | RuledOut::Silent)) => ("out", "region-slower"),
        (Phase::Racing { .. }, State::Waiting) => ("waiting", "region-waiting"),
        (_, State::Racing | State::Waiting) => ("waiting", "region-undecided"),
    };
    (style, texts.text(message))
}

/// Why nothing answers at a region.
fn failure_words(texts: &Texts, failure: ProbeFailure) -> AttrValue {
    let message = match failure {
        ProbeFailure::Unreachable => "region-unreachable",
        ProbeFailure::Lost => "region-lost",
        ProbeFailure::Offline => "region-offline",
        ProbeFailure::Insecure => "region-insecure",
        ProbeFailure::Redirected => "region-redirected",
        ProbeFailure::Cached => "region-cached",
        ProbeFailure::Status(status) => {
            return texts.format("region-status", &[("status", FluentValue::from(status))]);
        }
    };
    texts.text(message)
}

/// What the measuring has come to, and why: for a status that is read out. It changes when a race begins and when it
/// ends, not with every sample.
pub fn outcome(texts: &Texts, regions: &Regions) -> AttrValue {
    match &regions.phase {
        Phase::Unmeasured => texts.text("race-none"),
        Phase::Racing { .. } => texts.text("race-running"),
        Phase::Stopped { .. } => match regions.nearest() {
            Some(row) => naming(texts, "race-stopped-with", row),
            None => texts.text("race-stopped"),
        },
        Phase::Decided(decision) => verdict(texts, regions, decision),
    }
}

/// Who looks nearest while a race is under way; `None` while nobody does.
pub fn provisional(texts: &Texts, regions: &Regions) -> Option<AttrValue> {
    match &regions.phase {
        Phase::Racing { leader, .. } => {
            let row = regions.find(leader.as_ref()?)?;
            Some(naming(texts, "race-provisional", row))
        }
        _ => None,
    }
}

fn naming(texts: &Texts, message: &str, row: &RegionRow) -> AttrValue {
    texts.format(
        message,
        &[("region", row.region.display_name.as_str().into())],
    )
}

fn verdict(texts: &Texts, regions: &Regions, decision: &Decision) -> AttrValue {
    let ranking = &*decision.ranking;
    let seconds = (ranking.took.as_secs_f64() * 10.0).ceil() / 10.0;
    let requests: u32 = ranking.reports.iter().map(|it| it.sent).sum();
    let effort = [
        ("seconds", FluentValue::from(seconds)),
        ("requests", FluentValue::from(requests)),
    ];
    let (mut message, choice) = match &ranking.verdict {
        Verdict::Nearest(choice) => ("verdict-nearest", choice),
        Verdict::Close(choice) => ("verdict-close", choice),
        Verdict::Unsure(choice) => ("verdict-unsure", choice),
        Verdict::NoAnswer(why) => return no_answer(texts, *why),
    };
    let report = regions
        .find(&choice.region)
        .and_then(|it| it.report.as_ref());
    let time = report.and_then(RegionReport::typical).unwrap_or_default();
    // The samples tell it from below: it is never a whole hundred.
    let certainty = (choice.certainty * 1000.0).floor().min(999.0) / 10.0;
    let mut values = vec![
        ("region", display_name(regions, &choice.region).into()),
        ("milliseconds", milliseconds(time)),
        ("certainty", FluentValue::from(certainty)),
    ];
    values.extend(effort);
    match &choice.runner_up {
        Some(second) => {
            values.push(("behind", milliseconds(second.behind)));
            values.push(("second", display_name(regions, &second.region).into()));
        }
        None if message == "verdict-nearest" => message = "verdict-alone",
        None => {}
    }
    let rivals = rivals(regions, choice);
    if rivals.len() > NAMED {
        values.push(("count", FluentValue::from(rivals.len())));
        if message == "verdict-close" {
            message = "verdict-close-many";
        }
    }
    values.push(("rivals", rivals.join(", ").into()));
    texts.format(message, &values)
}

/// The names of those who may as well be the nearest; of the next one at least.
fn rivals(regions: &Regions, choice: &Choice) -> Vec<String> {
    let second = choice.runner_up.iter().map(|it| &it.region);
    let named: Vec<_> = if choice.rivals.is_empty() {
        second.collect()
    } else {
        choice.rivals.iter().collect()
    };
    named
        .into_iter()
        .map(|name| display_name(regions, name))
        .collect()
}

fn no_answer(texts: &Texts, why: NoAnswer) -> AttrValue {
    texts.text(match why {
        NoAnswer::NoRegions => "verdict-no-regions",
        NoAnswer::Silent => "verdict-silent",
        NoAnswer::Failed(ProbeFailure::Offline) => "verdict-offline",
        NoAnswer::Failed(ProbeFailure::Insecure) => "verdict-insecure",
        NoAnswer::Failed(_) => "verdict-unreachable",
    })
}

#[cfg(test)]
#[path = "region_words_tests.rs"]
mod tests;
