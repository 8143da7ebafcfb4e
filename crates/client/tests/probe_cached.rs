//! What a tab keeps of a verdict, and how long it holds.
#![cfg(test)]

#[path = "support/ranking.rs"]
mod by_hand;

use std::time::Duration;

use by_hand::{at, choice, fingerprint, name, ranking, report};
use proptest::prelude::*;
use remote_rendering_client::probe::{
    CachedRanking, CachedRankingError, Choice, GOOD_FOR, NoAnswer, ProbeFailure, Ranking,
    RegionReport, RoundTrip, RuledOut, RunnerUp, Stale, State, Verdict, staleness,
};

fn cached() -> CachedRanking {
    let mut near = report("near", State::Racing, Some(21));
    near.samples = vec![Duration::from_micros(20_500), Duration::from_millis(21)];
    let mut far = report("far", State::RuledOut(RuledOut::SlowStart), None);
    far.rough = Some((Duration::from_millis(40), Duration::from_millis(90)));
    let mut choice = choice("near");
    choice.rivals = vec![name("far")];
    let dead = State::Unreachable(ProbeFailure::Status(503));
    let ranking = ranking(
        Verdict::Close(choice),
        vec![near, far, report("dead", dead, None)],
    );
    CachedRanking::new(&ranking, at(0), fingerprint(&[("near", "https://near")])).unwrap()
}

/// The text of [`cached`]: who changes it must count its version up.
const TEXT: &str = "\
2 16000000000000000 CATALOGUE 1 900 0 400000 - 1 \n\
near 1 3 0 0 21000 21000 21000 21000 - - - 20500 21000 \n\
far 3 3 0 0 - - - - - 40000 90000 \n\
dead 603 3 0 0 - - - - - - - \n\
whole";

#[test]
fn a_cached_ranking_is_a_short_text() {
    let text = cached().to_string();
    let catalogue = text.split(' ').nth(2).unwrap();
    assert_eq!(text, TEXT.replace("CATALOGUE", catalogue));
    assert_eq!(text.parse(), Ok(cached()));
}

#[test]
fn what_another_version_or_somebody_else_wrote_is_no_cache() {
    let text = cached().to_string();
    let with = |part: &str, other: &str| {
        assert!(text.contains(part), "{part}");
        text.replacen(part, other, 1)
    };
    for garbled in [
        String::new(),
        "null".to_owned(),
        "whole".to_owned(),
        "\nwhole".to_owned(),
        text[..text.len() - 1].to_owned(),
        format!("{text}\n"),
        with("2 16", "1 16"),
        with("2 16", "16"),
        with("2 16000000000000000", "2 yesterday"),
        with("2 16000000000000000", "2 18446744073709551615"),
        with(" 1 900", " 3 900"),
        with("near 1", "near 12"),
        with("near 1", "near -"),
        with(" 900 ", " 1001 "),
        with(" 900 ", " -1 "),
        with("- 1 \n", "- 3 \n"),
        with("- 1 \n", "5 3 \n"),
        with("- 1 \n", "5 \n"),
        with("near", "far"),
        with("near", "../near"),
        with("21000 21000 21000 21000", "21000 21001 21000 21000"),
        with("21000 21000 21000 21000", "21000 21000 20999 21000"),
        with("21000 21000 21000 21000", "21000 21000 - 21000"),
        with("40000 90000", "90000 40000"),
        with("40000 90000", "40000 -"),
        with("20500 21000", "20500 soon"),
        with("far 3 3 0 0", "far 3 3 4 0"),
        with("far 3 3 0 0", "far 3 3 0 2"),
        with("far 3 3 0 0", "far 3 4294967296 0 0"),
        with("603", "70000"),
    ] {
        let read = garbled.parse::<CachedRanking>();
        assert_eq!(read, Err(CachedRankingError), "{garbled}");
    }
    let (verdict, _) = text.split_once("near").unwrap();
    let empty = format!("{verdict}whole");
    assert_eq!(empty.parse::<CachedRanking>(), Err(CachedRankingError));
}

#[test]
fn a_race_that_nobody_answered_is_not_kept() {
    let silent = ranking(
        Verdict::NoAnswer(NoAnswer::Silent),
        vec![report("a", State::Racing, None)],
    );
    let kept = CachedRanking::new(&silent, at(0), fingerprint(&[]));
    assert_eq!(kept, None);
}

#[test]
fn a_cached_ranking_ages_like_any_other() {
    let cached = cached();
    let same = fingerprint(&[("near", "https://near")]);
    assert_eq!(cached.measured_at(), at(0));
    assert_eq!(cached.staleness(at(1), same, None), None);
    let late = at(0).after(GOOD_FOR);
    assert_eq!(cached.staleness(late, same, None), Some(Stale::Old));
    let changed = cached.staleness(at(2), same, Some(at(1)));
    assert_eq!(changed, Some(Stale::NetworkChanged));
    let other = cached.staleness(at(1), fingerprint(&[]), None);
    assert_eq!(other, Some(Stale::OtherCatalogue));
}

