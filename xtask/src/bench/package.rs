//! What the npm package weighs in a page, beside what the original client stood on.

use anyhow::{Context, Result};
use serde::Deserialize;

use super::{Figure, sizes::exact};
use crate::{
    package, process,
    setup::{Setup, Tool},
};

/// The original's libraries as a page would load them.
#[derive(Deserialize)]
struct Peer {
    brotli: u64,
}

/// Builds the package, bundles the original's libraries, and weighs both.
pub(super) fn run(setup: &mut Setup) -> Result<Vec<Figure>> {
    setup.need(&[Tool::PackageBenchPackages])?;
    let weights = package::build(setup)?.weights;
    let mut node = setup.command("node");
    let told = process::output(node.arg("tests/package-bench/peer.mjs"))?;
    let peer: Peer = serde_json::from_str(&told).context("reading the peer's size")?;
    let mut figures: Vec<Figure> = weights
        .iter()
        .map(|it| {
            let name = format!("{} brotli", it.module);
            Figure::plain(name, exact(it.brotli), "bytes").at_most(exact(it.budget))
        })
        .collect();
    figures[0].peer = Some(exact(peer.brotli));
    let ratio = exact(weights[0].brotli) / exact(peer.brotli);
    let name = "sessions to the original's libraries".to_owned();
    figures.insert(1, Figure::plain(name, ratio, "ratio"));
    Ok(figures)
}
