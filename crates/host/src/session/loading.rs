//! Loads: from a source to what the renderer draws.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use remote_rendering_protocol::device::{
    FailedCode, Failure, FromHost, LOADS_AT_ONCE, ModelSource, Stage,
};
use remote_rendering_renderer::{Prepared, RenderError, Renderer};
use remote_rendering_scene::{Bounds, Limits, Model};
use tokio::{sync::Semaphore, time::Instant};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{Event, Events};
use crate::{
    HostError,
    sources::{Fetched, Slot, Sources, Upload, failure, in_background},
};

/// The least time between two words on how far a load is.
const BETWEEN: Duration = Duration::from_millis(100);

/// The number of a load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LoadId(u64);

/// What loads need.
#[derive(Debug)]
pub(crate) struct Loader {
    pub(crate) sources: Sources,
    pub(crate) renderer: Arc<Renderer>,
    /// The most memory that models may take, in bytes.
    pub(crate) ceiling: u64,
    pub(crate) limits: Limits,
    pub(crate) events: Events,
    /// One model is read at a time, so that the ceiling of memory holds.
    pub(crate) reading: Arc<Semaphore>,
}

/// A model that is ready to be drawn.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(super) name: String,
    pub(super) prepared: Prepared,
    pub(super) triangles: u64,
    pub(super) bounds: Option<Bounds>,
    pub(super) notes: Vec<String>,
}

/// The loads that have not ended.
#[derive(Debug)]
pub(super) struct Loads {
    pub(super) loader: Arc<Loader>,
    running: Vec<Running>,
    last: u64,
    slots: Arc<Semaphore>,
    /// Those of the host itself, one after the other.
    preloads: Arc<Semaphore>,
}

#[derive(Debug)]
struct Running {
    id: LoadId,
    ended: Ended,
    /// Gives the load up when it is dropped.
    _guard: DropGuard,
}

/// A load that has ended.
#[derive(Debug)]
pub(super) struct Ended {
    /// The device's number; none where the host loads by itself.
    pub(super) request: Option<u32>,
    pub(super) source: ModelSource,
}

impl Loads {
    pub(super) fn new(loader: Loader) -> Self {
        Self {
            loader: Arc::new(loader),
            running: Vec::new(),
            last: 0,
            slots: Arc::new(Semaphore::new(LOADS_AT_ONCE)),
            preloads: Arc::new(Semaphore::new(1)),
        }
    }

    /// Whether the device has a load of this number.
    pub(super) fn has(&self, request: u32) -> bool {
        self.running
            .iter()
            .any(|load| load.ended.request == Some(request))
    }

    /// The numbers of the device's loads.
    pub(super) fn requests(&self) -> Vec<u32> {
        let requests = self.running.iter();
        requests.filter_map(|load| load.ended.request).collect()
    }

    pub(super) fn is_running(&self, id: LoadId) -> bool {
        self.running.iter().any(|load| load.id == id)
    }

    /// Starts a load of the device's.
    pub(super) fn start(
        &mut self,
        request: u32,
        source: ModelSource,
        upload: Option<Upload>,
    ) -> Result<(), Failure> {
        // A load that was given up keeps its slot until what cannot be interrupted of it is over.
        let slot = Arc::clone(&self.slots).try_acquire_owned().map_err(|_| {
            let message =
                format!("{LOADS_AT_ONCE} models are being loaded: wait until one is there.");
            failure(FailedCode::Busy, message)
        })?;
        let (load, cancel) = self.note(Some(request), source, upload);
        tokio::spawn(load.run(Slot::new(slot), cancel));
        Ok(())
    }

    /// Starts loads of the host's own, one after the other.
    pub(super) fn preload(&mut self, sources: Vec<ModelSource>) {
        let preloads = Arc::clone(&self.preloads);
        let loads: Vec<_> = sources
            .into_iter()
            .map(|source| self.note(None, source, None))
            .collect();
        tokio::spawn(async move {
            for (load, cancel) in loads {
                // The semaphore is never closed.
                if let Ok(slot) = Arc::clone(&preloads).acquire_owned().await {
                    load.run(Slot::new(slot), cancel).await;
                }
            }
        });
    }

    fn note(
        &mut self,
        request: Option<u32>,
        source: ModelSource,
        upload: Option<Upload>,
    ) -> (Load, CancellationToken) {
        self.last += 1;
        let (id, cancel) = (LoadId(self.last), CancellationToken::new());
        self.running.push(Running {
            id,
            ended: Ended {
                request,
                source: source.clone(),
            },
            _guard: cancel.clone().drop_guard(),
        });
        let load = Load {
            loader: Arc::clone(&self.loader),
            progress: Progress {
                id,
                request,
                events: self.loader.events.clone(),
                last: Mutex::new(None),
            },
            source,
            upload,
        };
        (load, cancel)
    }

