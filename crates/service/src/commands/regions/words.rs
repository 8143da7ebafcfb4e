//! A measurement in words.

use std::time::Duration;

use remote_rendering_client::probe::{Choice, NoAnswer, Ranking, RuledOut, State, Verdict};

/// `18.2 ms`
pub(super) fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// Where a region stands when the race is over.
pub(super) fn state(state: State) -> String {
    match state {
        State::Waiting => "not probed".to_owned(),
        State::Racing => "may be as near".to_owned(),
        State::RuledOut(RuledOut::Silent) => "silent: a near region would have answered".to_owned(),
        State::RuledOut(RuledOut::SlowStart) => "too slow in its first answers".to_owned(),
        State::RuledOut(RuledOut::Slower) => "farther".to_owned(),
        State::RuledOut(RuledOut::TooFar) => {
            "not probed: too far for light to be as quick".to_owned()
        }
        State::Unreachable(failure) => failure.to_string(),
    }
}

/// Where the chosen region stands.
pub(super) fn chosen_state(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Nearest(_) => "nearest",
        Verdict::Close(_) => "chosen: others are as near",
        Verdict::Unsure(_) | Verdict::NoAnswer(_) => "leads, not sure",
    }
}

/// The verdict with its reason, and what it took.
pub(super) fn verdict(ranking: &Ranking, interrupted: bool) -> String {
    let sentence = match &ranking.verdict {
        Verdict::Nearest(choice) => format!(
            "{} is nearest{} ({:.0} % sure); {}.",
            choice.region,
            at(ranking),
            // Rounded down: nothing that is measured is certain.
            (choice.certainty * 100.0).floor().min(99.0),
            next(choice)
        ),
        Verdict::Close(choice) => format!(
            "{} is taken{}: as far as can be measured, {} {} as near.",
            choice.region,
            at(ranking),
            list(choice),
            if choice.rivals.len() > 1 { "are" } else { "is" },
        ),
        Verdict::Unsure(choice) => format!(
            "{} leads{}, but {} before that was sure ({:.0} %).",
            choice.region,
            at(ranking),
            if interrupted {
                "the measurement was ended"
            } else {
                "the time was up"
            },
            choice.certainty * 100.0,
        ),
        Verdict::NoAnswer(_) if interrupted => {
            "No region had answered when the measurement was ended.".to_owned()
        }
        Verdict::NoAnswer(NoAnswer::NoRegions) => "There is no region to measure.".to_owned(),
        Verdict::NoAnswer(NoAnswer::Silent) => "No region has answered in time.".to_owned(),
        Verdict::NoAnswer(NoAnswer::Failed(failure)) => format!("No region answers: {failure}."),
    };
    let (took, requests) = (ranking.took.as_secs_f64(), ranking.attempts.len());
    let plural = if requests == 1 { "" } else { "s" };
    format!("{sentence} It took {took:.2} s and {requests} request{plural}.")
}

/// The chosen region's round trip.
fn at(ranking: &Ranking) -> String {
    let chosen = ranking.reports.first().and_then(|it| it.round_trip);
    chosen.map_or_else(String::new, |it| format!(" at {}", milliseconds(it.best)))
}

fn next(choice: &Choice) -> String {
    match &choice.runner_up {
        Some(next) => format!(
            "next is {}, {} behind",
            next.region,
            milliseconds(next.behind)
        ),
        None => "no other region was quick enough to be measured".to_owned(),
    }
}

/// `a`, `a and b`, `a, b and c`
fn list(choice: &Choice) -> String {
    let names: Vec<_> = choice.rivals.iter().map(ToString::to_string).collect();
    match names.split_last() {
        None => "another".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}
