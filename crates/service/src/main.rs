//! The binary `remote-rendering`.

use std::{
    env::VarError,
    error::Error,
    io,
    io::{IsTerminal as _, Write as _},
    process::ExitCode,
};

use clap::{
    ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand,
    error::{ContextKind, ContextValue},
};
use remote_rendering_service::{
    LogFormat, ServeOptions, SigningKeyCommand, SystemClock, SystemRandomness,
    commands::{
        AccountCommand, BackupCommand, CommandError, CompletionsCommand, ManualCommand,
        RegionsCommand, RegionsError, SessionCommand, SessionError, SessionOutcome, Signal,
        Signals, Terminal, TokenCommand, World,
    },
    serve,
};
use tracing_subscriber::{
    Layer as _,
    filter::{LevelFilter, Targets},
    fmt,
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
    Serve(Box<Serve>),
    /// Makes, lists, changes and deletes accounts, also while the service runs
    Account(AccountCommand),
    /// Copies accounts and sessions to a file, also while the service runs
    Backup(BackupCommand),
    /// Lists the regions, and measures which is nearest
    Regions(RegionsCommand),
    /// Creates, watches, extends, lists and stops sessions of a service
    Session(SessionCommand),
    /// Exchanges an account's key for an access token, and prints that
    Token(Box<TokenCommand>),
    /// Prints what makes a shell complete this program's command lines
    Completions(CompletionsCommand),
    /// Prints this program's manual page
    Man(ManualCommand),
    /// Serves one session: `serve --allocator process` starts it, and nobody by hand
    #[cfg(feature = "host")]
    Host(Box<remote_rendering_host::HostOptions>),
    /// The keys that access tokens are signed with
    #[command(subcommand)]
    SigningKey(SigningKeyCommand),
}

#[derive(Debug, clap::Args)]
struct Serve {
    /// Print the options as they come out of flags, environment and file, and do not serve
    #[arg(long)]
    check_config: bool,
    #[command(flatten)]
    options: ServeOptions,
}

fn main() -> ExitCode {
    let matches = CommandLine::command()
        .try_get_matches()
        .unwrap_or_else(|error| exit_naming_variable(&error));
    let command = match CommandLine::from_arg_matches(&matches) {
        Ok(line) => line.command,
        Err(error) => error.exit(),
    };
    let result = match command {
        Command::Serve(command) => run(*command, matches.subcommand_matches("serve")),
        Command::Account(account) => beside(async { account.run(&mut io::stdout()).await }),
        Command::Backup(backup) => beside(async { backup.run(&mut io::stdout()).await }),
        Command::Regions(command) => return measure(command),
        Command::Session(command) => return call(async |world| command.run(world).await),
        Command::Token(command) => return call(async |world| command.run(world).await),
        Command::Completions(command) => printed(|out| command.run(CommandLine::command(), out)),
        Command::Man(command) => printed(|out| command.run(CommandLine::command(), out)),
        #[cfg(feature = "host")]
        Command::Host(options) => return host(*options),
        Command::SigningKey(command) => command
            .run(&SystemClock, &SystemRandomness)
            .and_then(|text| print(&text)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_error(&*error);
            ExitCode::FAILURE
        }
    }
}

/// Ends as clap does, and says which environment variable has the value that is wrong: clap names
/// the flag of the same meaning only, which nobody typed.
fn exit_naming_variable(error: &clap::Error) -> ! {
    let argument = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(argument)) => argument.as_str(),
        _ => "",
    };
    let flag = argument.split([' ', '=', '[']).next().unwrap_or_default();
    let is_typed = std::env::args().any(|typed| typed.split('=').next() == Some(flag));
    if let Some(name) = flag.strip_prefix("--").filter(|_| !is_typed) {
        let variable = format!("REMOTE_RENDERING_{}", name.to_uppercase().replace('-', "_"));
        if std::env::var_os(&variable).is_some() {
            eprintln!("error: the environment variable {variable} is not valid");
            let _ = error.print();
            std::process::exit(1);
        }
    }
    error.exit()
}

/// The variable that says how much is logged.
const LOG: &str = "REMOTE_RENDERING_LOG";

/// The level that [`LOG`] says.
fn log_level() -> Result<LevelFilter, Box<dyn Error>> {
    match std::env::var(LOG) {
        Err(VarError::NotPresent) => Ok(LevelFilter::INFO),
        Ok(level) if level.is_empty() => Ok(LevelFilter::INFO),
        Ok(level) => level.parse().map_err(|_| {
            format!("{LOG} is {level:?}: use off, error, warn, info, debug or trace").into()
        }),
        Err(error @ VarError::NotUnicode(_)) => Err(format!("{LOG}: {error}").into()),
    }
}

/// What is logged: as much of this program as `level` says. What it is built on logs warnings at most,
/// whatever is said: a trace of HTTP has every access token in it.
fn targets(level: LevelFilter) -> Targets {
    Targets::new()
        .with_default(LevelFilter::WARN.min(level))
        .with_target("remote_rendering", level)
}

fn log_to_stderr(level: LevelFilter, format: LogFormat) {
    let lines = fmt::layer().with_writer(io::stderr);
    let lines = match format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .boxed(),
    };
    tracing_subscriber::registry()
        .with(targets(level))
        .with(lines)
        .init();
    log_panics();
}

