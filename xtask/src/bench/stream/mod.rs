//! A host's pictures on their way to a real browser, over ways that are far, lossy and narrow, and how long sessions take to
//! begin and to end.

mod host;
mod looks;
mod sessions;
mod way;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{Figure, Options};
use crate::{
    package, process,
    setup::{Setup, Tool, doing},
};
use host::Host;
use looks::{LOOKS, Look, TRIANGLES};
use way::{End, Way};

/// A host renders and encodes in the same profile that a first start builds.
const PROFILE: &str = "release";

/// The page's own files.
const FILES: &[&str] = &["index.html", "page.css", "page.mjs"];

/// Both ways of pictures.
const TRANSPORTS: [&str; 2] = ["webrtc", "websocket"];

/// What the driver has to know.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Plan<'a> {
    browser: &'a Path,
    site: &'a Path,
    address: &'a str,
    token: &'a str,
    transport: &'a str,
    model: &'a str,
    smallest_scale: Option<f64>,
    warm_up: u32,
    seconds: u32,
    /// For how many seconds the picture is watched at rest.
    rest_seconds: u32,
}

/// What the driver tells.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    first_frame_ms: f64,
    samples: Vec<f64>,
    /// Bits per second to the page and from it, with all headers, while the picture was at rest.
    rest: Option<[f64; 2]>,
    history: Vec<Second>,
    width: u32,
    height: u32,
    renderer: String,
    transport: String,
}

/// One second of it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Second {
    #[serde(rename = "framesPerSecond")]
    pictures: f64,
    bit_rate: f64,
    render_ms: Option<f64>,
}

/// Both transports in each look, and sessions.
pub(super) fn run(setup: &mut Setup, options: &Options) -> Result<Vec<Figure>> {
    let parts: Vec<_> = LOOKS.iter().map(|look| look.part).collect();
    let parts = [&parts[..], &[sessions::PART]].concat();
    if let Some(unknown) = options
        .parts
        .iter()
        .find(|it| !parts.contains(&it.as_str()))
    {
        bail!(
            "there is no part {unknown}: the parts are {}",
            parts.join(", ")
        );
    }
    setup.need(&[Tool::NodePackages, Tool::Browser])?;
    let folder = setup.workspace().target().join("bench/stream");
    let site = build_site(setup, &folder)?;
    let models = build_programs(setup, &folder)?;
    let browser = setup.browser()?.chromium.clone();
    let asked_for =
        |part: &str| options.parts.is_empty() || options.parts.iter().any(|it| it == part);
    let mut figures = Vec::new();
    for look in LOOKS.iter().filter(|look| asked_for(look.part)) {
        println!("== {}", look.name);
        let way = Way::lay(setup, PROFILE, look.link)?;
        let mut host = Host::start(setup, PROFILE, &way, &models)?;
        for (index, transport) in TRANSPORTS.into_iter().enumerate() {
            let token = host.admit()?;
            let plan = Plan {
                browser: &browser,
                site: &site,
                address: host.address(),
                token: &token,
                transport,
                model: look.model,
                smallest_scale: look.smallest_scale,
                warm_up: 5,
                seconds: if options.quick { 5 } else { 20 },
                rest_seconds: match (look.rests, options.quick) {
                    (false, _) => 0,
                    (true, false) => 10,
                    (true, true) => 5,
                },
            };
            let peer = look.prototype_ms.map(|times| times[index]);
            figures.extend(told(look, &drive(setup, &way, &plan)?, peer)?);
        }
    }
    if asked_for(sessions::PART) {
        let rounds = if options.quick { 2 } else { 20 };
        figures.extend(sessions::measure(setup, &site, &browser, rounds)?);
    }
    Ok(figures)
}

