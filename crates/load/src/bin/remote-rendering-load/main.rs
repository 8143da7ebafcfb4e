//! Measures the service: each subcommand is one measurement, and writes its figures to standard
//! output, one JSON object a line. What it is doing goes to standard error.

mod cores;
mod create;
mod figure;
mod get;
mod lease;
mod live;
mod peer;
mod soak;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use remote_rendering_load::Start;

/// Loads the session service and measures it
#[derive(Debug, Parser)]
#[command(name = "remote-rendering-load", arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Reads of a session per second, against a handler that does nothing
    Get(Options),
    /// Durable creates per second, against inserts into a database of the same tables
    Create(Options),
    /// Memory, start-up and lateness of leases with many live sessions
    Live(Options),
    /// Mixed load with restarts; every answer is compared with what was acknowledged
    Soak(soak::Options),
    /// The handler that does nothing: answers every GET with the text of a file
    #[command(hide = true)]
    Peer {
        /// The file
        body: PathBuf,
    },
}

/// Options of every measurement.
#[derive(Debug, Args)]
struct Options {
    /// The binary `remote-rendering`
    #[arg(long)]
    service: PathBuf,
    /// A folder on the disk to be measured; what is made there is removed again
    #[arg(long)]
    folder: PathBuf,
    /// A tenth of the time and less, to try it out
    #[arg(long)]
    quick: bool,
}

impl Options {
    /// The service on a folder of its own.
    fn start(&self, data: &tempfile::TempDir, startup_time: &'static str) -> Start {
        Start {
            binary: self.service.clone(),
            data: data.path().to_owned(),
            startup_time,
            cores: None,
        }
    }

    fn folder(&self) -> Result<tempfile::TempDir> {
        Ok(tempfile::tempdir_in(&self.folder)?)
    }
}

fn main() -> Result<()> {
    let command = CommandLine::parse().command;
    if matches!(command, Command::Get(_)) {
        // Before the runtime counts the cores.
        cores::keep_to_upper_half();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let figures = runtime.block_on(async {
        match command {
            Command::Get(options) => get::measure(&options).await,
            Command::Create(options) => create::measure(&options).await,
            Command::Live(options) => live::measure(&options).await,
            Command::Soak(options) => soak::run(&options).await,
            Command::Peer { body } => peer::serve(&body).await.map(|()| Vec::new()),
        }
    })?;
    figure::write(&figures)
}
