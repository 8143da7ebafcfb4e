//! The console's sizes and their budgets.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::path::Path;

use crate::{process, setup::Setup};

/// The most that a part of the console may weigh, in bytes after brotli.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    /// The part's name.
    pub(crate) part: &'static str,
    /// Which files they are.
    files: Files,
    /// The limit.
    pub(crate) brotli: u64,
}

/// Some of the console's files.
#[derive(Debug, Clone, Copy)]
enum Files {
    /// Those of a first visit whose names end so.
    First(&'static str),
    /// Those that somebody loads later, whose names begin with one of these.
    Later(&'static [&'static str]),
}

/// The parts of a first visit, then all of it, which is less than the sum of their reserves: a part may grow only where
/// another shrinks. Then what is loaded by who asks for it.
pub(crate) const BUDGETS: &[Budget] = &[
    Budget {
        part: "wasm",
        files: Files::First(".wasm"),
        brotli: 193_600,
    },
    Budget {
        part: "javascript",
        files: Files::First(".js"),
        brotli: 8_800,
    },
    Budget {
        part: "style",
        files: Files::First(".css"),
        brotli: 8_900,
    },
    Budget {
        part: "page",
        files: Files::First(".html"),
        brotli: 1_000,
    },
    Budget {
        part: "first visit",
        files: Files::First(""),
        brotli: 220_000,
    },
    Budget {
        part: "sandbox",
        files: Files::Later(SANDBOX),
        brotli: 106_000,
    },
    Budget {
        part: "stage",
        files: Files::Later(STAGE),
        brotli: 143_500,
    },
];

/// How the names of the sandbox's files begin.
const SANDBOX: &[&str] = &["sandbox"];

/// How the names of the stage's files begin.
const STAGE: &[&str] = &["stage", "locales/stage."];

/// Beginnings of the names of files that a first visit does not load: the time zones' places are
/// asked for only where a service has many regions, the sandbox only by who enters it, the stage only by who connects.
const LATER: &[&[&str]] = &[&["time-zones"], SANDBOX, STAGE];

/// One file of the console.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Size {
    /// Its path below dist.
    pub(crate) name: String,
    /// Bytes as built.
    pub(crate) raw: u64,
    /// Bytes after gzip.
    pub(crate) gzip: u64,
    /// Bytes after brotli.
    pub(crate) brotli: u64,
}

impl Budget {
    /// The sum of the part's files.
    pub(crate) fn sum(&self, sizes: &[Size]) -> Size {
        let mut sum = Size {
            name: self.part.to_owned(),
            raw: 0,
            gzip: 0,
            brotli: 0,
        };
        let holds = |size: &&Size| self.holds(&size.name);
        let (locales, others): (Vec<_>, Vec<_>) = sizes
            .iter()
            .filter(holds)
            .partition(|size| is_locale(&size.name));
        // Only the texts of the language in use are loaded: the longest ones count.
        let locale = locales.into_iter().max_by_key(|size| size.brotli);
        for size in others.into_iter().chain(locale) {
            sum.raw += size.raw;
            sum.gzip += size.gzip;
            sum.brotli += size.brotli;
        }
        sum
    }

    fn holds(&self, name: &str) -> bool {
        match self.files {
            Files::First(suffix) => {
                name.ends_with(suffix) && !LATER.iter().any(|part| begins(name, part))
            }
            Files::Later(part) => begins(name, part),
        }
    }
}

fn begins(name: &str, part: &[&str]) -> bool {
    part.iter().any(|prefix| name.starts_with(prefix))
}

fn is_locale(name: &str) -> bool {
    name.starts_with("locales/")
}

/// Measures every file of the built console.
pub(crate) fn measure(setup: &Setup) -> Result<Vec<Size>> {
    let dist = setup.workspace().dist();
    if !dist.join("index.html").is_file() {
        bail!("there is no dist/ to measure; run `cargo xtask test console` first");
    }
    measure_folder(setup, &dist)
}

/// Measures every file below a folder.
pub(crate) fn measure_folder(setup: &Setup, folder: &Path) -> Result<Vec<Size>> {
    let script = setup.workspace().root().join("xtask/compress.mjs");
    let text = process::output(setup.command("node").arg(script).arg(folder))?;
    serde_json::from_str(&text).context("reading the measured sizes")
}

