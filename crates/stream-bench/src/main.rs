//! Lays a way between two network namespaces, and carries the kernel's packets over it until its standard input ends. It
//! prints `ready` when the way is there.

#[cfg(target_os = "linux")]
mod namespaces;

use anyhow::Result;
use clap::Parser;
use remote_rendering_stream_bench::Way;
use std::time::Duration;

/// Two network namespaces, and a way between them.
#[derive(Debug, Parser)]
struct Options {
    /// What the namespaces' names begin with: NAME-host (10.99.0.1) and NAME-device (10.99.0.2)
    #[arg(long)]
    name: String,
    /// How long a packet is on its way, one way
    #[arg(long, default_value = "0ms", value_parser = humantime::parse_duration)]
    delay: Duration,
    /// The share of packets that are lost, each way
    #[arg(long, default_value_t = 0.0)]
    loss: f64,
    /// Bits per second that come through, each way [default: all]
    #[arg(long)]
    rate: Option<u64>,
    /// How long a packet may wait in front of the narrow place
    #[arg(long, default_value = "300ms", value_parser = humantime::parse_duration)]
    queue: Duration,
    /// Let only TCP through
    #[arg(long)]
    tcp_only: bool,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let way = Way {
        delay: options.delay,
        loss: options.loss,
        rate: options.rate,
        queue: options.queue,
        is_tcp_only: options.tcp_only,
    };
    carry(&options.name, way)
}

#[cfg(target_os = "linux")]
fn carry(name: &str, way: Way) -> Result<()> {
    use anyhow::Context as _;
    use std::io::{self, Read as _, Write as _};

    let _namespaces = namespaces::Namespaces::lay(name, way)?;
    let mut out = io::stdout();
    writeln!(out, "ready")
        .and_then(|()| out.flush())
        .context("saying that the way is there")?;
    // Nothing is said to it; it ends.
    io::stdin()
        .read_to_end(&mut Vec::new())
        .context("waiting for the end")?;
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn carry(_: &str, _: Way) -> Result<()> {
    anyhow::bail!("network namespaces are Linux's: this bench runs there")
}
