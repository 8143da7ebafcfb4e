//! A race with requests and a clock: what is sent, what is given up, and when the verdict is told.
#![cfg(test)]

#[path = "support/track.rs"]
mod track;

use std::time::Duration;

use proptest::prelude::*;
use remote_rendering_client::probe::{
    Connection, Course, NoAnswer, Outcome, ProbeFailure, Race, Ranking, RuledOut, State, Verdict,
    run,
};
use track::{End, Track, Way, ms};

const FOUR: [(&str, Way); 4] = [
    ("a", Way::Answers(20)),
    ("b", Way::Answers(35)),
    ("c", Way::Answers(90)),
    ("d", Way::Answers(250)),
];

/// A race, with the times at which something was told and whether the verdict was there.
fn raced(track: &Track) -> (Ranking, Vec<(Duration, Option<Verdict>)>) {
    let regions = track.regions();
    let mut told = Vec::new();
    let seen = |_: &Race, verdict: Option<&Verdict>| told.push((track.now(), verdict.cloned()));
    let ranking = track.drive(run(track, &Course::new(&regions), seen));
    assert_eq!(track.under_way(), 0, "no request outlives its race");
    (ranking, told)
}

fn chosen(ranking: &Ranking) -> &str {
    ranking.verdict.choice().expect("a choice").region.as_str()
}

fn state(ranking: &Ranking, name: &str) -> State {
    let report = ranking.reports.iter().find(|it| it.name.as_str() == name);
    report.unwrap().state
}

#[test]
fn a_race_sends_decides_and_ranks() {
    let track = Track::new(&FOUR);
    let (ranking, told) = raced(&track);
    assert!(
        matches!(ranking.verdict, Verdict::Nearest(_)),
        "{ranking:?}"
    );
    let order: Vec<_> = ranking.order().map(ToString::to_string).collect();
    assert_eq!(order, ["a", "b", "c", "d"]);
    assert_eq!(ranking.attempts.len(), track.seen().len());
    let first: Vec<_> = track.seen().into_iter().take(4).collect();
    assert!(first.iter().all(|it| it.sent_at.is_zero()), "all at once");
    assert_eq!(
        told[0],
        (Duration::ZERO, None),
        "the probes under way are told"
    );
    assert!(ranking.took < ms(400), "{:?}", ranking.took);
}

#[test]
fn the_verdict_is_there_from_one_moment_on_and_does_not_wait_for_late_answers() {
    let track = Track::new(&FOUR);
    let (ranking, told) = raced(&track);
    let undecided = told
        .iter()
        .take_while(|(_, verdict)| verdict.is_none())
        .count();
    let (before, after) = told.split_at(undecided);
    assert!(!before.is_empty());
    assert_eq!(after[0].0, ranking.took, "told at once");
    let same =
        |(_, verdict): &(Duration, Option<Verdict>)| verdict.as_ref() == Some(&ranking.verdict);
    assert!(after.iter().all(same), "it does not change any more");
    assert!(
        ranking.took < ms(750),
        "the first answer of d takes that long"
    );
    assert_eq!(track.now(), ms(750), "and is waited for, but no longer");
    let late = ranking
        .reports
        .iter()
        .find(|it| it.name.as_str() == "d")
        .unwrap();
    assert!(late.typical().is_some(), "it has a figure");
    let last_sent = track.seen().iter().map(|it| it.sent_at).max();
    assert!(last_sent < Some(ranking.took), "nothing is sent for it");
}

#[test]
fn late_answers_are_waited_for_no_longer_than_the_course_says() {
    for settle in [Duration::ZERO, ms(10), ms(300), Course::SETTLE] {
        let track = Track::new(&[
            ("a", Way::Answers(20)),
            ("b", Way::Answers(30)),
            ("c", Way::Silent),
        ]);
        let regions = track.regions();
        let course = Course {
            settle,
            ..Course::new(&regions)
        };
        let ranking = track.drive(run(&track, &course, |_, _| {}));
        assert_eq!(track.now(), ranking.took + settle);
        assert_eq!(chosen(&ranking), "a");
    }
}

#[test]
fn a_black_hole_delays_the_verdict_no_more_than_a_region_that_is_merely_far() {
    let took = |ways: &[(&str, Way)]| {
        let track = Track::new(ways);
        let (ranking, _) = raced(&track);
        assert_eq!(chosen(&ranking), "a");
        assert!(matches!(ranking.verdict, Verdict::Nearest(_)));
        ranking.took
    };
    let [a, b, ..] = FOUR;
    let far = took(&[a, b, ("c", Way::Answers(2000))]);
    let black_hole = took(&[a, b, ("c", Way::Silent)]);
    let black_holes = took(&[a, b, ("c", Way::Silent), ("d", Way::Silent)]);
    assert_eq!(black_hole, far);
    assert_eq!(black_holes, far);
    assert!(far < ms(600), "{far:?}");
}