    /// Gives the device's load of this number up. Whether there was one.
    pub(super) fn cancel(&mut self, request: u32) -> bool {
        let before = self.running.len();
        self.running
            .retain(|load| load.ended.request != Some(request));
        self.running.len() < before
    }

    /// Gives every load of the device's up.
    pub(super) fn cancel_all(&mut self) {
        self.running.retain(|load| load.ended.request.is_none());
    }

    /// A load has ended; none if it had been given up.
    pub(super) fn end(&mut self, id: LoadId) -> Option<Ended> {
        let position = self.running.iter().position(|load| load.id == id)?;
        Some(self.running.swap_remove(position).ended)
    }
}

/// One load.
#[derive(Debug)]
struct Load {
    loader: Arc<Loader>,
    progress: Progress,
    source: ModelSource,
    upload: Option<Upload>,
}

impl Load {
    /// Loads, and tells the session how it ended, unless it is given up.
    async fn run(self, slot: Slot, cancel: CancellationToken) {
        let (id, events) = (self.progress.id, self.loader.events.clone());
        let result = tokio::select! {
            result = self.load(slot, cancel.clone()) => result,
            () = cancel.cancelled() => return,
        };
        // A session that is over needs no model.
        let _ = events.send(Event::Loaded(id, result.map(Box::new))).await;
    }

    async fn load(self, slot: Slot, cancel: CancellationToken) -> Result<Ready, Failure> {
        let Self {
            loader,
            progress,
            source,
            upload,
        } = self;
        let fetched = loader
            .sources
            .fetch(&source, upload, &slot, &|done, total| {
                progress.tell(&Stage::Fetching, done, total);
            })
            .await?;
        let Ok(turn) = Arc::clone(&loader.reading).acquire_owned().await else {
            return Err(failure(FailedCode::Cancelled, "The session is over."));
        };
        in_background(&slot, move || {
            let _turn = turn;
            loader.read(fetched, &progress, &cancel)
        })
        .await
    }
}

impl Loader {
    /// Reads a model and hands it to the graphics device. Blocks, and takes long.
    fn read(
        &self,
        fetched: Fetched,
        progress: &Progress,
        cancel: &CancellationToken,
    ) -> Result<Ready, Failure> {
        progress.tell(&Stage::Reading, 0, None);
        let mut limits = self.limits.clone();
        limits.memory_bytes = self
            .ceiling
            .saturating_sub(self.renderer.gpu().model_bytes());
        let name = fetched.name.clone();
        let model = fetched.read(&limits)?;
        if cancel.is_cancelled() {
            return Err(failure(FailedCode::Cancelled, "The load was given up."));
        }
        progress.tell(&Stage::Preparing, 0, None);
        self.prepare(name, &model)
    }

    fn prepare(&self, name: String, model: &Model) -> Result<Ready, Failure> {
        let prepared = self.renderer.prepare(model).map_err(|error| {
            let failed = told(&error);
            if matches!(error, RenderError::Lost(_) | RenderError::Hung(_)) {
                // The frame loop would notice with its next picture only.
                let failed = Event::Failed(HostError::Render(error));
                let _ = self.events.blocking_send(failed);
            }
            failed
        })?;
        Ok(Ready {
            name,
            prepared,
            triangles: model.triangle_count(),
            bounds: model.bounds(),
            notes: model.notes.iter().map(ToString::to_string).collect(),
        })
    }
}

/// What a person is told of a model that the graphics device does not take.
fn told(error: &RenderError) -> Failure {
    let code = match error {
        RenderError::Memory { .. } | RenderError::DeviceMemory(_) => FailedCode::Memory,
        _ => FailedCode::Unsupported,
    };
    let is_its_own = matches!(error, RenderError::Limit { .. });
    let mut failure = failure(code, format!("The model cannot be drawn: {error}."));
    failure.detail.fault = is_its_own.then(|| failure.message.clone());
    failure
}

/// Tells how far a load is.
#[derive(Debug)]
struct Progress {
    id: LoadId,
    request: Option<u32>,
    events: Events,
    last: Mutex<Option<(Stage, Instant)>>,
}

impl Progress {
    fn tell(&self, stage: &Stage, done: u64, total: Option<u64>) {
        let Some(request) = self.request else { return };
        {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            let is_news = match &*last {
                Some((told, at)) => told != stage || at.elapsed() >= BETWEEN || Some(done) == total,
                None => true,
            };
            if !is_news {
                return;
            }
            *last = Some((stage.clone(), Instant::now()));
        }
        let progress = FromHost::Progress {
            request,
            stage: stage.clone(),
            done,
            total,
        };
        // Where many events wait there will be a later one.
        let _ = self.events.try_send(Event::Progress(self.id, progress));
    }
}
