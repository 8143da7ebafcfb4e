//! The race as the page knows it: what leads, what stays where it is, and what a verdict changes.

use std::time::Duration;

use remote_rendering_client::{
    fallback::FallbackStep,
    probe::{NoAnswer, ProbeFailure, RuledOut, RunnerUp, State},
};
use remote_rendering_protocol::Endpoint;

use super::*;

const NAMES: [&str; 3] = ["westeurope", "uksouth", "eastus"];

fn name(text: &str) -> RegionName {
    text.parse().unwrap()
}

fn listed() -> Rc<Regions> {
    let documented = RegionCatalogue::documented(Endpoint::of_azure_region).unwrap();
    let known = |text: &&str| documented.find(&name(text)).unwrap().clone();
    let catalogue = RegionCatalogue::new(NAMES.iter().map(known).collect()).unwrap();
    Rc::new(Regions::default()).reduce(Action::Listed(catalogue, Source::Documented))
}

fn report(text: &str, state: State) -> RegionReport {
    RegionReport {
        name: name(text),
        state,
        round_trip: None,
        rough: None,
        distance: None,
        samples: vec![Duration::from_millis(20)],
        sent: 2,
        failed: 0,
        coarse: false,
    }
}

fn seen(leader: Option<&str>) -> Action {
    Action::Seen {
        reports: NAMES.map(|text| report(text, State::Racing)).to_vec(),
        leader: leader.map(name),
    }
}

fn choice(text: &str, rivals: &[&str]) -> Choice {
    Choice {
        region: name(text),
        certainty: 0.99,
        expected_loss: Duration::ZERO,
        runner_up: Some(RunnerUp {
            region: name("eastus"),
            behind: Duration::from_millis(6),
        }),
        rivals: rivals.iter().map(|text| name(text)).collect(),
    }
}

/// A verdict, with the regions in this order.
fn decision(verdict: Verdict, order: [&str; 3]) -> Decision {
    let reports = order.map(|text| report(text, State::RuledOut(RuledOut::Slower)));
    Decision {
        ranking: Rc::new(Ranking {
            verdict,
            took: Duration::from_millis(400),
            reports: reports.to_vec(),
            attempts: Vec::new(),
            entrants: order.map(name).to_vec(),
        }),
        at: Timestamp::UNIX_EPOCH,
    }
}

fn nearest(text: &str, order: [&str; 3]) -> Decision {
    decision(Verdict::Nearest(choice(text, &[])), order)
}

fn order(regions: &Regions) -> Vec<&str> {
    regions
        .rows
        .iter()
        .map(|row| row.region.name.as_str())
        .collect()
}

fn taken(regions: &Regions) -> Option<&str> {
    regions.nearest().map(|row| row.region.name.as_str())
}

#[test]
fn rows_stay_during_a_race_and_after_the_verdict_until_all_is_known() {
    let ranked = ["eastus", "westeurope", "uksouth"];
    let mut regions = listed();
    for action in [
        Action::Began,
        seen(None),
        seen(Some("eastus")),
        Action::Decided(nearest("eastus", ranked)),
        seen(None),
    ] {
        regions = regions.reduce(action.clone());
        assert_eq!(order(&regions), NAMES, "{action:?}");
    }
    let regions = regions.reduce(Action::Ranked(nearest("eastus", ranked)));
    assert_eq!(order(&regions), ranked);
    // The next race begins with this order.
    let regions = regions.reduce(Action::Began).reduce(seen(Some("uksouth")));
    assert_eq!(order(&regions), ranked);
}

#[test]
fn the_nearest_is_who_leads_until_there_is_a_verdict_and_the_verdict_from_then_on() {
    let ranked = ["uksouth", "westeurope", "eastus"];
    let table = [
        (Action::Began, None),
        (seen(None), None),
        (seen(Some("eastus")), Some("eastus")),
        (seen(Some("westeurope")), Some("westeurope")),
        (Action::Decided(nearest("uksouth", ranked)), Some("uksouth")),
        (Action::Ranked(nearest("uksouth", ranked)), Some("uksouth")),
        // The next race changes nothing before its own verdict.
        (Action::Began, Some("uksouth")),
        (seen(Some("eastus")), Some("uksouth")),
        (Action::Decided(nearest("eastus", ranked)), Some("eastus")),
        (Action::Began, Some("eastus")),
        (
            Action::Decided(decision(Verdict::NoAnswer(NoAnswer::Silent), ranked)),
            None,
        ),
    ];
    let mut regions = listed();
    for (action, expected) in table {
        regions = regions.reduce(action.clone());
        assert_eq!(taken(&regions), expected, "{action:?}");
    }
}

