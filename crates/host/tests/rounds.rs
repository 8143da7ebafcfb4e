//! Many devices, one after the other: nothing is left of those that have gone. A process of its own, whose memory is
//! nobody else's.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests"
)]

#[allow(dead_code, reason = "the other tests use more of it")]
#[path = "host/device.rs"]
mod device;
#[allow(dead_code, reason = "the other tests use more of it")]
#[path = "host/world.rs"]
mod world;

use remote_rendering_host::ModelFolder;
use remote_rendering_protocol::device::{EndReason, FromDevice, FromHost};
use remote_rendering_scene::samples;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::world::{Host, options};

/// After so many rounds everything is there that is kept for good: pipelines, pools of threads and of memory.
const WARM: usize = 10;

const ROUNDS: usize = 50;

/// What the allocator and the driver may keep more or less over all rounds, in bytes.
const NOISE: u64 = 16 << 20;

/// What a process has.
#[derive(Clone, Copy, Debug)]
struct Has {
    resident: u64,
    files: usize,
    threads: usize,
}

/// The host's own status.
async fn status(host: &Host) -> Value {
    let mut stream = TcpStream::connect(("127.0.0.1", host.inspector))
        .await
        .unwrap();
    let request = b"GET /status HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap()
}

async fn has(host: &Host) -> Has {
    let count = |folder: &str| std::fs::read_dir(folder).unwrap().count();
    Has {
        resident: status(host).await["residentBytes"].as_u64().unwrap(),
        files: count("/proc/self/fd"),
        threads: count("/proc/self/task"),
    }
}

async fn round(host: &mut Host) {
    let mut device = host.device().await;
    assert!(device.welcome.models.is_empty());
    device.load(1, "file:own/alpha.glb").await;
    device.stream().await;
    device
        .said(|said| matches!(said, FromHost::Loaded { .. }).then_some(()))
        .await;
    device.frame().await;
    device.say(&FromDevice::Leave {}).await;
    device.closed().await;
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_fifty_devices() {
    // Making a sample takes longer than the rest of a round.
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("alpha.glb"), samples::alpha()).unwrap();
    let mut options = options();
    options.models = vec![ModelFolder {
        name: "own".to_owned(),
        path: folder.path().to_owned(),
    }];
    let mut host = Host::with(options).await;
    for _ in 0..WARM {
        round(&mut host).await;
    }
    let warm = has(&host).await;
    for _ in WARM..ROUNDS {
        round(&mut host).await;
    }
    let last = has(&host).await;
    println!("{warm:?}\n{last:?}");
    assert!(last.resident < warm.resident + NOISE, "{warm:?} {last:?}");
    assert!(last.files <= warm.files + 2, "{warm:?} {last:?}");
    assert!(last.threads <= warm.threads + 2, "{warm:?} {last:?}");
    // The frame loop takes the last model out when it comes to it; the status says what the device really has.
    let device = host.device().await;
    drop(device);
    while status(&host).await["modelBytes"] != 0 {
        tokio::task::yield_now().await;
    }
    host.end(EndReason::Stopped).await.unwrap();
}
