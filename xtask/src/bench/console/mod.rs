//! The console's budgets: what a first visit weighs, what Lighthouse says of it, and how a table of a thousand sessions
//! behaves, each beside a peer in the same browser where there is one.

mod measured;
mod site;

use anyhow::{Context, Result, bail};
use serde::Serialize;
use std::path::Path;

use self::{
    measured::Measured,
    site::{Site, drive},
};
use super::{Figure, Options, sizes::exact};
use crate::{
    console, process,
    setup::{Setup, Tool},
    sizes::{self, BUDGETS},
    test,
};

/// How many sessions the table has.
const SESSIONS: u32 = 1000;

/// What all files of a first visit may weigh, in bytes after brotli, and what `sizes` calls them.
const FIRST_VISIT: f64 = 220_000.0;
const FIRST_VISIT_PART: &str = "first visit";

/// What stands in the column of the peer.
const PEERS: &str = "values are medians; the peer of the table is the same table by keyed nodes of the DOM, that of the \
                     first visit a page of words alone, in the same browser and run";

/// A part of the bench.
struct Part {
    name: &'static str,
    tools: &'static [Tool],
    run: fn(&Bench<'_>) -> Result<Vec<Figure>>,
}

/// The parts, the quick ones first.
const PARTS: [Part; 4] = [
    Part {
        name: "files",
        tools: &[Tool::Node],
        run: files,
    },
    Part {
        name: "lighthouse",
        tools: &[Tool::Browser, Tool::ConsoleBenchPackages],
        run: lighthouse,
    },
    Part {
        name: "table",
        tools: &[Tool::Browser, Tool::NodePackages],
        run: |bench| table(bench, "table"),
    },
    Part {
        name: "memory",
        tools: &[Tool::Browser, Tool::NodePackages],
        run: |bench| table(bench, "memory"),
    },
];

/// What the parts need.
struct Bench<'a> {
    setup: &'a Setup,
    site: &'a Site,
    is_quick: bool,
}

/// What the drivers of the browser have to know.
#[derive(Serialize)]
struct Plan<'a> {
    browser: &'a Path,
    flags: &'static [&'static str],
    site: &'a str,
    account: &'a Path,
    parts: [&'a str; 1],
    sessions: u32,
    repetitions: u32,
    polls: u32,
    runs: u32,
}

/// What every Chromium of a bench is started with: nothing of its own goes on beside the page.
const FLAGS: &[&str] = &[
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Builds the console and the service, and measures the page.
pub(super) fn run(setup: &mut Setup, options: &Options) -> Result<Vec<Figure>> {
    let known = |part: &String| PARTS.iter().any(|it| it.name == part);
    if let Some(unknown) = options.parts.iter().find(|part| !known(part)) {
        let names = PARTS.map(|part| part.name).join(", ");
        bail!("there is no part {unknown}: the parts are {names}");
    }
    let parts: Vec<&Part> = PARTS
        .iter()
        .filter(|it| options.parts.is_empty() || options.parts.iter().any(|name| name == it.name))
        .collect();
    for part in &parts {
        setup.need(part.tools)?;
    }
    console::build(setup)?;
    let site = Site::serve(setup)?;
    let bench = Bench {
        setup,
        site: &site,
        is_quick: options.quick,
    };
    let mut figures = Vec::new();
    for part in parts {
        println!("== {}", part.name);
        figures.extend((part.run)(&bench)?);
    }
    println!("{}", machine(setup));
    println!("{PEERS}\n");
    Ok(figures)
}

/// What figures of time depend on.
fn machine(setup: &Setup) -> String {
    let processors = std::thread::available_parallelism().map_or(0, usize::from);
    let version = setup
        .browser()
        .and_then(|browser| process::output(setup.command(&browser.chromium).arg("--version")));
    let version = version.unwrap_or_else(|_| "no browser".to_owned());
    format!("on {processors} processors, {}", version.trim())
}

/// What the files weigh and how long the source's are: continuous integration holds both.
fn files(bench: &Bench<'_>) -> Result<Vec<Figure>> {
    let sizes = sizes::measure(bench.setup)?;
    let whole = BUDGETS
        .iter()
        .find(|budget| budget.part == FIRST_VISIT_PART);
    let whole = whole.context("the first visit has a budget")?;
    let brotli = exact(whole.sum(&sizes).brotli);
    let longest = exact(test::longest_source(bench.setup)?);
    Ok(vec![
        Figure::plain("first visit, brotli".into(), brotli, "bytes").at_most(FIRST_VISIT),
        Figure::plain("longest file of src".into(), longest, "lines").at_most(500.0),
    ])
}

/// Lighthouse's scores of the sign-in page, which a first visit is, as the service sends it.
fn lighthouse(bench: &Bench<'_>) -> Result<Vec<Figure>> {
    let plan = serde_json::to_value(bench.plan("lighthouse")?)?;
    let measured = drive(bench.setup, "tests/console-bench/lighthouse.mjs", &plan)?;
    Ok(measured::figures(&measured))
}

/// The table in the page, or what the page keeps while it polls.
fn table(bench: &Bench<'_>, part: &str) -> Result<Vec<Figure>> {
    let plan = serde_json::to_value(bench.plan(part)?)?;
    let measured = drive(bench.setup, "tests/console-bench/table.mjs", &plan)?;
    if part == "memory" {
        return measured::growth(&measured);
    }
    Ok(measured::figures(&measured))
}

impl Bench<'_> {
    fn plan<'a>(&'a self, part: &'a str) -> Result<Plan<'a>> {
        let of = |usual: u32, quick: u32| if self.is_quick { quick } else { usual };
        Ok(Plan {
            browser: &self.setup.browser()?.chromium,
            flags: FLAGS,
            site: &self.site.service.url,
            account: self.site.account()?,
            parts: [part],
            sessions: SESSIONS,
            repetitions: of(20, 4),
            polls: of(1000, 50),
            runs: of(5, 1),
        })
    }
}