/// The page, with the npm package beside it.
fn build_site(setup: &mut Setup, folder: &Path) -> Result<PathBuf> {
    package::build(setup)?;
    let site = folder.join("site");
    let own = site.join("package");
    fs::create_dir_all(&own).with_context(|| format!("making {}", own.display()))?;
    let source = setup.workspace().root().join("tests/stream-bench");
    for name in FILES {
        fs::copy(source.join(name), site.join(name)).with_context(|| format!("copying {name}"))?;
    }
    for name in ["index.js", "sessions.wasm", "viewer.js", "viewer.wasm"] {
        let file = package::folder(setup).join(name);
        fs::copy(&file, own.join(name)).with_context(|| format!("copying {name}"))?;
    }
    Ok(site)
}

/// The host and the way, and a folder with the model.
fn build_programs(setup: &Setup, folder: &Path) -> Result<PathBuf> {
    doing("building the host", "as a first start does");
    let packages = ["remote-rendering-service", "remote-rendering-stream-bench"];
    let mut cargo = setup.cargo();
    cargo.args(["build", "--bins", "--profile", PROFILE]);
    process::run(cargo.args(packages.map(|name| format!("--package={name}"))))?;
    let models = folder.join("models");
    let mut samples = setup.cargo();
    samples.args([
        "run",
        "--quiet",
        "--package=remote-rendering-scene",
        "--features=samples",
    ]);
    process::run(
        samples
            .args(["--example=samples", "--"])
            .arg(&models)
            .arg(TRIANGLES),
    )?;
    Ok(models)
}

fn drive(setup: &Setup, way: &Way, plan: &Plan<'_>) -> Result<Outcome> {
    let mut node = way.command(End::Device, setup, "node");
    node.arg("tests/stream-bench/drive.mjs").env(
        "PLAN",
        serde_json::to_string(plan).context("writing the plan")?,
    );
    let told =
        process::output(&mut node).with_context(|| format!("looking by {}", plan.transport))?;
    let line = told.lines().last().context("the driver told nothing")?;
    serde_json::from_str(line).context("reading what the driver told")
}

/// One way of pictures in one look, as figures.
fn told(look: &Look, outcome: &Outcome, peer: Option<f64>) -> Result<Vec<Figure>> {
    let mut samples = outcome.samples.clone();
    samples.sort_by(f64::total_cmp);
    let mean = |of: fn(&Second) -> f64| {
        let seconds = outcome.history.iter().map(of);
        seconds.sum::<f64>() / f64::from(u32::try_from(outcome.history.len().max(1)).unwrap_or(1))
    };
    let (Some(half), Some(most)) = (quantile(&samples, 50), quantile(&samples, 95)) else {
        bail!(
            "no picture came over {} by {}",
            look.name,
            outcome.transport
        );
    };
    println!(
        "  {}: {} x {} by {}, {} pictures, rendered in {:.0} ms",
        outcome.transport,
        outcome.width,
        outcome.height,
        outcome.renderer,
        samples.len(),
        mean(|second| second.render_ms.unwrap_or_default()),
    );
    let named = |what: &str| format!("{}, {}: {what}", look.name, outcome.transport);
    let mut first = Figure::plain(named("camera to pixels p50"), half, "ms");
    first.peer = peer;
    let mut figures = vec![
        first,
        Figure::plain(named("camera to pixels p95"), most, "ms"),
        Figure::plain(named("pictures"), mean(|second| second.pictures), "fps"),
        Figure::plain(
            named("bit rate"),
            mean(|second| second.bit_rate) / 1e6,
            "Mbit/s",
        ),
        Figure::plain(named("to the first picture"), outcome.first_frame_ms, "ms"),
    ];
    for (rate, way) in outcome.rest.into_iter().flatten().zip(["to", "from"]) {
        let name = named(&format!("at rest, {way} the device"));
        figures.push(Figure::plain(name, rate / 1e3, "kbit/s"));
    }
    Ok(figures)
}

/// The sample below which so many of a hundred are.
fn quantile(sorted: &[f64], percent: usize) -> Option<f64> {
    sorted
        .get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1)))
        .copied()
}
