//! Python, and the packages of `tests/python/requirements.txt` in an environment of their own.

use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{debian, doing, found, on_path};
use crate::{process, versions, workspace::Workspace};

/// Debian's packages: Python itself, and what makes environments.
const DEBIAN: &[&str] = &["python3", "python3-venv"];

const REASON: &str = "the official Python SDK and schemathesis call the service";

/// The interpreter of the environment, which is made anew when the list of packages has changed.
pub(super) fn find_or_install(workspace: &Workspace) -> Result<PathBuf> {
    let list = workspace.root().join("tests/python/requirements.txt");
    let asked = fs::read(&list).with_context(|| format!("reading {}", list.display()))?;
    let folder = workspace.target().join("python");
    let python = interpreter(&folder);
    // Written as the last step.
    let done = folder.join("installed.txt");
    if fs::read(&done).is_ok_and(|installed| installed == asked) && answers(&python) {
        found("the Python packages as requirements.txt asks");
        return Ok(python);
    }
    make(&folder)?;
    doing("pip install -r tests/python/requirements.txt", REASON);
    process::run(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet"])
            .args(["--disable-pip-version-check", "--no-deps"])
            // No package runs code to be installed.
            .args(["--only-binary", ":all:", "--require-hashes"])
            .arg("--requirement")
            .arg(&list),
    )?;
    fs::write(&done, asked).context("noting what is installed")?;
    Ok(python)
}

/// An environment without packages.
fn make(folder: &Path) -> Result<()> {
    doing("python3 -m venv", REASON);
    if try_make(folder).is_ok() || (debian::install(DEBIAN, REASON) && try_make(folder).is_ok()) {
        return Ok(());
    }
    let (major, minor) = versions::PYTHON;
    try_make(folder).with_context(|| {
        format!(
            "Python {major}.{minor} or newer with its module venv is needed; install both and put \
             python3 on the PATH (Debian: apt-get install {})",
            DEBIAN.join(" ")
        )
    })
}

fn try_make(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).context("removing the old environment")?;
    }
    let Some(python) = on_path("python3").find(|python| is_new_enough(python)) else {
        bail!("no python3 on the PATH is new enough");
    };
    let mut venv = Command::new(python);
    process::output(venv.args(["-m", "venv"]).arg(folder))?;
    Ok(())
}

fn is_new_enough(python: &Path) -> bool {
    let (major, minor) = versions::PYTHON;
    let test = format!("import sys; sys.exit(sys.version_info < ({major}, {minor}))");
    process::output(Command::new(python).args(["-c", &test])).is_ok()
}

fn answers(python: &Path) -> bool {
    process::output(Command::new(python).arg("--version")).is_ok()
}

fn interpreter(folder: &Path) -> PathBuf {
    if cfg!(windows) {
        folder.join("Scripts").join("python.exe")
    } else {
        folder.join("bin").join("python")
    }
}
