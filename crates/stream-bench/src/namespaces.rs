//! Two network namespaces with a TUN device in each: what the kernel sends out of one is carried into the other.

use anyhow::{Context, Result, bail};
use rand::{SeedableRng as _, rngs::StdRng};
use remote_rendering_stream_bench::{Direction, Way};
use std::{
    process::Command,
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};
use tun_rs::{DeviceBuilder, SyncDevice};

/// The largest packet of the devices, in bytes.
const MTU: u16 = 1400;

/// How many packets may be on their way in one direction: beyond any queue that is asked for.
const ON_THE_WAY: usize = 65_536;

/// Which packets are lost is the same in each run.
const SEED: u64 = 7;

/// The namespaces; they are taken away when this is dropped.
#[derive(Debug)]
pub(crate) struct Namespaces {
    names: Vec<String>,
}

impl Namespaces {
    /// Makes both, and begins to carry packets.
    pub(crate) fn lay(name: &str, way: Way) -> Result<Self> {
        let mut namespaces = Self { names: Vec::new() };
        let host = namespaces.end(name, "host", "10.99.0.1/30")?;
        let device = namespaces.end(name, "device", "10.99.0.2/30")?;
        let beginning = Instant::now();
        for (index, (from, to)) in [(&host, &device), (&device, &host)].into_iter().enumerate() {
            let seed = SEED + u64::try_from(index).unwrap_or_default();
            carry(Arc::clone(from), Arc::clone(to), way, beginning, seed);
        }
        Ok(namespaces)
    }

    /// One namespace with its device.
    fn end(&mut self, name: &str, part: &str, address: &str) -> Result<Arc<SyncDevice>> {
        let namespace = format!("{name}-{part}");
        let device = format!("rr-{part}");
        ip(&["netns", "add", &namespace])
            .context("a network namespace cannot be made: this takes root's rights")?;
        self.names.push(namespace.clone());
        // It is made outside, where this process is, and moved: its file stays open here.
        let tun = DeviceBuilder::new().name(&device).mtu(MTU).build_sync();
        let tun = tun.context("a TUN device cannot be made: is /dev/net/tun there?")?;
        ip(&["link", "set", &device, "netns", &namespace])?;
        for words in [
            &["addr", "add", address, "dev", &device][..],
            &["link", "set", &device, "mtu", "1400", "up"],
            &["link", "set", "lo", "up"],
        ] {
            ip(&[&["-n", &namespace], words].concat())?;
        }
        Ok(Arc::new(tun))
    }
}

impl Drop for Namespaces {
    fn drop(&mut self) {
        for name in &self.names {
            // What cannot be taken away is left: there is nobody to tell.
            let _ = ip(&["netns", "del", name]);
        }
    }
}

/// Carries what one device sends to the other, for as long as the process lives.
fn carry(from: Arc<SyncDevice>, to: Arc<SyncDevice>, way: Way, beginning: Instant, seed: u64) {
    let (sender, arrivals) = mpsc::sync_channel::<(Duration, Vec<u8>)>(ON_THE_WAY);
    thread::spawn(move || {
        let mut direction = Direction::new(way);
        let mut randomness = StdRng::seed_from_u64(seed);
        let mut packet = vec![0; usize::from(MTU) + 64];
        while let Ok(length) = from.recv(&mut packet) {
            let Some(packet) = packet.get(..length) else {
                continue;
            };
            let Some(arrives) = direction.pass(packet, beginning.elapsed(), &mut randomness) else {
                continue;
            };
            if sender.send((arrives, packet.to_vec())).is_err() {
                return;
            }
        }
    });
    thread::spawn(move || {
        for (arrives, packet) in arrivals {
            thread::sleep(arrives.saturating_sub(beginning.elapsed()));
            // The kernel takes no packets while its end goes down: they are lost, as everything then.
            let _ = to.send(&packet);
        }
    });
}

/// The tool of iproute2.
fn ip(words: &[&str]) -> Result<()> {
    let output = Command::new("ip").args(words).output();
    let output = output.context("starting `ip`: install iproute2")?;
    if !output.status.success() {
        bail!(
            "ip {}: {}",
            words.join(" "),
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(())
}
