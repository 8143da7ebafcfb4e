//! `cargo xtask package`: the npm package.

mod notices;

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
use notices::Crates;

/// What has to be there before it is built.
pub(crate) const NEEDS: &[Tool] = &[
    Tool::WasmTarget,
    Tool::RustSource,
    Tool::NodePackages,
    Tool::WasmBindgen,
];

/// The folder with the bundlers and the checks of the package, and their configuration.
pub(crate) const CONSUMERS: &str = "tests/package/consumers";

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

const MODULES: [Module; 4] = [
    Module {
        name: "sessions",
        target: &[
            "--lib",
            "--package=remote-rendering",
            "--features=js-sessions",
        ],
        file: "remote_rendering.wasm",
        script: "index.js",
        brotli: 58_500,
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
        brotli: 104_000,
    },
    Module {
        name: "viewer",
        target: &[
            "--lib",
            "--package=remote-rendering-viewer",
            "--features=js",
        ],
        file: "remote_rendering_viewer.wasm",
        script: "viewer.js",
        brotli: 76_000,
    },
];

/// The package's version, which is the workspace's.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Builds it, and prints what it weighs.
pub(crate) fn run(setup: &mut Setup) -> Result<ExitCode> {
    let built = build(setup)?;
    println!("{}", setup.workspace().shown(&built.tarball));
    Ok(ExitCode::SUCCESS)
}

/// Builds it, and its documentation.
pub(crate) fn run_docs(setup: &mut Setup) -> Result<ExitCode> {
    build(setup)?;
    setup.need(&[Tool::ConsumerPackages])?;
    let docs = write_docs(setup)?;
    println!("{}", setup.workspace().shown(&docs.join("index.html")));
    Ok(ExitCode::SUCCESS)
}

/// Writes `target/npm/docs` from the types that the built package has; an undocumented member and a broken link are errors.
pub(crate) fn write_docs(setup: &Setup) -> Result<PathBuf> {
    let folder = setup.workspace().target().join("npm");
    let docs = folder.join("docs");
    let package = folder.join("package");
    let mut node = setup.command("node");
    node.arg("node_modules/typedoc/bin/typedoc")
        .arg("--readme")
        .arg(package.join("README.md"))
        .arg("--out")
        .arg(&docs)
        .args(["index.d.ts", "sandbox.d.ts", "viewer.d.ts"].map(|types| package.join(types)))
        .current_dir(setup.workspace().root().join(CONSUMERS));
    process::run(&mut node).context("the package's documentation has gaps")?;
    Ok(docs)
}

/// Where the package lies unpacked.
pub(crate) fn folder(setup: &Setup) -> PathBuf {
    setup.workspace().target().join("npm/package")
}

/// The package, built.
pub(crate) struct Built {
    pub(crate) tarball: PathBuf,
    pub(crate) weights: [Weight; MODULES.len()],
}

/// What a page loads for a module, the module and its script, in bytes after brotli.
#[derive(Clone, Copy)]
pub(crate) struct Weight {
    pub(crate) module: &'static str,
    pub(crate) brotli: u64,
    pub(crate) budget: u64,
}

/// Builds `target/npm/remote-rendering-<version>.tgz`; too large a package is an error.
pub(crate) fn build(setup: &mut Setup) -> Result<Built> {
    setup.need(NEEDS)?;
    let folder = setup.workspace().target().join("npm");
    let (bindings, output) = (folder.join("bindings"), folder.join("package"));
    if bindings.exists() {
        fs::remove_dir_all(&bindings).context("removing the last build's files")?;
    }
    let mut crates = Crates::default();
    for module in &MODULES {
        doing(
            &format!("cargo build {}", module.target.join(" ")),
            "a module of the npm package",
        );
        compile(setup, module, &bindings, &mut crates)?;
    }
    let mut script = setup.command("node");
    script.arg("xtask/package.mjs");
    process::run(script.args([&bindings, &output]).arg(VERSION))?;
    write_notices(setup, &crates, &output)?;
    let sizes = sizes::measure_folder(setup, &output)?;
    let tarball = pack(setup, &folder, &output)?;
    let weights = MODULES.each_ref().map(|module| module.weight(&sizes));
    check(&weights)?;
    Ok(Built { tarball, weights })
}

/// Compiles a module as the console is compiled, and binds it to JavaScript.
fn compile(setup: &Setup, module: &Module, bindings: &Path, crates: &mut Crates) -> Result<()> {
    // The console's own, and so its standard library.
    let target = setup.workspace().target().join("console");
    let wasm = "wasm32-unknown-unknown";
    let mut cargo = setup.cargo();
    cargo
        .args(["build", "--target", wasm, "--profile", "wasm"])
        .args(module.target)
        .arg("--message-format=json-render-diagnostics")
        .envs(COMPILATION)
        .env("CARGO_TARGET_DIR", &target);
    if !process::lines(&mut cargo, |line| crates.add_line(line))? {
        bail!("the module {} did not build", module.name);
    }
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

fn write_notices(setup: &Setup, crates: &Crates, output: &Path) -> Result<()> {
    let root = setup.workspace().root();
    let apache = fs::read_to_string(root.join("LICENSE-APACHE")).context("reading our licence")?;
    let notices = crates.notices(root, &apache)?;
    fs::write(output.join("THIRD-PARTY-NOTICES"), notices).context("writing the notices")
}

fn pack(setup: &Setup, folder: &Path, output: &Path) -> Result<PathBuf> {
    let mut npm = setup.command("npm");
    npm.args(["pack", "--silent", "--pack-destination"])
        .arg(folder)
        .current_dir(output);
    let name = process::output(&mut npm)?;
    Ok(folder.join(name.trim()))
}

fn check(weights: &[Weight]) -> Result<()> {
    println!("{:<16} {:>10} {:>10}", "module", "brotli", "budget");
    for Weight {
        module,
        brotli,
        budget,
    } in weights
    {
        println!("{module:<16} {brotli:>10} {budget:>10}");
    }
    for Weight {
        module,
        brotli,
        budget,
    } in weights
    {
        if brotli > budget {
            bail!("{module} weighs {brotli} bytes, its budget is {budget}");
        }
    }
    Ok(())
}

impl Module {
    fn weight(&self, sizes: &[Size]) -> Weight {
        let wasm = format!("{}.wasm", self.name);
        let own = sizes
            .iter()
            .filter(|size| size.name == wasm || size.name == self.script);
        Weight {
            module: self.name,
            brotli: own.map(|size| size.brotli).sum(),
            budget: self.brotli,
        }
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
            check(&[MODULES[0].weight(&sizes)])
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
