//! What holds for every race.

use std::time::Duration;

use proptest::prelude::*;
use remote_rendering_client::probe::Policy;

use super::{
    DEFAULT, exactly, names,
    network::{Path, ms, race},
};

prop_compose! {
    /// Regions with noise of their own, and whether each lets its timing be seen.
    fn regions(most: usize)(
        paths in prop::collection::vec(
            (5.0..200.0, prop::collection::vec(0.0..1.0, 12..30), 2.5..4.5, any::<bool>()),
            1..most,
        ),
    ) -> Vec<Path> {
        paths
            .into_iter()
            .map(|(floor, noise, cold, allowed)| Path {
                cold,
                allowed,
                ..Path::noisy(&noise.iter().map(|it| floor + 8.0 * it * it * it).collect::<Vec<_>>())
            })
            .collect()
    }
}

fn named<'a>(names: &'a [String], paths: &[Path]) -> Vec<(&'a str, Path)> {
    let names = names.iter().map(String::as_str);
    names.zip(paths.iter().cloned()).collect()
}

proptest! {
    #[test]
    fn the_verdict_does_not_depend_on_the_regions_order(
        paths in regions(9),
        seed in any::<prop::sample::Index>(),
    ) {
        let names = names(paths.len());
        let listed = named(&names, &paths);
        let mut other = listed.clone();
        other.rotate_left(seed.index(paths.len()));
        other.swap(0, seed.index(paths.len()));
        let (one, other) = (race(&listed, DEFAULT), race(&other, DEFAULT));
        prop_assert_eq!(one.verdict, other.verdict);
        prop_assert_eq!((one.took, one.reports), (other.took, other.reports));
    }

    #[test]
    fn every_race_ends_in_time_with_a_region_that_answered(paths in regions(12)) {
        let names = names(paths.len());
        let finish = race(&named(&names, &paths), DEFAULT);
        prop_assert!(finish.took <= DEFAULT.deadline + ms(1.0));
        prop_assert!(finish.winner().is_some());
        let most = finish.reports.values().map(|it| it.samples.len()).max().unwrap();
        prop_assert!(most <= DEFAULT.most_samples + 1);
        prop_assert!((0.0..=1.0).contains(&finish.certainty()));
    }

    #[test]
    fn a_far_region_never_changes_the_winner(paths in regions(8), factor in 4.0..20.0) {
        // Noise is small against the differences here, so that there is one right winner.
        let mut paths = paths;
        paths.sort_by(|one, other| one.takes[0].total_cmp(&other.takes[0]));
        for (number, path) in paths.iter_mut().enumerate() {
            let floor = 10.0 * 1.3_f64.powi(i32::try_from(number).unwrap());
            path.takes = path.takes.iter().map(|it| floor + it.fract() * 0.1 * floor).collect();
        }
        let names = names(paths.len() + 1);
        let without = race(&named(&names, &paths), DEFAULT);
        let slowest = 10.0 * 1.3_f64.powi(8);
        paths.push(Path::steady(slowest * factor));
        let with = race(&named(&names, &paths), DEFAULT);
        prop_assert_eq!(without.winner(), Some("r00"));
        prop_assert_eq!(with.winner(), Some("r00"));
    }

    #[test]
    fn a_constant_shift_of_one_region_moves_only_that_region(
        paths in regions(6),
        shift in 0.0..300.0,
        which in any::<prop::sample::Index>(),
    ) {
        let names = names(paths.len());
        // Nobody is so far behind that it is not sampled any more.
        let policy = Policy { error_factor: 1000.0, ..exactly(8) };
        let before = race(&named(&names, &paths), policy);
        let mut paths = paths;
        let moved = which.index(paths.len());
        for it in &mut paths[moved].takes {
            *it += shift;
        }
        let after = race(&named(&names, &paths), policy);
        for (name, before) in &before.reports {
            let after = &after.reports[name];
            let (one, other) = (before.round_trip.unwrap(), after.round_trip.unwrap());
            if *name == names[moved] {
                let close = |one: Duration, other: Duration| {
                    f64::abs(other.as_secs_f64() - one.as_secs_f64() - shift / 1000.0) < 1e-7
                };
                prop_assert!(close(one.typical, other.typical) && close(one.high, other.high));
                prop_assert!(close(one.best, other.best) || one.best.is_zero());
                prop_assert!(close(one.low, other.low) || one.low.is_zero());
                let [one, other] = [one, other].map(|it| it.jitter.unwrap().as_secs_f64());
                prop_assert!((one - other).abs() < 1e-7);
            } else {
                prop_assert_eq!(one, other);
                prop_assert_eq!(&before.samples, &after.samples);
            }
        }
    }

    /// Delay that only adds, to three samples of eight: the differences of the regions stay what they are.
    #[test]
    fn more_noise_never_reports_more_certainty(
        noise in prop::array::uniform3(0.0..1.0),
        near in 20.0..100.0,
        behind in 1.01..1.5,
        little in 0.01..0.3,
        more in 1.0..4.0,
    ) {
        let noisy = |centre: f64, scale: f64| {
            let mut takes = [centre; 9];
            for (place, it) in [2, 5, 8].into_iter().zip(noise) {
                takes[place] = centre * f64::exp(scale * it);
            }
            Path::noisy(&takes)
        };
        let certainty = |scale: f64| {
            let paths = [("a", noisy(near, scale)), ("b", noisy(near * behind, scale))];
            // Nobody is so far behind that it is not sampled any more.
            let policy = Policy { error_factor: 10.0, ..exactly(8) };
            race(&paths, policy).certainty()
        };
        prop_assert!(certainty(little * more) <= certainty(little) + 1e-9);
    }

    #[test]
    fn more_noise_never_reports_a_narrower_interval(
        noise in prop::collection::vec(-1.0..1.0, 9..10),
        centre in 40.0..200.0,
        little in 0.1..5.0,
        more in 1.0..4.0,
    ) {
        let measured = |scale: f64| {
            let takes: Vec<f64> = noise.iter().map(|it| centre + scale * it).collect();
            let finish = race(&[("a", Path::noisy(&takes))], exactly(8));
            let it = finish.reports["a"].round_trip.unwrap();
            let [low, high] = [it.low, it.high].map(|it| it.as_secs_f64());
            (high - low, it.jitter.unwrap())
        };
        let (quiet, loud) = (measured(little), measured(little * more));
        prop_assert!(loud.0 >= quiet.0 - 1e-8);
        prop_assert!(loud.1 + ms(0.00001) >= quiet.1);
    }
}
