//! `cargo xtask fuzz`: libFuzzer on what reads the texts that strangers send.

use anyhow::{Context, Result, bail};
use clap::Args;
use std::{fs, process::ExitCode};

use crate::{
    process,
    setup::{Setup, Tool},
};

/// Options of `fuzz`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The target to run; without it they are listed
    target: Option<String>,
    /// How long
    #[arg(long, default_value_t = 60)]
    seconds: u32,
}

/// Runs one target, or lists all. What it learned is kept in `target/fuzz/corpus`, what it found in
/// `target/fuzz/artifacts`.
pub(crate) fn run(setup: &mut Setup, options: &Options) -> Result<ExitCode> {
    let targets = targets(setup)?;
    let Some(target) = &options.target else {
        println!("{}", targets.join("\n"));
        return Ok(ExitCode::SUCCESS);
    };
    if !targets.contains(target) {
        bail!(
            "there is no target {target}: the targets are {}",
            targets.join(", ")
        );
    }
    setup.need(&[Tool::CargoFuzz])?;
    let folder = setup.workspace().target().join("fuzz");
    let corpus = folder.join("corpus").join(target);
    let artifacts = folder.join("artifacts").join(target);
    for made in [&corpus, &artifacts] {
        fs::create_dir_all(made).with_context(|| format!("making {}", made.display()))?;
    }
    let mut cargo = setup.cargo();
    cargo
        .args(["fuzz", "run", "--fuzz-dir", "fuzz", "--target-dir"])
        .arg(folder.join("build"))
        .arg(target)
        .arg(&corpus);
    // Texts that are accepted; libFuzzer would take long to make them up.
    let seeds = setup.workspace().root().join("fuzz/seeds").join(target);
    if seeds.is_dir() {
        cargo.arg(seeds);
    }
    cargo
        .arg("--")
        .arg(format!("-max_total_time={}", options.seconds))
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        // A body may be 64 KiB; what breaks a parser is shorter.
        .args(["-max_len=4096", "-print_final_stats=1"])
        // The sanitizer is asked for by flags that the pinned compiler takes from nobody else.
        .env("RUSTC_BOOTSTRAP", "1");
    process::run(&mut cargo)
        .with_context(|| format!("what it found lies in {}", artifacts.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// The files of `fuzz/fuzz_targets`, without their ending.
fn targets(setup: &Setup) -> Result<Vec<String>> {
    let folder = setup.workspace().root().join("fuzz/fuzz_targets");
    let entries = fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let path = entry.context("reading a folder")?.path();
        let name = path.file_stem().unwrap_or_default();
        names.push(name.to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
