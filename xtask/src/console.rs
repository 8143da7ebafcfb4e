//! Building the console.

use anyhow::{Context, Result};

use crate::{
    process,
    setup::{Setup, Tool, doing},
};

/// What has to be there before Trunk runs.
pub(crate) const NEEDS: &[Tool] = &[
    Tool::WasmTarget,
    Tool::NodePackages,
    Tool::WasmBindgen,
    Tool::Trunk,
];

/// Builds the console into `dist/`, as it is published.
pub(crate) fn build(setup: &mut Setup) -> Result<()> {
    setup.need(NEEDS)?;
    doing("trunk build --release", "the console's page goes to dist/");
    let mut trunk = setup.command("trunk");
    trunk
        .args(["build", "--release"])
        .env("TRUNK_SKIP_VERSION_CHECK", "true");
    // Trunk wants `true` or `false` in this variable, people and machines set it to 1.
    trunk.env_remove("NO_COLOR");
    process::run(&mut trunk).context("the console did not build")
}
