//! Which region is nearest: the race by its rules.
#![cfg(test)]

mod network;
mod properties;

use std::{collections::BTreeSet, time::Duration};

use network::{Finish, Path, ms, race, race_seen};
use remote_rendering_client::probe::{
    Choice, Connection, LatencyClass, NoAnswer, Outcome, Policy, ProbeFailure, RuledOut, State,
    Verdict,
};

const DEFAULT: Policy = Policy::DEFAULT;

/// Every region gets exactly so many samples, so that only what they say differs.
fn exactly(samples: usize) -> Policy {
    Policy {
        loss_ms: 0.0,
        loss_share: 0.0,
        least_loss_ms: 0.0,
        equal_ms: -1.0,
        shares: 1e300,
        least_samples: samples,
        most_samples: samples,
        fair_samples: samples,
        // Nobody is out for being silent.
        cold_most: 1e6,
        patience: Duration::from_hours(1),
        deadline: Duration::from_hours(1),
        ..DEFAULT
    }
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("r{number:02}")).collect()
}

fn steady(round_trips: &[f64]) -> Finish {
    let names = names(round_trips.len());
    let paths: Vec<_> = names
        .iter()
        .zip(round_trips)
        .map(|(name, it)| (name.as_str(), Path::steady(*it)))
        .collect();
    race(&paths, DEFAULT)
}

#[test]
fn the_nearest_wins_soon_and_the_far_are_hardly_asked() {
    let finish = steady(&[90.0, 24.0, 18.0, 150.0, 45.0, 240.0]);
    assert_eq!(finish.winner(), Some("r02"));
    let Verdict::Nearest(choice) = &finish.verdict else {
        panic!("{:?}", finish.verdict);
    };
    assert!(choice.certainty > 0.9, "{choice:?}");
    let runner_up = choice.runner_up.as_ref().unwrap();
    assert_eq!(runner_up.region.as_str(), "r01");
    assert_eq!(runner_up.behind, ms(6.0));
    assert!(finish.took < ms(500.0), "{:?}", finish.took);
    let far = &finish.reports["r05"];
    assert!(far.sent <= 2 && far.round_trip.is_none(), "{far:?}");
    assert!(matches!(far.state, State::RuledOut(RuledOut::Silent)));
}

#[test]
fn a_report_says_what_was_measured() {
    let paths = [("a", Path::noisy(&[20.0, 20.0, 26.0, 20.0, 22.0]))];
    let report = &race(&paths, exactly(4)).reports["a"];
    let round_trip = report.round_trip.unwrap();
    let milliseconds: Vec<_> = report.samples.iter().map(Duration::as_millis).collect();
    assert_eq!(milliseconds, [20, 26, 20, 22]);
    assert_eq!(round_trip.typical, ms(20.0));
    assert_eq!(round_trip.best, ms(20.0));
    // 6, 6 and 2 milliseconds from one to the next.
    assert_eq!(round_trip.jitter.unwrap().as_micros(), 4666);
    assert!(round_trip.low <= round_trip.best && round_trip.best <= round_trip.high);
    assert_eq!(round_trip.class(), LatencyClass::Recommended);
    assert!(report.loss().abs() < 1e-9 && report.rough.is_none());
}

#[test]
fn the_documented_limits_make_the_class() {
    for (milliseconds, class) in [
        (0, LatencyClass::Recommended),
        (69, LatencyClass::Recommended),
        (70, LatencyClass::Acceptable),
        (99, LatencyClass::Acceptable),
        (100, LatencyClass::Poor),
        (5000, LatencyClass::Poor),
    ] {
        let measured = LatencyClass::of(Duration::from_millis(milliseconds));
        assert_eq!(measured, class, "{milliseconds}");
    }
}

#[test]
fn nobody_answers() {
    let failure = ProbeFailure::Unreachable;
    let cases = [
        (vec![], NoAnswer::NoRegions),
        (
            vec![("a", Path::dead()), ("b", Path::dead())],
            NoAnswer::Silent,
        ),
        (
            vec![("a", Path::refused(failure)), ("b", Path::refused(failure))],
            NoAnswer::Failed(failure),
        ),
        (
            vec![("a", Path::dead()), ("b", Path::refused(failure))],
            NoAnswer::Silent,
        ),
    ];
    for (paths, reason) in cases {
        let finish = race(&paths, DEFAULT);
        assert_eq!(finish.verdict, Verdict::NoAnswer(reason));
        assert!(finish.took <= DEFAULT.deadline + ms(1.0));
    }
}

