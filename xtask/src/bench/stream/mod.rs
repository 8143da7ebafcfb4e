//! A host's pictures on their way to a real browser, over ways that are far, lossy and narrow.

mod host;
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
use way::{End, LINKS, Link, Way};

/// A host renders and encodes in the same profile that a first start builds.
const PROFILE: &str = "release";

/// The page's own files.
const FILES: &[&str] = &["index.html", "page.css", "page.mjs"];

/// Both ways of pictures.
const TRANSPORTS: [&str; 2] = ["webrtc", "websocket"];

/// What is looked at: the model of which the prototype's figures are known has as many triangles.
const TRIANGLES: &str = "100352";

/// What a camera took to its picture on screen on localhost, in milliseconds, by the prototype that was measured before this
/// host: wgpu with one light, openh264 and the same browser on two processors, 1280 x 720, by WebRTC and by WebSocket.
const PROTOTYPE_MS: [f64; 2] = [151.0, 141.0];

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
    warm_up: u32,
    seconds: u32,
}

/// What the driver tells.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    first_frame_ms: f64,
    samples: Vec<f64>,
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

/// Both transports over each link.
pub(super) fn run(setup: &mut Setup, options: &Options) -> Result<Vec<Figure>> {
    if let Some(unknown) = options
        .parts
        .iter()
        .find(|it| LINKS.iter().all(|link| link.part != **it))
    {
        let parts: Vec<_> = LINKS.iter().map(|link| link.part).collect();
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
        |link: &&Link| options.parts.is_empty() || options.parts.iter().any(|it| it == link.part);
    let mut figures = Vec::new();
    for link in LINKS.iter().filter(asked_for) {
        println!("== {}", link.name);
        let way = Way::lay(setup, PROFILE, link)?;
        let mut host = Host::start(setup, PROFILE, &way, &models)?;
        for (transport, prototype) in TRANSPORTS.into_iter().zip(PROTOTYPE_MS) {
            let token = host.admit()?;
            let plan = Plan {
                browser: &browser,
                site: &site,
                address: host.address(),
                token: &token,
                transport,
                model: "file:bench/terrain.glb",
                warm_up: 5,
                seconds: if options.quick { 5 } else { 20 },
            };
            let peer = (link.part == "localhost").then_some(prototype);
            figures.extend(told(link, &drive(setup, &way, &plan)?, peer)?);
        }
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
    for name in ["index.js", "viewer.js", "viewer.wasm"] {
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

/// One way of pictures over one link, as figures.
fn told(link: &Link, outcome: &Outcome, peer: Option<f64>) -> Result<Vec<Figure>> {
    let mut samples = outcome.samples.clone();
    samples.sort_by(f64::total_cmp);
    let mean = |of: fn(&Second) -> f64| {
        let seconds = outcome.history.iter().map(of);
        seconds.sum::<f64>() / f64::from(u32::try_from(outcome.history.len().max(1)).unwrap_or(1))
    };
    let (Some(half), Some(most)) = (quantile(&samples, 50), quantile(&samples, 95)) else {
        bail!(
            "no picture came over {} by {}",
            link.name,
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
    let named = |what: &str| format!("{}, {}: {what}", link.name, outcome.transport);
    let mut first = Figure::plain(named("camera to pixels p50"), half, "ms");
    first.peer = peer;
    Ok(vec![
        first,
        Figure::plain(named("camera to pixels p95"), most, "ms"),
        Figure::plain(named("pictures"), mean(|second| second.pictures), "fps"),
        Figure::plain(
            named("bit rate"),
            mean(|second| second.bit_rate) / 1e6,
            "Mbit/s",
        ),
        Figure::plain(named("to the first picture"), outcome.first_frame_ms, "ms"),
    ])
}

/// The sample below which so many of a hundred are.
fn quantile(sorted: &[f64], percent: usize) -> Option<f64> {
    sorted
        .get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1)))
        .copied()
}
