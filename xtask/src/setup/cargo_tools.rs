//! Tools that come from crates.io: Trunk, wasm-bindgen and cargo-fuzz.

use anyhow::{Context, Result};
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{doing, found, on_path};
use crate::{process, versions, workspace::Workspace};

struct CargoTool {
    package: &'static str,
    version: &'static str,
    /// The programs that must be there, each of the version.
    programs: &'static [&'static str],
    /// Whether the package's own lock file is obeyed.
    locked: bool,
    reason: &'static str,
}

/// The folder of Trunk.
pub(super) fn trunk(workspace: &Workspace) -> Result<PathBuf> {
    CargoTool {
        package: "trunk",
        version: versions::TRUNK,
        programs: &["trunk"],
        locked: true,
        reason: "it builds the console's page",
    }
    .find_or_install(workspace)
}

/// The folder of wasm-bindgen and its test runner.
pub(super) fn wasm_bindgen(workspace: &Workspace) -> Result<PathBuf> {
    CargoTool {
        package: "wasm-bindgen-cli",
        version: versions::WASM_BINDGEN,
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        // Its lock file may name versions that were withdrawn from the registry since.
        locked: false,
        reason: "it joins WebAssembly to JavaScript",
    }
    .find_or_install(workspace)
}

/// The folder of cargo-fuzz.
pub(super) fn cargo_fuzz(workspace: &Workspace) -> Result<PathBuf> {
    CargoTool {
        package: "cargo-fuzz",
        version: versions::CARGO_FUZZ,
        programs: &["cargo-fuzz"],
        locked: true,
        reason: "it runs the fuzz targets",
    }
    .find_or_install(workspace)
}

impl CargoTool {
    fn find_or_install(&self, workspace: &Workspace) -> Result<PathBuf> {
        if let Some(folder) = self.find(workspace) {
            found(&format!("{} {}", self.programs[0], self.version));
            return Ok(folder);
        }
        let folder = workspace.tools().join("bin");
        self.install(workspace)
            .with_context(|| format!("{} {} could not be installed", self.package, self.version))?;
        Ok(folder)
    }

    fn find(&self, workspace: &Workspace) -> Option<PathBuf> {
        let own = workspace.tools().join("bin");
        let on_path =
            on_path(self.programs[0]).filter_map(|file| file.parent().map(Path::to_owned));
        let home = std::env::home_dir().map(|home| home.join(".cargo").join("bin"));
        std::iter::once(own)
            .chain(on_path)
            .chain(home)
            .find(|folder| {
                self.programs
                    .iter()
                    .all(|program| self.is_right(&folder.join(program)))
            })
    }

    /// Whether the program is there and answers with the pinned version: `trunk 0.21.14`.
    fn is_right(&self, program: &Path) -> bool {
        let answer = Command::new(program)
            .arg("--version")
            .stderr(Stdio::null())
            .output();
        answer.is_ok_and(|answer| {
            let text = String::from_utf8_lossy(&answer.stdout);
            text.split_whitespace().nth(1) == Some(self.version)
        })
    }

    fn install(&self, workspace: &Workspace) -> Result<()> {
        let tools = workspace.tools();
        let mut command = Command::new("cargo");
        command.current_dir(workspace.root());
        if on_path("cargo-binstall").next().is_some() {
            doing(
                &format!("cargo binstall {}@{}", self.package, self.version),
                self.reason,
            );
            command
                .args(["binstall", "--no-confirm", "--root"])
                .arg(&tools);
            command.arg(format!("{}@{}", self.package, self.version));
            if process::run(&mut command).is_ok() {
                return Ok(());
            }
            println!("  cargo binstall did not manage, building from source");
        }
        doing(
            &format!(
                "cargo install {} --version {}, some minutes",
                self.package, self.version
            ),
            self.reason,
        );
        let mut command = Command::new("cargo");
        command
            .current_dir(workspace.root())
            .args([
                "install",
                self.package,
                "--version",
                self.version,
                "--force",
                "--root",
            ])
            .arg(&tools)
            // The tools run for seconds: their build time counts for more than their speed.
            .env("CARGO_PROFILE_RELEASE_LTO", "false")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "false")
            .env_remove("CARGO_TARGET_DIR");
        if self.locked {
            command.arg("--locked");
        }
        process::run(&mut command)
    }
}
