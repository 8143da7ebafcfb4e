//! The latency probe: how often it is right, how soon, and by how many requests.

mod outcome;
mod page;
mod plan;
mod simulator;
mod summary;

use anyhow::{Result, bail};

use super::{Figure, Options};
use crate::setup::Setup;

/// A part of the bench.
type Part = fn(&mut Setup, &Options) -> Result<Vec<Figure>>;

/// The parts, the quick one first.
const PARTS: [(&str, Part); 2] = [("simulator", simulator::run), ("page", page::page)];

/// The probe beside other methods: each in the same simulated worlds, and each in the same browser.
pub(super) fn run(setup: &mut Setup, options: &Options) -> Result<Vec<Figure>> {
    let known = |part: &String| PARTS.iter().any(|(name, _)| name == part);
    if let Some(unknown) = options.parts.iter().find(|part| !known(part)) {
        bail!("there is no part {unknown}: the parts are simulator and page");
    }
    let mut figures = Vec::new();
    for (name, run) in PARTS {
        if options.parts.is_empty() || options.parts.iter().any(|part| part == name) {
            println!("== {name}");
            figures.extend(run(setup, options)?);
        }
    }
    Ok(figures)
}
