//! The crates depend on each other one way, proved from `cargo metadata`.

use anyhow::{Context, Result, bail};
use cargo_metadata::{CargoOpt, DependencyKind, Metadata, MetadataCommand, Package, PackageId};
use std::collections::{BTreeSet, HashMap, HashSet};

use crate::setup::Setup;

/// Each crate with the crates of the workspace that it may know. One that is not listed may know
/// none, and nobody may know it.
const ALLOWED: &[(&str, &[&str])] = &[
    ("remote-rendering-protocol", &[]),
    ("remote-rendering-scene", &[]),
    ("remote-rendering-renderer", &["remote-rendering-scene"]),
    ("remote-rendering-stream", &["remote-rendering-protocol"]),
    // A way for packets, whatever is in them.
    ("remote-rendering-stream-bench", &[]),
    (
        "remote-rendering-host",
        &[
            "remote-rendering-protocol",
            "remote-rendering-renderer",
            "remote-rendering-scene",
            "remote-rendering-stream",
        ],
    ),
    ("remote-rendering-viewer", &["remote-rendering-protocol"]),
    ("remote-rendering-client", &["remote-rendering-protocol"]),
    // What the console and the stage have in common.
    ("remote-rendering-page", &["remote-rendering-protocol"]),
    ("remote-rendering-engine", &["remote-rendering-protocol"]),
    (
        "remote-rendering-sandbox",
        &["remote-rendering-engine", "remote-rendering-protocol"],
    ),
    // What the console's page starts by its address alone.
    (
        "remote-rendering-sandbox-module",
        &["remote-rendering-protocol", "remote-rendering-sandbox"],
    ),
    // What the console's page imports by its address alone.
    (
        "remote-rendering-stage",
        &[
            "remote-rendering-page",
            "remote-rendering-protocol",
            "remote-rendering-viewer",
        ],
    ),
    (
        "remote-rendering-native",
        &["remote-rendering-client", "remote-rendering-protocol"],
    ),
    // Test cases: known by the tests of the shells alone.
    ("remote-rendering-conformance", &["remote-rendering-client"]),
    (
        "remote-rendering",
        &[
            "remote-rendering-client",
            "remote-rendering-conformance",
            "remote-rendering-page",
            "remote-rendering-protocol",
        ],
    ),
    // The load knows the service's address only. The service's tests are driven by it.
    ("remote-rendering-load", &["remote-rendering-protocol"]),
    // The simulator races with the client's own policy.
    (
        "remote-rendering-probe-bench",
        &["remote-rendering-client", "remote-rendering-protocol"],
    ),
    (
        "remote-rendering-service",
        &[
            "remote-rendering-client",
            "remote-rendering-conformance",
            "remote-rendering-engine",
            // The program that its allocator starts.
            "remote-rendering-host",
            "remote-rendering-load",
            "remote-rendering-native",
            "remote-rendering-protocol",
            // Its tests ask both the same.
            "remote-rendering-sandbox",
        ],
    ),
    ("xtask", &[]),
];

/// Crates without input, output and clock: they compile for every host, and get those from it.
const PURE: &[&str] = &[
    "remote-rendering-protocol",
    "remote-rendering-client",
    "remote-rendering-engine",
    "remote-rendering-sandbox",
    "remote-rendering-scene",
];

/// What would tie a pure crate to one host, even through others.
const HOSTS: &[&str] = &["axum", "reqwest", "sqlx", "tokio", "web-sys", "yew"];

/// Both rules, for every feature.
pub(super) fn check(setup: &Setup) -> Result<()> {
    let metadata = MetadataCommand::new()
        .current_dir(setup.workspace().root())
        .features(CargoOpt::AllFeatures)
        .exec()
        .context("cargo metadata")?;
    let mut faults = forbidden_edges(&edges(&metadata), ALLOWED);
    for name in PURE {
        faults.extend(hosts_below(&metadata, name)?);
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

/// Who declares whom within the workspace, for building, running or testing.
fn edges(metadata: &Metadata) -> BTreeSet<(String, String)> {
    let members = metadata.workspace_packages();
    let is_member = |name: &str| members.iter().any(|member| member.name == name);
    let declared = |member: &&Package| {
        let from = member.name.to_string();
        let inside = member.dependencies.iter().filter(|it| it.path.is_some());
        inside
            .map(|it| (from.clone(), it.name.clone()))
            .collect::<Vec<_>>()
    };
    members
        .iter()
        .flat_map(declared)
        .filter(|(_, to)| is_member(to))
        .collect()
}

fn forbidden_edges(edges: &BTreeSet<(String, String)>, allowed: &[(&str, &[&str])]) -> Vec<String> {
    let may = |from: &str, to: &str| {
        allowed
            .iter()
            .any(|(name, known)| *name == from && known.contains(&to))
    };
    edges
        .iter()
        // A crate's tests may ask the crate itself for more features.
        .filter(|(from, to)| from != to && !may(from, to))
        .map(|(from, to)| format!("{from} must not depend on {to}"))
        .collect()
}

/// The crates of [`HOSTS`] that a normal build of the named crate takes in, each with the way
/// there.
fn hosts_below(metadata: &Metadata, name: &str) -> Result<Vec<String>> {
    let resolve = metadata
        .resolve
        .as_ref()
        .context("cargo metadata resolved nothing")?;
    let nodes: HashMap<_, _> = resolve.nodes.iter().map(|node| (&node.id, node)).collect();
    let names: HashMap<&PackageId, &str> = metadata
        .packages
        .iter()
        .map(|package| (&package.id, package.name.as_str()))
        .collect();
    let members = metadata.workspace_packages();
    let start = members.iter().find(|member| member.name == name);
    let start = start.with_context(|| format!("the workspace has no crate {name}"))?;

    let mut faults = Vec::new();
    let mut seen: HashSet<&PackageId> = HashSet::from([&start.id]);
    let mut open = vec![(&start.id, name.to_owned())];
    while let Some((id, way)) = open.pop() {
        for dependency in nodes
            .get(id)
            .map(|node| node.deps.as_slice())
            .unwrap_or_default()
        {
            let is_normal =
                |kind: &cargo_metadata::DepKindInfo| kind.kind == DependencyKind::Normal;
            if !dependency.dep_kinds.iter().any(is_normal) || !seen.insert(&dependency.pkg) {
                continue;
            }
            let below = names.get(&dependency.pkg).copied().unwrap_or_default();
            let way = format!("{way} -> {below}");
            if HOSTS.contains(&below) {
                faults.push(format!("{name} must do without {below}: {way}"));
            } else {
                open.push((&dependency.pkg, way));
            }
        }
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_outside_the_table_is_a_fault() {
        let allowed: &[(&str, &[&str])] = &[("a", &[]), ("b", &["a"])];
        let edge = |from: &str, to: &str| BTreeSet::from([(from.to_owned(), to.to_owned())]);
        assert!(forbidden_edges(&edge("b", "a"), allowed).is_empty());
        assert_eq!(
            forbidden_edges(&edge("a", "b"), allowed),
            ["a must not depend on b"]
        );
        assert_eq!(forbidden_edges(&edge("new", "a"), allowed).len(), 1);
    }

    #[test]
    fn the_table_itself_has_no_circle() {
        // Each crate knows only crates that stand above it in the table.
        for (place, (_, known)) in ALLOWED.iter().enumerate() {
            let above: Vec<&str> = ALLOWED[..place].iter().map(|(name, _)| *name).collect();
            assert!(known.iter().all(|name| above.contains(name)), "{known:?}");
        }
    }
}