#[test]
fn a_region_that_fails_is_tried_twice_and_delays_nothing() {
    let [a, b, ..] = FOUR;
    let track = Track::new(&[a, b, ("c", Way::Fails(1, ProbeFailure::Unreachable))]);
    let (ranking, _) = raced(&track);
    assert_eq!(chosen(&ranking), "a");
    let dead = State::Unreachable(ProbeFailure::Unreachable);
    assert_eq!(state(&ranking, "c"), dead);
    assert_eq!(track.seen().iter().filter(|it| it.region == "c").count(), 2);
    let alone = raced(&Track::new(&[a, b])).0;
    assert_eq!(ranking.took, alone.took);
}

#[test]
fn where_nobody_answers_the_verdict_says_so_in_time() {
    let silent = [("a", Way::Silent), ("b", Way::Silent)];
    let (ranking, _) = raced(&Track::new(&silent));
    assert_eq!(ranking.verdict, Verdict::NoAnswer(NoAnswer::Silent));
    let deadline = Course::new(&[]).policy.deadline;
    assert!(ranking.took >= deadline && ranking.took < deadline + ms(1));

    let offline = Way::Fails(1, ProbeFailure::Offline);
    let (ranking, _) = raced(&Track::new(&[("a", offline), ("b", offline)]));
    let failed = NoAnswer::Failed(ProbeFailure::Offline);
    assert_eq!(ranking.verdict, Verdict::NoAnswer(failed));
    assert_eq!(ranking.took, ms(2), "as soon as both failed twice");

    let (ranking, told) = raced(&Track::new(&[]));
    assert_eq!(ranking.verdict, Verdict::NoAnswer(NoAnswer::NoRegions));
    assert_eq!(told.len(), 1);
}

#[test]
fn a_region_that_fails_after_it_led_is_not_chosen() {
    const DEAD: Way = Way::Fails(1, ProbeFailure::Unreachable);
    for answers in 1..4 {
        let way = Way::Changes {
            answers,
            ms: 10,
            then: &DEAD,
        };
        let track = Track::new(&[("a", way), ("b", Way::Answers(12)), ("c", Way::Answers(13))]);
        let (ranking, _) = raced(&track);
        assert_ne!(chosen(&ranking), "a", "after {answers} answers");
    }
}

#[test]
fn a_hedge_that_answers_ends_the_request_that_it_stands_in_for_and_no_other() {
    let track = Track::new(&[
        ("a", Way::Answers(20)),
        ("b", Way::SharedIsSilent(21)),
        ("c", Way::Silent),
    ]);
    let (ranking, _) = raced(&track);
    let seen = track.seen();
    let of_b: Vec<_> = seen.iter().filter(|it| it.region == "b").collect();
    assert_eq!(of_b[0].connection, Connection::Shared);
    assert_eq!(of_b[1].connection, Connection::Own);
    let answered_at = of_b[1].sent_at + ms(63);
    assert_eq!(of_b[0].end, End::Aborted(answered_at));
    assert!(
        of_b[1..]
            .iter()
            .all(|it| matches!(it.end, End::Answered(_))),
        "{of_b:?}"
    );
    let of_c = seen.iter().find(|it| it.region == "c").unwrap();
    let End::Aborted(aborted_at) = of_c.end else {
        panic!("{of_c:?}");
    };
    assert!(aborted_at > answered_at, "another region's goes on");
    assert_eq!(ranking.attempts[1].outcome, Outcome::Abandoned);
}

#[test]
fn with_the_verdict_only_regions_without_a_figure_are_waited_for() {
    let hedged = [FOUR[0], ("b", Way::SharedIsSilent(300)), ("c", Way::Silent)];
    let (ranking, _) = raced(&Track::new(&hedged));
    assert!(ranking.took < ms(900), "b is not waited for");
    for ways in [&FOUR[..], &hedged] {
        let track = Track::new(ways);
        let (ranking, _) = raced(&track);
        for (name, _) in ways {
            let mut ends: Vec<(bool, Duration)> = track
                .seen()
                .into_iter()
                .filter(|it| it.region == *name)
                .map(|it| match it.end {
                    End::Answered(at) => (true, at),
                    End::Aborted(at) => (false, at),
                    End::UnderWay => panic!("{it:?}"),
                })
                .collect();
            ends.sort_by_key(|(_, at)| *at);
            let figure_at = ends
                .iter()
                .find(|(answered, _)| *answered)
                .map(|(_, at)| *at);
            let needless_from = figure_at.unwrap_or(Duration::MAX).max(ranking.took);
            assert!(
                ends.iter().all(|(_, at)| *at <= needless_from),
                "{name}: {ends:?}"
            );
        }
    }
}

