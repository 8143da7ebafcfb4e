//! `cargo xtask bench`: measurements, one file each.
//!
//! A bench gives figures; this module prints them and writes `target/bench/NAME.json` for programs
//! to read. A new bench is a file here and a line in [`BENCHES`].

mod sizes;

use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;
use std::{fs, process::ExitCode};

use crate::setup::Setup;

/// Options of `bench`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The bench to run; without it they are listed
    name: Option<String>,
}

struct Bench {
    name: &'static str,
    about: &'static str,
    run: fn(&mut Setup) -> Result<Vec<Figure>>,
}

const BENCHES: &[Bench] = &[Bench {
    name: "sizes",
    about: "every file of the built console",
    run: sizes::run,
}];

/// One measured value. What there is not stays out of the file.
#[derive(Debug, Serialize, PartialEq)]
struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
    /// The value to reach; for every unit here, less is better.
    #[serde(skip_serializing_if = "Option::is_none")]
    goal: Option<f64>,
    /// What another program of the kind reaches.
    #[serde(skip_serializing_if = "Option::is_none")]
    peer: Option<f64>,
    /// Whether the goal is reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    ok: Option<bool>,
}

#[derive(Serialize)]
struct Report<'a> {
    figures: &'a [Figure],
}

/// Runs one bench, or lists all.
pub(crate) fn run(setup: &mut Setup, options: &Options) -> Result<ExitCode> {
    let Some(name) = &options.name else {
        list();
        return Ok(ExitCode::SUCCESS);
    };
    let Some(bench) = BENCHES.iter().find(|bench| bench.name == name) else {
        println!("there is no bench {name}");
        list();
        return Ok(ExitCode::FAILURE);
    };
    let figures = (bench.run)(setup)?;
    print(&figures);
    let folder = setup.workspace().target().join("bench");
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let file = folder.join(format!("{name}.json"));
    let text = serde_json::to_string_pretty(&Report { figures: &figures })?;
    fs::write(&file, text + "\n").with_context(|| format!("writing {}", file.display()))?;
    println!("\nwritten to {}", setup.workspace().shown(&file));
    Ok(ExitCode::SUCCESS)
}

impl Figure {
    /// A value without a goal.
    fn plain(name: String, value: f64, unit: &'static str) -> Self {
        Self {
            name,
            value,
            unit,
            goal: None,
            peer: None,
            ok: None,
        }
    }

    /// Adds the most that the value may be.
    fn at_most(self, goal: f64) -> Self {
        Self {
            goal: Some(goal),
            ok: Some(self.value <= goal),
            ..self
        }
    }
}

fn list() {
    for Bench { name, about, .. } in BENCHES {
        println!("{name:<12} {about}");
    }
}

fn print(figures: &[Figure]) {
    println!(
        "{:<44} {:>12} {:<8} {:>12} {:>12}",
        "figure", "value", "unit", "goal", "peer"
    );
    for Figure {
        name,
        value,
        unit,
        goal,
        peer,
        ok,
    } in figures
    {
        let optional = |number: &Option<f64>| number.map_or(String::new(), |it| it.to_string());
        let mark = match ok {
            Some(true) => "ok",
            Some(false) => "MISSED",
            None => "",
        };
        let (goal, peer) = (optional(goal), optional(peer));
        println!("{name:<44} {value:>12} {unit:<8} {goal:>12} {peer:>12} {mark}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_there_is_not_stays_out_of_the_file() {
        let plain = Figure::plain("a".into(), 1.5, "ms");
        assert_eq!(
            serde_json::to_string(&Report { figures: &[plain] }).unwrap(),
            r#"{"figures":[{"name":"a","value":1.5,"unit":"ms"}]}"#
        );
        let judged = Figure::plain("a".into(), 1.5, "ms").at_most(1.0);
        assert_eq!((judged.goal, judged.ok), (Some(1.0), Some(false)));
    }
}