fn micros() -> impl Strategy<Value = Duration> {
    (0_u64..4_000_000).prop_map(Duration::from_micros)
}

fn failure() -> impl Strategy<Value = ProbeFailure> {
    prop_oneof![
        Just(ProbeFailure::Unreachable),
        Just(ProbeFailure::Lost),
        Just(ProbeFailure::Offline),
        Just(ProbeFailure::Insecure),
        Just(ProbeFailure::Redirected),
        Just(ProbeFailure::Cached),
        any::<u16>().prop_map(ProbeFailure::Status),
    ]
}

fn state() -> impl Strategy<Value = State> {
    prop_oneof![
        Just(State::Waiting),
        Just(State::Racing),
        Just(State::RuledOut(RuledOut::Silent)),
        Just(State::RuledOut(RuledOut::SlowStart)),
        Just(State::RuledOut(RuledOut::Slower)),
        Just(State::RuledOut(RuledOut::TooFar)),
        failure().prop_map(State::Unreachable),
    ]
}

prop_compose! {
    fn round_trip()(
        mut times in prop::array::uniform3(micros()),
        typical in micros(),
        jitter in prop::option::of(micros()),
    ) -> RoundTrip {
        times.sort_unstable();
        let [low, best, high] = times;
        RoundTrip { best, low, high, typical, jitter }
    }
}

prop_compose! {
    fn any_report()(
        state in state(),
        round_trip in prop::option::of(round_trip()),
        rough in prop::option::of((micros(), micros())),
        samples in prop::collection::vec(micros(), 0..8),
        sent in 0_u32..40,
        failed in 0_u32..40,
        coarse in any::<bool>(),
    ) -> RegionReport {
        RegionReport {
            name: name("none"),
            state,
            round_trip,
            rough: rough.map(|(one, other)| (one.min(other), one.max(other))),
            distance: None,
            samples,
            sent,
            failed: failed.min(sent),
            coarse,
        }
    }
}

prop_compose! {
    fn any_ranking()(
        mut reports in prop::collection::vec(any_report(), 1..61),
        kind in 0_u8..3,
        thousandths in 0_u16..=1000,
        times in prop::array::uniform3(micros()),
        runner_up in prop::option::of(any::<prop::sample::Index>()),
        rivals in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
    ) -> Ranking {
        for (place, report) in reports.iter_mut().enumerate() {
            report.name = name(&format!("region{place}"));
        }
        let [expected_loss, behind, took] = times;
        let at = |index: prop::sample::Index| index.get(&reports).name.clone();
        let choice = Choice {
            region: name("region0"),
            certainty: f64::from(thousandths) / 1000.0,
            expected_loss,
            runner_up: runner_up.map(|it| RunnerUp { region: at(it), behind }),
            rivals: rivals.into_iter().map(at).collect(),
        };
        let verdict = match kind {
            0 => Verdict::Nearest(choice),
            1 => Verdict::Close(choice),
            _ => Verdict::Unsure(choice),
        };
        Ranking { took, ..ranking(verdict, reports) }
    }
}

proptest! {
    #[test]
    fn what_is_read_is_what_was_made(ranking in any_ranking(), seconds in 0_i64..1_000_000) {
        let catalogue = fingerprint(&[]);
        let cached = CachedRanking::new(&ranking, at(seconds), catalogue).unwrap();
        prop_assert_eq!(cached.ranking(), &ranking);
        prop_assert_eq!(cached.to_string().parse(), Ok(cached));
    }

    /// More digits than are kept are cut, and never in favour of the verdict.
    #[test]
    fn a_cached_verdict_is_never_surer_than_it_was(certainty in 0.0..=1.0) {
        let mut sure = choice("a");
        sure.certainty = certainty;
        let ranking = ranking(Verdict::Nearest(sure), vec![report("a", State::Racing, Some(1))]);
        let cached = CachedRanking::new(&ranking, at(0), fingerprint(&[])).unwrap();
        let kept = cached.ranking().verdict.choice().unwrap().certainty;
        prop_assert!(kept <= certainty + 1e-8 && kept > certainty - 0.001_1);
    }

    #[test]
    fn any_text_is_a_cache_or_none(text in any::<String>(), cut in any::<prop::sample::Index>()) {
        prop_assert_eq!(text.parse::<CachedRanking>(), Err(CachedRankingError));
        let written = cached().to_string();
        let half = &written[..cut.index(written.len())];
        prop_assert_eq!(half.parse::<CachedRanking>(), Err(CachedRankingError));
    }
}

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
