//! How long a verdict holds, and when a new one replaces it.
#![cfg(test)]

#[path = "support/ranking.rs"]
mod by_hand;

use std::time::Duration;

use by_hand::{at, choice, fingerprint, name, ranking, report};
use remote_rendering_client::probe::{
    GOOD_FOR, Home, HomeReason, NoAnswer, ProbeFailure, RuledOut, Stale, State, Verdict,
    keep_or_change, staleness,
};

#[test]
fn a_catalogue_is_known_by_its_regions_and_their_probes() {
    let catalogue = fingerprint(&[("a", "https://a/ping"), ("b", "https://b/ping")]);
    let turned = fingerprint(&[("b", "https://b/ping"), ("a", "https://a/ping")]);
    assert_eq!(catalogue, turned, "in no particular order");
    for other in [
        fingerprint(&[]),
        fingerprint(&[("a", "https://a/ping")]),
        fingerprint(&[("a", "https://a/ping"), ("c", "https://b/ping")]),
        fingerprint(&[("a", "https://a/ping"), ("b", "https://b/pong")]),
        fingerprint(&[("a", "https://b/ping"), ("b", "https://a/ping")]),
    ] {
        assert_ne!(catalogue, other);
    }
}

#[test]
fn a_ranking_is_good_for_a_while_on_the_same_network_and_catalogue() {
    let same = fingerprint(&[("a", "https://a/ping")]);
    let other = fingerprint(&[("b", "https://b/ping")]);
    let lifetime = i64::try_from(GOOD_FOR.as_secs()).unwrap();
    for (now, present, network_changed_at, expected) in [
        (0, same, None, None),
        (lifetime - 1, same, None, None),
        (lifetime, same, None, Some(Stale::Old)),
        (1, same, Some(-1), None),
        (1, same, Some(0), Some(Stale::NetworkChanged)),
        (2, same, Some(1), Some(Stale::NetworkChanged)),
        (1, other, None, Some(Stale::OtherCatalogue)),
        (-1, same, None, Some(Stale::ClockSetBack)),
        (-1, other, Some(1), Some(Stale::OtherCatalogue)),
    ] {
        let stale = staleness(
            (at(0), same),
            (at(now), present),
            network_changed_at.map(at),
        );
        assert_eq!(
            stale, expected,
            "at {now}, changed at {network_changed_at:?}"
        );
    }
}

/// What becomes of `old` when `new` is measured to be nearest, and `old` to be so far.
fn judged(new_ms: u64, state: State, old_ms: Option<u64>) -> Home {
    let new = ranking(
        Verdict::Nearest(choice("new")),
        vec![
            report("new", State::Racing, Some(new_ms)),
            report("old", state, old_ms),
        ],
    );
    keep_or_change(Some(&name("old")), &new).unwrap()
}

#[test]
fn the_old_region_gives_way_to_one_that_is_nearer_by_much() {
    let milliseconds = Duration::from_millis;
    for (new_ms, old_ms, expected) in [
        (20, 20, HomeReason::NotMuchNearer(Duration::ZERO)),
        (20, 30, HomeReason::NotMuchNearer(milliseconds(10))),
        (20, 31, HomeReason::Nearer(milliseconds(11))),
        (1, 11, HomeReason::NotMuchNearer(milliseconds(10))),
        (80, 100, HomeReason::NotMuchNearer(milliseconds(20))),
        (79, 100, HomeReason::Nearer(milliseconds(21))),
        // The choice is by other figures than the typical ones, and these may be the other way round.
        (22, 20, HomeReason::NotMuchNearer(Duration::ZERO)),
    ] {
        let home = judged(new_ms, State::Racing, Some(old_ms));
        assert_eq!(home.reason, expected, "{old_ms} to {new_ms}");
        let expected = if home.reason.is_change() {
            "new"
        } else {
            "old"
        };
        assert_eq!(home.region, name(expected));
    }
}

#[test]
fn the_old_region_gives_way_when_it_is_gone() {
    let lost = State::Unreachable(ProbeFailure::Lost);
    for (state, old_ms, expected) in [
        (
            lost,
            Some(20),
            HomeReason::OldUnreachable(ProbeFailure::Lost),
        ),
        (lost, None, HomeReason::OldUnreachable(ProbeFailure::Lost)),
        (
            State::RuledOut(RuledOut::Silent),
            None,
            HomeReason::OldSilent,
        ),
        (
            State::RuledOut(RuledOut::TooFar),
            None,
            HomeReason::OldSilent,
        ),
    ] {
        let home = judged(20, state, old_ms);
        assert_eq!((home.region, home.reason), (name("new"), expected));
        assert!(expected.is_change());
    }
}

#[test]
fn where_nothing_is_to_be_weighed_the_verdict_decides() {
    let new = ranking(
        Verdict::Close(choice("new")),
        vec![report("new", State::Racing, Some(20))],
    );
    for (previous, expected, is_change) in [
        (None, HomeReason::First, false),
        (Some("new"), HomeReason::StillNearest, false),
        (Some("old"), HomeReason::OldRemoved, true),
    ] {
        let home = keep_or_change(previous.map(name).as_ref(), &new).unwrap();
        assert_eq!((home.region, home.reason), (name("new"), expected));
        assert_eq!(expected.is_change(), is_change);
    }
    let silent = ranking(Verdict::NoAnswer(NoAnswer::Silent), Vec::new());
    assert_eq!(keep_or_change(Some(&name("old")), &silent), None);
}

#[test]
fn two_regions_that_are_about_equally_near_do_not_take_turns() {
    let mut home = name("a");
    for (a, b) in [(30, 21), (21, 30), (29, 20), (30, 22)] {
        let (nearest, reports) = if a < b { ("a", (a, b)) } else { ("b", (a, b)) };
        let new = ranking(
            Verdict::Nearest(choice(nearest)),
            vec![
                report("a", State::Racing, Some(reports.0)),
                report("b", State::Racing, Some(reports.1)),
            ],
        );
        home = keep_or_change(Some(&home), &new).unwrap().region;
        assert_eq!(home, name("a"));
    }
}
