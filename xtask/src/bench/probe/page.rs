//! The probe in a real browser, against ten regions of the service that are put at a distance, beside the methods of
//! other pages.

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use super::{
    super::{Figure, Options},
    outcome::{Excess, Outcome},
    plan::{Method, Phase, QUICK, Setting, phases},
    summary::Summary,
};
use crate::{
    process,
    service::Service,
    setup::{Setup, Tool, doing},
};

/// The service answers in a small part of a millisecond in this profile; `dist` takes minutes more to build.
const PROFILE: &str = "release";

/// The draws of all distances and delays come from this.
const SEED: &str = "20260401";

/// How often a race is run until it was undisturbed.
const ATTEMPTS: u32 = 3;

/// By how much the delays may be late at times (95th percentile), in milliseconds. With more, the machine had something
/// else to do: the distances were other ones than stated, and the race does not count.
const TOLERANCE_MS: f64 = 2.0;

/// Starts a program so that it runs as soon as it has something to do, whatever else the machine does. The programs that
/// it is for need a small part of one processor.
const PUNCTUAL: &[&str] = &["chrt", "--fifo", "10"];

/// The page's own files.
const FILES: &[&str] = &["index.html", "page.mjs", "peers.mjs", "silent.css"];

/// What the driver has to know.
#[derive(Serialize)]
struct Plan<'a> {
    browser: &'a Path,
    distances: Vec<&'a str>,
    page: &'a str,
    services: Addresses<'a>,
    attempts: u32,
    tolerance: f64,
    phases: &'a [Phase],
}

#[derive(Serialize)]
struct Addresses<'a> {
    h1: &'a str,
    h2: &'a str,
}

/// By how much the distances themselves are off, in milliseconds, as `check-delay` says it.
#[derive(Debug, Deserialize)]
struct Check {
    handshake: Excess,
    echo: Excess,
    ping: Excess,
}

/// Races in the browser, and gives what each method came to in each setting.
pub(crate) fn page(setup: &mut Setup, options: &Options) -> Result<Vec<Figure>> {
    setup.need(&[
        Tool::WasmTarget,
        Tool::NodePackages,
        Tool::WasmBindgen,
        Tool::Browser,
    ])?;
    let folder = setup.workspace().target().join("bench/probe-page");
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let site = build_page(setup, &folder)?;
    build_programs(setup)?;

    let ours = if options.quick { QUICK } else { options.races };
    let bench = Bench {
        starter: starter(setup),
        setup,
        folder,
    };
    let plain = bench.start_service("h1", &site)?;
    let secure = bench.start_service("h2", &site)?;
    let check = bench.check_distances(&plain.url)?;
    let races = bench.race([&plain, &secure], &phases(ours))?;
    report(&races, &check)
}

/// The page: its own files, and the module as it ships with the client for JavaScript.
fn build_page(setup: &Setup, folder: &Path) -> Result<PathBuf> {
    doing("building the page", "with the module as it ships");
    let mut cargo = setup.cargo();
    cargo.args(["build", "--profile=wasm", "--target=wasm32-unknown-unknown"]);
    cargo.args(["--package=remote-rendering", "--lib", "--features=js"]);
    process::run(&mut cargo)?;
    let site = folder.join("site");
    fs::create_dir_all(&site).with_context(|| format!("making {}", site.display()))?;
    let module = setup
        .workspace()
        .target()
        .join("wasm32-unknown-unknown/wasm/remote_rendering.wasm");
    let mut bindgen = setup.command("wasm-bindgen");
    bindgen.args(["--target=web", "--no-typescript", "--out-dir"]);
    process::run(bindgen.arg(site.join("module")).arg(module))?;
    let source = setup.workspace().root().join("tests/probe-page");
    for name in FILES {
        fs::copy(source.join(name), site.join(name)).with_context(|| format!("copying {name}"))?;
    }
    Ok(site)
}

fn build_programs(setup: &Setup) -> Result<()> {
    let packages = ["remote-rendering-service", "remote-rendering-probe-bench"];
    let mut cargo = setup.cargo();
    cargo.args(["build", "--bins", "--profile", PROFILE]);
    process::run(cargo.args(packages.map(|name| format!("--package={name}"))))
}

/// [`PUNCTUAL`], where the system lets it.
fn starter(setup: &Setup) -> &'static [&'static str] {
    let may = command(setup, PUNCTUAL, "true")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if may {
        return PUNCTUAL;
    }
    println!("  delays have no precedence here: let the machine do nothing else");
    &[]
}

fn command(setup: &Setup, starter: &[&str], program: impl AsRef<OsStr>) -> Command {
    match starter {
        [] => setup.command(program),
        [first, rest @ ..] => {
            let mut command = setup.command(first);
            command.args(rest).arg(program);
            command
        }
    }
}

/// What the programs of the bench need.
struct Bench<'a> {
    setup: &'a Setup,
    /// What the service and the distances are started by.
    starter: &'static [&'static str],
    /// Where data and outcomes go.
    folder: PathBuf,
}

