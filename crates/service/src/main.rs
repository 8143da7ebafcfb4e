//! The binary `remote-rendering`.

use std::{error::Error, io, io::IsTerminal as _, process::ExitCode};

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use remote_rendering_service::{
    ServeOptions,
    commands::{AccountCommand, BackupCommand, CommandError},
    serve,
};
use tracing_subscriber::{
    filter::{LevelFilter, Targets},
    fmt,
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

/// Leases rendering servers by the session: the session service of Azure Remote Rendering,
/// self-hosted
#[derive(Debug, Parser)]
#[command(name = "remote-rendering", version, arg_required_else_help = true)]
#[command(
    after_help = "REMOTE_RENDERING_LOG: off, error, warn, info, debug or trace [default: info]"
)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the service: STS, session API and console on one address
    Serve(ServeOptions),
    /// Makes, lists, changes and deletes accounts, also while the service runs
    Account(AccountCommand),
    /// Copies accounts and sessions to a file, also while the service runs
    Backup(BackupCommand),
}

fn main() -> ExitCode {
    let matches = CommandLine::command().get_matches();
    let command = match CommandLine::from_arg_matches(&matches) {
        Ok(line) => line.command,
        Err(error) => error.exit(),
    };
    log_to_stderr();
    let result = match command {
        Command::Serve(options) => {
            let flags = matches.subcommand_matches("serve");
            run(flags.map_or(options.clone(), |flags| options.with_flags_first(flags)))
        }
        Command::Account(account) => beside(async { account.run(&mut io::stdout()).await }),
        Command::Backup(backup) => beside(async { backup.run(&mut io::stdout()).await }),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_error(&*error);
            ExitCode::FAILURE
        }
    }
}

/// Logs as much of this program as `REMOTE_RENDERING_LOG` says. What it is built on logs warnings
/// at most, whatever is said: a trace of HTTP has every access token in it.
fn log_to_stderr() {
    let level = std::env::var("REMOTE_RENDERING_LOG")
        .ok()
        .and_then(|level| level.parse().ok());
    let targets = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("remote_rendering", level.unwrap_or(LevelFilter::INFO));
    let lines = fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal());
    tracing_subscriber::registry()
        .with(targets)
        .with(lines)
        .init();
}

fn run(options: ServeOptions) -> Result<(), Box<dyn Error>> {
    let settings = options.resolve()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    // The signals are caught before the service says that it listens: who waits for that may stop
    // it at once.
    let stop = runtime.block_on(async { stop_signal() })?;
    Ok(runtime.block_on(serve(settings, stop))?)
}

/// Runs a command that works on the data folder.
fn beside(command: impl Future<Output = Result<(), CommandError>>) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    Ok(runtime.block_on(command)?)
}

/// An error with its causes, one a line.
fn print_error(error: &dyn Error) {
    eprintln!("error: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprintln!("  because: {error}");
        cause = error.source();
    }
}

/// Ready at SIGINT or SIGTERM; catches both from now on.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
    );
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ready at Ctrl-C; catches it from now on.
#[cfg(windows)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
