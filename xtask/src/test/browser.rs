//! The wasm tests, in headless Chromium.

use anyhow::{Context, Result};
use cargo_metadata::{MetadataCommand, Target};
use std::process::Command;

use super::{Counts, conformance};
use crate::{
    process,
    service::{self, Service},
    setup::Setup,
};

/// The port that is tried first. The address is compiled into the tests, so a fixed one spares a
/// build.
const PORT: u16 = 18_080;

/// Runs the browser module's tests against a running service.
pub(super) fn run(setup: &mut Setup) -> Result<Counts> {
    let binary = service::build_for_tests(setup)?;
    let folder = setup.workspace().target().join("browser-test");
    let service = Service::start_on_kept_data(&binary, PORT, &folder)?;
    let mut cargo = cargo_test(setup, &service)?;
    cargo.args(["--features", "console,js", "--no-fail-fast"]);
    cargo.args(suites(setup)?);
    use_chromium(setup, &mut cargo)?;
    let mut counts = Counts::default();
    let good = process::stream(&mut cargo, |line| counts.add_line(line))?;
    counts.conclude("cargo test in the browser", good)
}

/// The arguments that name every suite but the conformance suite, which has a step of its own.
fn suites(setup: &Setup) -> Result<Vec<String>> {
    let metadata = MetadataCommand::new()
        .current_dir(setup.workspace().root())
        .no_deps()
        .exec()
        .context("cargo metadata")?;
    let root = metadata.root_package().context("the root is a package")?;
    let is_suite = |it: &&Target| it.is_test() && it.name != conformance::SUITE;
    let suites = root.targets.iter().filter(is_suite);
    Ok(suites.map(|it| format!("--test={}", it.name)).collect())
}

/// `cargo test` of the browser module, with a service to call. The runner takes Node.
pub(super) fn cargo_test(setup: &Setup, service: &Service) -> Result<Command> {
    let account = service.account()?;
    let mut cargo = setup.cargo();
    cargo
        .args([
            "test",
            "--target",
            "wasm32-unknown-unknown",
            "--package",
            "remote-rendering",
        ])
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .env("REMOTE_RENDERING_TEST_SERVICE", &service.url)
        .env("REMOTE_RENDERING_TEST_ACCOUNT", &account.id)
        .env("REMOTE_RENDERING_TEST_KEY", &account.key);
    Ok(cargo)
}

/// Lets the runner take headless Chromium.
pub(super) fn use_chromium(setup: &Setup, cargo: &mut Command) -> Result<()> {
    let browser = setup.browser()?;
    let settings = browser.write_settings(setup.workspace())?;
    cargo
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings)
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        // The console's pages are not isolated, and an isolated one may not probe another origin.
        .env("WASM_BINDGEN_TEST_NO_ORIGIN_ISOLATION", "1")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30");
    Ok(())
}
