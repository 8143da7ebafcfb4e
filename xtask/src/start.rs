//! `cargo xtask start`: the console and the service on this machine.

use anyhow::{Context, Result};
use clap::Args;
use std::{
    ffi::OsString,
    net::{SocketAddr, TcpListener},
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Command, ExitCode, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::{
    console, process,
    service::Service,
    setup::{Setup, Tool, doing},
};

/// The port that documents and scripts name.
const PORT: u16 = 8080;

/// Options of `start`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Do not open a browser
    #[arg(long)]
    no_open: bool,
    /// Listen here, and nowhere else [default: 127.0.0.1:8080, or the next free port]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

/// Builds and runs everything until Ctrl-C.
pub(crate) fn run(setup: &mut Setup, options: &Options) -> Result<ExitCode> {
    console::build(setup)?;
    setup.need(&[Tool::Nasm])?;
    let allocator = allocator(setup);
    doing("cargo build --release", "the service");
    let package = [
        "build",
        "--release",
        "--package",
        "remote-rendering-service",
    ];
    process::run(setup.cargo().args(package))?;

    let stopped = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stopped);
    ctrlc::set_handler(move || seen.store(true, Ordering::SeqCst)).context("Ctrl-C")?;

    let listen = options.listen.map_or_else(free_address, Ok)?;
    let workspace = setup.workspace();
    let data = workspace.target().join("dev-data");
    doing(
        "remote-rendering serve",
        &format!("its data lies in {}", workspace.shown(&data)),
    );
    let mut command = Command::new(workspace.service_binary("release"));
    command
        .current_dir(workspace.root())
        .arg("serve")
        .args(["--listen", &listen.to_string()])
        .arg("--data")
        .arg(&data)
        .arg("--console")
        .arg(workspace.dist())
        .args(configuration(workspace.root()))
        .args(allocator)
        // Ctrl-C in the terminal then reaches this program only, which passes it on once.
        .process_group(0);
    let service = Service::start(command)?;

    println!();
    println!("  console              {}", service.url);
    if let Some(file) = &service.account_file {
        println!(
            "  development account  {} (drop it on the sign-in page)",
            file.display()
        );
    }
    println!("  Ctrl-C ends it");
    println!();
    if !options.no_open {
        open(&service.url);
    }
    service.wait(|| stopped.load(Ordering::SeqCst))?;
    Ok(ExitCode::SUCCESS)
}

/// Real servers where they can render, and simulated ones elsewhere. Who names a way gets that one.
fn allocator(setup: &mut Setup) -> Vec<&'static str> {
    if std::env::var_os("REMOTE_RENDERING_ALLOCATOR").is_some() {
        return Vec::new();
    }
    match setup.need(&[Tool::Vulkan]) {
        Ok(()) => vec!["--allocator", "process"],
        Err(error) => {
            println!("  servers are simulated, and nothing can connect to them: {error:#}");
            vec!["--allocator", "simulated"]
        }
    }
}

/// Latencies for every region: a person's own machine is equally near to all of them. Who names a
/// configuration gets that one.
fn configuration(root: &Path) -> Vec<OsString> {
    if std::env::var_os("REMOTE_RENDERING_CONFIG").is_some() {
        return Vec::new();
    }
    vec!["--config".into(), root.join("docs/development.toml").into()]
}

/// The usual port, or the next one that nobody has.
fn free_address() -> Result<SocketAddr> {
    (PORT..PORT + 100)
        .map(|port| SocketAddr::from(([127, 0, 0, 1], port)))
        .find(|address| TcpListener::bind(address).is_ok())
        .with_context(|| format!("no free port from {PORT} on; choose one with --listen"))
}

/// Opens the person's browser where there is one. That it does not is no failure: the address is on
/// the terminal.
fn open(url: &str) {
    let has_screen = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|it| std::env::var_os(it).is_some());
    let program = match std::env::consts::OS {
        "macos" => "open",
        _ if has_screen => "xdg-open",
        _ => return,
    };
    let quiet = Command::new(program)
        .arg(url)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !quiet.is_ok_and(|status| status.success()) {
        println!("  no browser could be opened; the address above is the console's");
    }
}