/// Prints every file and every part with its budget.
pub(crate) fn print(sizes: &[Size]) {
    println!(
        "{:<44} {:>10} {:>10} {:>10} {:>10}",
        "file", "raw", "gzip", "brotli", "budget"
    );
    for size in sizes {
        print_row(size, "");
    }
    println!();
    for budget in BUDGETS {
        print_row(&budget.sum(sizes), &budget.brotli.to_string());
    }
}

fn print_row(size: &Size, budget: &str) {
    let Size {
        name,
        raw,
        gzip,
        brotli,
    } = size;
    println!("{name:<44} {raw:>10} {gzip:>10} {brotli:>10} {budget:>10}");
}

/// The budgets that are exceeded, in words.
pub(crate) fn exceeded(sizes: &[Size]) -> Vec<String> {
    BUDGETS
        .iter()
        .map(|budget| (budget, budget.sum(sizes).brotli))
        .filter(|(budget, brotli)| *brotli > budget.brotli)
        .map(|(budget, brotli)| {
            format!(
                "{} weighs {brotli} bytes, its budget is {}",
                budget.part, budget.brotli
            )
        })
        .collect()
}

/// A file's name without the hash of its content, so that a figure keeps its name from build to
/// build: `console-0123456789abcdef_bg.wasm` is `console_bg.wasm`.
pub(crate) fn stable_name(name: &str) -> String {
    const HASH: usize = 16;
    for (place, _) in name.match_indices('-') {
        let rest = &name[place + 1..];
        let is_hash = rest.get(..HASH).is_some_and(|hash| {
            hash.bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        });
        if is_hash && !rest[HASH..].starts_with(|next: char| next.is_ascii_alphanumeric()) {
            return format!("{}{}", &name[..place], &rest[HASH..]);
        }
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, brotli: u64) -> Size {
        Size {
            name: name.into(),
            raw: 3 * brotli,
            gzip: 2 * brotli,
            brotli,
        }
    }

    fn limit(part: &str) -> u64 {
        let found = BUDGETS.iter().find(|budget| budget.part == part);
        found.expect("the part has a budget").brotli
    }

    #[test]
    fn a_part_and_the_whole_each_have_their_limit() {
        let (wasm, whole) = (limit("wasm"), limit("first visit"));
        assert!(exceeded(&[file("a.wasm", wasm)]).is_empty());
        assert_eq!(exceeded(&[file("a.wasm", wasm + 1)]).len(), 1);
        assert_eq!(exceeded(&[file("a.svg", whole + 1)]).len(), 1);
        assert_eq!(exceeded(&[file("a.wasm", whole + 1)]).len(), 2);
        assert!(exceeded(&[file("time-zones.txt", whole + 1)]).is_empty());
        let sandbox = limit("sandbox");
        let entered = |brotli| [file("sandbox.js", 1), file("sandbox-1_bg.wasm", brotli)];
        assert!(exceeded(&entered(sandbox - 1)).is_empty());
        assert_eq!(exceeded(&entered(sandbox)).len(), 1);
        let stage = limit("stage");
        let loaded = |brotli| {
            let locales = ["en", "ru"].map(|tag| file(&format!("locales/stage.{tag}.ftl"), brotli));
            [vec![file("stage-1_bg.wasm", 1)], locales.to_vec()].concat()
        };
        assert!(exceeded(&loaded(stage - 1)).is_empty());
        assert_eq!(exceeded(&loaded(stage)).len(), 1);
        let locales = ["fr", "ru"].map(|tag| file(&format!("locales/{tag}.ftl"), whole));
        assert!(exceeded(&locales).is_empty());
    }

    #[test]
    fn the_hash_leaves_the_name() {
        assert_eq!(
            stable_name("console-0123456789abcdef_bg.wasm"),
            "console_bg.wasm"
        );
        assert_eq!(stable_name("pico.min-0123456789abcdef.css"), "pico.min.css");
        assert_eq!(stable_name("locales/de-at.json"), "locales/de-at.json");
        assert_eq!(stable_name("index.html"), "index.html");
    }
}
