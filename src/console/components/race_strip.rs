//! The race as a drawing: one strip per region, all on the same axis.

use std::{fmt::Write as _, time::Duration};

use remote_rendering_client::probe::{LatencyClass, RegionReport};
use remote_rendering_protocol::Timespan;
use yew::prelude::*;

use crate::console::{components::region_words::round_trip, texts::Texts};

/// The right end of the axis. What takes longer is drawn there: it is far, however far.
const FARTHEST: Duration = Duration::from_millis(400);

/// A strip's width in its own units, so many that whole ones are exact: texts of fractions are large in a browser module.
/// The page stretches it.
const WIDTH: f64 = 10_000.0;

/// The labelled times, the documented limits among them, in milliseconds.
const LABELS: [u64; 4] = [0, 20, 70, 100];

/// Where a time lies, as a share of the axis. A root: near regions differ visibly, and 0 has a place.
fn share(time: Duration) -> f64 {
    (time.as_secs_f64() / FARTHEST.as_secs_f64())
        .min(1.0)
        .sqrt()
}

/// Where a time lies, in a strip's units.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and the strip's width"
)]
fn units(time: Duration) -> u32 {
    (share(time) * WIDTH).round() as u32
}

/// Strokes at these times, from one height to another.
fn strokes(times: impl IntoIterator<Item = Duration>, top: u8, bottom: u8) -> String {
    let mut path = String::new();
    for time in times {
        // Writing to a text cannot fail.
        let _ = write!(path, "M{} {top}V{bottom}", units(time));
    }
    path
}

/// The axis above the strips. What it says, every row says in words.
pub fn race_axis(texts: &Texts) -> Html {
    let label = |(time, text): (Duration, AttrValue)| {
        let anchor = match time {
            Duration::ZERO => "start",
            FARTHEST => "end",
            _ => "middle",
        };
        let place = units(time);
        let x = format!("{}.{:02}%", place / 100, place % 100);
        html! { <text {x} y="0.8em" text-anchor={anchor}>{ text }</text> }
    };
    let times = LABELS.map(Duration::from_millis);
    let numbers = times.map(|time| {
        (
            time,
            AttrValue::from(Timespan::from(time).whole_milliseconds().to_string()),
        )
    });
    let last = (FARTHEST, round_trip(texts, "region-round-trip", FARTHEST));
    html! {
        <svg class="axis" aria-hidden="true">{ for numbers.into_iter().chain([last]).map(label) }</svg>
    }
}

/// One region: a tick for each sample, a band where the round trip lies, a mark for the best estimate, and the documented
/// limits behind them.
pub fn race_strip(report: Option<&RegionReport>) -> Html {
    let limits = [
        LatencyClass::RECOMMENDED_BELOW,
        LatencyClass::ACCEPTABLE_BELOW,
    ];
    let band = |class: &'static str, (low, high): (Duration, Duration)| {
        let left = units(low);
        let width = units(high).saturating_sub(left).max(10);
        html! { <rect {class} x={left.to_string()} y="4" width={width.to_string()} height="16" /> }
    };
    let measured = report.and_then(|it| it.round_trip);
    html! {
        <svg class="strip" viewBox="0 0 10000 24" preserveAspectRatio="none" aria-hidden="true">
            <rect class="lane" y="11" width="10000" height="2" />
            <path class="limits" d={strokes(limits, 2, 22)} />
            if let Some(range) = report.and_then(|it| it.rough) {
                { band("rough", range) }
            }
            if let Some(it) = measured {
                { band("band", (it.low, it.high)) }
            }
            if let Some(report) = report {
                <path class="ticks" d={strokes(report.samples.iter().copied(), 7, 17)} />
            }
            if let Some(it) = measured {
                <path class="best" d={strokes([it.best], 3, 21)} />
            }
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_runs_from_nothing_to_far_and_ends_there() {
        for (milliseconds, expected) in [(0, 0.0), (100, 0.5), (400, 1.0), (3000, 1.0)] {
            let at = share(Duration::from_millis(milliseconds));
            assert!((at - expected).abs() < 1e-9, "{milliseconds} ms at {at}");
        }
    }

    #[test]
    fn every_sample_is_one_stroke() {
        let samples = [4, 100].map(Duration::from_millis);
        assert_eq!(strokes(samples, 7, 17), "M1000 7V17M5000 7V17");
        assert_eq!(strokes([], 7, 17), "");
    }
}
