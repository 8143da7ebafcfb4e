//! What the drivers measured, made into figures.

use anyhow::{Context, Result};
use serde::Deserialize;

use super::super::{Figure, Goal};

/// What each figure has to reach.
const GOALS: &[(&str, Goal)] = &[
    ("lighthouse: performance", Goal::AtLeast(95.0)),
    ("lighthouse: accessibility", Goal::AtLeast(95.0)),
    ("lighthouse: best-practices", Goal::AtLeast(95.0)),
    ("lighthouse: seo", Goal::AtLeast(95.0)),
    ("first rows", Goal::AtMost(200.0)),
    ("update", Goal::AtMost(50.0)),
    ("scrolling, wheel: long tasks", Goal::AtMost(0.0)),
    ("scrolling, jumps: long tasks", Goal::AtMost(0.0)),
];

/// By how much memory may grow from the first fifth of the polls to the last poll, in per cent, and still be flat.
const FLAT: f64 = 3.0;

/// How the names of a peer's measurements end. The first one of these that there is stands beside ours.
const PEERS: &[&str] = &[", keyed", ", baseline"];

/// What is compared with the peer as a ratio.
const RATIOS: &[&str] = &[
    "first rows",
    "update",
    "lighthouse: largest-contentful-paint",
];

/// A measurement as a driver writes it.
#[derive(Debug, Deserialize)]
pub(super) struct Measured {
    name: String,
    samples: Vec<f64>,
}

impl Measured {
    /// What was measured.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    fn sorted(&self) -> Vec<f64> {
        let mut sorted = self.samples.clone();
        sorted.sort_by(f64::total_cmp);
        sorted
    }

    fn median(&self) -> Option<f64> {
        let sorted = self.sorted();
        let middle = sorted.len() / 2;
        let upper = *sorted.get(middle)?;
        if sorted.len() % 2 == 1 {
            return Some(upper);
        }
        Some(f64::midpoint(*sorted.get(middle.checked_sub(1)?)?, upper))
    }

    /// The lowest and the highest sample.
    fn spread(&self) -> Option<(f64, f64)> {
        let sorted = self.sorted();
        Some((*sorted.first()?, *sorted.last()?))
    }
}

/// A figure of each measurement that is not a peer's, with the peer's beside it, and the ratios.
pub(super) fn figures(measured: &[Measured]) -> Vec<Figure> {
    let median = |name: &str| measured.iter().find(|it| it.name == name)?.median();
    let peer = |name: &str| {
        let mut known = PEERS.iter().map(|suffix| format!("{name}{suffix}"));
        known.find_map(|name| median(&name))
    };
    let is_peer = |name: &str| PEERS.iter().any(|suffix| name.contains(suffix));
    let mut figures = Vec::new();
    for one in measured.iter().filter(|it| !is_peer(&it.name)) {
        let (Some(value), name) = (one.median(), &one.name) else {
            continue;
        };
        figures.push(judged(Figure {
            peer: peer(name),
            spread: one.spread(),
            ..Figure::plain(name.clone(), value, unit(name))
        }));
    }
    for name in RATIOS {
        if let (Some(ours), Some(theirs)) = (median(name), peer(name)) {
            figures.push(Figure::plain(
                format!("{name}: ratio"),
                ours / theirs,
                "ratio",
            ));
        }
    }
    figures
}

fn judged(figure: Figure) -> Figure {
    match GOALS.iter().find(|(name, _)| *name == figure.name) {
        Some((_, goal)) => figure.judged(*goal),
        None => figure,
    }
}

fn unit(name: &str) -> &'static str {
    const POINTS: [&str; 4] = ["performance", "accessibility", "best-practices", "seo"];
    let (_, last) = name.rsplit_once(": ").unwrap_or_default();
    if POINTS.contains(&last) {
        "points"
    } else if matches!(last, "long tasks" | "cumulative-layout-shift") || name == "rows drawn" {
        ""
    } else {
        "ms"
    }
}

