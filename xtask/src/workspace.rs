//! Where things are in this checkout.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The checkout that the commands work on.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// The checkout that holds the running xtask.
    pub(crate) fn find() -> Result<Self> {
        // Cargo sets the variable at run time too; the compiled-in value serves a binary that is
        // called directly.
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package
            .parent()
            .context("xtask lies in the workspace")?
            .to_owned();
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    /// The folder of the root Cargo.toml.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's output folder, which also holds what the commands install and write.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Tools installed by the set-up.
    pub(crate) fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// The built console.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// What npm installed.
    pub(crate) fn node_modules(&self) -> PathBuf {
        self.root.join("node_modules")
    }

    /// The service's binary of one profile: `debug`, `release` or `dist`.
    pub(crate) fn service_binary(&self, profile: &str) -> PathBuf {
        self.binary(profile, "remote-rendering")
    }

    /// A binary of one profile.
    pub(crate) fn binary(&self, profile: &str, name: &str) -> PathBuf {
        let suffix = std::env::consts::EXE_SUFFIX;
        self.target.join(profile).join(format!("{name}{suffix}"))
    }

    /// A path as a person types it: relative to the root where it lies below.
    pub(crate) fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root)
            .unwrap_or(path)
            .display()
            .to_string()
    }
}