#[test]
fn a_race_that_was_stopped_leaves_who_led() {
    let ranked = ["uksouth", "westeurope", "eastus"];
    let first = || listed().reduce(Action::Began);
    let again = || {
        listed()
            .reduce(Action::Ranked(nearest("uksouth", ranked)))
            .reduce(Action::Began)
    };
    for (regions, expected) in [
        (first(), None),
        (first().reduce(seen(Some("eastus"))), Some("eastus")),
        (again(), Some("uksouth")),
        (again().reduce(seen(Some("eastus"))), Some("eastus")),
    ] {
        let stopped = regions.reduce(Action::Stopped);
        assert_eq!(taken(&stopped), expected);
        // What comes in late is of a race that nobody wants any more.
        for late in [
            seen(Some("westeurope")),
            Action::Decided(nearest("eastus", ranked)),
        ] {
            assert!(Rc::ptr_eq(&stopped, &Rc::clone(&stopped).reduce(late)));
        }
    }
}

#[test]
fn only_a_close_verdict_has_rivals() {
    let rivals = ["uksouth"];
    for (verdict, expected) in [
        (Verdict::Close(choice("westeurope", &rivals)), true),
        (Verdict::Nearest(choice("westeurope", &rivals)), false),
        (Verdict::Unsure(choice("westeurope", &rivals)), false),
        (
            Verdict::NoAnswer(NoAnswer::Failed(ProbeFailure::Offline)),
            false,
        ),
    ] {
        let decision = decision(verdict, NAMES);
        assert_eq!(decision.is_rival(&name("uksouth")), expected);
        assert!(!decision.is_rival(&name("eastus")));
    }
}

#[test]
fn a_region_that_the_ranking_does_not_know_stays_behind() {
    let decision = {
        let whole = nearest("eastus", ["eastus", "uksouth", "westeurope"]);
        let mut ranking = (*whole.ranking).clone();
        ranking.reports.retain(|it| it.name != name("westeurope"));
        Decision {
            ranking: Rc::new(ranking),
            ..whole
        }
    };
    let regions = listed().reduce(Action::Ranked(decision));
    assert_eq!(order(&regions), ["eastus", "uksouth", "westeurope"]);
    assert!(regions.find(&name("westeurope")).unwrap().report.is_none());
}

#[test]
fn signing_out_forgets_everything() {
    let regions = listed().reduce(Action::Ranked(nearest("eastus", NAMES)));
    assert_eq!(*regions.reduce(Action::Cleared), Regions::default());
}

#[test]
fn a_create_follows_the_ranking_unless_the_person_chose() {
    let ranked = || {
        listed().reduce(Action::Ranked(nearest(
            "uksouth",
            ["uksouth", "eastus", "westeurope"],
        )))
    };
    let racing = || listed().reduce(Action::Began).reduce(seen(Some("eastus")));
    let steps = |regions: Rc<Regions>, chosen: Option<&str>, size: SessionSize| {
        let plan = regions.plan(chosen.map(name).as_ref(), &size)?;
        let step = |it: &FallbackStep| format!("{} {}", it.region, it.size);
        Some(plan.steps().iter().map(step).collect::<Vec<_>>().join(", "))
    };
    let table = [
        (listed(), None, SessionSize::Standard, None),
        (
            listed(),
            Some("westeurope"),
            SessionSize::Standard,
            Some("westeurope Standard"),
        ),
        (
            racing(),
            None,
            SessionSize::Standard,
            Some("eastus Standard"),
        ),
        (
            racing(),
            Some("uksouth"),
            SessionSize::Premium,
            Some("uksouth Premium"),
        ),
        (
            ranked(),
            Some("westeurope"),
            SessionSize::Standard,
            Some("westeurope Standard"),
        ),
        (
            ranked(),
            None,
            SessionSize::Premium,
            Some("uksouth Premium, eastus Premium, westeurope Premium"),
        ),
    ];
    for (regions, chosen, size, expected) in table {
        let found = steps(regions, chosen, size.clone());
        assert_eq!(found.as_deref(), expected, "{chosen:?} {size}");
    }
}
