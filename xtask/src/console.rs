//! Building the console.

use anyhow::{Context, Result};

use crate::{
    process,
    setup::{Setup, Tool, doing},
};

/// What has to be there before Trunk runs.
pub(crate) const NEEDS: &[Tool] = &[
    Tool::WasmTarget,
    Tool::RustSource,
    Tool::NodePackages,
    Tool::WasmBindgen,
    Tool::Trunk,
];

/// How the Rust of the console and of the npm package is compiled beside what Cargo.toml says: with a standard library of its own, built for size, in
/// which a panic ends the page without the words that nobody would read, and without what `{:?}` would print, which no text
/// of the page uses. 228 KB of wasm became 201 KB (brotli), and the paths of the machine that built it are not in it.
/// Cargo calls this unstable; the compiler is pinned. `trunk build` by itself does without.
pub(crate) const COMPILATION: [(&str, &str); 4] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    (
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none -Zcross-crate-inline-threshold=never",
    ),
];

/// Builds the console into `dist/`, as it is published.
pub(crate) fn build(setup: &mut Setup) -> Result<()> {
    setup.need(NEEDS)?;
    doing("trunk build --release", "the console's page goes to dist/");
    let target = setup.workspace().target();
    let mut trunk = setup.command("trunk");
    trunk
        .args(["build", "--release"])
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        .envs(COMPILATION)
        // Compiled so, much of it is compiled anew: in the usual folder each build would undo the other's.
        .env("CARGO_TARGET_DIR", target.join("console"))
        .env("XTASK_TARGET_DIR", target);
    // Trunk wants `true` or `false` in this variable, people and machines set it to 1.
    trunk.env_remove("NO_COLOR");
    process::run(&mut trunk).context("the console did not build")
}
