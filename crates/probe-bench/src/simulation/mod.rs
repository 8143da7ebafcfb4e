//! Simulated races: regions, networks and clocks by the models of the design notes, the same draws for every plan.

mod layout;
mod ours;
mod plan;
mod plans;
mod trial;

use std::{
    io::{self, Write as _},
    thread,
};

use anyhow::{Context as _, Result};
use remote_rendering_protocol::RegionName;
use serde::Serialize;

use layout::Layout;
use plan::Outcome;
use plans::PLANS;
use trial::{Cold, Noise, Trial, World};

/// Options of `simulate`.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    /// Trials in each world
    #[arg(long, default_value_t = 2000)]
    trials: u32,
    /// Where the draws begin: the policy was tuned on others
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only the worlds of the targets, not all layouts with all noise
    #[arg(long)]
    targets_only: bool,
}

/// Writes one line of JSON for each world.
pub fn run(options: &Options) -> Result<()> {
    let targets = targets().into_iter().map(|world| (world, true));
    let all = layouts_and_noise().into_iter().map(|world| (world, false));
    let worlds = targets.chain(all.filter(|_| !options.targets_only));
    for (number, (world, is_target)) in (0..).zip(worlds) {
        // Worlds must not share their luck.
        let seed = options.seed.wrapping_add(number * 1_000_000_007);
        let cell = cell(world, is_target, options.trials, seed);
        let line = serde_json::to_string(&cell)?;
        writeln!(io::stdout(), "{line}").context("writing a world's scores")?;
    }
    Ok(())
}

/// The worlds that have targets, and three beside them: handshakes that jitter, a coarse clock, sixty regions.
fn targets() -> Vec<World> {
    let mut worlds = Vec::new();
    for noise in [Noise::A, Noise::C] {
        let usual = World {
            layout: Layout::Brief,
            noise,
            cold: Cold::Brief,
            dead: false,
            timer_step_us: 100,
        };
        let cold = |cold| World { cold, ..usual };
        let layout = |layout| World { layout, ..usual };
        worlds.extend([Cold::Brief, Cold::Messy, Cold::Preopen, Cold::Handshakes].map(cold));
        worlds.extend([Layout::Close, Layout::Near, Layout::Random, Layout::Sixty].map(layout));
        worlds.push(World {
            dead: true,
            ..usual
        });
        worlds.push(World {
            timer_step_us: 16_000,
            ..usual
        });
    }
    worlds
}

/// Every layout of ten regions with every noise: what the mean regret is of.
fn layouts_and_noise() -> Vec<World> {
    let noises = |layout| {
        Noise::ALL.map(|noise| World {
            layout,
            noise,
            cold: Cold::Brief,
            dead: false,
            timer_step_us: 100,
        })
    };
    Layout::OF_TEN.into_iter().flat_map(noises).collect()
}

/// What a plan reached in one world.
#[derive(Clone, Debug, Serialize)]
struct Score {
    plan: &'static str,
    /// Share of trials in which the nearest region was chosen, in percent.
    exact: f64,
    /// Share in which the chosen one is at most 3 ms slower.
    within_3_ms: f64,
    /// By how much the chosen region is slower than the nearest on average, in milliseconds.
    regret: f64,
    /// Requests on average.
    requests: f64,
    /// Time until the choice in milliseconds: mean, median, 95 % quantile.
    mean: f64,
    p50: f64,
    p95: f64,
}

/// A world and what each plan reached in it.
#[derive(Clone, Debug, Serialize)]
struct Cell {
    /// Whether the design notes have a target for it.
    is_target: bool,
    layout: &'static str,
    noise: &'static str,
    cold: &'static str,
    dead: bool,
    timer_step_ms: f64,
    trials: u32,
    scores: Vec<Score>,
}

/// A plan to run.
struct Named {
    name: &'static str,
    run: fn(&Trial, &[RegionName]) -> Outcome,
}

/// Runs every plan in a world.
fn cell(world: World, is_target: bool, trials: u32, first_seed: u64) -> Cell {
    let plans = PLANS;
    let names = names();
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut outcomes: Vec<Vec<(f64, Outcome)>> = vec![Vec::new(); plans.len()];
    let parts = thread::scope(|scope| {
        let begin = |worker: usize| {
            let names = &names;
            scope.spawn(move || {
                let numbers = (0..u64::from(trials)).skip(worker).step_by(workers);
                let seeds = numbers.map(|number| first_seed.wrapping_add(number));
                play(world, seeds, names)
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
        is_target,
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

/// What each plan came to in each trial, with its regret.
fn play(
    world: World,
    seeds: impl Iterator<Item = u64>,
    names: &[RegionName],
) -> Vec<Vec<(f64, Outcome)>> {
    let mut outcomes = vec![Vec::new(); PLANS.len()];
    for seed in seeds {
        let trial = Trial::draw(world, seed);
        for (plan, outcomes) in PLANS.iter().zip(&mut outcomes) {
            let outcome = (plan.run)(&trial, names);
            // Who chooses nothing is as bad as the worst choice.
            let regret = outcome
                .chosen
                .map_or_else(|| trial.most_regret(), |it| trial.regret(it));
            outcomes.push((regret, outcome));
        }
    }
    outcomes
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
