//! The documents' pictures, which the end-to-end run draws anew each time.

use anyhow::{Context, Result, bail};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::{setup::Setup, workspace::Workspace};

/// Where documents have their pictures.
const FOLDER: &str = "pictures/";

/// Copies the pictures that the documents show from where the last end-to-end run has drawn them.
pub(crate) fn run(setup: &Setup) -> Result<ExitCode> {
    let workspace = setup.workspace();
    let shown = workspace.root().join("docs").join(FOLDER);
    for (name, drawn) in drawn(workspace)? {
        fs::copy(&drawn, shown.join(&name)).with_context(|| format!("copying {name}"))?;
        println!("docs/{FOLDER}{name}");
    }
    Ok(ExitCode::SUCCESS)
}

/// The pictures of the documents, each with the file that the end-to-end run has drawn. An error names those that it has not.
pub(crate) fn drawn(workspace: &Workspace) -> Result<Vec<(String, PathBuf)>> {
    let folder = workspace.target().join("pictures");
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for name in in_documents(workspace.root())? {
        let places = [folder.join("docs").join(&name), folder.join(&name)];
        match places.into_iter().find(|file| file.is_file()) {
            Some(file) => found.push((name, file)),
            None => missing.push(name),
        }
    }
    if !missing.is_empty() {
        bail!(
            "the end-to-end tests draw no {}: the documents show them",
            missing.join(", ")
        );
    }
    Ok(found)
}

fn in_documents(root: &Path) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let docs = fs::read_dir(root.join("docs")).context("reading docs/")?;
    let docs = docs.map(|entry| Ok(entry?.path()));
    let documents: Vec<PathBuf> = docs.collect::<Result<_>>()?;
    let is_document = |file: &&PathBuf| file.extension().is_some_and(|it| it == "md");
    let readme = root.join("README.md");
    for file in documents.iter().filter(is_document).chain([&readme]) {
        let text = fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
        names.extend(in_text(&text).map(str::to_owned));
    }
    Ok(names)
}

/// The names of the pictures in a document's text.
fn in_text(text: &str) -> impl Iterator<Item = &str> {
    text.split(FOLDER).skip(1).filter_map(|rest| {
        let end = rest.find(".png")? + ".png".len();
        let name = &rest[..end];
        let is_name = |sign: char| sign.is_ascii_alphanumeric() || "-.".contains(sign);
        name.chars().all(is_name).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_found_as_links_and_in_html() {
        let text =
            "![One](pictures/one.png) in `docs/pictures/` <img src=\"docs/pictures/two-dark.png\">";
        assert_eq!(
            in_text(text).collect::<Vec<_>>(),
            ["one.png", "two-dark.png"]
        );
    }
}
