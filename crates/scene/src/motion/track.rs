//! Values that change over time.

use glam::{Quat, Vec3, Vec4};

/// Values at times, and what lies between them.
#[derive(Clone, Debug)]
pub(super) struct Track<T> {
    /// In seconds, each after the one before; at least one.
    pub(super) times: Vec<f32>,
    /// As many as there are times.
    pub(super) keys: Keys<T>,
}

/// The values at a track's times.
#[derive(Clone, Debug)]
pub(super) enum Keys<T> {
    /// Each holds until the next.
    Step(Vec<T>),
    /// Straight from each to the next: along the shortest arc, if it is a rotation.
    Linear(Vec<T>),
    /// Along splines. Each has the slope in which it is reached, itself, and the slope in which it is left.
    Cubic(Vec<[T; 3]>),
}

/// What a track can have.
pub(super) trait Value: Copy + PartialEq {
    /// What it is where a track has nothing.
    const NOTHING: Self;

    /// What lies at a share of the way.
    fn between(self, next: Self, share: f32) -> Self;

    /// The slope of what does not change.
    const FLAT: Self;

    /// The weighted sum of what a spline is made of.
    fn sum(parts: [(f32, Self); 4]) -> Self;

    /// A value as it is meant, whatever the file's rounding.
    fn settled(self) -> Self;
}

impl Value for Vec3 {
    const NOTHING: Self = Self::ZERO;
    const FLAT: Self = Self::ZERO;

    fn between(self, next: Self, share: f32) -> Self {
        self.lerp(next, share)
    }

    fn sum(parts: [(f32, Self); 4]) -> Self {
        parts.into_iter().map(|(weight, part)| part * weight).sum()
    }

    fn settled(self) -> Self {
        self
    }
}

impl Value for Quat {
    const NOTHING: Self = Self::IDENTITY;
    const FLAT: Self = Self::from_xyzw(0.0, 0.0, 0.0, 0.0);

    fn between(self, next: Self, share: f32) -> Self {
        self.slerp(next, share)
    }

    fn sum(parts: [(f32, Self); 4]) -> Self {
        let parts = parts.into_iter();
        let sum: Vec4 = parts.map(|(weight, part)| Vec4::from(part) * weight).sum();
        Self::from_vec4(sum)
    }

    fn settled(self) -> Self {
        let unit = Vec4::from(self).try_normalize();
        unit.map_or(Self::IDENTITY, Self::from_vec4)
    }
}

impl<T: Value> Track<T> {
    /// The value at a time, in seconds. Before the first one it is the first, after the last the last.
    pub(super) fn at(&self, time: f32) -> T {
        let next = self.times.partition_point(|key| *key <= time);
        let before = next.saturating_sub(1);
        match (self.times.get(before), self.times.get(next)) {
            (Some(start), Some(end)) if next > before => {
                let span = end - start;
                self.keys.between(before, (time - start) / span, span)
            }
            _ => self.keys.value(before),
        }
    }
}

impl<T: Value> Keys<T> {
    /// Whether time changes something. Exporters write tracks of what stands still, too.
    pub(super) fn vary(&self) -> bool {
        let differ = |values: &[T]| values.windows(2).any(|pair| pair[0] != pair[1]);
        match self {
            Self::Step(values) | Self::Linear(values) => differ(values),
            Self::Cubic(values) => {
                let is_sloped =
                    |[reaching, _, leaving]: &[T; 3]| *reaching != T::FLAT || *leaving != T::FLAT;
                let differ = |pair: &[[T; 3]]| pair[0][1] != pair[1][1];
                values.len() > 1 && (values.iter().any(is_sloped) || values.windows(2).any(differ))
            }
        }
    }

    fn value(&self, place: usize) -> T {
        let value = match self {
            Self::Step(values) | Self::Linear(values) => values.get(place).copied(),
            Self::Cubic(values) => values.get(place).map(|[_, value, _]| *value),
        };
        value.unwrap_or(T::NOTHING).settled()
    }