#[test]
fn a_failure_is_no_sample_and_two_in_a_row_put_a_region_out() {
    let refused = Path::refused(ProbeFailure::Unreachable);
    let finish = race(&[("a", refused), ("b", Path::steady(50.0))], DEFAULT);
    assert_eq!(finish.winner(), Some("b"));
    let report = &finish.reports["a"];
    assert_eq!(report.state, State::Unreachable(ProbeFailure::Unreachable));
    assert_eq!(
        (report.sent, report.failed, report.samples.len()),
        (2, 2, 0)
    );
    assert!((report.loss() - 1.0).abs() < 1e-9);
}

#[test]
fn one_black_hole_does_not_delay_the_verdict() {
    let mut paths: Vec<_> = [18.0, 24.0, 26.0, 45.0, 80.0]
        .map(Path::steady)
        .into_iter()
        .zip(["a", "b", "c", "d", "e"])
        .map(|(path, name)| (name, path))
        .collect();
    let without = race(&paths, DEFAULT);
    paths.push(("f", Path::dead()));
    let with = race(&paths, DEFAULT);
    assert_eq!(with.winner(), without.winner());
    // What a silent near region would need: far less than any time limit.
    assert!(
        with.took <= without.took + ms(200.0),
        "{:?} {:?}",
        with.took,
        without.took
    );
}

#[test]
fn equal_regions_are_called_close_and_the_first_name_is_taken() {
    let paths: Vec<_> = ["c", "a", "b"]
        .map(|name| {
            (
                name,
                Path::noisy(&[30.0, 30.0, 41.0, 33.0, 30.5, 36.0, 31.0]),
            )
        })
        .into();
    let finish = race(&paths, DEFAULT);
    let Verdict::Close(choice) = &finish.verdict else {
        panic!("{:?}", finish.verdict);
    };
    assert_eq!(choice.region.as_str(), "a");
    assert_eq!(choice.rivals.len(), 2);
    assert!(choice.certainty < 0.5);
}

#[test]
fn regions_of_one_building_are_soon_called_close() {
    let paths: Vec<_> = ["a", "b", "c", "d"]
        .map(|name| (name, Path::noisy(&[0.5, 0.6, 0.5, 0.7, 0.5, 0.6])))
        .into();
    let finish = race(&paths, DEFAULT);
    assert!(
        matches!(finish.verdict, Verdict::Close(_)),
        "{:?}",
        finish.verdict
    );
    let most = finish.reports.values().map(|it| it.samples.len()).max();
    assert!(most < Some(DEFAULT.most_samples), "{most:?}");
}

/// A race of two that ends before it is sure.
fn cut_short(deadline: Duration) -> (Finish, Choice) {
    let policy = Policy {
        deadline,
        ..DEFAULT
    };
    let finish = race(
        &[("a", Path::steady(20.0)), ("b", Path::steady(25.0))],
        policy,
    );
    let Verdict::Unsure(choice) = finish.verdict.clone() else {
        panic!("{:?}", finish.verdict);
    };
    (finish, choice)
}

#[test]
fn one_sample_is_no_verdict() {
    let (finish, choice) = cut_short(ms(90.0));
    assert_eq!(choice.region.as_str(), "a");
    assert_eq!(finish.reports["a"].samples.len(), 1);
}

#[test]
fn a_first_answer_alone_makes_a_rough_figure_and_no_certainty() {
    let (finish, choice) = cut_short(ms(70.0));
    assert_eq!((choice.region.as_str(), choice.certainty), ("a", 0.0));
    let (low, high) = finish.reports["a"].rough.unwrap();
    assert!(low <= ms(20.0) && ms(20.0) <= high, "{low:?} {high:?}");
}

#[test]
fn a_region_that_goes_silent_after_it_led_loses_the_lead() {
    let leader = Path {
        silent_from: Some(2),
        ..Path::steady(20.0)
    };
    let finish = race(&[("a", leader), ("b", Path::steady(30.0))], DEFAULT);
    assert_eq!(finish.winner(), Some("b"));
    assert_eq!(
        finish.reports["a"].state,
        State::Unreachable(ProbeFailure::Lost)
    );
    assert!(finish.took < DEFAULT.deadline, "{:?}", finish.took);
}

#[test]
fn a_region_that_fails_after_it_led_loses_the_lead() {
    let leader = Path {
        fails_from: Some((2, ProbeFailure::Unreachable)),
        ..Path::steady(20.0)
    };
    let mut led = false;
    let paths = [("a", leader), ("b", Path::steady(30.0))];
    let finish = race_seen(&paths, DEFAULT, Duration::ZERO, |race, _| {
        led |= race.provisional() == Some(0);
    });
    assert!(led);
    assert_eq!(finish.winner(), Some("b"));
}

