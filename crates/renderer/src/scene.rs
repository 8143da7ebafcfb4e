//! What is seen together.

use remote_rendering_scene::Bounds;
use std::collections::BTreeMap;

use crate::Prepared;
use crate::moving::Posed;

/// Models that are seen together. It is the device's that prepared them.
#[derive(Debug, Default)]
pub struct Scene {
    models: BTreeMap<SceneId, Prepared>,
    next: u64,
    /// In seconds.
    time: f64,
}

/// A model of a scene. No other model of the same scene ever has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SceneId(u64);

impl Scene {
    /// Adds a model.
    pub fn insert(&mut self, model: Prepared) -> SceneId {
        let id = SceneId(self.next);
        self.next += 1;
        self.models.insert(id, model);
        id
    }

    /// Takes a model out; none if it is not there.
    pub fn remove(&mut self, id: SceneId) -> Option<Prepared> {
        self.models.remove(&id)
    }

    /// Takes all models out.
    pub fn clear(&mut self) {
        self.models.clear();
    }

    /// Sets the time that pictures show, in seconds. Every animation begins at zero, and is repeated.
    pub fn set_time(&mut self, seconds: f64) {
        self.time = seconds;
    }

    /// Whether pictures at different times differ.
    pub fn is_animated(&self) -> bool {
        self.models().any(Prepared::is_animated)
    }

    /// A box around everything, wherever it moves; none if there is nothing to see.
    pub fn bounds(&self) -> Option<Bounds> {
        let boxes = self.models().filter_map(Prepared::bounds);
        boxes.reduce(Bounds::union)
    }

    /// How many triangles there are, in view or not.
    pub fn triangles(&self) -> u64 {
        let counts = self.models().map(Prepared::triangles);
        counts.fold(0, u64::saturating_add)
    }

    /// For each model, where what moves of it is.
    pub(crate) fn poses(&self) -> Vec<Option<Posed>> {
        let moving = self.models().map(|model| model.moving.as_ref());
        let posed = moving.map(|moving| moving.map(|moving| moving.at(self.time)));
        posed.collect()
    }

    pub(crate) fn models(&self) -> impl Iterator<Item = &Prepared> {
        self.models.values()
    }
}
