//! Node and the packages of the package-lock.json files.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path, process::Command};

use super::{doing, found};
use crate::{process, versions, workspace::Workspace};

/// Node has to be there, and new enough: there is no installing it without choosing for the person.
pub(super) fn check() -> Result<()> {
    let least = versions::NODE_MAJOR;
    let advice = format!("install Node {least} or newer, for example from https://nodejs.org");
    let answer = process::output(Command::new("node").arg("--version"))
        .with_context(|| format!("Node is missing; {advice}"))?;
    let version = answer.trim().trim_start_matches('v');
    let major: u32 = version
        .split('.')
        .next()
        .and_then(|major| major.parse().ok())
        .unwrap_or(0);
    if major < least {
        bail!("Node {version} is too old; {advice}");
    }
    found(&format!("node {version}"));
    Ok(())
}

/// A folder with a package.json and a lock file of its own.
pub(super) struct Project {
    /// The folder, below the root.
    folder: &'static str,
    /// What its packages are for.
    reason: &'static str,
}

/// What the console's build and its tests take from npm.
pub(super) const WORKSPACE: Project = Project {
    folder: "",
    reason: "Playwright, wasm-opt and the console's style sheet come from npm",
};

/// What `bench console` alone takes from npm: a test run does without.
pub(super) const CONSOLE_BENCH: Project = Project {
    folder: "tests/console-bench",
    reason: "Lighthouse comes from npm",
};

/// What the npm package is tried out with and checked by.
pub(super) const CONSUMERS: Project = Project {
    folder: "tests/package/consumers",
    reason: "the bundlers that the npm package is tried out with come from npm",
};

/// What `bench package` alone takes from npm.
pub(super) const PACKAGE_BENCH: Project = Project {
    folder: "tests/package-bench",
    reason: "what the original client stood on comes from npm",
};

impl Project {
    /// `npm ci`, unless `node_modules` already is what package-lock.json asks for.
    pub(super) fn install(&self, workspace: &Workspace) -> Result<()> {
        let folder = workspace.root().join(self.folder);
        let asked = packages(&folder.join("package-lock.json"))?;
        // npm writes this file as its last step.
        let installed = packages(&folder.join("node_modules/.package-lock.json"));
        if installed.is_ok_and(|installed| matches(&asked, &installed)) {
            let modules = Path::new(self.folder).join("node_modules");
            found(&format!("{} as package-lock.json asks", modules.display()));
            return Ok(());
        }
        doing("npm ci", self.reason);
        process::run(
            // No package needs its install script, so none is run.
            Command::new("npm")
                .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                .current_dir(folder),
        )
    }
}

/// One package of a lock file.
#[derive(Debug, PartialEq)]
struct Package {
    version: String,
    integrity: Option<String>,
    /// Left out where the platform does not need it.
    optional: bool,
}

fn packages(lock_file: &Path) -> Result<BTreeMap<String, Package>> {
    let text = fs::read_to_string(lock_file)
        .with_context(|| format!("reading {}", lock_file.display()))?;
    let value: Value = serde_json::from_str(&text)
        .with_context(|| format!("{} is not JSON", lock_file.display()))?;
    let members = value["packages"]
        .as_object()
        .context("a lock file has packages")?;
    // The member without a name is the project itself.
    Ok(members
        .iter()
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, member)| (name.clone(), Package::read(member)))
        .collect())
}

impl Package {
    fn read(member: &Value) -> Self {
        Self {
            version: member["version"].as_str().unwrap_or_default().to_owned(),
            integrity: member["integrity"].as_str().map(str::to_owned),
            optional: member["optional"].as_bool().unwrap_or_default(),
        }
    }
}

fn matches(asked: &BTreeMap<String, Package>, installed: &BTreeMap<String, Package>) -> bool {
    let all_there = asked.iter().all(|(name, package)| {
        installed
            .get(name)
            .map_or(package.optional, |it| it == package)
    });
    all_there && installed.keys().all(|name| asked.contains_key(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(entries: &[(&str, &str, bool)]) -> BTreeMap<String, Package> {
        entries
            .iter()
            .map(|&(name, version, optional)| {
                let package = Package {
                    version: version.into(),
                    integrity: None,
                    optional,
                };
                (name.to_owned(), package)
            })
            .collect()
    }

    #[test]
    fn an_optional_package_may_be_missing() {
        let asked = lock(&[("a", "1.0.0", false), ("b", "2.0.0", true)]);
        assert!(matches(&asked, &lock(&[("a", "1.0.0", false)])));
    }

    #[test]
    fn another_version_a_missing_and_a_surplus_package_do_not_match() {
        let asked = lock(&[("a", "1.0.0", false)]);
        assert!(!matches(&asked, &lock(&[("a", "1.0.1", false)])));
        assert!(!matches(&asked, &lock(&[])));
        assert!(!matches(
            &asked,
            &lock(&[("a", "1.0.0", false), ("b", "2.0.0", false)])
        ));
    }
}
