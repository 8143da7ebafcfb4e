//! The client's conformance suite: one list of cases over four shells, in each of which the same tests have to run.

use anyhow::{Context, Result, bail};
use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use super::{Counts, NATIVE_FEATURES, browser};
use crate::{
    process,
    service::{self, Service},
    setup::Setup,
};

/// The wasm test that is every shell but the native one, and the feature without which it is not built.
pub(super) const SUITE: &str = "conformance";

/// The ports that are tried first: the service's, and the scripted server's two. They are compiled into the tests.
const PORT: u16 = 18_081;
const SCRIPTED_PORTS: [u16; 2] = [18_082, 18_083];

/// Runs the suite over all shells, and compares the names of the tests that ran.
pub(super) fn run(setup: &mut Setup) -> Result<Counts> {
    let workspace = setup.workspace().clone();
    let sandbox = workspace.target().join("npm/package/sandbox-node.js");
    if !sandbox.is_file() {
        bail!("the npm package is not built; run `cargo xtask test package` first");
    }
    let binary = service::build_for_tests(setup)?;
    let folder = workspace.target().join("conformance");
    let service = Service::start_on_kept_data(&binary, PORT, &folder)?;
    let scripted = ScriptedServer::start(&workspace.binary("debug", "scripted-server"))?;

    let over_fetch = |setup: &Setup| {
        let mut cargo = browser::cargo_test(setup, &service)?;
        cargo
            .args(["--features", SUITE, "--test", SUITE])
            .env("REMOTE_RENDERING_TEST_SCRIPTED", &scripted.here)
            .env("REMOTE_RENDERING_TEST_ELSEWHERE", &scripted.elsewhere);
        Ok::<_, anyhow::Error>(cargo)
    };
    let mut in_chromium = over_fetch(setup)?;
    browser::use_chromium(setup, &mut in_chromium)?;
    let in_node = over_fetch(setup)?;
    let mut over_sandbox = over_fetch(setup)?;
    over_sandbox.env("REMOTE_RENDERING_TEST_SANDBOX", &sandbox);

    let mut counts = Counts::default();
    let mut shells = Vec::new();
    for (shell, mut command) in [
        ("native", native(setup)),
        ("Chromium", in_chromium),
        ("Node", in_node),
        ("the sandbox", over_sandbox),
    ] {
        println!("\n-- over {shell}");
        let mut ran = Ran::default();
        let good = process::stream(&mut command, |line| ran.add_line(line))?;
        counts += ran.counts.conclude(shell, good)?;
        shells.push((shell, ran.names));
    }
    for missing in missing(&shells) {
        println!("{missing}");
        counts.failed += 1;
    }
    Ok(counts)
}

/// The suite in the service's tests.
fn native(setup: &Setup) -> Command {
    let mut cargo = setup.cargo();
    cargo.args(["test", "--workspace", "--features", NATIVE_FEATURES]);
    cargo.args(["--test=service", "--", "conformance::"]);
    cargo
}

/// What a shell's harness said.
#[derive(Default)]
struct Ran {
    counts: Counts,
    /// The names of the tests that ran, whatever became of them.
    names: BTreeSet<String>,
}

impl Ran {
    fn add_line(&mut self, line: &str) {
        self.counts.add_line(line);
        let Some((name, outcome)) = line
            .strip_prefix("test ")
            .and_then(|rest| rest.split_once(" ... "))
        else {
            return;
        };
        if !outcome.starts_with("ignored") {
            // The service's tests have others beside it.
            let name = name.strip_prefix("conformance::").unwrap_or(name);
            self.names.insert(name.to_owned());
        }
    }
}

/// Each test that ran in some shells alone, in words.
fn missing(shells: &[(&str, BTreeSet<String>)]) -> Vec<String> {
    let all: BTreeSet<&String> = shells.iter().flat_map(|(_, names)| names).collect();
    let lacks = |name: &String| {
        let without = shells.iter().filter(|(_, names)| !names.contains(name));
        let without: Vec<&str> = without.map(|(shell, _)| *shell).collect();
        (!without.is_empty()).then(|| format!("{name} did not run over {}", without.join(", ")))
    };
    all.into_iter().filter_map(lacks).collect()
}

/// The suite's scripted server, as a process that ends when this is dropped.
struct ScriptedServer {
    child: Child,
    here: String,
    elsewhere: String,
}

impl ScriptedServer {
    fn start(binary: &Path) -> Result<Self> {
        let mut command = Command::new(binary);
        command
            .args(SCRIPTED_PORTS.map(|port| service::free_or_any(port).to_string()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command
            .spawn()
            .with_context(|| format!("starting {}", binary.display()))?;
        let output = child.stdout.take().context("it has an output")?;
        let mut server = Self {
            child,
            here: String::new(),
            elsewhere: String::new(),
        };
        let mut line = String::new();
        BufReader::new(output)
            .read_line(&mut line)
            .context("reading where the scripted server listens")?;
        let urls = line.trim().split_once(' ');
        let (here, elsewhere) = urls.context("the scripted server did not start")?;
        (server.here, server.elsewhere) = (here.to_owned(), elsewhere.to_owned());
        Ok(server)
    }
}

impl Drop for ScriptedServer {
    fn drop(&mut self) {
        // It ends with its input.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(lines: &[&str]) -> Ran {
        let mut ran = Ran::default();
        for line in lines {
            ran.add_line(line);
        }
        ran
    }

    #[test]
    fn names_are_the_same_from_every_harness() {
        let native = ran(&[
            "running 3 tests",
            "test conformance::v1::a ... ok",
            "test conformance::v1::b ... FAILED",
            "test conformance::v1::c ... ignored, for a while",
            "test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured",
        ]);
        let wasm = ran(&["test v1::a ... ok", "test v1::b ... FAIL"]);
        assert_eq!(native.names, wasm.names);
        assert_eq!((native.counts.passed, native.counts.failed), (1, 1));
    }

    #[test]
    fn a_test_that_some_shells_lack_is_named_with_them() {
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        let shells = [
            ("one", names(&["a", "b"])),
            ("two", names(&["a", "b"])),
            ("three", names(&["a"])),
        ];
        assert_eq!(missing(&shells[..2]), [""; 0]);
        assert_eq!(missing(&shells), ["b did not run over three"]);
    }
}
