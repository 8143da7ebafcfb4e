//! `cargo xtask test`: every check of the project, each a named step.

mod browser;
mod conformance;
mod counts;
mod e2e;
mod imports;
mod lines;
mod lints;
mod native;
mod package;
mod pins;
mod python;

use anyhow::{Result, bail};
use clap::Args;
use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

pub(crate) use counts::Counts;
pub(crate) use lines::longest_source;
pub(crate) use native::FEATURES as NATIVE_FEATURES;

use crate::{
    console,
    setup::{Setup, Tool},
    sizes,
};

/// Options of `test`.
#[derive(Debug, Args)]
#[command(after_help = steps_in_words())]
pub(crate) struct Options {
    /// The steps to run, in their usual order [default: all]
    #[arg(value_name = "STEP")]
    steps: Vec<String>,
}

/// One step of the run.
struct Step {
    name: &'static str,
    /// What it proves, in a few words.
    about: &'static str,
    tools: &'static [Tool],
    /// The step whose result this one needs.
    after: Option<&'static str>,
    run: fn(&mut Setup) -> Result<Counts>,
}

/// The steps, the quick ones first.
const STEPS: &[Step] = &[
    Step {
        name: "format",
        about: "rustfmt has nothing to change",
        tools: &[],
        after: None,
        run: |setup| Counts::check(lints::format(setup)),
    },
    Step {
        name: "imports",
        about: "the crates depend on each other one way",
        tools: &[],
        after: None,
        run: |setup| Counts::check(imports::check(setup)),
    },
    Step {
        name: "pins",
        about: "versions agree, and lock files hold no addresses",
        tools: &[],
        after: None,
        run: |setup| Counts::check(pins::check(setup)),
    },
    Step {
        name: "lines",
        about: "no source file is too long",
        tools: &[],
        after: None,
        run: |setup| Counts::check(lines::check(setup)),
    },
    Step {
        name: "deny",
        about: "licences and sources of dependencies, where cargo-deny is installed",
        tools: &[],
        after: None,
        run: lints::dependencies,
    },
    Step {
        name: "clippy",
        about: "lints of native code",
        tools: &[Tool::Nasm],
        after: None,
        run: |setup| Counts::check(lints::native(setup)),
    },
    Step {
        name: "clippy-wasm",
        about: "lints of the browser's code",
        tools: &[Tool::WasmTarget],
        after: None,
        run: |setup| Counts::check(lints::wasm(setup)),
    },
    Step {
        name: "native",
        about: "unit, integration and documentation tests",
        tools: &[Tool::Nasm, Tool::Vulkan],
        after: None,
        run: native::run,
    },
    Step {
        name: "sdk",
        about: "the official Python SDK, unmodified, against the real service",
        tools: &[Tool::Nasm, Tool::Python],
        after: None,
        run: python::sdk,
    },
    Step {
        name: "openapi",
        about: "the service answers as its OpenAPI document says, whatever it is asked",
        tools: &[Tool::Nasm, Tool::Python],
        after: None,
        run: python::openapi,
    },
    Step {
        name: "browser",
        about: "wasm tests in headless Chromium, against the real service",
        tools: &[
            Tool::Nasm,
            Tool::WasmTarget,
            Tool::WasmBindgen,
            Tool::Browser,
        ],
        after: None,
        run: browser::run,
    },
    Step {
        name: "package",
        about: "the npm package, installed from its tarball: Node, types, pages, bundlers, the example app; its size budgets",
        tools: &[
            Tool::Nasm,
            Tool::Vulkan,
            Tool::NodePackages,
            Tool::ConsumerPackages,
            Tool::Browser,
        ],
        after: None,
        run: package::run,
    },
    Step {
        name: "conformance",
        about: "one list of the client's cases over four shells: native, Chromium, Node, the package's sandbox",
        tools: &[
            Tool::Nasm,
            Tool::WasmTarget,
            Tool::WasmBindgen,
            Tool::Browser,
            Tool::Node,
        ],
        after: Some("package"),
        run: conformance::run,
    },
    Step {
        name: "console",
        about: "the console builds for release",
        tools: console::NEEDS,
        after: None,
        run: |setup| Counts::check(console::build(setup)),
    },
    Step {
        name: "sizes",
        about: "the console keeps its size budgets",
        tools: &[Tool::Node],
        after: Some("console"),
        run: |setup| Counts::check(sizes_kept(setup)),
    },
    Step {
        name: "e2e",
        about: "the console's main job in a browser, against the real service",
        tools: &[Tool::Nasm, Tool::NodePackages, Tool::Browser, Tool::Vulkan],
        after: Some("console"),
        run: e2e::run,
    },
];

