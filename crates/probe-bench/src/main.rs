//! Measures the latency probe: each subcommand is a world for it. Figures and answers go to standard output as JSON,
//! one object a line; what it is doing goes to standard error.

use anyhow::Result;
use clap::{Parser, Subcommand};
use remote_rendering_probe_bench::{delay, simulation};

/// The worlds in which the latency probe is measured
#[derive(Debug, Parser)]
#[command(name = "remote-rendering-probe-bench", arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Race simulated regions by our policy, by fixed plans, and as other pages do, all with the same draws
    Simulate(simulation::Options),
    /// Put regions at a distance, until standard input ends: commands come in there
    Delay(delay::Options),
    /// Measure by how much the distances are off, and what the service itself takes
    CheckDelay(delay::CheckOptions),
}

fn main() -> Result<()> {
    let command = CommandLine::parse().command;
    // One thread: what is measured shares the machine, and a hop from thread to thread would add to every delay.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    match command {
        Command::Simulate(options) => simulation::run(&options),
        Command::Delay(options) => runtime.block_on(delay::serve(&options)),
        Command::CheckDelay(options) => runtime.block_on(delay::check(&options)),
    }
}
