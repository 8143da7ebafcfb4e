//! The start of the frame loop.

use std::{sync::Arc, thread};

use remote_rendering_renderer::{Gpu, GpuOptions, Renderer};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::{desk::Desk, studio::Studio};
use crate::{
    HostError, HostOptions,
    session::{Event, Events},
    status::Status,
};

/// The frame loop, which runs until its desk says that it is over.
#[derive(Debug)]
pub(crate) struct FrameLoop {
    /// Prepares models for the loop's scene.
    pub(crate) renderer: Arc<Renderer>,
    /// The graphics device, in its maker's words.
    pub(crate) name: String,
    /// Where it shows what it does.
    pub(crate) status: Arc<Status>,
    /// Cancelled when the loop has ended, by a panic too.
    pub(crate) ended: CancellationToken,
}

impl FrameLoop {
    /// Opens the graphics device, renders and encodes a frame, and goes on in a thread of its own.
    pub(crate) async fn start(
        options: &HostOptions,
        desk: Arc<Desk>,
        events: Events,
    ) -> Result<Self, HostError> {
        let (started, start) = oneshot::channel();
        let ended = CancellationToken::new();
        let ending = ended.clone().drop_guard();
        let (size, memory) = (options.size, options.memory);
        let run = move || {
            // Dropped after everything of the graphics device.
            let _ending = ending;
            let opened = open(memory).and_then(|renderer| {
                let name = renderer.gpu().name().to_owned();
                let status = Status::new(size, Arc::clone(&renderer));
                let (limit, shows) = (size.polygon_limit(), Arc::clone(&status));
                let events = events.clone();
                let mut studio = Studio::new(Arc::clone(&renderer), desk, events, shows, limit);
                studio.prove()?;
                let parts = Self {
                    renderer,
                    name,
                    status,
                    ended,
                };
                Ok((studio, parts))
            });
            match opened {
                Ok((studio, parts)) => {
                    // Nobody waits any more where the service has gone meanwhile; the desk says so as well.
                    let _ = started.send(Ok(parts));
                    if let Err(error) = studio.run() {
                        let _ = events.blocking_send(Event::Failed(error));
                    }
                }
                Err(error) => {
                    let _ = started.send(Err(error));
                }
            }
        };
        let thread = thread::Builder::new().name("frames".to_owned());
        thread.spawn(run).map_err(HostError::System)?;
        start.await.map_err(|_| HostError::Stopped)?
    }
}

fn open(memory: u64) -> Result<Arc<Renderer>, HostError> {
    let options = GpuOptions {
        model_bytes: memory,
        ..GpuOptions::default()
    };
    let gpu = Gpu::open(&options)?;
    Ok(Arc::new(Renderer::new(gpu)?))
}
