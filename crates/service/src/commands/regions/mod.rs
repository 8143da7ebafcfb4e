//! `remote-rendering regions`: which regions there are, and which is nearest.

mod catalogue;
mod error;
mod json;
mod list;
mod position;
mod probe;
mod progress;
mod words;

use std::{io::Write, process::ExitCode};

use clap::{Args, Subcommand, ValueEnum};

pub use error::RegionsError;

/// `remote-rendering regions`.
#[derive(Clone, Debug, Args)]
pub struct RegionsCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Debug, Subcommand)]
enum Action {
    /// Measures the round trip to each region, and says which is nearest
    ///
    /// Every region is probed at once; then only those that could still be the nearest are probed again, until choosing
    /// one is sure. That takes a fraction of a second. Ctrl-C ends it with what is known by then.
    Probe(Box<probe::Probe>),
    /// Lists the regions, nothing measured
    List(Box<list::List>),
}

/// What a command came to; each is an exit status of its own, so that a script need not read what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done: a region is nearest, or several are equally near.
    Done,
    /// No region has answered.
    NoAnswer,
    /// A region leads, but that was not sure yet when the time was up.
    Unsure,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::NoAnswer => Self::from(1),
            Outcome::Unsure => Self::from(3),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For people
    #[default]
    Table,
    /// For programs: docs/regions.md lists the members
    Json,
}

impl RegionsCommand {
    /// Carries the command out, and prints what came of it. When `stop` is ready, a measurement ends with what is known.
    pub async fn run(
        self,
        out: &mut (dyn Write + Send),
        stop: impl Future<Output = ()>,
    ) -> Result<Outcome, RegionsError> {
        match self.action {
            Action::Probe(probe) => probe.run(out, stop).await,
            Action::List(list) => list.run(out).await,
        }
    }
}

fn print_json(
    out: &mut (dyn Write + Send),
    value: &impl serde::Serialize,
) -> Result<(), RegionsError> {
    let text = serde_json::to_string_pretty(value).map_err(std::io::Error::from)?;
    Ok(writeln!(out, "{text}")?)
}
