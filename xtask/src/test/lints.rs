//! rustfmt, clippy and cargo-deny.

use anyhow::{Result, bail};

use super::{Counts, NATIVE_FEATURES};
use crate::{process, setup::Setup};

/// The crates that also run in the browser, and the root's features there.
const BROWSER: &[&str] = &[
    "--target=wasm32-unknown-unknown",
    "--package=remote-rendering",
    "--package=remote-rendering-client",
    "--package=remote-rendering-conformance",
    "--package=remote-rendering-engine",
    "--package=remote-rendering-page",
    "--package=remote-rendering-protocol",
    "--package=remote-rendering-sandbox",
    "--package=remote-rendering-sandbox-module",
    "--package=remote-rendering-stage",
    "--package=remote-rendering-viewer",
    "--features=remote-rendering/console,remote-rendering/js,remote-rendering-viewer/js",
];

/// The formatting of every crate.
pub(super) fn format(setup: &Setup) -> Result<()> {
    if process::run(setup.cargo().args(["fmt", "--all", "--check"])).is_err() {
        bail!("run `cargo fmt --all`");
    }
    Ok(())
}

/// Native code, with its tests.
pub(super) fn native(setup: &Setup) -> Result<()> {
    let mut cargo = setup.cargo();
    cargo.args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--features",
        NATIVE_FEATURES,
    ]);
    process::run(cargo.args(["--", "--deny", "warnings"]))
}

/// The browser's code, with a configuration that forbids what compiles there but panics.
pub(super) fn wasm(setup: &Setup) -> Result<()> {
    let clippy = |targets: &[&str], levels: &[&str]| {
        let mut cargo = setup.cargo();
        cargo.arg("clippy").args(targets);
        cargo.args(["--", "--deny", "warnings"]).args(levels);
        cargo.env(
            "CLIPPY_CONF_DIR",
            setup.workspace().root().join(".config/clippy-wasm"),
        );
        process::run(&mut cargo)
    };
    clippy(&[BROWSER, &["--lib", "--bins"]].concat(), &[])?;
    // Only the root's `tests/` run in the browser; those in the modules and in the crates are native.
    // Clippy does not see that a `wasm_bindgen_test` is a test, so the configuration's leave for tests
    // is given here.
    let root = [
        "--target=wasm32-unknown-unknown",
        "--package=remote-rendering",
    ];
    clippy(
        &[
            &root[..],
            &["--features=console,js,conformance", "--test=*"],
        ]
        .concat(),
        &["--allow=clippy::unwrap_used", "--allow=clippy::expect_used"],
    )
}

/// Licences, bans and sources of the dependencies. cargo-deny takes long to build, so it is used
/// where a person or a machine has it and is not installed for this.
pub(super) fn dependencies(setup: &mut Setup) -> Result<Counts> {
    if process::output(setup.cargo().args(["deny", "--version"])).is_err() {
        println!("  cargo-deny is not installed: not checked (cargo install cargo-deny --locked)");
        return Ok(Counts::default());
    }
    let mut cargo = setup.cargo();
    cargo.args([
        "deny",
        "--workspace",
        "check",
        "bans",
        "licenses",
        "sources",
    ]);
    Counts::check(process::run(&mut cargo))
}