impl Bench<'_> {
    fn data(&self, protocol: &str) -> PathBuf {
        self.folder.join(format!("service-{protocol}"))
    }

    fn distances(&self) -> PathBuf {
        let workspace = self.setup.workspace();
        workspace.binary(PROFILE, "remote-rendering-probe-bench")
    }

    /// A service, which is all ten regions; with TLS for `h2`. It serves the page, too, from an origin that is no
    /// region's.
    fn start_service(&self, protocol: &str, site: &Path) -> Result<Service> {
        let log = self.folder.join(format!("service-{protocol}.log"));
        let binary = self.setup.workspace().service_binary(PROFILE);
        let mut command = command(self.setup, self.starter, binary);
        command
            .args(["serve", "--listen=127.0.0.1:0", "--data"])
            .arg(self.data(protocol))
            .arg("--console")
            .arg(site)
            .stderr(File::create(log).context("making the service's log")?);
        if protocol == "h2" {
            command.arg("--tls=self-signed");
        }
        Service::start(command)
    }

    fn check_distances(&self, service: &str) -> Result<Check> {
        let (_, port) = service.rsplit_once(':').context("an address has a port")?;
        let mut command = command(self.setup, self.starter, self.distances());
        let said = process::output(command.args(["check-delay", "--service", port]))?;
        let check: Check =
            serde_json::from_str(&said).context("reading the check of the distances")?;
        println!("round trips are longer than their distance by (median, 95th percentile):");
        for (name, excess) in check.parts() {
            println!("  {name:<10} {:.2} ms, {:.2} ms", excess.median, excess.p95);
        }
        Ok(check)
    }

    /// Lets the driver race. What comes of each race is kept in a file, for other evaluations.
    fn race(&self, [plain, secure]: [&Service; 2], phases: &[Phase]) -> Result<Vec<Outcome>> {
        let distances = self.distances();
        let distances = distances.to_str().context("the path is not Unicode")?;
        let plan = Plan {
            browser: &self.setup.browser()?.chromium,
            distances: [self.starter, &[distances, "delay", "--seed", SEED]].concat(),
            page: &plain.url,
            services: Addresses {
                h1: &plain.url,
                h2: &secure.url,
            },
            attempts: ATTEMPTS,
            tolerance: TOLERANCE_MS,
            phases,
        };
        let mut driver = self.setup.command("node");
        driver
            .arg("tests/probe-page/drive.mjs")
            .env("PLAN", serde_json::to_string(&plan)?)
            // Node trusts the service's own certificate by this.
            .env("NODE_EXTRA_CA_CERTS", self.data("h2").join("ca.pem"))
            .stdin(Stdio::null());
        let all = phases.iter().map(Phase::races).sum();
        collect(driver, &self.folder.join("races.jsonl"), all)
    }
}

impl Check {
    fn parts(&self) -> [(&'static str, Excess); 3] {
        [
            ("handshake", self.handshake),
            ("echo", self.echo),
            ("ping", self.ping),
        ]
    }
}

fn collect(mut driver: Command, file: &Path, all: u32) -> Result<Vec<Outcome>> {
    let mut kept = File::create(file).with_context(|| format!("making {}", file.display()))?;
    let mut child = driver
        .stdout(Stdio::piped())
        .spawn()
        .context("starting node")?;
    let output = child.stdout.take().context("node has an output")?;
    let began = Instant::now();
    let mut outcomes = Vec::new();
    for line in BufReader::new(output).lines() {
        let line = line.context("reading an outcome")?;
        let outcome = serde_json::from_str(&line).with_context(|| format!("reading {line}"))?;
        outcomes.push(outcome);
        writeln!(kept, "{line}").context("keeping an outcome")?;
        let done = outcomes
            .iter()
            .filter(|it: &&Outcome| !it.disturbed)
            .count();
        let progress = format!("{done} of {all} races, {} disturbed", outcomes.len() - done);
        let seconds = began.elapsed().as_secs();
        print!("\r{progress} in {}:{:02}", seconds / 60, seconds % 60);
        // Where the terminal does not take the line, the races go on.
        let _ = std::io::stdout().flush();
    }
    println!();
    let status = child.wait().context("waiting for node")?;
    if !status.success() {
        bail!("the driver of the browser ended with {status}");
    }
    Ok(outcomes)
}

fn report(outcomes: &[Outcome], check: &Check) -> Result<Vec<Figure>> {
    // The truth is what a client measures that adds nothing itself.
    let overhead_ms = check.ping.median;
    let mut runs: Vec<(Setting, Method)> =
        outcomes.iter().map(|it| (it.setting, it.method)).collect();
    runs.sort_unstable();
    runs.dedup();
    let mut summaries = Vec::new();
    for (setting, method) in runs {
        match Summary::of(method, setting, outcomes, overhead_ms) {
            Some(summary) => summaries.push(summary),
            None => println!("{setting}, {method}: every race was disturbed"),
        }
    }
    if summaries.is_empty() {
        bail!("no race was undisturbed: try again when the machine has nothing else to do");
    }
    println!("{}", Summary::HEAD);
    for summary in &summaries {
        println!("{summary}");
    }
    println!();
    let overhead = check.parts().map(|(name, excess)| {
        let name = format!("page, distances: {name} too long by");
        Figure::plain(name, excess.median, "ms")
    });
    let figures = summaries.iter().flat_map(Summary::figures);
    Ok(overhead.into_iter().chain(figures).collect())
}
