//! The npm package as somebody meets it who installs it.

use anyhow::{Context, Result};
use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{Counts, e2e};
use crate::{
    package, process,
    service::{self, Service},
    setup::Setup,
};

/// Where the tests are, below the root.
const TESTS: &str = "tests/package";

/// Where the types are used, below the tests.
const TYPES: &str = "types";

/// The projects there: with the DOM's types alone, with Node's alone, and with neither.
const PROJECTS: [&str; 5] = [
    "page-bundler",
    "page-nodenext",
    "node-bundler",
    "node-nodenext",
    "neither",
];

/// Packs the package, installs it into an empty folder, and uses it there: in Node, by its types, in a page and a worker; then in
/// the apps of tests/package/consumers, each built by its bundler.
pub(super) fn run(setup: &mut Setup) -> Result<Counts> {
    let tarball = package::build(setup)?.tarball;
    let binary = service::build_for_tests(setup)?;
    let folder = setup.workspace().target().join("package-test");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("removing the last run's files")?;
    }
    let service = Service::start_for_test(&binary, "127.0.0.1:0", &folder, &[])?;
    let account = service.account_file.as_ref();
    let account = account.context("the service made no account")?;
    // Its servers are simulated, as most tests want them; those of the viewer want real ones.
    let rendering = ["--allocator", "process"].map(OsStr::new);
    let rendering = Service::start_for_test(
        &binary,
        "127.0.0.1:0",
        &folder.join("rendering"),
        &rendering,
    )?;
    let consumer = install(setup, &tarball, &folder.join("consumer"), account)?;
    let account = rendering.account_file.as_ref();
    let account = account.context("the service made no account")?;
    fs::copy(account, consumer.join("rendering.json")).context("copying the account's file")?;
    let mut counts = Counts::check(types(setup, &consumer))?;
    counts += Counts::check(package::write_docs(setup).map(drop))?;
    counts += in_node(&mut publishing(setup, &tarball))?;
    counts += in_node(&mut node_tests(setup, &consumer))?;
    counts += in_browser(setup, &tarball, &consumer)?;
    Ok(counts)
}

/// A folder in which somebody uses the package, with the tests in it.
fn install(setup: &Setup, tarball: &Path, consumer: &Path, account: &Path) -> Result<PathBuf> {
    fs::create_dir_all(consumer).with_context(|| format!("making {}", consumer.display()))?;
    let description = r#"{"private":true,"type":"module"}"#;
    fs::write(consumer.join("package.json"), description).context("writing package.json")?;
    let mut npm = setup.command("npm");
    // It depends on nothing.
    npm.args([
        "install",
        "--offline",
        "--silent",
        "--no-audit",
        "--no-fund",
    ])
    .arg(tarball)
    .current_dir(consumer);
    process::run(&mut npm)?;
    let tests = setup.workspace().root().join(TESTS);
    copy_files(&tests, consumer)?;
    copy_files(&tests.join(TYPES), &consumer.join(TYPES))?;
    fs::copy(account, consumer.join("arrconfig.json")).context("copying the account's file")?;
    let elsewhere = consumer.join("sessions-elsewhere.wasm");
    fs::copy(
        consumer.join("node_modules/remote-rendering/sessions.wasm"),
        elsewhere,
    )
    .context("copying a module")?;
    Ok(consumer.to_owned())
}

/// The files of a folder, and not what is in folders of it.
fn copy_files(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("making {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let file = entry.context("reading the tests")?.path();
        if file.is_dir() {
            continue;
        }
        let name = file.file_name().context("a file has a name")?;
        fs::copy(&file, to.join(name)).with_context(|| format!("copying {}", file.display()))?;
    }
    Ok(())
}

/// Compiles against the types as each kind of project does.
fn types(setup: &Setup, consumer: &Path) -> Result<()> {
    let workspace = setup.workspace();
    for project in PROJECTS {
        println!("types: {project}");
        let mut node = setup.command("node");
        node.arg(workspace.node_modules().join("typescript/bin/tsc"))
            .arg("--project")
            .arg(consumer.join(TYPES).join(format!("{project}.json")))
            .arg("--typeRoots")
            .arg(
                workspace
                    .root()
                    .join(TESTS)
                    .join("consumers/node_modules/@types"),
            );
        process::run(&mut node)
            .with_context(|| format!("the types are not what {project} takes them for"))?;
    }
    Ok(())
}

/// The tests of a folder, by Node's own runner.
fn node_tests(setup: &Setup, folder: &Path) -> Command {
    let mut node = setup.command("node");
    node.args(["--test", "--test-reporter=tap"])
        .current_dir(folder);
    node
}

/// What is checked before the package is published.
fn publishing(setup: &Setup, tarball: &Path) -> Command {
    let folder = setup.workspace().root().join(package::CONSUMERS);
    let mut tests = node_tests(setup, &folder);
    tests
        .arg("publishing.test.mjs")
        .env("TARBALL", tarball)
        .env("PACKAGE_FOLDER", package::folder(setup));
    tests
}

fn in_node(tests: &mut Command) -> Result<Counts> {
    let mut counts = Counts::default();
    let good = process::lines(tests, |line| {
        if line.starts_with("ok ") || line.starts_with("not ok ") {
            println!("{line}");
        } else if line.starts_with("    ") {
            // Why one has failed.
            println!("{}", line.get(..200).unwrap_or(line));
        }
        counts.passed += number_after(line, "# pass ");
        counts.failed += number_after(line, "# fail ") + number_after(line, "# cancelled ");
    })?;
    counts.conclude("node --test", good)
}

fn number_after(line: &str, beginning: &str) -> u64 {
    let number = line.strip_prefix(beginning);
    number.and_then(|it| it.trim().parse().ok()).unwrap_or(0)
}

fn in_browser(setup: &Setup, tarball: &Path, consumer: &Path) -> Result<Counts> {
    let workspace = setup.workspace();
    let mut node = setup.command("node");
    node.arg(workspace.node_modules().join("@playwright/test/cli.js"))
        .args(["test", "--config", "tests/package/playwright.config.mjs"])
        .env("CONSUMER_FOLDER", consumer)
        .env("TARBALL", tarball)
        .env("CHROMIUM_PATH", &setup.browser()?.chromium);
    let good = process::stream(&mut node, |_| ())?;
    let report = fs::read_to_string(consumer.join("report.json"));
    let report = report.context("Playwright wrote no report")?;
    let report = serde_json::from_str(&report).context("reading Playwright's report")?;
    e2e::read_counts(&report).conclude("Playwright", good)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_are_the_summary_s() {
        assert_eq!(number_after("# pass 22", "# pass "), 22);
        assert_eq!(number_after("# passing by 22", "# pass "), 0);
        assert_eq!(number_after("ok 3 - # pass 4", "# pass "), 0);
    }
}
