//! The console and the pages that it is compared with, served by the service as for anybody.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Stdio,
};

use super::Measured;
use crate::{process, service::Service, setup::Setup};

/// The service's profile; `dist` takes minutes more to build, and hardly any time here is the service's.
const PROFILE: &str = "release";

/// Where the style sheet's name stands in the peers' pages.
const STYLE: &str = "STYLE";

/// The service with the console and its peers.
#[derive(Debug)]
pub(super) struct Site {
    /// The service.
    pub(super) service: Service,
}

impl Site {
    /// Lays the built console and its peers into one folder, and serves that.
    pub(super) fn serve(setup: &Setup) -> Result<Self> {
        let mut cargo = setup.cargo();
        cargo.args(["build", "--bins", "--profile", PROFILE]);
        process::run(cargo.arg("--package=remote-rendering-service"))?;
        let workspace = setup.workspace();
        let folder = workspace.target().join("bench/console");
        if folder.exists() {
            fs::remove_dir_all(&folder).context("removing the last run's folder")?;
        }
        let site = folder.join("site");
        copy(&workspace.dist(), &site)?;
        add_peers(&workspace.root().join("tests/console-bench/site"), &site)?;
        let log = File::create(folder.join("service.log")).context("making the service's log")?;
        let mut command = setup.command(workspace.service_binary(PROFILE));
        command
            .args(["serve", "--listen=127.0.0.1:0", "--data"])
            .arg(folder.join("data"))
            .arg("--console")
            .arg(site)
            .stderr(log);
        let service = Service::start(command)?;
        Ok(Self { service })
    }

    /// The file of the account to sign in with.
    pub(super) fn account(&self) -> Result<&Path> {
        let file = self.service.account_file.as_deref();
        file.context("the service made no account")
    }
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("making {}", to.display()))?;
    for file in entries(from)? {
        let copied = to.join(file.file_name().unwrap_or_default());
        if file.is_dir() {
            copy(&file, &copied)?;
        } else {
            fs::copy(&file, &copied).with_context(|| format!("copying {}", file.display()))?;
        }
    }
    Ok(())
}

/// Adds the peers' pages, which have the console's own style sheet: only what is done without it differs.
fn add_peers(peers: &Path, site: &Path) -> Result<()> {
    let is_style = |file: &PathBuf| file.extension().is_some_and(|kind| kind == "css");
    let style = entries(site)?.into_iter().find(is_style);
    let style = style.context("the console has a style sheet")?;
    let style = style.file_name().unwrap_or_default().to_string_lossy();
    for file in entries(peers)? {
        let text =
            fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        let added = site.join(file.file_name().unwrap_or_default());
        fs::write(&added, text.replace(STYLE, &style))
            .with_context(|| format!("writing {}", added.display()))?;
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let read = || format!("reading {}", folder.display());
    let entries = fs::read_dir(folder).with_context(read)?;
    entries
        .map(|entry| Ok(entry.with_context(read)?.path()))
        .collect()
}

/// Runs a driver of the browser, and gives what it measured.
pub(super) fn drive(setup: &Setup, script: &str, plan: &Value) -> Result<Vec<Measured>> {
    let mut node = setup.command("node");
    node.arg(script)
        .env("PLAN", plan.to_string())
        .stdin(Stdio::null());
    let mut measured = Vec::new();
    let good = process::lines(&mut node, |line| {
        let read = serde_json::from_str(line);
        let read: Result<Measured> = read.with_context(|| format!("{script} wrote {line}"));
        if let Ok(one) = &read {
            println!("  {}", one.name());
        }
        measured.push(read);
    })?;
    if !good {
        bail!("{script} failed");
    }
    measured.into_iter().collect()
}
