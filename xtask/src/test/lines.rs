//! The length of source files.

use anyhow::{Context, Result, bail};
use std::{fs, path::Path};

use crate::setup::Setup;

/// The longest file that a person still reads in one go.
const MOST: usize = 500;

/// The languages that people write here.
const KINDS: &[&str] = &["rs", "css", "mjs", "py", "ts"];

/// What is built or installed, not written; hidden folders too.
const SKIPPED: &[&str] = &["target", "dist", "node_modules", "pkg"];

/// Prints the distribution, and fails on a file over the limit.
pub(super) fn check(setup: &Setup) -> Result<()> {
    let root = setup.workspace().root();
    let mut files = Vec::new();
    collect(root, &mut files)?;
    files.sort();
    let lengths: Vec<usize> = files.iter().map(|(lines, _)| *lines).collect();
    let (Some(longest), Some(median), Some(p90)) = (
        lengths.last(),
        percentile(&lengths, 50),
        percentile(&lengths, 90),
    ) else {
        bail!("no source files found");
    };
    let total: usize = lengths.iter().sum();
    println!(
        "{} files, {total} lines; median {median}, p90 {p90}, longest {longest}",
        lengths.len()
    );
    let too_long = too_long(&files);
    if !too_long.is_empty() {
        bail!("{}", too_long.join("\n"));
    }
    Ok(())
}

/// How many lines the longest file of the console and its client's browser side has.
pub(crate) fn longest_source(setup: &Setup) -> Result<u64> {
    let mut files = Vec::new();
    collect(&setup.workspace().root().join("src"), &mut files)?;
    let longest = files.iter().map(|(lines, _)| *lines).max();
    let longest = longest.context("src has source files")?;
    u64::try_from(longest).context("counting lines")
}

/// The files over the limit, in words.
fn too_long(files: &[(usize, String)]) -> Vec<String> {
    files
        .iter()
        .filter(|(lines, _)| *lines > MOST)
        .map(|(lines, file)| format!("{file} has {lines} lines, at most {MOST} are allowed"))
        .collect()
}

/// Adds the length and the path of every source file below the folder.
fn collect(folder: &Path, files: &mut Vec<(usize, String)>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let path = entry.context("reading a folder")?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            if !name.starts_with('.') && !SKIPPED.contains(&name.as_str()) {
                collect(&path, files)?;
            }
        } else if path
            .extension()
            .is_some_and(|kind| KINDS.iter().any(|it| kind == *it))
        {
            let text =
                fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            files.push((text.lines().count(), path.display().to_string()));
        }
    }
    Ok(())
}

fn percentile(sorted: &[usize], percent: usize) -> Option<usize> {
    let place = (sorted.len() * percent).div_ceil(100).checked_sub(1)?;
    sorted.get(place).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_have_as_many_lines_as_the_limit_and_no_more() {
        let file = |lines: usize| (lines, format!("src/{lines}.rs"));
        let found = too_long(&[file(1), file(MOST), file(MOST + 1)]);
        assert_eq!(found, ["src/501.rs has 501 lines, at most 500 are allowed"]);
    }

    #[test]
    fn percentiles_are_members() {
        let lengths: Vec<usize> = (1..=10).collect();
        assert_eq!(percentile(&lengths, 50), Some(5));
        assert_eq!(percentile(&lengths, 90), Some(9));
        assert_eq!(percentile(&[7], 90), Some(7));
        assert_eq!(percentile(&[], 90), None);
    }
}