#[test]
fn a_hidden_tab_pauses_the_race() {
    for from in [0, 1, 30, 61, 90, 120] {
        let until = from + 5000;
        let track = Track::new(&FOUR).hidden(ms(from), ms(until));
        let (ranking, _) = raced(&track);
        assert_eq!(chosen(&ranking), "a", "hidden at {from}");
        assert!(
            !matches!(ranking.verdict, Verdict::Unsure(_)),
            "hidden at {from}"
        );
        let sent_hidden = track
            .seen()
            .into_iter()
            .find(|it| (ms(from)..ms(until)).contains(&it.sent_at));
        assert_eq!(sent_hidden, None, "hidden at {from}");
    }
}

#[test]
fn a_shell_that_was_busy_takes_nobody_for_silent() {
    for from in (0..200).step_by(3) {
        for length in [300, 1000, 10_000] {
            let track = Track::new(&FOUR[..2]).busy(ms(from), ms(from + length));
            let (ranking, _) = raced(&track);
            assert_eq!(chosen(&ranking), "a", "{length} from {from}");
            let silent = State::RuledOut(RuledOut::Silent);
            assert_ne!(state(&ranking, "b"), silent, "{length} from {from}");
            assert!(
                !matches!(ranking.verdict, Verdict::Unsure(_)),
                "{length} from {from}"
            );
        }
    }
}

#[test]
fn dropping_it_at_any_time_ends_every_request() {
    let ways = [
        ("a", Way::Answers(20)),
        ("b", Way::SharedIsSilent(21)),
        ("c", Way::Silent),
        ("d", Way::Fails(5, ProbeFailure::Lost)),
    ];
    for polls in 0.. {
        let track = Track::new(&ways);
        let regions = track.regions();
        let ended = track.drive_for(polls, run(&track, &Course::new(&regions), |_, _| {}));
        assert_eq!(track.under_way(), 0, "after {polls} polls");
        let sent = track.seen().len();
        assert_eq!(sent == 0, polls == 0, "nothing is sent before it is polled");
        if ended.is_some() {
            assert!(polls > 10);
            return;
        }
    }
}

fn way() -> impl Strategy<Value = Way> {
    prop_oneof![
        6 => (1_u64..400).prop_map(Way::Answers),
        1 => (1_u64..400).prop_map(Way::SharedIsSilent),
        1 => Just(Way::Silent),
        1 => (0_u64..50).prop_map(|ms| Way::Fails(ms, ProbeFailure::Unreachable)),
    ]
}

proptest! {
    /// Without noise there is nothing to be unsure of, whatever the other regions and the shell do.
    #[test]
    fn without_noise_the_nearest_that_answers_is_chosen(
        ways in prop::collection::vec(way(), 1..13),
        hidden in (0_u64..1000, 0_u64..10_000),
        busy in (0_u64..1000, 0_u64..10_000),
    ) {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
        let ways: Vec<_> = names.into_iter().zip(ways).collect();
        let spell = |(from, length)| (ms(from), ms(from + length));
        let (hidden, busy) = (spell(hidden), spell(busy));
        let track = Track::new(&ways).hidden(hidden.0, hidden.1).busy(busy.0, busy.1);
        let (ranking, _) = raced(&track);
        prop_assert!(ranking.took <= Course::new(&[]).policy.deadline + ms(1));
        let away = |(name, way): &(&'static str, Way)| match way {
            Way::Answers(ms) => Some((*ms, *name)),
            _ => None,
        };
        let nearest = ways.iter().filter_map(away).min();
        let best = nearest.map(|(ms, _)| ms);
        match (ranking.verdict.choice(), best) {
            (Some(choice), Some(best)) => {
                let (_, way) = ways.iter().find(|it| it.0 == choice.region.as_str()).unwrap();
                let (Way::Answers(chosen) | Way::SharedIsSilent(chosen)) = way else {
                    panic!("{choice:?}");
                };
                prop_assert!(*chosen <= best + 3, "{choice:?} is {chosen}, not {best}");
            }
            (None, Some(_)) => prop_assert!(false, "somebody answers"),
            (_, None) => {}
        }
    }
}
