//! The lines of the graphs: geometry alone.

use std::fmt::Write as _;

/// How many seconds a graph shows.
pub const SECONDS: usize = 60;

/// The graph's width in its own units: one a second, from the first to the last.
pub const WIDTH: f64 = 59.0;

/// The graph's height in its own units.
pub const HEIGHT: f64 = 20.0;

/// A line and the scale that it is drawn in.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The line, as a path of SVG. Where a value is missing it is interrupted.
    pub path: String,
    /// What the upper edge stands for.
    pub top: f64,
}

/// The least, the middle and the greatest of a line's values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The least.
    pub low: f64,
    /// Half of them are lower.
    pub middle: f64,
    /// The greatest.
    pub high: f64,
}

/// The line of these values, a second apart; the last is now, at the right edge.
pub fn line(values: &[Option<f64>]) -> Line {
    let values = &values[values.len().saturating_sub(SECONDS)..];
    let highest = values.iter().flatten().copied().fold(0.0, f64::max);
    let top = ceiling(highest);
    let mut path = String::new();
    let mut is_down = false;
    for (place, value) in values.iter().enumerate() {
        let Some(value) = value else {
            is_down = false;
            continue;
        };
        let x = SECONDS - values.len() + place;
        let y = HEIGHT - value.max(0.0) / top * HEIGHT;
        // Writing to a String cannot fail.
        let _ = write!(path, "{}{x} {}", if is_down { "L" } else { "M" }, tenths(y));
        // A value between two gaps is a dot.
        if !is_down {
            path.push_str("h0");
        }
        is_down = true;
    }
    Line { path, top }
}

/// What the values lie between; none where there is no value.
pub fn range(values: &[Option<f64>]) -> Option<Range> {
    let mut there: Vec<f64> = values.iter().flatten().copied().collect();
    there.sort_by(f64::total_cmp);
    Some(Range {
        low: *there.first()?,
        middle: there[there.len() / 2],
        high: *there.last()?,
    })
}

/// The least of 1, 2 and 5 times a power of ten that is not below a value.
fn ceiling(value: f64) -> f64 {
    let mut power = 1.0;
    while power < value {
        for step in [1.0, 2.0, 5.0, 10.0] {
            if value <= power * step {
                return power * step;
            }
        }
        power *= 10.0;
    }
    power
}

/// A coordinate in tenths: more would only make the path long.
fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_ends_at_the_right_edge_and_its_scale_is_round() {
        let of = |values: &[Option<f64>]| line(values);
        assert_eq!(of(&[]).path, "");
        let two = of(&[Some(0.0), Some(40.0)]);
        assert_eq!((two.path.as_str(), two.top), ("M58 20h0L59 4", 50.0));
        let gap = of(&[Some(1.0), None, Some(0.5)]);
        assert_eq!((gap.path.as_str(), gap.top), ("M57 0h0M59 10h0", 1.0));
        let long: Vec<_> = (0..100).map(|n| Some(f64::from(n))).collect();
        assert!(of(&long).path.starts_with("M0 12h0L1 "));
    }

    #[test]
    fn a_scale_is_the_next_round_number() {
        for (value, top) in [
            (0.0, 1.0),
            (1.0, 1.0),
            (1.1, 2.0),
            (4.0, 5.0),
            (5.1, 10.0),
            (123.0, 200.0),
            (5_000_001.0, 10_000_000.0),
        ] {
            assert!((ceiling(value) - top).abs() < 1e-9, "{value}");
        }
    }

    #[test]
    fn a_range_knows_its_middle() {
        let of = |values: &[Option<f64>]| range(values).map(|it| (it.low, it.middle, it.high));
        assert_eq!(of(&[None]), None);
        assert_eq!(
            of(&[Some(3.0), None, Some(1.0), Some(2.0)]),
            Some((1.0, 2.0, 3.0))
        );
    }

    proptest! {
        #[test]
        fn a_line_stays_in_its_graph(values in prop::collection::vec(prop::option::of(0.0..1e9_f64), 0..90)) {
            let line = line(&values);
            for point in line.path.split(['M', 'L']).skip(1) {
                let (x, y) = point.trim_end_matches("h0").split_once(' ').unwrap();
                let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
                prop_assert!((0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y));
            }
        }
    }
}
