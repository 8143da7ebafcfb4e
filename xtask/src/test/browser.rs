//! The wasm tests, in headless Chromium.

use anyhow::{Context, Result};
use std::{fs, net::TcpListener, path::Path};

use super::Counts;
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
    let service = start(&binary, &setup.workspace().target().join("browser-test"))?;
    let account = service.account()?;
    let browser = setup.browser()?;
    let settings = browser.write_settings(setup.workspace())?;

    let mut cargo = setup.cargo();
    cargo
        .args([
            "test",
            "--target",
            "wasm32-unknown-unknown",
            "--package",
            "remote-rendering",
        ])
        .args(["--features", "console,js", "--test=*", "--no-fail-fast"])
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings)
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        // The console's pages are not isolated, and an isolated one may not probe another origin.
        .env("WASM_BINDGEN_TEST_NO_ORIGIN_ISOLATION", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30")
        .env("REMOTE_RENDERING_TEST_SERVICE", &service.url)
        .env("REMOTE_RENDERING_TEST_ACCOUNT", &account.id)
        .env("REMOTE_RENDERING_TEST_KEY", &account.key);
    let mut counts = Counts::default();
    let good = process::stream(&mut cargo, |line| counts.add_line(line))?;
    counts.conclude("cargo test in the browser", good)
}

/// The service on the data of the last run: its account is compiled into the tests too. Data that
/// the service does not take any more is thrown away.
fn start(binary: &Path, folder: &Path) -> Result<Service> {
    let is_free = TcpListener::bind(("127.0.0.1", PORT)).is_ok();
    let listen = format!("127.0.0.1:{}", if is_free { PORT } else { 0 });
    let start = || Service::start_for_test(binary, &listen, folder, &[]);
    start().or_else(|error| {
        if !folder.join("data").exists() {
            return Err(error);
        }
        println!("  the data of the last run is not taken ({error:#}); starting afresh");
        fs::remove_dir_all(folder.join("data")).context("removing old test data")?;
        start()
    })
}
