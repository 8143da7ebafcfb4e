//! The probe in simulated worlds, beside fixed plans and the methods of other pages.

use anyhow::{Context as _, Result};
use serde::Deserialize;
use std::{collections::BTreeMap, process::Stdio};

use super::super::{Figure, Goal, Options};
use crate::{process, setup::Setup};

/// The trials that each world has, and those that show whether the bench works.
const TRIALS: (&str, &str) = ("2000", "100");

/// A world, and what each plan came to in it.
#[derive(Debug, Deserialize)]
struct Cell {
    is_target: bool,
    layout: String,
    noise: String,
    cold: String,
    dead: bool,
    timer_step_ms: f64,
    trials: u32,
    scores: Vec<Score>,
}

/// What a plan came to. Shares are in percent, times in milliseconds.
#[derive(Debug, Clone, Deserialize)]
struct Score {
    plan: String,
    exact: f64,
    within_3_ms: f64,
    regret: f64,
    requests: f64,
    mean: f64,
    p50: f64,
    p95: f64,
}

/// What the design notes ask of one plan where a region is 18 ms away and the next 24: requests, median time, and the
/// time within which 95 % of the verdicts come; requests by noise, A and C.
struct Target {
    plan: &'static str,
    requests: [f64; 2],
    p50: f64,
    p95: f64,
}

const OURS: Target = Target {
    plan: "ours",
    requests: [55.0, 45.0],
    p50: 400.0,
    p95: 1100.0,
};

const ALLOWED: Target = Target {
    plan: "ours, timing allowed",
    requests: [42.0, 33.0],
    p50: 350.0,
    p95: 750.0,
};

/// The most by which the chosen region may be slower than the nearest, on average over all layouts and noises.
const REGRET_MS: f64 = 0.5;

/// Simulates, prints what each plan came to, and judges ours.
pub(super) fn run(setup: &mut Setup, options: &Options) -> Result<Vec<Figure>> {
    let package = "--package=remote-rendering-probe-bench";
    let mut cargo = setup.cargo();
    process::run(cargo.args(["build", "--release", "--bins", package]))?;
    let binary = "remote-rendering-probe-bench";
    let mut command = setup.command(setup.workspace().binary("release", binary));
    let (full, quick) = TRIALS;
    let trials = if options.quick { quick } else { full };
    command.args(["simulate", "--trials", trials]);
    let said = process::output(command.stderr(Stdio::inherit()))?;
    let cells: Vec<Cell> = said
        .lines()
        .map(|line| serde_json::from_str(line).with_context(|| format!("reading {line}")))
        .collect::<Result<_>>()?;
    let (targets, all): (Vec<_>, Vec<_>) = cells.into_iter().partition(|cell| cell.is_target);
    let mut figures = Vec::new();
    for cell in &targets {
        print(&cell.title(), &cell.scores);
        figures.extend(cell.figures());
    }
    figures.extend(dead_regions(&targets));
    let means = means(&all);
    print(
        &format!("mean of {} worlds of ten regions", all.len()),
        &means,
    );
    figures.extend(regret(&means, all.len()));
    Ok(figures)
}

fn print(title: &str, scores: &[Score]) {
    println!("\n{title}");
    println!(
        "{:<28} {:>7} {:>7} {:>9} {:>9} {:>9} {:>7} {:>7}",
        "plan", "exact %", "3 ms %", "regret ms", "requests", "mean ms", "p50", "p95"
    );
    for score in scores {
        println!(
            "{:<28} {:>7.1} {:>7.1} {:>9.2} {:>9.1} {:>9.0} {:>7.0} {:>7.0}",
            score.plan,
            score.exact,
            score.within_3_ms,
            score.regret,
            score.requests,
            score.mean,
            score.p50,
            score.p95
        );
    }
}

impl Cell {
    fn name(&self) -> String {
        let coarse = if self.timer_step_ms > 1.0 {
            ", coarse clock"
        } else {
            ""
        };
        let dead = if self.dead { ", one dead" } else { "" };
        format!(
            "{} {}, cold {}{dead}{coarse}",
            self.layout, self.noise, self.cold
        )
    }

    fn title(&self) -> String {
        format!("{} ({} trials)", self.name(), self.trials)
    }

    fn score(&self, plan: &str) -> Option<&Score> {
        self.scores.iter().find(|score| score.plan == plan)
    }

    /// The least share of choices within 3 ms of the best, where the design notes have one.
    fn goal(&self) -> Option<f64> {
        if self.timer_step_ms > 1.0 {
            return None;
        }
        let is_a = self.noise == "A";
        match (self.layout.as_str(), self.cold.as_str()) {
            ("brief", "brief") => Some(if is_a { 98.0 } else { 99.5 }),
            ("brief", "messy" | "preopen") => Some(if is_a { 97.0 } else { 98.5 }),
            ("close" | "near" | "random", "brief") => Some(99.0),
            _ => None,
        }
    }

    fn figures(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        for target in [&OURS, &ALLOWED] {
            let Some(score) = self.score(target.plan) else {
                continue;
            };
            let figure = |what: &str, value, unit| {
                let name = format!("simulator, {}, {}: {what}", self.name(), target.plan);
                Figure::plain(name, value, unit)
            };
            let within = figure("within 3 ms", score.within_3_ms, "%");
            figures.push(match self.goal() {
                Some(least) => within.judged(Goal::AtLeast(least)),
                None => within,
            });
            if self.layout == "brief" && self.cold == "brief" && self.goal().is_some() && !self.dead
            {
                let [a, c] = target.requests;
                let most = if self.noise == "A" { a } else { c };
                figures.push(figure("requests", score.requests, "").at_most(most));
                figures.push(figure("time, median", score.p50, "ms").at_most(target.p50));
                figures.push(figure("time, 95 %", score.p95, "ms").at_most(target.p95));
            }
        }
        figures
    }
}

