//! `THIRD-PARTY-NOTICES`: whose code the package's modules hold, and under which licences.
//!
//! cargo-about would write the same, but takes minutes to install, and knows the workspace's crates instead of those that were
//! compiled into a module, the standard library's among them. Cargo tells those while it compiles.

use anyhow::{Context, Result, bail};
use cargo_metadata::{CrateType, Message};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// Where the crates' code ends in: what was compiled for the machine that builds is not in a module.
const OUTPUT: &str = "wasm32-unknown-unknown";

/// The crates in the modules, by the folders of their source.
#[derive(Debug, Default)]
pub(super) struct Crates(BTreeSet<PathBuf>);

impl Crates {
    /// Reads a line of Cargo's `--message-format=json`.
    pub(super) fn add_line(&mut self, line: &str) {
        let Ok(Message::CompilerArtifact(artifact)) = serde_json::from_str(line) else {
            return;
        };
        let is_library = artifact
            .target
            .crate_types
            .iter()
            .all(|kind| *kind != CrateType::ProcMacro && *kind != CrateType::Bin);
        let is_in_module = artifact
            .filenames
            .iter()
            .any(|file| file.components().any(|part| part.as_str() == OUTPUT));
        if is_library && is_in_module {
            let folder = artifact.manifest_path.parent();
            self.0.extend(folder.map(|it| it.as_std_path().to_owned()));
        }
    }

    /// The text of the file. Crates below `own` are the project's; `apache` is the text of the Apache licence, for crates that
    /// come under it and bring no text.
    pub(super) fn notices(&self, own: &Path, apache: &str) -> Result<String> {
        let mut by_text: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for folder in self.0.iter().filter(|folder| !folder.starts_with(own)) {
            let described = Crate::read(folder)?;
            for text in described.texts(folder, apache)? {
                by_text.entry(text).or_default().insert(described.title());
            }
        }
        if by_text.is_empty() {
            bail!("Cargo named no crate of the modules");
        }
        let mut notices =
            "The WebAssembly modules of this package hold code of these crates.\n".to_owned();
        for (text, crates) in by_text {
            let crates = crates.into_iter().collect::<Vec<_>>().join("\n");
            write!(notices, "\n{}\n{crates}\n\n{text}\n", "-".repeat(80))?;
        }
        Ok(notices)
    }
}

/// What a crate says of itself.
#[derive(Debug)]
struct Crate {
    name: String,
    version: String,
    /// An SPDX expression.
    licence: String,
}

impl Crate {
    fn read(folder: &Path) -> Result<Self> {
        let manifest = folder.join("Cargo.toml");
        let text = fs::read_to_string(&manifest)
            .with_context(|| format!("reading {}", manifest.display()))?;
        let missing = |name: &str| format!("{} has no {name}", manifest.display());
        // Not every part of Rust's own says it.
        let is_rust_s = folder
            .components()
            .any(|part| part.as_os_str() == "rustlib");
        let licence = value(&text, "license");
        let licence = licence.or_else(|| is_rust_s.then(|| "MIT OR Apache-2.0".to_owned()));
        Ok(Self {
            name: value(&text, "name").with_context(|| missing("name"))?,
            version: value(&text, "version").with_context(|| missing("version"))?,
            licence: licence.with_context(|| missing("licence"))?,
        })
    }

    fn title(&self) -> String {
        let Self {
            name,
            version,
            licence,
        } = self;
        format!("{name} {version} ({licence})")
    }

    /// The licences' texts: where there is a choice, MIT's, which is the shortest.
    fn texts(&self, folder: &Path, apache: &str) -> Result<Vec<String>> {
        let mut files = licence_files(folder)?;
        // Where several crates are kept together, the texts lie above them.
        if let (true, Some(above)) = (files.is_empty(), folder.parent()) {
            files = licence_files(above)?;
        }
        let may_choose = |licence: &str| {
            let expression = self.licence.replace('/', " OR ");
            let mut licences = expression.split(" OR ");
            !expression.contains(" AND ") && licences.any(|it| it == licence)
        };
        let is_mit = |file: &PathBuf| name_of(file).contains("MIT");
        if may_choose("MIT") && files.iter().any(is_mit) {
            files.retain(is_mit);
        }
        if files.is_empty() {
            if may_choose("Apache-2.0") {
                return Ok(vec![apache.trim().to_owned()]);
            }
            bail!("{} brings no text of its licence", self.title());
        }
        files
            .iter()
            .map(|file| {
                let text = fs::read_to_string(file);
                let text = text.with_context(|| format!("reading {}", file.display()))?;
                Ok(text.replace("\r\n", "\n").trim().to_owned())
            })
            .collect()
    }
}

/// A value of the manifest's `[package]`. Cargo writes the manifest of a published crate anew, one value a line.
fn value(manifest: &str, name: &str) -> Option<String> {
    let (_, package) = manifest.split_once("[package]")?;
    let own = package.lines().take_while(|line| !line.starts_with('['));
    own.filter_map(|line| line.split_once('='))
        .find(|(key, _)| key.trim() == name)
        .map(|(_, value)| value.trim().trim_matches(['"', '\'']).to_owned())
}

/// The files that hold a licence or what has to go with it.
fn licence_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let file = entry.context("reading a crate's folder")?.path();
        let name = name_of(&file);
        let begins = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"];
        if begins.iter().any(|it| name.starts_with(it)) && file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

fn name_of(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default();
    name.to_string_lossy().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_are_the_package_s() {
        let manifest = "[package]\nname = \"a\"\nlicense = \"MIT\"\n[lib]\nversion = \"2\"\n";
        assert_eq!(value(manifest, "name").as_deref(), Some("a"));
        assert_eq!(value(manifest, "license").as_deref(), Some("MIT"));
        assert_eq!(value(manifest, "version"), None);
    }

    /// This folder has no licence file, and neither has the one above.
    fn described(licence: &str) -> Result<Vec<String>> {
        let described = Crate {
            name: "a".to_owned(),
            version: "1.0.0".to_owned(),
            licence: licence.to_owned(),
        };
        described.texts(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            "Apache\n",
        )
    }

    #[test]
    fn a_crate_without_a_text_has_to_come_under_apache() {
        assert_eq!(described("MIT OR Apache-2.0").unwrap(), ["Apache"]);
        assert_eq!(described("MIT/Apache-2.0").unwrap(), ["Apache"]);
        assert!(described("MIT").is_err());
        assert!(described("Apache-2.0 AND MIT").is_err());
    }

    #[test]
    fn where_there_is_a_choice_it_is_mit_s() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let texts = |licence: &str| {
            let described = Crate {
                name: "a".to_owned(),
                version: "1.0.0".to_owned(),
                licence: licence.to_owned(),
            };
            described.texts(root, "").unwrap().len()
        };
        assert_eq!(texts("MIT OR Apache-2.0"), 1);
        assert_eq!(texts("MIT AND Apache-2.0"), 2);
        assert_eq!(texts("Apache-2.0"), 2);
    }

    #[test]
    fn that_nothing_was_told_is_an_error() {
        let mut crates = Crates::default();
        crates.add_line("no JSON");
        assert!(crates.notices(Path::new("/"), "").is_err());
    }
}
