//! What the page says of a race, in the English texts.

use std::rc::Rc;

use remote_rendering_client::probe::{Ranking, RoundTrip, RunnerUp};
use remote_rendering_protocol::{Endpoint, RegionCatalogue, Timestamp};
use yew::Reducible as _;

use super::*;
use crate::console::{
    state::regions::{Action, Source},
    texts::tests::english,
};

fn texts() -> Texts {
    english()
}

fn name(text: &str) -> RegionName {
    text.parse().unwrap()
}

fn listed() -> Rc<Regions> {
    let catalogue = RegionCatalogue::documented(Endpoint::of_azure_region).unwrap();
    Rc::new(Regions::default()).reduce(Action::Listed(catalogue, Source::Service))
}

fn report(text: &str, state: State, typical: Option<u64>) -> RegionReport {
    let time = |it: u64| Duration::from_millis(it);
    RegionReport {
        name: name(text),
        state,
        round_trip: typical.map(|it| RoundTrip {
            best: time(it),
            low: time(it),
            high: time(it),
            typical: time(it),
            jitter: None,
        }),
        rough: None,
        distance: None,
        samples: typical.map(time).into_iter().collect(),
        sent: 1,
        failed: 0,
        coarse: false,
    }
}

fn choice(second: Option<(&str, u64)>, rivals: &[&str]) -> Choice {
    Choice {
        region: name("westeurope"),
        certainty: 0.9987,
        expected_loss: Duration::ZERO,
        runner_up: second.map(|(second, behind)| RunnerUp {
            region: name(second),
            behind: Duration::from_millis(behind),
        }),
        rivals: rivals.iter().map(|it| name(it)).collect(),
    }
}

fn decision(verdict: Verdict, reports: Vec<RegionReport>) -> Decision {
    Decision {
        ranking: Rc::new(Ranking {
            verdict,
            took: Duration::from_millis(371),
            entrants: reports.iter().map(|it| it.name.clone()).collect(),
            reports,
            attempts: Vec::new(),
        }),
        at: Timestamp::UNIX_EPOCH,
    }
}

fn decided(verdict: Verdict) -> Rc<Regions> {
    let mut reports = vec![
        report("westeurope", State::Racing, Some(18)),
        report("uksouth", State::RuledOut(RuledOut::Slower), Some(24)),
    ];
    (reports[0].sent, reports[1].sent) = (20, 11);
    listed().reduce(Action::Ranked(decision(verdict, reports)))
}

#[test]
fn every_verdict_says_which_why_and_how_sure() {
    let far = Some(("uksouth", 6));
    let many = ["uksouth", "eastus", "eastus2"];
    for (verdict, expected) in [
        (
            Verdict::Nearest(choice(far, &[])),
            "West Europe is nearest: 18 ms, 6 ms ahead of UK South (99.8 % sure, 0.4 s, 31 requests).",
        ),
        (
            Verdict::Nearest(choice(None, &[])),
            "West Europe is nearest: 18 ms. No other region gave an answer to compare (0.4 s, 31 requests).",
        ),
        (
            Verdict::Close(choice(far, &["uksouth"])),
            "West Europe and UK South are equally near, as far as can be measured. Taking West Europe: 18 ms (0.4 s, 31 requests).",
        ),
        (
            Verdict::Close(choice(far, &[])),
            "West Europe and UK South are equally near, as far as can be measured. Taking West Europe: 18 ms (0.4 s, 31 requests).",
        ),
        (
            Verdict::Close(choice(far, &many)),
            "West Europe and 3 others are equally near, as far as can be measured. Taking West Europe: 18 ms (0.4 s, 31 requests).",
        ),
        (
            Verdict::Unsure(choice(far, &["uksouth"])),
            "Time ran out before it was sure. Taking West Europe, which looks nearest: 18 ms (0.4 s, 31 requests). Measure again when the network is quieter.",
        ),
    ] {
        let said = outcome(&texts(), &decided(verdict.clone()));
        assert_eq!(said, expected, "{verdict:?}");
    }
}

#[test]
fn a_verdict_is_never_wholly_sure() {
    for (certainty, expected) in [
        (1.0, "99.9 %"),
        (0.99999, "99.9 %"),
        (0.5, "50 %"),
        (0.0, "0 %"),
    ] {
        let verdict = Verdict::Nearest(Choice {
            certainty,
            ..choice(Some(("uksouth", 6)), &[])
        });
        let said = outcome(&texts(), &decided(verdict));
        assert!(said.contains(&format!("({expected} sure")), "{said}");
    }
}

#[test]
fn no_answer_says_why_and_what_to_do() {
    for (why, expected) in [
        (NoAnswer::NoRegions, "no regions to measure"),
        (
            NoAnswer::Silent,
            "No region answered in time. Check the network",
        ),
        (
            NoAnswer::Failed(ProbeFailure::Offline),
            "This device is offline. Connect it",
        ),
        (
            NoAnswer::Failed(ProbeFailure::Insecure),
            "Open the console from the service itself",
        ),
        (
            NoAnswer::Failed(ProbeFailure::Unreachable),
            "No region can be reached",
        ),
        (
            NoAnswer::Failed(ProbeFailure::Status(503)),
            "No region can be reached",
        ),
    ] {
        let said = outcome(&texts(), &decided(Verdict::NoAnswer(why)));
        assert!(said.contains(expected), "{why:?}: {said}");
    }
}