/// How a step ended.
struct Outcome {
    name: &'static str,
    counts: Counts,
    /// Why it failed or did not run.
    remark: String,
    took: Duration,
}

/// Runs the chosen steps; the last line is `N passed, N failed`.
pub(crate) fn run(setup: &mut Setup, options: &Options) -> Result<ExitCode> {
    let steps = choose(&options.steps)?;
    let mut outcomes: Vec<Outcome> = Vec::new();
    for step in steps {
        println!("\n== {}: {}", step.name, step.about);
        let lacks = step.after.filter(|needed| {
            outcomes
                .iter()
                .any(|earlier| earlier.name == *needed && !earlier.counts.is_good())
        });
        let outcome = match lacks {
            Some(needed) => Outcome {
                name: step.name,
                counts: Counts {
                    passed: 0,
                    failed: 1,
                },
                remark: format!("not run, because {needed} failed"),
                took: Duration::ZERO,
            },
            None => step.perform(setup),
        };
        if !outcome.remark.is_empty() {
            println!("{}", outcome.remark);
        }
        outcomes.push(outcome);
    }
    Ok(summary(&outcomes))
}

impl Step {
    fn perform(&self, setup: &mut Setup) -> Outcome {
        let begun = Instant::now();
        let result = setup.need(self.tools).and_then(|()| (self.run)(setup));
        let (counts, remark) = match result {
            Ok(counts) => (counts, String::new()),
            Err(error) => (
                Counts {
                    passed: 0,
                    failed: 1,
                },
                format!("{error:#}"),
            ),
        };
        Outcome {
            name: self.name,
            counts,
            remark,
            took: begun.elapsed(),
        }
    }
}

fn choose(names: &[String]) -> Result<Vec<&'static Step>> {
    for name in names {
        if !STEPS.iter().any(|step| step.name == name) {
            bail!("there is no step {name}\n{}", steps_in_words());
        }
    }
    let chosen = |step: &&Step| names.is_empty() || names.iter().any(|name| name == step.name);
    Ok(STEPS.iter().filter(chosen).collect())
}

fn steps_in_words() -> String {
    let lines = STEPS
        .iter()
        .map(|step| format!("  {:<12} {}", step.name, step.about));
    format!("Steps:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn summary(outcomes: &[Outcome]) -> ExitCode {
    println!("\n== summary");
    let mut total = Counts::default();
    for Outcome {
        name,
        counts,
        remark,
        took,
    } in outcomes
    {
        let word = if counts.is_good() { "ok" } else { "FAILED" };
        let Counts { passed, failed } = counts;
        let seconds = took.as_secs_f64();
        println!("{name:<12} {word:<7} {seconds:>6.1} s {passed:>5} passed {failed:>3} failed");
        if let Some(line) = remark.lines().next() {
            println!("{:12} {line}", "");
        }
        total += *counts;
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    if total.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn sizes_kept(setup: &mut Setup) -> Result<()> {
    let sizes = sizes::measure(setup)?;
    sizes::print(&sizes);
    let exceeded = sizes::exceeded(&sizes);
    if !exceeded.is_empty() {
        bail!("{}", exceeded.join("\n"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_needs_another_comes_after_it() {
        for (place, step) in STEPS.iter().enumerate() {
            if let Some(needed) = step.after {
                assert!(
                    STEPS[..place].iter().any(|earlier| earlier.name == needed),
                    "{needed}"
                );
            }
        }
    }

    #[test]
    fn chosen_steps_run_in_their_usual_order() {
        let names = |chosen: &[&str]| {
            let chosen: Vec<String> = chosen.iter().map(ToString::to_string).collect();
            choose(&chosen).map(|steps| steps.iter().map(|step| step.name).collect::<Vec<_>>())
        };
        assert_eq!(names(&["e2e", "console"]).unwrap(), ["console", "e2e"]);
        assert_eq!(names(&[]).unwrap().len(), STEPS.len());
        assert!(names(&["no-such-step"]).is_err());
    }
}
