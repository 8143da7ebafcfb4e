//! The service's speed, memory and punctuality, and its soak: run by `remote-rendering-load`, judged
//! here.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::{fs, process::Stdio};

use super::{Figure, Goal, Options};
use crate::{process, setup::Setup};

/// What each figure has to reach.
const GOALS: &[(&str, Goal)] = &[
    ("get session: ratio", Goal::AtLeast(0.6)),
    // Both: when the clients do not keep the peer's cores busy, the first one flatters.
    ("get session by processor time: ratio", Goal::AtLeast(0.6)),
    ("durable create: ratio", Goal::AtLeast(0.8)),
    ("memory per live session", Goal::AtMost(2048.0)),
    (
        "lease end, spread over 10 s: max lateness",
        Goal::AtMost(1.0),
    ),
    (
        "lease end, 5,000 at one moment: max lateness",
        Goal::AtMost(1.0),
    ),
    ("start with all sessions", Goal::AtMost(2.0)),
    ("start with all sessions after a kill", Goal::AtMost(2.0)),
    ("unexpected", Goal::AtMost(0.0)),
];

/// The measurements of `bench service`, the quick ones first.
const PARTS: &[&str] = &["create", "get", "live"];

/// One figure as the load writes it.
#[derive(Debug, Deserialize)]
struct Line {
    name: String,
    value: f64,
    unit: String,
    peer: Option<f64>,
}

/// Speed, memory, start-up and the ends of leases.
pub(super) fn run(setup: &mut Setup, options: &Options) -> Result<Vec<Figure>> {
    let asked_for =
        |part: &&&str| options.parts.is_empty() || options.parts.iter().any(|it| it == **part);
    if let Some(unknown) = options
        .parts
        .iter()
        .find(|it| !PARTS.contains(&it.as_str()))
    {
        bail!(
            "there is no part {unknown}: the parts are {}",
            PARTS.join(", ")
        );
    }
    build(setup)?;
    let mut figures = Vec::new();
    for part in PARTS.iter().filter(asked_for) {
        println!("== {part}");
        let quick: &[&str] = if options.quick { &["--quick"] } else { &[] };
        figures.extend(measure(setup, part, quick)?);
    }
    Ok(figures)
}

/// Mixed load with restarts.
pub(super) fn soak(setup: &mut Setup, options: &Options) -> Result<Vec<Figure>> {
    build(setup)?;
    let minutes = options.minutes.to_string();
    let restart_every = options.restart_every.to_string();
    let arguments = ["--minutes", &minutes, "--restart-every", &restart_every];
    measure(setup, "soak", &arguments)
}

fn build(setup: &Setup) -> Result<()> {
    let packages = ["remote-rendering-service", "remote-rendering-load"];
    let mut cargo = setup.cargo();
    cargo.args(["build", "--profile=dist", "--bins"]);
    process::run(cargo.args(packages.map(|name| format!("--package={name}"))))
}

fn measure(setup: &Setup, part: &str, arguments: &[&str]) -> Result<Vec<Figure>> {
    let workspace = setup.workspace();
    // The data lies on the disk of the checkout: a system's folder for temporary files may be in
    // memory.
    let folder = workspace.target().join("bench");
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let mut command = setup.command(workspace.binary("dist", "remote-rendering-load"));
    command
        .arg(part)
        .arg("--service")
        .arg(workspace.service_binary("dist"))
        .arg("--folder")
        .arg(folder)
        .args(arguments)
        .stderr(Stdio::inherit());
    let output = command.output().context("starting the load")?;
    if !output.status.success() {
        bail!("the measurement {part} ended with {}", output.status);
    }
    let text = String::from_utf8(output.stdout).context("reading the figures")?;
    text.lines().map(figure).collect()
}

fn figure(line: &str) -> Result<Figure> {
    let line: Line = serde_json::from_str(line).with_context(|| format!("reading {line}"))?;
    let goal = GOALS.iter().find(|(name, _)| *name == line.name);
    let figure = Figure {
        peer: line.peer,
        ..Figure::plain(line.name, line.value, line.unit)
    };
    Ok(match goal {
        Some((_, goal)) => figure.judged(*goal),
        None => figure,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_with_a_goal_is_judged() {
        let line = r#"{"name":"get session: ratio","value":0.5,"unit":"ratio"}"#;
        assert_eq!(figure(line).unwrap().ok, Some(false));
        let line = r#"{"name":"get session","value":9.0,"unit":"/s","peer":10.0}"#;
        let plain = figure(line).unwrap();
        assert_eq!((plain.peer, plain.ok), (Some(10.0), None));
        assert!(figure("no figure").is_err());
    }
}