/// What of memory is judged: by these measurements together. `memory, dom` is not among them: a browser that is driven
/// keeps a record of each request there.
const KEPT: &[(&str, &[&str])] = &[
    ("memory: growth", &["memory, js", "memory, wasm"]),
    ("nodes: growth", &["memory, nodes"]),
    ("listeners: growth", &["memory, listeners"]),
];

/// What the page keeps, by samples of each fifth of the polls: the last of them, and what has grown since the first.
pub(super) fn growth(measured: &[Measured]) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for part in measured {
        let (last, spread) = part
            .samples
            .last()
            .zip(part.spread())
            .context("no sample")?;
        let is_count = ["nodes", "listeners"]
            .iter()
            .any(|it| part.name.ends_with(it));
        let (scale, unit) = if is_count { (1.0, "") } else { (1e6, "MB") };
        figures.push(Figure {
            spread: Some((spread.0 / scale, spread.1 / scale)),
            ..Figure::plain(part.name.clone(), last / scale, unit)
        });
    }
    for (name, parts) in KEPT {
        let among = || {
            measured
                .iter()
                .filter(|it| parts.contains(&it.name.as_str()))
        };
        let sum = |of: fn(&[f64]) -> Option<&f64>| -> f64 {
            among().filter_map(|it| of(&it.samples)).sum()
        };
        let (first, last) = (sum(<[f64]>::first), sum(<[f64]>::last));
        let grown = (last - first) / first * 100.0;
        figures.push(Figure::plain((*name).into(), grown, "%").at_most(FLAT));
    }
    Ok(figures)
}
#[cfg(test)]
mod tests {
    use super::*;

    fn measured(name: &str, samples: &[f64]) -> Measured {
        Measured {
            name: name.into(),
            samples: samples.into(),
        }
    }

    #[test]
    fn a_median_lies_in_the_middle() {
        assert_eq!(measured("", &[9.0, 1.0, 4.0]).median(), Some(4.0));
        assert_eq!(measured("", &[9.0, 1.0, 4.0, 2.0]).median(), Some(3.0));
        assert_eq!(measured("", &[9.0, 1.0, 4.0]).spread(), Some((1.0, 9.0)));
        assert_eq!(measured("", &[]).median(), None);
    }

    #[test]
    fn a_figure_stands_beside_its_peer() {
        let figures = figures(&[
            measured("update", &[60.0, 40.0, 90.0]),
            measured("update, keyed", &[30.0]),
            measured("countdown", &[5.0]),
        ]);
        let [update, countdown, ratio] = figures.as_slice() else {
            panic!("{figures:?}")
        };
        assert_eq!((update.value, update.peer), (60.0, Some(30.0)));
        assert_eq!((update.goal, update.ok), (Some(50.0), Some(false)));
        assert_eq!((countdown.peer, countdown.ok), (None, None));
        assert_eq!((&*ratio.name, ratio.value), ("update: ratio", 2.0));
    }

    #[test]
    fn scores_are_points_and_times_milliseconds() {
        assert_eq!(unit("lighthouse: seo"), "points");
        assert_eq!(unit("lighthouse: speed-index"), "ms");
        assert_eq!(unit("scrolling, wheel: long tasks"), "");
        assert_eq!(unit("rows drawn"), "");
    }

    #[test]
    fn memory_is_judged_by_what_grew_since_the_first_fifth() {
        let grown = |wasm: f64, nodes: f64| {
            let figures = growth(&[
                measured("memory, js", &[2e6, 3e6, 2e6]),
                measured("memory, wasm", &[8e6, 8e6, wasm]),
                measured("memory, dom", &[1e6, 2e6, 3e6]),
                measured("memory, nodes", &[100.0, 100.0, nodes]),
                measured("memory, listeners", &[10.0]),
            ])
            .unwrap();
            let judged = figures.iter().filter(|it| it.ok.is_some());
            judged.map(|it| it.value).collect::<Vec<_>>()
        };
        assert_eq!(grown(8e6, 100.0), [0.0, 0.0, 0.0]);
        assert_eq!(grown(9e6, 90.0), [10.0, -10.0, 0.0]);
        assert!(growth(&[measured("memory, js", &[])]).is_err());
    }
}
