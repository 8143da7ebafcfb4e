//! The order in which a create falls back.
#![cfg(test)]

use std::time::Duration;

use remote_rendering_client::{
    fallback::{Candidate, FallbackPlan, FallbackRules, NoRegion},
    probe::{
        LatencyClass, NoAnswer, ProbeFailure, Ranking, RegionReport, RoundTrip, RuledOut, State,
        Verdict,
    },
    protocol::SessionSize,
};

const GOOD: Option<LatencyClass> = Some(LatencyClass::Recommended);
const FAIR: Option<LatencyClass> = Some(LatencyClass::Acceptable);
const POOR: Option<LatencyClass> = Some(LatencyClass::Poor);

fn candidate((region, class): (&str, Option<LatencyClass>)) -> Candidate {
    Candidate {
        region: region.parse().unwrap(),
        class,
    }
}

fn steps(plan: &FallbackPlan) -> Vec<String> {
    let in_words = |step: &remote_rendering_client::fallback::FallbackStep| {
        format!("{} {}", step.region, step.size)
    };
    plan.steps().iter().map(in_words).collect()
}

fn plan(
    order: &[(&str, Option<LatencyClass>)],
    size: &SessionSize,
    rules: &FallbackRules,
) -> Vec<String> {
    steps(&FallbackPlan::new(order.iter().copied().map(candidate), size, rules).unwrap())
}

#[test]
fn the_nearest_in_both_sizes_comes_before_the_next() {
    let four = [("a", GOOD), ("b", GOOD), ("c", FAIR), ("d", FAIR)];
    let usual = FallbackRules::DEFAULT;
    for (order, size, rules, expected) in [
        (
            &four[..],
            SessionSize::Standard,
            usual,
            "a Standard, a Premium, b Standard, b Premium, c Standard, c Premium",
        ),
        (
            &four[..],
            SessionSize::Premium,
            usual,
            "a Premium, b Premium, c Premium",
        ),
        (
            &four[..],
            SessionSize::Other("Gigantic".to_owned()),
            usual,
            "a Gigantic, b Gigantic, c Gigantic",
        ),
        (
            &four[..2],
            SessionSize::Standard,
            FallbackRules {
                premium_for_standard: false,
                ..usual
            },
            "a Standard, b Standard",
        ),
        (
            &four[..],
            SessionSize::Standard,
            FallbackRules::NONE,
            "a Standard",
        ),
        (
            &four[..],
            SessionSize::Premium,
            FallbackRules {
                most_regions: 0,
                ..usual
            },
            "a Premium",
        ),
        (
            &[("a", GOOD), ("a", GOOD), ("b", GOOD)],
            SessionSize::Premium,
            usual,
            "a Premium, b Premium",
        ),
    ] {
        assert_eq!(plan(order, &size, &rules).join(", "), expected);
    }
}

#[test]
fn a_poor_region_is_for_those_who_have_nothing_better() {
    for (order, expected) in [
        (
            &[("a", GOOD), ("b", POOR), ("c", FAIR), ("d", None)][..],
            "a Premium, c Premium",
        ),
        (&[("a", FAIR), ("b", POOR)][..], "a Premium"),
        (
            &[("a", POOR), ("b", POOR), ("c", GOOD)][..],
            "a Premium, b Premium, c Premium",
        ),
        (&[("a", None), ("b", POOR)][..], "a Premium, b Premium"),
    ] {
        let steps = plan(order, &SessionSize::Premium, &FallbackRules::DEFAULT);
        assert_eq!(steps.join(", "), expected);
    }
}

#[test]
fn left_out_regions_do_not_use_up_the_number_of_regions() {
    let order = [
        ("a", GOOD),
        ("x", POOR),
        ("y", POOR),
        ("b", FAIR),
        ("c", FAIR),
    ];
    let steps = plan(&order, &SessionSize::Premium, &FallbackRules::DEFAULT);
    assert_eq!(steps, ["a Premium", "b Premium", "c Premium"]);
}

fn report(
    name: &str,
    state: State,
    typical: Option<u64>,
    rough: Option<(u64, u64)>,
) -> RegionReport {
    let milliseconds = Duration::from_millis;
    RegionReport {
        name: name.parse().unwrap(),
        state,
        round_trip: typical.map(milliseconds).map(|it| RoundTrip {
            best: it,
            low: it,
            high: it,
            typical: it,
            jitter: None,
        }),
        rough: rough.map(|(low, high)| (milliseconds(low), milliseconds(high))),
        distance: None,
        samples: Vec::new(),
        sent: 2,
        failed: 0,
        coarse: false,
    }
}

fn ranking(reports: Vec<RegionReport>) -> Ranking {
    Ranking {
        verdict: Verdict::NoAnswer(NoAnswer::Silent),
        took: Duration::ZERO,
        reports,
        attempts: Vec::new(),
        entrants: Vec::new(),
    }
}

#[test]
fn a_ranking_gives_its_regions_in_their_order_without_those_that_fail() {
    let unreachable = State::Unreachable(ProbeFailure::Unreachable);
    let ranking = ranking(vec![
        report("nearest", State::Racing, Some(20), None),
        report("dead", unreachable, Some(21), None),
        report(
            "rough",
            State::RuledOut(RuledOut::SlowStart),
            None,
            Some((40, 90)),
        ),
        report(
            "lagging",
            State::RuledOut(RuledOut::Slower),
            Some(100),
            None,
        ),
        report("silent", State::RuledOut(RuledOut::Silent), None, None),
        report("fair", State::RuledOut(RuledOut::Slower), Some(99), None),
    ]);
    let plan = FallbackPlan::from_ranking(&ranking, &SessionSize::Standard).unwrap();
    assert_eq!(
        steps(&plan),
        [
            "nearest Standard",
            "nearest Premium",
            "rough Standard",
            "rough Premium",
            "fair Standard",
            "fair Premium",
        ]
    );
}

#[test]
fn a_region_that_was_chosen_comes_first_whatever_the_ranking_says() {
    let unreachable = State::Unreachable(ProbeFailure::Unreachable);
    let ranking = ranking(vec![
        report("nearest", State::Racing, Some(20), None),
        report("fair", State::Racing, Some(80), None),
        report("lagging", State::Racing, Some(120), None),
        report("dead", unreachable, None, None),
    ]);
    for (first, expected) in [
        ("fair", "fair Premium, nearest Premium"),
        ("nearest", "nearest Premium, fair Premium"),
        ("lagging", "lagging Premium, nearest Premium, fair Premium"),
        ("dead", "dead Premium, nearest Premium, fair Premium"),
        ("unknown", "unknown Premium, nearest Premium, fair Premium"),
    ] {
        let order: Vec<_> = Candidate::of_ranking_from(&ranking, &first.parse().unwrap()).collect();
        let plan = FallbackPlan::new(order, &SessionSize::Premium, &FallbackRules::DEFAULT);
        assert_eq!(steps(&plan.unwrap()).join(", "), expected);
    }
}

#[test]
fn without_a_region_that_answers_there_is_no_plan() {
    let unreachable = State::Unreachable(ProbeFailure::Offline);
    for reports in [Vec::new(), vec![report("dead", unreachable, None, None)]] {
        let plan = FallbackPlan::from_ranking(&ranking(reports), &SessionSize::Standard);
        assert_eq!(plan, Err(NoRegion));
    }
}
