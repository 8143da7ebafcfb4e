//! Versions that have to be written in two places agree, and lock files hold no addresses.

use anyhow::{Context, Result, bail, ensure};
use cargo_metadata::MetadataCommand;
use serde_json::Value;
use std::fs;

use crate::{setup::Setup, versions, workspace::Workspace};

/// Where package.json and package-lock.json are, below the root.
const NPM_FOLDERS: [&str; 4] = [
    "",
    "tests/console-bench/",
    "tests/package-bench/",
    "tests/package/consumers/",
];

/// All of it.
pub(super) fn check(setup: &Setup) -> Result<()> {
    let workspace = setup.workspace();
    let package: Value = serde_json::from_str(&read(workspace, "package.json")?)?;
    wasm_bindgen(workspace)?;
    trunk_names_its_tools(&read(workspace, "Trunk.toml")?, &package)?;
    for folder in NPM_FOLDERS {
        let read = |name: &str| read(workspace, &format!("{folder}{name}"));
        let checked = npm_pins_are_exact(&serde_json::from_str(&read("package.json")?)?)
            .and_then(|()| lock_file_holds_no_addresses(&read("package-lock.json")?));
        checked.with_context(|| format!("in the folder ./{folder}"))?;
    }
    requirements_hold_no_addresses(&read(workspace, "tests/python/requirements.txt")?)
}

fn read(workspace: &Workspace, name: &str) -> Result<String> {
    fs::read_to_string(workspace.root().join(name)).with_context(|| format!("reading {name}"))
}

/// wasm-bindgen's output format is private to each version.
fn wasm_bindgen(workspace: &Workspace) -> Result<()> {
    let metadata = MetadataCommand::new()
        .current_dir(workspace.root())
        .exec()?;
    let Some(package) = metadata
        .packages
        .iter()
        .find(|it| it.name == "wasm-bindgen")
    else {
        return Ok(());
    };
    let (crate_version, program) = (package.version.to_string(), versions::WASM_BINDGEN);
    ensure!(
        crate_version == program,
        "Cargo.lock has wasm-bindgen {crate_version}, but xtask/src/versions.rs pins the program \
         {program}; change the one to the other, and Trunk.toml with it"
    );
    Ok(())
}

fn trunk_names_its_tools(trunk: &str, package: &Value) -> Result<()> {
    let binaryen = package["devDependencies"]["binaryen"]
        .as_str()
        .unwrap_or_default();
    let major = binaryen.split('.').next().unwrap_or_default();
    for line in [
        format!("trunk-version = \"{}\"", versions::TRUNK),
        format!("wasm_bindgen = \"{}\"", versions::WASM_BINDGEN),
        format!("wasm_opt = \"version_{major}\""),
    ] {
        ensure!(
            trunk.lines().any(|it| it == line),
            "Trunk.toml lacks the line: {line}"
        );
    }
    Ok(())
}

fn npm_pins_are_exact(package: &Value) -> Result<()> {
    let pins = package["devDependencies"]
        .as_object()
        .context("package.json pins packages")?;
    for (name, version) in pins {
        let version = version.as_str().unwrap_or_default();
        let is_exact = version.split('.').all(|part| part.parse::<u32>().is_ok());
        ensure!(
            is_exact,
            "package.json: {name} is {version:?}, not one exact version"
        );
    }
    Ok(())
}

/// An address in the lock file would send every person to the registry of whoever wrote it.
fn lock_file_holds_no_addresses(lock: &str) -> Result<()> {
    let lock: Value = serde_json::from_str(lock).context("package-lock.json")?;
    let packages = lock["packages"]
        .as_object()
        .context("package-lock.json lists packages")?;
    let with_address: Vec<&str> = packages
        .iter()
        .filter(|(_, package)| package.get("resolved").is_some())
        .map(|(name, _)| name.as_str())
        .collect();
    if !with_address.is_empty() {
        bail!(
            "package-lock.json holds addresses ({}); write it with \
             `npm install --omit-lockfile-registry-resolved`",
            with_address.join(", ")
        );
    }
    Ok(())
}

/// As [`lock_file_holds_no_addresses`], for Python: versions, hashes and remarks only.
fn requirements_hold_no_addresses(requirements: &str) -> Result<()> {
    let is_fine = |line: &&str| {
        let line = line.trim();
        line.is_empty()
            || line.starts_with('#')
            || line.starts_with("--hash=")
            || (line.contains("==") && !line.contains("://"))
    };
    if let Some(line) = requirements.lines().find(|line| !is_fine(line)) {
        bail!(
            "tests/python/requirements.txt: {line:?} is neither a version nor a hash; write it as \
             requirements.in says"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_lock_file_with_an_address_is_refused() {
        let good = json!({"packages": {"": {}, "node_modules/a": {"version": "1.0.0"}}});
        assert!(lock_file_holds_no_addresses(&good.to_string()).is_ok());
        let bad = json!({"packages": {"node_modules/a": {"resolved": "https://example.org"}}});
        assert!(lock_file_holds_no_addresses(&bad.to_string()).is_err());
    }

    #[test]
    fn requirements_with_an_address_are_refused() {
        let good = "six==1.17.0 \\\n    --hash=sha256:00\n    # via -r requirements.in\n";
        assert!(requirements_hold_no_addresses(good).is_ok());
        for bad in [
            "--index-url https://example.org",
            "--find-links wheels",
            "six",
        ] {
            assert!(requirements_hold_no_addresses(bad).is_err(), "{bad}");
        }
        assert!(requirements_hold_no_addresses("six==1 @ https://example.org").is_err());
    }

    #[test]
    fn a_range_is_no_pin() {
        let pin = |version: &str| json!({"devDependencies": {"a": version}});
        assert!(npm_pins_are_exact(&pin("1.2.3")).is_ok());
        assert!(npm_pins_are_exact(&pin("^1.2.3")).is_err());
        assert!(npm_pins_are_exact(&pin("latest")).is_err());
    }

    #[test]
    fn trunk_has_to_name_every_version() {
        let package = json!({"devDependencies": {"binaryen": "132.0.0"}});
        let lines = |opt: &str| {
            format!(
                "trunk-version = \"{}\"\nwasm_bindgen = \"{}\"\nwasm_opt = \"{opt}\"",
                versions::TRUNK,
                versions::WASM_BINDGEN
            )
        };
        assert!(trunk_names_its_tools(&lines("version_132"), &package).is_ok());
        assert!(trunk_names_its_tools(&lines("version_131"), &package).is_err());
    }
}
