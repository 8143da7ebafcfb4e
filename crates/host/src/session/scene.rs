//! The models in the scene.

use remote_rendering_protocol::device::{Failure, ModelInfo, ModelSource};
use remote_rendering_renderer::Prepared;

use super::loading::Ready;

/// The models in the scene, and those that every device finds there.
#[derive(Debug)]
pub(super) struct SceneModels {
    models: Vec<Entry>,
    preloads: Vec<Preload>,
    last: u32,
}

#[derive(Debug)]
struct Entry {
    info: ModelInfo,
    is_preload: bool,
}

#[derive(Debug)]
struct Preload {
    source: ModelSource,
    state: PreloadState,
}

#[derive(Debug)]
enum PreloadState {
    Missing,
    Loading,
    There(u32),
    Failed(Failure),
}

impl SceneModels {
    pub(super) fn new(preloads: &[ModelSource]) -> Self {
        let missing = |source: &ModelSource| Preload {
            source: source.clone(),
            state: PreloadState::Missing,
        };
        Self {
            models: Vec::new(),
            preloads: preloads.iter().map(missing).collect(),
            last: 0,
        }
    }

    /// Takes a model in. Gives what the renderer draws, and what is said of it.
    pub(super) fn insert(
        &mut self,
        ready: Ready,
        source: ModelSource,
        is_preload: bool,
    ) -> (Prepared, ModelInfo) {
        self.last = self.last.wrapping_add(1);
        let info = ModelInfo {
            model: self.last,
            name: ready.name,
            source,
            triangles: ready.triangles,
            low: ready.bounds.map(|bounds| bounds.min.to_array()),
            high: ready.bounds.map(|bounds| bounds.max.to_array()),
            notes: ready.notes,
            animated: ready.prepared.is_animated(),
        };
        if is_preload {
            self.set_preload(&info.source, PreloadState::There(info.model));
        }
        self.models.push(Entry {
            info: info.clone(),
            is_preload,
        });
        (ready.prepared, info)
    }

    /// Takes a model out. Whether it was there.
    pub(super) fn remove(&mut self, model: u32) -> bool {
        let before = self.models.len();
        self.models.retain(|entry| entry.info.model != model);
        for preload in &mut self.preloads {
            if matches!(preload.state, PreloadState::There(there) if there == model) {
                preload.state = PreloadState::Missing;
            }
        }
        self.models.len() < before
    }

    /// Takes out what a device has loaded, and gives the numbers.
    pub(super) fn clear(&mut self) -> Vec<u32> {
        let goes = self.models.iter().filter(|entry| !entry.is_preload);
        let gone = goes.map(|entry| entry.info.model).collect();
        self.models.retain(|entry| entry.is_preload);
        gone
    }

    /// The preloads that are to be loaded now: those that were taken out, and those that failed once more.
    pub(super) fn missing_preloads(&mut self) -> Vec<ModelSource> {
        let mut missing = Vec::new();
        for preload in &mut self.preloads {
            if matches!(
                preload.state,
                PreloadState::Missing | PreloadState::Failed(_)
            ) {
                preload.state = PreloadState::Loading;
                missing.push(preload.source.clone());
            }
        }
        missing
    }

    /// Notes that a preload has failed.
    pub(super) fn preload_failed(&mut self, source: &ModelSource, failure: Failure) {
        self.set_preload(source, PreloadState::Failed(failure));
    }

    /// Why preloads have failed.
    pub(super) fn failed_preloads(&self) -> Vec<Failure> {
        let failed = |preload: &Preload| match &preload.state {
            PreloadState::Failed(failure) => Some(failure.clone()),
            _ => None,
        };
        self.preloads.iter().filter_map(failed).collect()
    }

    /// What is said of the models that are there.
    pub(super) fn infos(&self) -> Vec<ModelInfo> {
        self.models.iter().map(|entry| entry.info.clone()).collect()
    }

    /// Sets the first preload of this source that is being loaded: one can be named twice.
    fn set_preload(&mut self, source: &ModelSource, state: PreloadState) {
        let is_it = |preload: &&mut Preload| {
            preload.source == *source && matches!(preload.state, PreloadState::Loading)
        };
        if let Some(preload) = self.preloads.iter_mut().find(is_it) {
            preload.state = state;
        }
    }
}