#[test]
fn the_status_stays_the_same_while_leaders_change() {
    let racing = |leader: Option<&str>| {
        listed().reduce(Action::Began).reduce(Action::Seen {
            reports: Vec::new(),
            leader: leader.map(name),
        })
    };
    let said = |regions: &Regions| outcome(&texts(), regions);
    let first = racing(Some("westeurope"));
    let second = racing(Some("uksouth"));
    assert_eq!(said(&first), said(&second));
    assert_eq!(said(&first), said(&racing(None)));
    assert_eq!(
        provisional(&texts(), &second).unwrap(),
        "UK South looks nearest so far."
    );
    assert_eq!(provisional(&texts(), &racing(None)), None);
    let stopped = second.reduce(Action::Stopped);
    assert_eq!(
        said(&stopped),
        "Measuring was stopped. UK South looked nearest so far."
    );
    assert_eq!(provisional(&texts(), &stopped), None);
}

/// A standing: the regions, which one, its state and round trip, and the style and words that it has to have.
type Standing = (
    Rc<Regions>,
    &'static str,
    State,
    Option<u64>,
    &'static str,
    &'static str,
);

fn assert_words(table: impl IntoIterator<Item = Standing>) {
    for (regions, region, state, typical, style, words) in table {
        let row = RegionRow {
            report: Some(report(region, state, typical)),
            ..regions.find(&name(region)).unwrap().clone()
        };
        let said = standing(&texts(), &regions, &row);
        assert_eq!(
            (said.0, said.1.as_str()),
            (style, words),
            "{region}: {state:?}"
        );
    }
}

#[test]
fn every_standing_after_a_race_has_words() {
    let far = Some(("uksouth", 6));
    let nearest = || decided(Verdict::Nearest(choice(far, &[])));
    let close = || decided(Verdict::Close(choice(far, &["uksouth"])));
    let unsure = || decided(Verdict::Unsure(choice(far, &[])));
    assert_words([
        (
            unsure(),
            "westeurope",
            State::Racing,
            Some(18),
            "first",
            "nearest so far",
        ),
        (
            nearest(),
            "westeurope",
            State::Racing,
            Some(18),
            "first",
            "nearest",
        ),
        (
            close(),
            "westeurope",
            State::Racing,
            Some(18),
            "first",
            "nearest",
        ),
        (
            close(),
            "uksouth",
            State::Racing,
            Some(18),
            "rival",
            "equally near",
        ),
        (
            nearest(),
            "uksouth",
            State::Racing,
            Some(24),
            "waiting",
            "undecided",
        ),
    ]);
}

#[test]
fn every_region_that_is_out_says_why() {
    let out = |why| State::RuledOut(why);
    let nearest = || decided(Verdict::Nearest(choice(Some(("uksouth", 6)), &[])));
    assert_words([
        (
            nearest(),
            "uksouth",
            out(RuledOut::Slower),
            Some(24),
            "out",
            "farther",
        ),
        (
            nearest(),
            "uksouth",
            out(RuledOut::Silent),
            Some(24),
            "out",
            "farther",
        ),
        (
            nearest(),
            "uksouth",
            out(RuledOut::Silent),
            None,
            "out",
            "silent, so it is not near",
        ),
        (
            nearest(),
            "uksouth",
            out(RuledOut::SlowStart),
            None,
            "out",
            "farther, by its first answer",
        ),
        (
            nearest(),
            "uksouth",
            out(RuledOut::TooFar),
            None,
            "out",
            "too far away to be the nearest",
        ),
    ]);
}

#[test]
fn every_standing_in_a_race_has_words() {
    let racing = || listed().reduce(Action::Began);
    let out = |why| State::RuledOut(why);
    assert_words([
        (
            racing(),
            "uksouth",
            State::Racing,
            None,
            "rival",
            "in the race",
        ),
        (
            racing(),
            "uksouth",
            State::Waiting,
            None,
            "waiting",
            "waiting",
        ),
        (
            racing(),
            "uksouth",
            out(RuledOut::Slower),
            Some(24),
            "out",
            "farther",
        ),
    ]);
}

#[test]
fn every_failure_has_its_own_words() {
    let failures = [
        ProbeFailure::Unreachable,
        ProbeFailure::Lost,
        ProbeFailure::Offline,
        ProbeFailure::Insecure,
        ProbeFailure::Redirected,
        ProbeFailure::Cached,
        ProbeFailure::Status(503),
    ];
    let words = failures.map(|it| failure_words(&texts(), it).to_string());
    let distinct: std::collections::BTreeSet<_> = words.iter().collect();
    assert_eq!(distinct.len(), failures.len(), "{words:?}");
    assert!(words[6].contains("503"), "{}", words[6]);
}

#[test]
fn times_below_ten_milliseconds_have_a_tenth() {
    for (microseconds, expected) in [
        (0, "0 ms"),
        (440, "0.4 ms"),
        (9940, "9.9 ms"),
        (9960, "10 ms"),
        (18_400, "18 ms"),
    ] {
        let said = round_trip(
            &texts(),
            "region-round-trip",
            Duration::from_micros(microseconds),
        );
        assert_eq!(said, expected);
    }
}
