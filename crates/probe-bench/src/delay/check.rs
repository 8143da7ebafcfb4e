use std::{
    io::{self, Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Instant,
};

use anyhow::{Context as _, Result, ensure};
use serde::Serialize;
use tokio::{
    io::{copy, split},
    net::TcpListener,
    task::spawn_blocking,
};

use super::{Course, Excess, LAYOUT, Lane, Noise, PreciseTimer};

/// Options of `check-delay`.
#[derive(Debug, clap::Args)]
pub struct CheckOptions {
    /// The port of a service without TLS on this machine
    #[arg(long)]
    service: u16,
    /// Round trips for each distance
    #[arg(long, default_value_t = 20)]
    times: usize,
}

/// The answer of `check-delay`.
#[derive(Debug, Serialize)]
struct Check {
    /// Opening a connection through the proxy.
    handshake: Excess,
    /// One byte to an echo and back: the proxy's own error.
    echo: Excess,
    /// A `HEAD /ping` of the service: the error that is in every truth of the bench.
    ping: Excess,
}

/// The command `check-delay`: a raw client measures ways without noise, since what the proxy itself adds is not the
/// probe's fault.
///
/// # Errors
///
/// The service does not answer, or a port cannot be had.
pub async fn check(options: &CheckOptions) -> Result<()> {
    let echo = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let echo_port = echo.local_addr()?.port();
    tokio::spawn(echo_all(echo));
    let hosts = || (0..LAYOUT.len()).map(|place| (format!("r{place}"), LAYOUT[place]));
    let lane = Lane::open(Course::with_bases(Noise::Exact, [0, 0], hosts())).await?;
    let proxy = lane.addr()?;
    tokio::spawn(lane.serve(PreciseTimer::start()));

    let (service, times) = (options.service, options.times);
    let check = spawn_blocking(move || {
        let mut handshakes = Vec::new();
        let mut all = |port, message: &[u8]| {
            let mut excesses = Vec::new();
            for (host, base_ms) in hosts() {
                let began = Instant::now();
                let mut connection = connect(proxy, &host, port)?;
                handshakes.push(excess(began, base_ms));
                for _ in 0..times {
                    let began = Instant::now();
                    connection.write_all(message)?;
                    ensure!(connection.read(&mut [0; 4096])? > 0, "no answer");
                    excesses.push(excess(began, base_ms));
                }
            }
            Ok(excesses)
        };
        let echo = all(echo_port, b"?").context("asking the echo")?;
        let ping = b"HEAD /ping HTTP/1.1\r\nhost: localhost\r\n\r\n";
        let ping = all(service, ping).context("asking the service")?;
        anyhow::Ok(Check {
            handshake: Excess::of(handshakes),
            echo: Excess::of(echo),
            ping: Excess::of(ping),
        })
    });
    let check = check.await.context("the raw client ended")??;
    writeln!(io::stdout(), "{}", serde_json::to_string(&check)?)?;
    Ok(())
}

fn excess(began: Instant, base_ms: f64) -> f64 {
    began.elapsed().as_secs_f64() * 1000.0 - base_ms
}

async fn echo_all(listener: TcpListener) -> io::Result<()> {
    loop {
        let (connection, _) = listener.accept().await?;
        connection.set_nodelay(true)?;
        tokio::spawn(async move {
            let (mut from, mut to) = split(connection);
            copy(&mut from, &mut to).await
        });
    }
}

/// A connection to a host through the proxy.
fn connect(proxy: SocketAddr, host: &str, port: u16) -> Result<TcpStream> {
    let mut connection = TcpStream::connect(proxy)?;
    connection.set_nodelay(true)?;
    connection.write_all(&[5, 1, 0])?;
    connection.read_exact(&mut [0; 2])?;
    let mut request = vec![5, 1, 0, 3, u8::try_from(host.len())?];
    request.extend_from_slice(host.as_bytes());
    request.extend_from_slice(&port.to_be_bytes());
    connection.write_all(&request)?;
    let mut reply = [0; 10];
    connection.read_exact(&mut reply)?;
    let [_, code, ..] = reply;
    ensure!(code == 0, "the proxy reaches nothing at port {port}");
    Ok(connection)
}
