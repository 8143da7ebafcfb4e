//! The workspace's own commands, run as `cargo xtask NAME`: what a person types to start, test and
//! measure the project. Each command does the set-up that it needs, says so, and skips what is
//! there.

#![allow(
    clippy::print_stdout,
    reason = "a command-line tool talks to its person"
)]

mod bench;
mod console;
mod finish;
mod fuzz;
mod package;
mod pictures;
mod process;
mod service;
mod setup;
mod sizes;
mod start;
mod test;
mod versions;
mod workspace;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

use crate::{setup::Setup, workspace::Workspace};

/// The workspace's own commands.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the console and the service, and run them on this machine
    Start(start::Options),
    /// Run the tests and checks: all, or those named
    Test(test::Options),
    /// Build the npm package: target/npm/remote-rendering-VERSION.tgz
    Package,
    /// Build the npm package and its documentation: target/npm/docs/index.html
    Docs,
    /// Measure: print a table and write target/bench/NAME.json
    Bench(bench::Options),
    /// Copy the documents' pictures from where the last end-to-end tests have drawn them
    Pictures,
    /// Send made-up texts to one of the parsers
    Fuzz(fuzz::Options),
    /// Trunk's last step: make the built page fit for a strict Content-Security-Policy
    #[command(hide = true)]
    FinishConsole,
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    let mut setup = Setup::new(Workspace::find()?);
    match command {
        Command::Start(options) => start::run(&mut setup, &options),
        Command::Test(options) => test::run(&mut setup, &options),
        Command::Package => package::run(&mut setup),
        Command::Docs => package::run_docs(&mut setup),
        Command::Bench(options) => bench::run(&mut setup, &options),
        Command::Pictures => pictures::run(&setup),
        Command::Fuzz(options) => fuzz::run(&mut setup, &options),
        Command::FinishConsole => finish::run(setup.workspace()),
    }
}
