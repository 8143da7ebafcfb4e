//! Native tests.

use anyhow::Result;
use std::env;

use super::Counts;
use crate::{process, setup::Setup};

/// The features of native builds: the console's reducers are plain functions, and are tested here.
/// The conformance suite's server has sockets. One set for lints, tests and the service, so that no dependency is built twice.
pub(crate) const FEATURES: &str =
    "remote-rendering/console,remote-rendering-conformance/front,remote-rendering-viewer/js";

/// Unit, integration and documentation tests of every crate.
pub(super) fn run(setup: &mut Setup) -> Result<Counts> {
    let mut cargo = setup.cargo();
    cargo.args([
        "test",
        "--workspace",
        "--features",
        FEATURES,
        "--no-fail-fast",
    ]);
    if env::var_os("XDG_RUNTIME_DIR").is_none() {
        // Vulkan's software driver has nothing to keep there, and complains in each test that it is missing.
        cargo.env("XDG_RUNTIME_DIR", setup.workspace().target());
    }
    let mut counts = Counts::default();
    let good = process::stream(&mut cargo, |line| counts.add_line(line))?;
    counts.conclude("cargo test", good)
}