#[test]
fn a_silent_region_gets_one_witness_on_its_own_connection() {
    let finish = race(&[("a", Path::steady(20.0)), ("b", Path::dead())], DEFAULT);
    let to_b: Vec<_> = finish
        .attempts
        .iter()
        .filter(|it| it.entrant == 1)
        .collect();
    let connections: Vec<_> = to_b.iter().map(|it| it.connection).collect();
    assert_eq!(connections, [Connection::Shared, Connection::Own]);
    assert!(to_b.iter().all(|it| it.outcome == Outcome::Pending));
}

#[test]
fn a_clock_that_stands_still_reads_nothing_and_decides_nothing() {
    let finish = race_seen(
        &[("a", Path::steady(0.0)), ("b", Path::steady(0.0))],
        DEFAULT,
        ms(16.0),
        |_, _| {},
    );
    assert!(
        matches!(finish.verdict, Verdict::Close(_)),
        "{:?}",
        finish.verdict
    );
    let round_trip = finish.reports["a"].round_trip.unwrap();
    assert!(round_trip.high >= ms(16.0), "{round_trip:?}");
}

#[test]
fn a_coarse_clock_makes_less_certain() {
    let paths = [("a", Path::steady(40.0)), ("b", Path::steady(44.0))];
    let certainty = |step| race_seen(&paths, exactly(6), ms(step), |_, _| {}).certainty();
    let (fine, coarse) = (certainty(0.1), certainty(16.0));
    assert!(coarse < fine, "{coarse} {fine}");
}

/// Regions on a line, the nth 300 km from the one before, with round trips by their distances.
fn world(count: usize, here: usize) -> Vec<(String, Path)> {
    let place = |number: usize| f64::from(u32::try_from(number).unwrap()) * 300.0;
    let path = |number: usize| {
        let kilometres = (place(number) - place(here)).abs();
        Path {
            kilometres: Some(kilometres),
            ..Path::steady(4.0 + kilometres / 60.0)
        }
    };
    let numbers = names(count).into_iter().enumerate();
    numbers.map(|(number, name)| (name, path(number))).collect()
}

#[test]
fn of_sixty_regions_only_those_in_reach_are_asked() {
    let world = world(60, 30);
    let paths: Vec<_> = world
        .iter()
        .map(|(name, path)| (name.as_str(), path.clone()))
        .collect();
    let finish = race(&paths, DEFAULT);
    assert_eq!(finish.winner(), Some("r30"));
    let asked: BTreeSet<_> = finish.attempts.iter().map(|it| it.entrant).collect();
    assert_eq!(asked.len(), DEFAULT.wave);
    let far = &finish.reports["r00"];
    assert_eq!(
        (far.state, far.sent),
        (State::RuledOut(RuledOut::TooFar), 0)
    );
}

#[test]
fn a_wrong_place_costs_time_but_not_the_nearest() {
    // The device believes that it is at r30, and its packets start at r50.
    let believed = world(60, 30);
    let real = world(60, 50);
    let paths: Vec<_> = believed
        .iter()
        .zip(&real)
        .map(|((name, believed), (_, real))| {
            let path = Path {
                kilometres: believed.kilometres,
                ..real.clone()
            };
            (name.as_str(), path)
        })
        .collect();
    assert_eq!(race(&paths, DEFAULT).winner(), Some("r50"));
}

#[test]
fn without_distances_all_sixty_are_asked() {
    let world = world(60, 30);
    let nowhere = |path: &Path| Path {
        kilometres: None,
        ..path.clone()
    };
    let paths: Vec<_> = world
        .iter()
        .map(|(name, path)| (name.as_str(), nowhere(path)))
        .collect();
    let finish = race(&paths, DEFAULT);
    assert_eq!(finish.winner(), Some("r30"));
    let asked: BTreeSet<_> = finish.attempts.iter().map(|it| it.entrant).collect();
    assert_eq!(asked.len(), 60);
}

#[test]
fn when_the_first_wave_is_dead_the_others_are_asked() {
    let mut world = world(40, 0);
    for (_, path) in world.iter_mut().take(DEFAULT.wave) {
        path.silent_from = Some(0);
    }
    let paths: Vec<_> = world
        .iter()
        .map(|(name, path)| (name.as_str(), path.clone()))
        .collect();
    assert_eq!(race(&paths, DEFAULT).winner(), Some("r16"));
}