    /// The value at a share of the way from a key to the next, which comes `span` seconds later.
    fn between(&self, place: usize, share: f32, span: f32) -> T {
        match self {
            Self::Step(_) => self.value(place),
            Self::Linear(_) => self.value(place).between(self.value(place + 1), share),
            Self::Cubic(values) => {
                let (Some([_, from, leaving]), Some([reaching, to, _])) =
                    (values.get(place), values.get(place + 1))
                else {
                    return self.value(place);
                };
                let (one, two, three) = (share, share * share, share * share * share);
                T::sum([
                    (2.0 * three - 3.0 * two + 1.0, *from),
                    (span * (three - 2.0 * two + one), *leaving),
                    (3.0 * two - 2.0 * three, *to),
                    (span * (three - two), *reaching),
                ])
                .settled()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::f32::consts::{FRAC_PI_2, PI};

    fn heights(keys: Keys<Vec3>) -> impl Fn(f32) -> f32 {
        let times = vec![1.0, 3.0, 4.0];
        let track = Track { times, keys };
        move |time| track.at(time).y
    }

    fn values(heights: [f32; 3]) -> Vec<Vec3> {
        heights.map(|height| Vec3::Y * height).into()
    }

    fn is_near<const N: usize>(found: [f32; N], wanted: [f32; N]) {
        for (one, other) in found.into_iter().zip(wanted) {
            assert!((one - other).abs() < 1e-5, "{found:?} is not {wanted:?}");
        }
    }

    #[test]
    fn a_step_holds_until_the_next() {
        let at = heights(Keys::Step(values([2.0, 6.0, 5.0])));
        let found = [0.0, 1.0, 2.9, 3.0, 3.9, 4.0, 9.0].map(at);
        is_near(found, [2.0, 2.0, 2.0, 6.0, 6.0, 5.0, 5.0]);
    }

    #[test]
    fn a_line_is_straight_and_its_ends_hold() {
        let at = heights(Keys::Linear(values([2.0, 6.0, 5.0])));
        let found = [0.0, 1.0, 1.5, 2.0, 3.0, 3.25, 4.0, 9.0].map(at);
        is_near(found, [2.0, 2.0, 3.0, 4.0, 6.0, 5.75, 5.0, 5.0]);
    }

    #[test]
    fn a_spline_has_its_slopes_per_second() {
        let key = |reach: f32, value: f32, leave: f32| [reach, value, leave].map(|y| Vec3::Y * y);
        let keys = vec![key(9.0, 2.0, 1.0), key(-2.0, 6.0, 0.0), key(0.0, 5.0, 9.0)];
        let at = heights(Keys::Cubic(keys));
        // Halfway: the mean of both, and an eighth of the span times the slopes' difference.
        let halfway = 4.0 + 2.0 / 8.0 * (1.0 - -2.0);
        // At a quarter: 27/32, 2 · 9/64, 5/32 and 2 · -3/64 of the four.
        let quarter = 27.0 / 32.0 * 2.0 + 18.0 / 64.0 + 5.0 / 32.0 * 6.0 + -6.0 / 64.0 * -2.0;
        let found = [0.0, 1.0, 1.5, 2.0, 3.0, 4.0, 9.0].map(at);
        is_near(found, [2.0, 2.0, quarter, halfway, 6.0, 5.0, 5.0]);
    }

    #[test]
    fn a_spline_of_rotations_stays_one() {
        let turn = Quat::from_rotation_z(FRAC_PI_2);
        let still = Quat::from_vec4(Vec4::ZERO);
        let track = Track {
            times: vec![0.0, 2.0],
            keys: Keys::Cubic(vec![[still, Quat::IDENTITY, still], [still, turn, still]]),
        };
        let halfway = track.at(1.0);
        assert!(halfway.is_normalized());
        assert!(halfway.abs_diff_eq(Quat::from_rotation_z(FRAC_PI_2 / 2.0), 1e-6));
    }

    #[test]
    fn what_stands_still_is_told_from_what_moves() {
        let flat = |values: [f32; 3]| {
            values
                .map(|y| [Vec3::ZERO, Vec3::Y * y, Vec3::ZERO])
                .to_vec()
        };
        let sloped = vec![[Vec3::X, Vec3::ZERO, Vec3::ZERO]; 2];
        for (keys, vary) in [
            (Keys::Step(values([1.0, 1.0, 1.0])), false),
            (Keys::Linear(values([1.0, 1.0, 1.0])), false),
            (Keys::Linear(values([1.0, 1.0, 2.0])), true),
            (Keys::Cubic(flat([1.0, 1.0, 1.0])), false),
            (Keys::Cubic(flat([1.0, 2.0, 1.0])), true),
            (Keys::Cubic(sloped[..1].to_vec()), false),
            (Keys::Cubic(sloped), true),
        ] {
            assert_eq!(keys.vary(), vary, "{keys:?}");
        }
    }

    #[test]
    fn a_rotation_without_length_turns_nothing() {
        let track = Track {
            times: vec![0.0],
            keys: Keys::Linear(vec![Quat::from_vec4(Vec4::ZERO)]),
        };
        assert_eq!(track.at(1.0), Quat::IDENTITY);
    }

    fn rotation() -> impl Strategy<Value = Quat> {
        (prop::array::uniform3(-1.0_f32..1.0), -PI..PI).prop_map(|(axis, angle)| {
            Quat::from_axis_angle(Vec3::from(axis).normalize_or(Vec3::Y), angle)
        })
    }

    proptest! {
        /// The arc is the shorter one, and is travelled evenly, whatever signs the file has.
        #[test]
        fn rotations_take_the_shortest_way(
            from in rotation(), to in rotation(), turned in any::<bool>(), share in 0.0_f32..1.0,
        ) {
            let end = if turned { -to } else { to };
            let track = Track { times: vec![2.0, 5.0], keys: Keys::Linear(vec![from, end]) };
            let found = track.at(2.0 + 3.0 * share);
            let whole = from.angle_between(to);
            prop_assert!(found.is_normalized());
            prop_assert!((from.angle_between(found) - whole * share).abs() < 2e-3);
            prop_assert!((found.angle_between(to) - whole * (1.0 - share)).abs() < 2e-3);
        }

        /// Whatever the interpolation, each key is met.
        #[test]
        fn keys_are_met(
            steps in prop::collection::vec((0.01_f32..5.0, prop::array::uniform3(-9.0_f32..9.0)), 1..9),
            slope in prop::array::uniform3(-9.0_f32..9.0),
        ) {
            let mut time = 0.0;
            let times: Vec<f32> = steps.iter().map(|(step, _)| { time += step; time }).collect();
            let values: Vec<Vec3> = steps.iter().map(|(_, value)| Vec3::from(*value)).collect();
            let cubic = values.iter().map(|value| [slope.into(), *value, slope.into()]);
            for keys in [
                Keys::Step(values.clone()), Keys::Linear(values.clone()), Keys::Cubic(cubic.collect()),
            ] {
                let track = Track { times: times.clone(), keys };
                for (time, value) in times.iter().zip(&values) {
                    prop_assert!(track.at(*time).abs_diff_eq(*value, 1e-3));
                }
                prop_assert_eq!(track.at(-1.0), values[0]);
                prop_assert_eq!(track.at(1e9), values[values.len() - 1]);
                prop_assert!(track.at(f32::NAN).is_finite());
            }
        }
    }
}