/// One dead region must not make the verdict later.
fn dead_regions(cells: &[Cell]) -> Vec<Figure> {
    let dead = cells.iter().filter(|cell| cell.dead);
    dead.filter_map(|cell| {
        let is_same = |it: &&Cell| {
            let same = (&it.layout, &it.noise, &it.cold) == (&cell.layout, &cell.noise, &cell.cold);
            same && !it.dead && it.timer_step_ms < 1.0
        };
        let alive = cells.iter().find(is_same)?.score(OURS.plan)?;
        let later = cell.score(OURS.plan)?.p50 - alive.p50;
        let name = format!("simulator, {}: median later by", cell.name());
        Some(Figure::plain(name, later, "ms").at_most(1.0))
    })
    .collect()
}

/// Each plan's mean over the worlds.
fn means(cells: &[Cell]) -> Vec<Score> {
    let mut plans: Vec<&str> = Vec::new();
    let mut by_plan: BTreeMap<&str, Vec<&Score>> = BTreeMap::new();
    for score in cells.iter().flat_map(|cell| &cell.scores) {
        if !by_plan.contains_key(score.plan.as_str()) {
            plans.push(&score.plan);
        }
        by_plan.entry(&score.plan).or_default().push(score);
    }
    let mean = |plan: &&str| {
        let scores = by_plan.get(plan)?;
        let of = |value: fn(&Score) -> f64| {
            let count = f64::from(u32::try_from(scores.len()).unwrap_or(u32::MAX));
            scores.iter().map(|score| value(score)).sum::<f64>() / count
        };
        Some(Score {
            plan: (*plan).to_owned(),
            exact: of(|it| it.exact),
            within_3_ms: of(|it| it.within_3_ms),
            regret: of(|it| it.regret),
            requests: of(|it| it.requests),
            mean: of(|it| it.mean),
            p50: of(|it| it.p50),
            p95: of(|it| it.p95),
        })
    };
    plans.iter().filter_map(mean).collect()
}

/// Ours, with the best of the others beside it.
fn regret(means: &[Score], worlds: usize) -> Vec<Figure> {
    let (ours, others): (Vec<_>, Vec<_>) = means.iter().partition(|it| it.plan.starts_with("ours"));
    let peer = others.iter().map(|it| it.regret).reduce(f64::min);
    ours.into_iter()
        .map(|score| {
            let name = format!("simulator, {worlds} worlds, {}: mean regret", score.plan);
            Figure {
                peer,
                ..Figure::plain(name, score.regret, "ms").at_most(REGRET_MS)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(layout: &str, cold: &str, dead: bool, p50: f64) -> Cell {
        let score = |plan: &str| Score {
            plan: plan.to_owned(),
            exact: 90.0,
            within_3_ms: 98.2,
            regret: 0.1,
            requests: 50.0,
            mean: 400.0,
            p50,
            p95: 900.0,
        };
        Cell {
            is_target: true,
            layout: layout.to_owned(),
            noise: "A".to_owned(),
            cold: cold.to_owned(),
            dead,
            timer_step_ms: 0.1,
            trials: 1,
            scores: vec![
                score("ours"),
                score("ours, timing allowed"),
                score("another"),
            ],
        }
    }

    #[test]
    fn a_world_is_judged_by_its_own_targets() {
        let ok = |layout, cold| -> Vec<_> {
            let figures = cell(layout, cold, false, 360.0).figures();
            figures.iter().map(|figure| figure.ok).collect()
        };
        let (yes, no) = (Some(true), Some(false));
        // Within 3 ms, requests, median and 95 % of both plans.
        assert_eq!(ok("brief", "brief"), [yes, yes, yes, yes, yes, no, no, no]);
        assert_eq!(ok("brief", "messy"), [yes, yes]);
        assert_eq!(ok("near", "brief"), [no, no]);
        assert_eq!(ok("sixty", "brief"), [None, None]);
    }

    #[test]
    fn a_dead_region_is_compared_with_the_same_world_without_it() {
        let cells = |dead| {
            [
                cell("brief", "brief", false, 360.0),
                cell("brief", "brief", true, dead),
            ]
        };
        let ok = |dead| {
            dead_regions(&cells(dead))
                .iter()
                .map(|it| it.ok)
                .collect::<Vec<_>>()
        };
        assert_eq!(ok(350.0), [Some(true)]);
        assert_eq!(ok(400.0), [Some(false)]);
    }

    #[test]
    fn the_best_of_the_others_stands_beside_ours() {
        let mut worlds = [
            cell("brief", "brief", false, 1.0),
            cell("near", "brief", false, 1.0),
        ];
        worlds[1].scores[0].regret = 1.3;
        let figures = regret(&means(&worlds), 2);
        let values: Vec<_> = figures.iter().map(|it| (it.ok, it.peer)).collect();
        assert_eq!(values, [(Some(false), Some(0.1)), (Some(true), Some(0.1))]);
    }
}
