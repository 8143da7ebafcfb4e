//! The scripted server as a process, for shells that cannot run it within themselves. Its arguments are the two ports (0 takes a
//! free one), its first line of output the two URLs, and it ends when its input does: with whoever started it.

use std::{
    env,
    error::Error,
    io::{self, Write as _},
    net::{Ipv4Addr, SocketAddr},
};

use remote_rendering_conformance::front::start;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut ports = env::args().skip(1).map(|port| port.parse::<u16>());
    let mut next = || {
        let port = ports.next().unwrap_or(Ok(0))?;
        Ok::<_, Box<dyn Error>>(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
    };
    let addresses = start(next()?, next()?)?;
    writeln!(io::stdout(), "{} {}", addresses.here, addresses.elsewhere)?;
    tokio::task::spawn_blocking(|| io::copy(&mut io::stdin(), &mut io::sink())).await??;
    Ok(())
}
