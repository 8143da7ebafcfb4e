//! `cargo xtask package`: the npm package.

use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::{
    console::COMPILATION,
    process,
    setup::{Setup, Tool, doing},
    sizes::{self, Size},
};

/// What has to be there before it is built.
pub(crate) const NEEDS: &[Tool] = &[
    Tool::WasmTarget,
    Tool::RustSource,
    Tool::NodePackages,
    Tool::WasmBindgen,
];

/// A WebAssembly module of the package, and what it may weigh with the script that is bound to it.
struct Module {
    name: &'static str,
    /// What cargo is to build.
    target: &'static [&'static str],
    /// The file that cargo makes of it.
    file: &'static str,
    /// The scripts of a page that loads it.
    script: &'static str,
    /// The limit in bytes after brotli.
    brotli: u64,
}

const MODULES: [Module; 3] = [
    Module {
        name: "sessions",
        target: &[
            "--lib",
            "--package=remote-rendering",
            "--features=js-sessions",
        ],
        file: "remote_rendering.wasm",
        script: "index.js",
        brotli: 60_600,
    },
    Module {
        name: "regions",
        target: &[
            "--lib",
            "--package=remote-rendering",
            "--features=js-regions",
        ],
        file: "remote_rendering.wasm",
        script: "regions.js",
        brotli: 52_000,
    },
    Module {
        name: "sandbox",
        target: &["--bin=sandbox", "--package=remote-rendering-sandbox-module"],
        file: "sandbox.wasm",
        script: "sandbox.js",
        brotli: 125_000,
    },
];

/// The package's version, which is the workspace's.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Builds it, and prints what it weighs.
pub(crate) fn run(setup: &mut Setup) -> Result<ExitCode> {
    let tarball = build(setup)?;
    println!("{}", setup.workspace().shown(&tarball));
    Ok(ExitCode::SUCCESS)
}

/// Builds `target/npm/remote-rendering-<version>.tgz`; too large a package is an error.
pub(crate) fn build(setup: &mut Setup) -> Result<PathBuf> {
    setup.need(NEEDS)?;
    let folder = setup.workspace().target().join("npm");
    let (bindings, output) = (folder.join("bindings"), folder.join("package"));
    if bindings.exists() {
        fs::remove_dir_all(&bindings).context("removing the last build's files")?;
    }
    for module in &MODULES {
        doing(
            &format!("cargo build {}", module.target.join(" ")),
            "a module of the npm package",
        );
        compile(setup, module, &bindings)?;
    }
    let mut script = setup.command("node");
    script.arg("xtask/package.mjs");
    process::run(script.args([&bindings, &output]).arg(VERSION))?;
    let sizes = sizes::measure_folder(setup, &output)?;
    let tarball = pack(setup, &folder, &output)?;
    check_sizes(&sizes)?;
    Ok(tarball)
}

/// Compiles a module as the console is compiled, and binds it to JavaScript.
fn compile(setup: &Setup, module: &Module, bindings: &Path) -> Result<()> {
    // The console's own, and so its standard library.
    let target = setup.workspace().target().join("console");
    let wasm = "wasm32-unknown-unknown";
    let mut cargo = setup.cargo();
    cargo
        .args(["build", "--target", wasm, "--profile", "wasm"])
        .args(module.target)
        .envs(COMPILATION)
        .env("CARGO_TARGET_DIR", &target);
    process::run(&mut cargo)?;
    let mut bindgen = setup.command("wasm-bindgen");
    bindgen
        .args(["--target", "web", "--omit-default-module-path"])
        .args(["--no-typescript", "--out-name", module.name])
        .arg("--out-dir")
        .arg(bindings)
        .arg(target.join(wasm).join("wasm").join(module.file));
    process::run(&mut bindgen)?;
    let page = fs::read_to_string(setup.workspace().root().join("index.html"))
        .context("reading index.html")?;
    let bound = bindings.join(format!("{}_bg.wasm", module.name));
    let mut optimize = setup.command("wasm-opt");
    optimize.args(optimizations(&page)?).arg(&bound);
    process::run(optimize.arg("--output").arg(&bound))
}

/// The console's page has them, for Trunk.
fn optimizations(page: &str) -> Result<impl Iterator<Item = &str>> {
    let (_, rest) = page
        .split_once("data-wasm-opt-params=\"")
        .context("index.html names wasm-opt's parameters")?;
    let parameters = rest.split('"').next().unwrap_or_default();
    Ok(parameters.split_whitespace())
}

fn pack(setup: &Setup, folder: &Path, output: &Path) -> Result<PathBuf> {
    let mut npm = setup.command("npm");
    npm.args(["pack", "--silent", "--pack-destination"])
        .arg(folder)
        .current_dir(output);
    let name = process::output(&mut npm)?;
    Ok(folder.join(name.trim()))
}

fn check_sizes(sizes: &[Size]) -> Result<()> {
    println!("{:<16} {:>10} {:>10}", "module", "brotli", "budget");
    for module in &MODULES {
        let (weight, limit) = (module.weight(sizes), module.brotli);
        println!("{:<16} {weight:>10} {limit:>10}", module.name);
        if weight > limit {
            bail!(
                "{} weighs {weight} bytes, its budget is {limit}",
                module.name
            );
        }
    }
    Ok(())
}

impl Module {
    /// What a page loads for it: the module and its script.
    fn weight(&self, sizes: &[Size]) -> u64 {
        let wasm = format!("{}.wasm", self.name);
        let own = sizes
            .iter()
            .filter(|size| size.name == wasm || size.name == self.script);
        own.map(|size| size.brotli).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(name: &str, brotli: u64) -> Size {
        Size {
            name: name.to_owned(),
            raw: brotli,
            gzip: brotli,
            brotli,
        }
    }

    #[test]
    fn a_module_and_its_script_together_have_a_limit() {
        let with = |wasm| {
            let sizes = [
                size("sessions.wasm", wasm),
                size("index.js", 1),
                size("README.md", 1),
            ];
            check_sizes(&sizes)
        };
        assert!(with(MODULES[0].brotli - 1).is_ok());
        assert!(with(MODULES[0].brotli).is_err());
    }

    #[test]
    fn the_optimizations_are_those_of_the_console() {
        let page = r#"<link data-wasm-opt="z" data-wasm-opt-params="--flatten -Oz" data-x="y">"#;
        let found: Vec<&str> = optimizations(page).unwrap().collect();
        assert_eq!(found, ["--flatten", "-Oz"]);
        assert!(optimizations("<link>").is_err());
    }
}
