//! What the status page shows.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use remote_rendering_protocol::device::{HostStatistics, ModelInfo, Transport};
use remote_rendering_renderer::Renderer;
use serde::Serialize;
use tokio::time::Instant;

use crate::HostSize;

/// What the status page shows, as its parts last said.
#[derive(Debug)]
pub(crate) struct Status {
    size: HostSize,
    renderer: Arc<Renderer>,
    started: Instant,
    now: Mutex<Now>,
}

#[derive(Debug, Default)]
struct Now {
    device: Option<DeviceStatus>,
    models: Vec<ModelInfo>,
    frames: Option<FrameStatus>,
}

/// The connected device.
#[derive(Debug)]
pub(crate) struct DeviceStatus {
    pub(crate) peer: IpAddr,
    pub(crate) since: Instant,
    pub(crate) transport: Option<Transport>,
}

/// The frames of the last second in which there were any.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FrameStatus {
    pub(crate) width: u16,
    pub(crate) height: u16,
    /// How long the last picture took to render, in milliseconds.
    pub(crate) render_ms: f32,
    /// How long it took to encode.
    pub(crate) encode_ms: f32,
    #[serde(flatten)]
    pub(crate) statistics: HostStatistics,
}

/// The status at a moment.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Snapshot {
    pub(crate) size: &'static str,
    pub(crate) renderer: String,
    pub(crate) uptime_seconds: u64,
    pub(crate) device: Option<DeviceSnapshot>,
    pub(crate) frames: Option<FrameStatus>,
    pub(crate) models: Vec<ModelSnapshot>,
    /// What models take of the memory that they may take.
    pub(crate) model_bytes: u64,
    /// What the process has in memory, where the system tells.
    pub(crate) resident_bytes: Option<u64>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeviceSnapshot {
    pub(crate) ip: IpAddr,
    pub(crate) connected_seconds: u64,
    pub(crate) transport: Option<Transport>,
}

/// A model without its source: an address may hold a signature.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ModelSnapshot {
    pub(crate) name: String,
    pub(crate) triangles: u64,
}

impl Status {
    pub(crate) fn new(size: HostSize, renderer: Arc<Renderer>) -> Arc<Self> {
        Arc::new(Self {
            size,
            renderer,
            started: Instant::now(),
            now: Mutex::default(),
        })
    }

    /// Shows the device, and what is in the scene.
    pub(crate) fn show(&self, device: Option<DeviceStatus>, models: Vec<ModelInfo>) {
        let mut now = self.now();
        now.device = device;
        now.models = models;
    }

    /// Shows the frames of the last second.
    pub(crate) fn show_frames(&self, frames: FrameStatus) {
        self.now().frames = Some(frames);
    }

    /// The status at this moment.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let now = self.now();
        let device = now.device.as_ref().map(|device| DeviceSnapshot {
            ip: device.peer,
            connected_seconds: device.since.elapsed().as_secs(),
            transport: device.transport.clone(),
        });
        let models = now.models.iter().map(|model| ModelSnapshot {
            name: model.name.clone(),
            triangles: model.triangles,
        });
        Snapshot {
            size: self.size.name(),
            renderer: self.renderer.gpu().name().to_owned(),
            uptime_seconds: self.started.elapsed().as_secs(),
            device,
            frames: now.frames.clone(),
            models: models.collect(),
            model_bytes: self.renderer.gpu().model_bytes(),
            resident_bytes: resident_bytes(),
        }
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        // Nothing in here panics between two writes.
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What Linux says of the process.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
