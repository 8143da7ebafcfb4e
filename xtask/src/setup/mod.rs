//! Set-up: the tools that the commands need, found where they are or installed under
//! `target/tools`.
//!
//! Each tool is looked for once, when the first step needs it. Every action is announced in one
//! line with its reason; a tool that is there is only named.

mod browser;
mod cargo_tools;
mod debian;
mod graphics;
mod node;
mod python;

use anyhow::{Context, Result};
use std::{
    collections::BTreeSet,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
};

pub(crate) use browser::Browser;

use crate::{process, workspace::Workspace};

/// Something that a step needs to have on the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tool {
    /// Rust's standard library for the browser.
    WasmTarget,
    /// The standard library's own source.
    RustSource,
    /// wasm-bindgen and its test runner.
    WasmBindgen,
    /// Trunk.
    Trunk,
    /// cargo-fuzz.
    CargoFuzz,
    /// Node itself.
    Node,
    /// The packages of package-lock.json.
    NodePackages,
    /// The packages of tests/console-bench/package-lock.json.
    ConsoleBenchPackages,
    /// The packages of tests/package/consumers/package-lock.json.
    ConsumerPackages,
    /// The packages of tests/package-bench/package-lock.json.
    PackageBenchPackages,
    /// Chromium and its driver.
    Browser,
    /// Python with the packages of tests/python/requirements.txt.
    Python,
    /// A driver that servers render with.
    Vulkan,
    /// The assembler of the video encoder, which can do without.
    Nasm,
}

/// The tools found or installed so far.
#[derive(Debug)]
pub(crate) struct Setup {
    workspace: Workspace,
    ready: BTreeSet<Tool>,
    /// Folders that go before the person's own PATH.
    folders: Vec<PathBuf>,
    browser: Option<Browser>,
    python: Option<PathBuf>,
}

impl Setup {
    /// Nothing looked for yet.
    pub(crate) fn new(workspace: Workspace) -> Self {
        Self {
            workspace,
            ready: BTreeSet::new(),
            folders: Vec::new(),
            browser: None,
            python: None,
        }
    }

    /// Where things are.
    pub(crate) fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Sees to it that the tools are there.
    pub(crate) fn need(&mut self, tools: &[Tool]) -> Result<()> {
        for &tool in tools {
            if self.ready.contains(&tool) {
                continue;
            }
            match tool {
                Tool::WasmTarget => self.rust_part(&WASM_TARGET)?,
                Tool::RustSource => self.rust_part(&RUST_SOURCE)?,
                Tool::WasmBindgen => {
                    let folder = cargo_tools::wasm_bindgen(&self.workspace)?;
                    self.folders.push(folder);
                }
                Tool::Trunk => {
                    let folder = cargo_tools::trunk(&self.workspace)?;
                    self.folders.push(folder);
                }
                Tool::CargoFuzz => {
                    let folder = cargo_tools::cargo_fuzz(&self.workspace)?;
                    self.folders.push(folder);
                }
                Tool::Node => node::check()?,
                Tool::ConsoleBenchPackages => {
                    self.need(&[Tool::Node])?;
                    node::CONSOLE_BENCH.install(&self.workspace)?;
                }
                Tool::ConsumerPackages => {
                    self.need(&[Tool::Node])?;
                    node::CONSUMERS.install(&self.workspace)?;
                }
                Tool::PackageBenchPackages => {
                    self.need(&[Tool::Node])?;
                    node::PACKAGE_BENCH.install(&self.workspace)?;
                }
                Tool::NodePackages => {
                    self.need(&[Tool::Node])?;
                    node::WORKSPACE.install(&self.workspace)?;
                    self.folders
                        .push(self.workspace.node_modules().join(".bin"));
                }
                Tool::Browser => self.browser = Some(browser::find_or_install(&self.workspace)?),
                Tool::Vulkan => graphics::vulkan()?,
                Tool::Nasm => graphics::nasm(),
                Tool::Python => self.python = Some(python::find_or_install(&self.workspace)?),
            }
            self.ready.insert(tool);
        }
        Ok(())
    }

    /// The browser, which a step named among its needs.
    pub(crate) fn browser(&self) -> Result<&Browser> {
        self.browser.as_ref().context("no browser was set up")
    }

    /// The interpreter, which a step named among its needs.
    pub(crate) fn python(&self) -> Result<&Path> {
        self.python.as_deref().context("no Python was set up")
    }

    /// A program that runs in the root folder with the tools on its PATH.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.workspace.root());
        let own = std::env::var_os("PATH").unwrap_or_default();
        let folders = self
            .folders
            .iter()
            .cloned()
            .chain(std::env::split_paths(&own));
        if let Ok(path) = std::env::join_paths(folders) {
            command.env("PATH", path);
        }
        command
    }

    /// Cargo in the root folder.
    pub(crate) fn cargo(&self) -> Command {
        self.command("cargo")
    }

    /// rust-toolchain.toml names the part, and rustup installs it with the toolchain. A Rust without rustup has to
    /// bring it along.
    fn rust_part(&self, part: &RustPart) -> Result<()> {
        let sysroot = process::output(self.command("rustc").args(["--print", "sysroot"]))?;
        let folder = Path::new(sysroot.trim()).join("lib/rustlib");
        let [kind, name] = [part.kind, part.name];
        if folder.join(part.folder).is_dir() {
            found(&format!("Rust {kind} {name}"));
            return Ok(());
        }
        doing(&format!("rustup {kind} add {name}"), part.reason);
        process::run(self.command("rustup").args([kind, "add", name])).with_context(|| {
            format!("the Rust {kind} {name} is missing; install Rust with rustup, or add it")
        })
    }
}

/// A part of Rust that rustup installs.
struct RustPart {
    kind: &'static str,
    name: &'static str,
    /// Where it lies, below `lib/rustlib` of the toolchain.
    folder: &'static str,
    reason: &'static str,
}

const WASM_TARGET: RustPart = RustPart {
    kind: "target",
    name: "wasm32-unknown-unknown",
    folder: "wasm32-unknown-unknown",
    reason: "the console runs in the browser",
};

const RUST_SOURCE: RustPart = RustPart {
    kind: "component",
    name: "rust-src",
    folder: "src/rust/library",
    reason: "the console is built with a standard library of its own, for size",
};

/// Announces an action.
pub(crate) fn doing(action: &str, reason: &str) {
    println!("- {action} ({reason})");
}

/// Names something that is there already.
fn found(what: &str) {
    println!("  found {what}");
}

/// The program's places on the PATH, without those that are not there.
fn on_path(program: &str) -> impl Iterator<Item = PathBuf> {
    let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(move |folder| folder.join(&name))
        .filter(|file| file.is_file())
        .collect::<Vec<_>>()
        .into_iter()
}