/// Logs as the service that started this process reads it: each line begins with its level, and the service adds the rest.
#[cfg(feature = "host")]
fn log_to_service(level: LevelFilter) {
    let lines = fmt::layer().with_writer(io::stderr).with_ansi(false);
    let lines = lines.with_target(false).without_time();
    tracing_subscriber::registry()
        .with(targets(level))
        .with(lines)
        .init();
    log_panics();
}

/// A panic's message is one line like every other.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(tracing::field::display);
        let message = panic.payload_as_str().unwrap_or("of an unknown kind");
        tracing::error!(place, message, "a panic");
    }));
}

fn print(text: &str) -> Result<(), Box<dyn Error>> {
    Ok(io::stdout().write_all(text.as_bytes())?)
}

fn run(command: Serve, matches: Option<&ArgMatches>) -> Result<(), Box<dyn Error>> {
    let level = log_level()?;
    let options = match matches {
        Some(matches) => command.options.with_flags_first(matches),
        None => command.options,
    };
    if let Some(matches) = matches.filter(|_| command.check_config) {
        return print(&options.effective(matches)?);
    }
    let settings = options.resolve()?;
    log_to_stderr(level, settings.log_format);
    let runtime = many_threads()?;
    // The signals are caught before the service says that it listens: who waits for that may stop
    // it at once.
    let stop = runtime.block_on(async { stop_signal() })?;
    Ok(runtime.block_on(serve(settings, stop))?)
}

/// Serves one session. What it is told, and what it says, goes through its standard input and output.
#[cfg(feature = "host")]
fn host(options: remote_rendering_host::HostOptions) -> ExitCode {
    let hosting = async {
        // Its input says when to end. A signal that all processes of a service get is for the service.
        let _signals = signals()?;
        let (input, output) = (tokio::io::stdin(), tokio::io::stdout());
        remote_rendering_host::run(options, input, output).await?;
        Ok(())
    };
    let hosted = log_level().and_then(|level| {
        log_to_service(level);
        let runtime = many_threads()?;
        let hosted = runtime.block_on(hosting);
        // A thread of the system's may still wait for input.
        runtime.shutdown_background();
        hosted
    });
    match hosted {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(error = &*error, "the host has failed");
            ExitCode::FAILURE
        }
    }
}

/// Runs a command that only prints.
fn printed(
    command: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> Result<(), Box<dyn Error>> {
    command(&mut io::stdout())
        .map_err(|error| format!("the answer cannot be written: {error}").into())
}

/// Runs a command that works on the data folder.
fn beside(command: impl Future<Output = Result<(), CommandError>>) -> Result<(), Box<dyn Error>> {
    Ok(one_thread()?.block_on(command)?)
}

/// Runs a command that measures, and that a signal ends.
fn measure(command: RegionsCommand) -> ExitCode {
    let command = async {
        let stop = stop_signal()?;
        command.run(&mut io::stdout(), stop).await
    };
    telling(command, RegionsError::exit_code)
}

/// Runs a command that calls a service, and that signals end in an orderly way.
fn call(
    command: impl AsyncFnOnce(World<'_, Terminal>) -> Result<SessionOutcome, SessionError>,
) -> ExitCode {
    let command = async {
        let world = World {
            out: &mut io::stdout(),
            environment: &|name| Some(std::env::var_os(name)?.to_string_lossy().into_owned()),
            signals: signals().map_err(SessionError::Terminal)?,
            person: Terminal,
        };
        command(world).await
    };
    telling(command, SessionError::exit_code)
}

/// Runs a command that tells by its exit status what it came to; `status` is that of an error.
fn telling<T: Into<ExitCode>, E: Error + 'static>(
    command: impl Future<Output = Result<T, E>>,
    status: fn(&E) -> ExitCode,
) -> ExitCode {
    let runtime = match one_thread() {
        Ok(runtime) => runtime,
        Err(error) => {
            print_error(&error);
            return ExitCode::FAILURE;
        }
    };
    let result = runtime.block_on(command);
    // A look-up of a name can hang in a thread of the system's for long after the verdict, and whoever was asked may not
    // have answered.
    runtime.shutdown_background();
    match result {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            print_error(&error);
            status(&error)
        }
    }
}

fn many_threads() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
}

fn one_thread() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
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

/// Ready at the first signal; catches all from now on.
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut signals = signals()?;
    Ok(async move {
        signals.recv().await;
    })
}

/// SIGINT and SIGTERM, caught from now on.
#[cfg(unix)]
fn signals() -> io::Result<Signals> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
    );
    let (sender, signals) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            let signal = tokio::select! {
                Some(()) = interrupt.recv() => Signal::Interrupt,
                Some(()) = terminate.recv() => Signal::Terminate,
                else => return,
            };
            if sender.send(signal).is_err() {
                return;
            }
        }
    });
    Ok(signals)
}

/// Ctrl-C, caught from now on.
#[cfg(windows)]
fn signals() -> io::Result<Signals> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    let (sender, signals) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while interrupt.recv().await.is_some() && sender.send(Signal::Interrupt).is_ok() {}
    });
    Ok(signals)
}
