//! Sessions from their creation to their first picture, and from their stop to the end of their process.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::{ffi::OsStr, fs, path::Path};

use super::{PROFILE, quantile};
use crate::{bench::Figure, process, service::Service, setup::Setup};

/// What a person asks for.
pub(super) const PART: &str = "sessions";

/// What the driver has to know.
#[derive(Serialize)]
struct Plan<'a> {
    browser: &'a Path,
    site: &'a Path,
    /// The file of the service's account.
    account: &'a Path,
    /// The service's process, whose children the hosts are.
    process: u32,
    rounds: u32,
}

/// A session's times, in milliseconds.
#[derive(Debug, Deserialize)]
struct Round {
    /// From the create to its server's being ready.
    ready: f64,
    /// From the create to the first picture.
    picture: f64,
    /// From the stop to the end of the server's process.
    gone: f64,
}

/// So many sessions one after the other, of a service on this machine, as a browser asks for them.
pub(super) fn measure(
    setup: &Setup,
    site: &Path,
    browser: &Path,
    rounds: u32,
) -> Result<Vec<Figure>> {
    println!("== sessions");
    let folder = setup.workspace().target().join("bench/stream/service");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("removing the last run's data")?;
    }
    let binary = setup.workspace().service_binary(PROFILE);
    let allocator = ["--allocator", "process"].map(OsStr::new);
    let service = Service::start_for_test(&binary, "127.0.0.1:0", &folder, &allocator)?;
    let account = service.account_file.as_deref();
    let plan = Plan {
        browser,
        site,
        account: account.context("the service made no account")?,
        process: service.process(),
        rounds,
    };
    let mut node = setup.command("node");
    node.arg("tests/stream-bench/sessions.mjs").env(
        "PLAN",
        serde_json::to_string(&plan).context("writing the plan")?,
    );
    let told = process::output(&mut node).context("creating sessions")?;
    let line = told.lines().last().context("the driver told nothing")?;
    let rounds: Vec<Round> = serde_json::from_str(line).context("reading what the driver told")?;
    let figures = [
        times("create to ready", &rounds, |round| round.ready),
        times("create to the first picture", &rounds, |it| it.picture),
        times("stop to process gone", &rounds, |round| round.gone),
    ];
    Ok(figures.concat())
}

fn times(what: &str, rounds: &[Round], of: fn(&Round) -> f64) -> Vec<Figure> {
    let mut sorted: Vec<f64> = rounds.iter().map(of).collect();
    sorted.sort_by(f64::total_cmp);
    let named = |percent| {
        let time = quantile(&sorted, percent)?;
        let name = format!("sessions: {what} p{percent}");
        Some(Figure::plain(name, time, "ms"))
    };
    [50, 95].into_iter().filter_map(named).collect()
}
