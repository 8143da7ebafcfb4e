//! Which region is nearest.
#![cfg(test)]

use std::time::Duration;

use proptest::prelude::*;
use remote_rendering_client::latency::{LatencyClass, Samples, WARM_SAMPLES, insert_ranked};

fn samples(milliseconds: &[u64]) -> Samples {
    let mut samples = Samples::default();
    for milliseconds in milliseconds {
        samples.push(Duration::from_millis(*milliseconds));
    }
    samples
}

#[test]
fn the_median_is_the_warm_samples_middle() {
    let table: [(&[u64], Option<u64>); 8] = [
        (&[], None),
        (&[400], None),
        (&[400, 20], Some(20)),
        (&[400, 30, 20], Some(20)),
        (&[400, 30, 10, 20], Some(20)),
        (&[1, 40, 10, 30, 20], Some(20)),
        (&[400, 20, 21, 19, 900, 20], Some(20)),
        (&[0, 5, 5, 5, 5, 5, 5], Some(5)),
    ];
    for (measured, expected) in table {
        let median = samples(measured).median();
        assert_eq!(median, expected.map(Duration::from_millis), "{measured:?}");
    }
}

#[test]
fn five_warm_samples_are_enough() {
    let mut samples = Samples::default();
    for _ in 0..=WARM_SAMPLES {
        assert!(!samples.is_complete());
        samples.push(Duration::from_millis(20));
    }
    assert!(samples.is_complete());
    assert_eq!(samples.warm().len(), 5);
}

#[test]
fn classes_change_at_70_and_100_milliseconds() {
    let table = [
        (0, LatencyClass::Recommended),
        (69_999, LatencyClass::Recommended),
        (70_000, LatencyClass::Acceptable),
        (99_999, LatencyClass::Acceptable),
        (100_000, LatencyClass::Poor),
        (u64::MAX, LatencyClass::Poor),
    ];
    for (microseconds, expected) in table {
        let round_trip = Duration::from_micros(microseconds);
        assert_eq!(LatencyClass::of(round_trip), expected, "{microseconds}");
    }
}

#[test]
fn equals_stay_as_they_came() {
    let near = Some(Duration::from_millis(20));
    let mut ranking = Vec::new();
    for region in [("a", None), ("b", near), ("c", None), ("d", near)] {
        insert_ranked(&mut ranking, region, |region| region.1);
    }
    let names: Vec<_> = ranking.iter().map(|region| region.0).collect();
    assert_eq!(names, ["b", "d", "a", "c"]);
}

fn ranked(regions: Vec<Option<Duration>>) -> Vec<Option<Duration>> {
    let mut ranking = Vec::new();
    for region in regions {
        insert_ranked(&mut ranking, region, |region| *region);
    }
    ranking
}

/// The longest measurement there is comes before none, too.
fn round_trips() -> impl Strategy<Value = Vec<Option<Duration>>> {
    let round_trip = prop_oneof![
        1 => Just(None),
        1 => Just(Some(Duration::MAX)),
        6 => (0_u64..200).prop_map(|milliseconds| Some(Duration::from_millis(milliseconds))),
    ];
    prop::collection::vec(round_trip, 0..20)
}

proptest! {
    #[test]
    fn the_median_is_one_of_the_warm_samples_with_as_many_below_as_above(
        cold in 0_u64..1000,
        warm in prop::collection::vec(0_u64..1000, 1..20),
    ) {
        let mut measured = vec![cold];
        measured.extend(&warm);
        let median = samples(&measured).median().expect("a warm sample");
        let millis = |milliseconds: &&u64| Duration::from_millis(**milliseconds);
        let below = warm.iter().filter(|sample| millis(sample) < median).count();
        let above = warm.iter().filter(|sample| millis(sample) > median).count();
        prop_assert!(below < warm.len().div_ceil(2));
        prop_assert!(above <= warm.len() / 2);
    }

    #[test]
    fn the_median_does_not_depend_on_the_order_of_the_warm_samples(
        (warm, shuffled) in prop::collection::vec(0_u64..1000, 0..20)
            .prop_flat_map(|warm| (Just(warm.clone()), Just(warm).prop_shuffle())),
    ) {
        let median = |warm: &[u64]| samples(&[&[7], warm].concat()).median();
        prop_assert_eq!(median(&warm), median(&shuffled));
    }

    #[test]
    fn the_ranking_does_not_depend_on_the_order(
        (regions, shuffled) in round_trips()
            .prop_flat_map(|regions| (Just(regions.clone()), Just(regions).prop_shuffle())),
    ) {
        prop_assert_eq!(ranked(regions), ranked(shuffled));
    }

    #[test]
    fn regions_without_an_answer_come_last_and_the_others_by_their_round_trip(
        regions in round_trips(),
    ) {
        let regions = ranked(regions);
        let answered = regions.iter().filter(|region| region.is_some()).count();
        prop_assert!(regions[..answered].iter().all(Option::is_some));
        prop_assert!(regions[..answered].is_sorted());
    }
}
