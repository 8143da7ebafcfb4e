//! The end-to-end tests, run by Playwright.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use super::Counts;
use crate::{
    pictures, process,
    service::{self, Service},
    setup::Setup,
};

/// What `cargo xtask start` simulates, too.
const LATENCIES: &str = "docs/development.toml";

/// Of the service whose servers are real.
const HOSTS: &str = "tests/e2e/hosts.toml";

/// Runs the built console in the browser against a service with empty data, and against one whose servers are real.
pub(super) fn run(setup: &mut Setup) -> Result<Counts> {
    let workspace = setup.workspace().clone();
    if !workspace.dist().join("index.html").is_file() {
        bail!("there is no dist/ to test; run `cargo xtask test console` first");
    }
    let binary = service::build_for_tests(setup)?;
    let folder = workspace.target().join("e2e");
    for last in [&folder, &workspace.target().join("pictures")] {
        if last.exists() {
            fs::remove_dir_all(last).context("removing the last run's files")?;
        }
    }
    // Regions at a distance: on loopback all are equally near, which is no race.
    let dist = workspace.dist();
    let start = |config: &str, folder: &Path| {
        let config = workspace.root().join(config);
        let (with_console, with_config) = (OsStr::new("--console"), OsStr::new("--config"));
        let more = [
            with_console,
            dist.as_os_str(),
            with_config,
            config.as_os_str(),
        ];
        Service::start_for_test(&binary, "127.0.0.1:0", folder, &more)
    };
    let service = start(LATENCIES, &folder)?;
    let hosts = start(HOSTS, &folder.join("hosts"))?;

    let mut node = setup.command("node");
    node.arg(workspace.node_modules().join("@playwright/test/cli.js"))
        .args(["test", "--config", "playwright.config.mjs"])
        .env("E2E_FOLDER", &folder)
        .env("BASE_URL", &service.url)
        .env("ARRCONFIG", account_of(&service)?)
        .env("HOSTS_URL", &hosts.url)
        .env("HOSTS_ARRCONFIG", account_of(&hosts)?)
        .env("CHROMIUM_PATH", &setup.browser()?.chromium);
    let good = process::stream(&mut node, |_| ())?;
    let report =
        fs::read_to_string(folder.join("report.json")).context("Playwright wrote no report")?;
    let report = serde_json::from_str(&report).context("reading Playwright's report")?;
    let counts = read_counts(&report).conclude("Playwright", good)?;
    if counts.failed == 0 {
        pictures::drawn(&workspace)?;
    }
    Ok(counts)
}

fn account_of(service: &Service) -> Result<&PathBuf> {
    let file = service.account_file.as_ref();
    file.context("the service made no account")
}

/// The report's `stats`. A flaky test passed on a later attempt only: that is no pass here.
pub(super) fn read_counts(report: &Value) -> Counts {
    let number = |name: &str| report["stats"][name].as_u64().unwrap_or(0);
    Counts {
        passed: number("expected"),
        failed: number("unexpected") + number("flaky"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_flaky_test_counts_as_failed() {
        let report = json!({"stats": {"expected": 3, "unexpected": 1, "flaky": 2, "skipped": 4}});
        assert_eq!(
            read_counts(&report),
            Counts {
                passed: 3,
                failed: 3
            }
        );
    }
}
