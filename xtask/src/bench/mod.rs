//! `cargo xtask bench`: measurements, one file each.
//!
//! A bench gives figures; this module prints them and writes `target/bench/NAME.json` for programs
//! to read. A new bench is a file here and a line in [`BENCHES`].

mod console;
mod package;
mod probe;
mod render;
mod service;
mod sizes;
mod stream;

use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;
use std::{collections::BTreeSet, fs, process::ExitCode};

use crate::setup::Setup;

/// Options of `bench`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The bench to run; without it they are listed
    name: Option<String>,
    /// The parts to measure; of `service`: create, get, live; of `probe`: simulator, page; of `console`: files,
    /// lighthouse, table, memory; of `render`: million, ten-million; of `stream`: localhost, full, far, lossy, bad, narrow,
    /// sessions [default: all, of `render` what the graphics device is good for]
    #[arg(value_name = "PART")]
    parts: Vec<String>,
    /// Measure in a short time, to try a bench out: the figures say little
    #[arg(long)]
    quick: bool,
    /// Races of our probe in each setting of `probe`'s page
    #[arg(long, default_value_t = 200)]
    races: u32,
    /// How long `soak` takes
    #[arg(long, default_value_t = 10)]
    minutes: u32,
    /// Seconds from one restart of `soak` to the next
    #[arg(long, default_value_t = 60)]
    restart_every: u32,
}

struct Bench {
    name: &'static str,
    about: &'static str,
    /// Whether a goal that is missed is the run's failure.
    is_strict: bool,
    run: fn(&mut Setup, &Options) -> Result<Vec<Figure>>,
}

const BENCHES: &[Bench] = &[
    Bench {
        name: "sizes",
        about: "every file of the built console",
        is_strict: false,
        run: |setup, _| sizes::run(setup),
    },
    Bench {
        name: "service",
        about: "the service: reads, durable creates, memory, start-up, ends of leases",
        is_strict: false,
        run: service::run,
    },
    Bench {
        name: "probe",
        about: "the latency probe beside other methods: simulated, and in a real browser",
        is_strict: false,
        run: probe::run,
    },
    Bench {
        name: "console",
        about: "the console: sizes, Lighthouse, a table of a thousand sessions, memory",
        is_strict: true,
        run: console::run,
    },
    Bench {
        name: "package",
        about: "the npm package's modules beside the libraries of the original client",
        is_strict: true,
        run: |setup, _| package::run(setup),
    },
    Bench {
        name: "render",
        about: "the renderer beside a bare loop: frames, loading, memory, on a GPU or in software",
        is_strict: false,
        run: render::run,
    },
    Bench {
        name: "stream",
        about: "a host's pictures in a real browser, over ways that are far, lossy and narrow, and sessions (Linux, as root)",
        is_strict: false,
        run: stream::run,
    },
    Bench {
        name: "soak",
        about: "the service under mixed load with restarts, every answer verified",
        is_strict: false,
        run: service::soak,
    },
];

/// One measured value. What there is not stays out of the file.
#[derive(Clone, Debug, Serialize, PartialEq)]
struct Figure {
    name: String,
    value: f64,
    unit: String,
    /// The value to reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    goal: Option<f64>,
    /// What another program of the kind reaches.
    #[serde(skip_serializing_if = "Option::is_none")]
    peer: Option<f64>,
    /// The lowest and the highest of the samples whose median the value is.
    #[serde(skip_serializing_if = "Option::is_none")]
    spread: Option<(f64, f64)>,
    /// Whether the goal is reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    ok: Option<bool>,
    /// The graphics device of which it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<String>,
}

/// What a value has to be.
#[derive(Debug, Clone, Copy)]
enum Goal {
    /// Less is better.
    AtMost(f64),
    /// More is better.
    AtLeast(f64),
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
    let figures = (bench.run)(setup, options)?;
    print(&figures);
    let folder = setup.workspace().target().join("bench");
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let file = folder.join(format!("{name}.json"));
    let text = serde_json::to_string_pretty(&Report { figures: &figures })?;
    fs::write(&file, text + "\n").with_context(|| format!("writing {}", file.display()))?;
    println!("\nwritten to {}", setup.workspace().shown(&file));
    if bench.is_strict && figures.iter().any(|figure| figure.ok == Some(false)) {
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

impl Figure {
    /// A value without a goal.
    fn plain(name: String, value: f64, unit: impl Into<String>) -> Self {
        Self {
            name,
            value,
            unit: unit.into(),
            goal: None,
            peer: None,
            spread: None,
            ok: None,
            device: None,
        }
    }

    /// Adds the most that the value may be.
    fn at_most(self, goal: f64) -> Self {
        self.judged(Goal::AtMost(goal))
    }

    /// Adds what the value has to be.
    fn judged(self, goal: Goal) -> Self {
        let (bound, ok) = match goal {
            Goal::AtMost(most) => (most, self.value <= most),
            Goal::AtLeast(least) => (least, self.value >= least),
        };
        Self {
            goal: Some(bound),
            ok: Some(ok),
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
    let devices: BTreeSet<&str> = figures
        .iter()
        .filter_map(|it| it.device.as_deref())
        .collect();
    for device in devices {
        println!("on {device}");
    }
    println!(
        "{:<50} {:>12} {:<8} {:>12} {:>12} {:<8}",
        "figure", "value", "unit", "goal", "peer", "goal met"
    );
    for Figure {
        name,
        value,
        unit,
        goal,
        peer,
        spread,
        ok,
        device: _,
    } in figures
    {
        let optional = |number: &Option<f64>| number.map_or(String::new(), shown);
        let mark = match ok {
            Some(true) => "ok",
            Some(false) => "MISSED",
            None => "",
        };
        let (goal, peer) = (optional(goal), optional(peer));
        let value = shown(*value);
        let spread = spread.map_or(String::new(), |(low, high)| {
            format!("from {} to {}", shown(low), shown(high))
        });
        let line =
            format!("{name:<50} {value:>12} {unit:<8} {goal:>12} {peer:>12} {mark:<8} {spread}");
        println!("{}", line.trim_end());
    }
}

/// A whole number as it is, another with three places.
fn shown(number: f64) -> String {
    if number.fract() == 0.0 {
        number.to_string()
    } else {
        format!("{number:.3}")
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
        let ratio = Figure::plain("b".into(), 0.7, "ratio").judged(Goal::AtLeast(0.6));
        assert_eq!((ratio.goal, ratio.ok), (Some(0.6), Some(true)));
    }
}
