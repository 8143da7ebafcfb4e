//! What the person has brought into the scene, to bring it there again when the server has dropped the scene: whose connection
//! was lost for too long expects to find what was there.

use remote_rendering_protocol::device::{ModelInfo, ModelSource};
use remote_rendering_viewer::{LoadState, RequestId};

/// Where a model came from. `F` is a file: the page can read it again as long as it lies where it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin<F> {
    /// The host has it or can fetch it.
    Source(ModelSource),
    /// The person has uploaded it.
    File(F),
}

/// What the person has brought. What the host loads by itself is not among it: it does so again.
#[derive(Debug)]
pub struct Brought<F> {
    scene: u32,
    /// On the way.
    coming: Vec<(RequestId, Origin<F>)>,
    /// In the scene, by the models' numbers.
    there: Vec<(u32, Origin<F>)>,
}

impl<F> Default for Brought<F> {
    fn default() -> Self {
        Self {
            scene: 0,
            coming: Vec::new(),
            there: Vec::new(),
        }
    }
}

impl<F> Brought<F> {
    /// Something is on its way.
    pub fn ask(&mut self, request: RequestId, origin: Origin<F>) {
        self.coming.push((request, origin));
    }

    /// A load has gone on.
    pub fn hear(&mut self, request: RequestId, state: &LoadState) {
        let is_it = |(coming, _): &(RequestId, _)| *coming == request;
        let place = self.coming.iter().position(is_it);
        if let Some(place) = place.filter(|_| state.is_over()) {
            let (_, origin) = self.coming.remove(place);
            if let LoadState::Done(model) = state {
                self.there.push((model.model, origin));
            }
        }
    }

    /// These models are in the scene of this number. Gives what is to be brought there again: nothing as long as it is the same
    /// scene.
    pub fn look(&mut self, scene: u32, models: &[ModelInfo]) -> Vec<Origin<F>> {
        if self.scene == scene {
            let is_there = |number: u32| models.iter().any(|model| model.model == number);
            self.there.retain(|(number, _)| is_there(*number));
            return Vec::new();
        }
        self.scene = scene;
        let there = self.there.drain(..).map(|(_, origin)| origin);
        let coming = self.coming.drain(..).map(|(_, origin)| origin);
        there.chain(coming).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::slice;

    use remote_rendering_protocol::device::{FailedCode, Failure};

    use super::*;
    use crate::state::tests::model;

    fn numbered(number: u32) -> ModelInfo {
        ModelInfo {
            model: number,
            ..model()
        }
    }

    fn failed() -> LoadState {
        LoadState::Failed(Failure::new(FailedCode::Cancelled, "Words."))
    }

    /// A scene with a sample, a file, and what the host has loaded by itself; another sample is on its way.
    fn begun() -> (Brought<&'static str>, [ModelInfo; 3]) {
        let mut brought = Brought::default();
        let models = [1, 2, 3].map(numbered);
        assert!(brought.look(1, &[]).is_empty(), "a first scene");
        brought.ask(
            RequestId(1),
            Origin::Source(ModelSource::Sample("gears".to_owned())),
        );
        brought.ask(RequestId(2), Origin::File("own.glb"));
        brought.ask(
            RequestId(3),
            Origin::Source(ModelSource::Sample("alpha".to_owned())),
        );
        brought.ask(RequestId(4), Origin::File("broken.glb"));
        brought.hear(RequestId(1), &LoadState::Reading);
        brought.hear(RequestId(1), &LoadState::Done(models[1].clone()));
        brought.hear(RequestId(2), &LoadState::Done(models[2].clone()));
        brought.hear(RequestId(4), &failed());
        assert!(brought.look(1, &models).is_empty(), "the same scene");
        (brought, models)
    }

    #[test]
    fn another_scene_gets_what_was_brought_or_on_its_way() {
        let (mut brought, [preload, ..]) = begun();
        let sample = |name: &str| Origin::Source(ModelSource::Sample(name.to_owned()));
        let expected = [sample("gears"), Origin::File("own.glb"), sample("alpha")];
        assert_eq!(brought.look(2, slice::from_ref(&preload)), expected);
        // Those are asked for under other numbers; what is told of the old ones is of no interest.
        brought.hear(RequestId(3), &failed());
        assert!(brought.look(3, &[preload]).is_empty());
    }

    #[test]
    fn what_was_taken_out_does_not_come_back() {
        let (mut brought, [preload, _, file]) = begun();
        brought.look(1, &[preload, file]);
        brought.hear(RequestId(3), &failed());
        assert_eq!(brought.look(2, &[]), [Origin::File("own.glb")]);
    }
}
