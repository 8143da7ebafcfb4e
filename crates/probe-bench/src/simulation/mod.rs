//! Simulated races: regions, networks and clocks by the models of the design notes, the same draws for every plan.

mod layout;
mod ours;
mod plan;
mod plans;
mod trial;

use std::thread;

use remote_rendering_protocol::RegionName;
use serde::Serialize;

pub use layout::Layout;
use plan::Outcome;
pub use plans::{PLANS, TUNED};
use trial::Trial;
pub use trial::{Cold, Noise, World};

/// What a plan reached in one world.
#[derive(Clone, Debug, Serialize)]
pub struct Score {
    pub plan: &'static str,
    /// Share of trials in which the nearest region was chosen, in percent.
    pub exact: f64,
    /// Share in which the chosen one is at most 3 ms slower.
    pub within_3_ms: f64,
    /// By how much the chosen region is slower than the nearest on average, in milliseconds.
    pub regret: f64,
    /// Requests on average.
    pub requests: f64,
    /// Time until the choice in milliseconds: mean, median, 95 % quantile.
    pub mean: f64,
    pub p50: f64,
    pub p95: f64,
}

/// A world and what each plan reached in it.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    pub layout: &'static str,
    pub noise: &'static str,
    pub cold: &'static str,
    pub dead: bool,
    pub timer_step_ms: f64,
    pub trials: u32,
    pub scores: Vec<Score>,
}

/// A plan to run.
pub struct Named {
    pub name: &'static str,
    pub run: fn(&Trial, &[RegionName]) -> Outcome,
}

/// Runs every plan in a world.
pub fn cell(world: World, trials: u32, first_seed: u64, plans: &[&Named]) -> Cell {
    let names = names();
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut outcomes: Vec<Vec<(f64, Outcome)>> = vec![Vec::new(); plans.len()];
    let parts = thread::scope(|scope| {
        let begin = |worker: usize| {
            let names = &names;
            scope.spawn(move || {
                let mut outcomes = vec![Vec::new(); plans.len()];
                for number in (0..u64::from(trials)).skip(worker).step_by(workers) {
                    // Neighbouring worlds have other seeds, so that cells do not share their luck.
                    let trial = Trial::draw(world, first_seed.wrapping_add(number * 31));
                    for (plan, outcomes) in plans.iter().zip(&mut outcomes) {
                        let outcome = (plan.run)(&trial, names);
                        let nobody = f64::from(u32::MAX);
                        let regret = outcome.chosen.map_or(nobody, |it| trial.regret(it));
                        outcomes.push((regret, outcome));
                    }
                }
                outcomes
            })
        };
        let running: Vec<_> = (0..workers).map(begin).collect();
        running
            .into_iter()
            .filter_map(|it| it.join().ok())
            .collect::<Vec<_>>()
    });
    for part in parts {
        for (outcomes, more) in outcomes.iter_mut().zip(part) {
            outcomes.extend(more);
        }
    }
    Cell {
        layout: world.layout.as_str(),
        noise: world.noise.as_str(),
        cold: world.cold.as_str(),
        dead: world.dead,
        timer_step_ms: f64::from(world.timer_step_us) / 1000.0,
        trials,
        scores: plans
            .iter()
            .zip(outcomes)
            .map(|(plan, outcomes)| score(plan.name, &outcomes))
            .collect(),
    }
}

fn score(plan: &'static str, outcomes: &[(f64, Outcome)]) -> Score {
    let trials = f64::from(u32::try_from(outcomes.len()).unwrap_or(u32::MAX)).max(1.0);
    let mean = |of: fn(&(f64, Outcome)) -> f64| outcomes.iter().map(of).sum::<f64>() / trials;
    let mut times: Vec<f64> = outcomes.iter().map(|(_, it)| it.took).collect();
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times.get(times.len() * percent / 100).copied();
    Score {
        plan,
        exact: 100.0 * mean(|(regret, _)| f64::from(u8::from(*regret <= 0.0))),
        within_3_ms: 100.0 * mean(|(regret, _)| f64::from(u8::from(*regret <= 3.0))),
        regret: mean(|(regret, _)| *regret),
        requests: mean(|(_, it)| f64::from(it.requests)),
        mean: mean(|(_, it)| it.took),
        p50: at(50).unwrap_or_default(),
        p95: at(95).unwrap_or_default(),
    }
}

/// Names for simulated regions.
fn names() -> Vec<RegionName> {
    (0..64)
        .filter_map(|number| format!("region{number:02}").parse().ok())
        .collect()
}
