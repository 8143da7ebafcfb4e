//! What is in the session's scene, and what is on its way there: rules alone.

use remote_rendering_protocol::device::{
    Available, FailedCode, Failure, FromHost, LOADS_AT_ONCE, ModelInfo, ModelSource, Stage,
    UploadKey, Welcome,
};

use crate::state::{Event, LoadState, RequestId};

/// The scene as far as the viewer was told.
#[derive(Debug, Default)]
pub(crate) struct Scene {
    /// Counts the scenes: each begins empty.
    pub(crate) number: u32,
    pub(crate) models: Vec<ModelInfo>,
    pub(crate) available: Vec<Available>,
    pub(crate) models_from: Vec<String>,
    pub(crate) max_upload_bytes: u64,
    pub(crate) resume_seconds: u32,
    pub(crate) upload_key: Option<UploadKey>,
    last_request: u32,
    loads: Vec<Load>,
}

/// A load that has not ended.
#[derive(Debug)]
struct Load {
    request: RequestId,
    /// Not known yet while it is being uploaded.
    source: Option<ModelSource>,
    /// The host has been asked. Those that it would not take yet wait for their turn.
    is_asked: bool,
}

impl Scene {
    /// Whether something of it moves by itself.
    pub(crate) fn is_animated(&self) -> bool {
        self.models.iter().any(|model| model.animated)
    }

    /// Begins a load; of an upload, where there is no source.
    pub(crate) fn begin(&mut self, source: Option<ModelSource>) -> RequestId {
        self.last_request = self.last_request.wrapping_add(1);
        let request = RequestId(self.last_request);
        self.loads.push(Load {
            request,
            source,
            is_asked: false,
        });
        request
    }

    /// An upload has become a source. Who has cancelled it does not want it any more.
    pub(crate) fn uploaded(&mut self, request: RequestId, source: ModelSource) {
        let load = self.loads.iter_mut().find(|load| load.request == request);
        if let Some(load) = load {
            load.source = Some(source);
        }
    }

    /// What the host is to be asked for next, if it takes one more.
    pub(crate) fn ask_next(&mut self) -> Option<(RequestId, ModelSource)> {
        if self.loads.iter().filter(|load| load.is_asked).count() >= LOADS_AT_ONCE {
            return None;
        }
        let waits = |load: &&mut Load| !load.is_asked && load.source.is_some();
        let load = self.loads.iter_mut().find(waits)?;
        load.is_asked = true;
        Some((load.request, load.source.clone()?))
    }

    /// Takes back a load that waits for its turn.
    pub(crate) fn take_back(&mut self, request: RequestId) -> Option<Event> {
        let is_it = |load: &Load| load.request == request && !load.is_asked;
        let waits = self.loads.iter().any(is_it);
        waits.then(|| self.fail(request, FailedCode::Cancelled, "It was cancelled."))?
    }

    pub(crate) fn is_pending(&self, request: RequestId) -> bool {
        self.loads.iter().any(|load| load.request == request)
    }

    fn end(&mut self, request: RequestId) -> bool {
        let before = self.loads.len();
        self.loads.retain(|load| load.request != request);
        self.loads.len() < before
    }

    /// A load has failed here, not at the host.
    pub(crate) fn fail(
        &mut self,
        request: RequestId,
        code: FailedCode,
        message: &str,
    ) -> Option<Event> {
        self.failed(Some(request), Failure::new(code, message))
    }

    fn failed(&mut self, request: Option<RequestId>, failure: Failure) -> Option<Event> {
        let is_told = request.is_none_or(|request| self.end(request));
        let state = LoadState::Failed(failure);
        is_told.then_some(Event::Load { request, state })
    }

    /// Takes in what a host says first, which is what its scene is now.
    pub(crate) fn welcome(&mut self, welcome: &Welcome) -> Vec<Event> {
        if !welcome.resumed {
            self.number = self.number.wrapping_add(1);
        }
        self.models.clone_from(&welcome.models);
        self.models_from.clone_from(&welcome.models_from);
        self.available.clone_from(&welcome.available);
        self.max_upload_bytes = welcome.max_upload_bytes;
        self.resume_seconds = welcome.resume_seconds;
        self.upload_key = Some(welcome.upload.clone());
        let mut events = vec![Event::Models, Event::Available];
        events.extend(self.settle(welcome));
        events
    }

    /// What became of the loads while nobody was listening. In the same scene those that neither are there nor go on are asked
    /// for again: what is wrong with them was told to nobody. Another scene knows nothing of them. An upload that broke off is
    /// told by itself.
    fn settle(&mut self, welcome: &Welcome) -> Vec<Event> {
        let (models, resumed) = (&self.models, welcome.resumed);
        let mut events = Vec::new();
        self.loads.retain_mut(|load| {
            let Some(source) = &load.source else {
                return true;
            };
            let goes_on = welcome.loading.contains(&load.request.0);
            if resumed && (goes_on || !load.is_asked) {
                return true;
            }
            let there = models.iter().find(|model| model.source == *source);
            let state = match there {
                Some(model) if resumed => LoadState::Done(model.clone()),
                None if resumed => {
                    load.is_asked = false;
                    return true;
                }
                _ => LoadState::Failed(Failure::new(
                    FailedCode::Cancelled,
                    "The connection was lost before the model was loaded: load it again.",
                )),
            };
            events.push(Event::Load {
                request: Some(load.request),
                state,
            });
            false
        });
        events
    }

    /// Takes in what the host says of models.
    pub(crate) fn hear(&mut self, message: FromHost) -> Vec<Event> {
        match message {
            FromHost::Progress {
                request,
                stage,
                done,
                total,
            } => self
                .progress(RequestId(request), &stage, done, total)
                .into_iter()
                .collect(),
            FromHost::Loaded { request, model } => {
                self.models.retain(|other| other.model != model.model);
                self.models.push(model.clone());
                let request = request.map(RequestId).filter(|request| self.end(*request));
                let state = LoadState::Done(model);
                let load = request.map(|request| Event::Load {
                    request: Some(request),
                    state,
                });
                [Event::Models].into_iter().chain(load).collect()
            }
            FromHost::Failed { request, failure } => self
                .failed(request.map(RequestId), failure)
                .into_iter()
                .collect(),
            FromHost::Unloaded { model } => {
                self.models.retain(|other| other.model != model);
                vec![Event::Models]
            }
            _ => Vec::new(),
        }
    }

    fn progress(
        &self,
        request: RequestId,
        stage: &Stage,
        done: u64,
        total: Option<u64>,
    ) -> Option<Event> {
        let state = match stage {
            Stage::Fetching => LoadState::Fetching { done, total },
            Stage::Reading => LoadState::Reading,
            Stage::Preparing => LoadState::Preparing,
            Stage::Other(_) => return None,
        };
        self.is_pending(request).then_some(Event::Load {
            request: Some(request),
            state,
        })
    }

    /// The scene is gone with its connection.
    pub(crate) fn clear(&mut self) -> Vec<Event> {
        let had_models = !self.models.is_empty();
        self.models.clear();
        self.available.clear();
        self.models_from.clear();
        self.upload_key = None;
        let lost = self.loads.drain(..).map(|load| Event::Load {
            request: Some(load.request),
            state: LoadState::Failed(Failure::new(
                FailedCode::Cancelled,
                "The connection has ended.",
            )),
        });
        let models = had_models.then_some(Event::Models);
        models.into_iter().chain(lost).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(number: u32, source: &ModelSource) -> ModelInfo {
        ModelInfo {
            model: number,
            name: "a model".to_owned(),
            source: source.clone(),
            triangles: 1,
            low: None,
            high: None,
            notes: Vec::new(),
            animated: false,
        }
    }

    fn welcome(models: Vec<ModelInfo>, resumed: bool) -> Welcome {
        Welcome {
            resume: remote_rendering_protocol::device::ResumeKey::new("key"),
            resume_seconds: 15,
            upload: UploadKey::new("key"),
            max_upload_bytes: 10,
            available: Vec::new(),
            models_from: Vec::new(),
            models,
            loading: Vec::new(),
            resumed,
            renderer: "a renderer".to_owned(),
        }
    }

    fn states(events: &[Event]) -> Vec<&LoadState> {
        let mut states = Vec::new();
        for event in events {
            if let Event::Load { state, .. } = event {
                states.push(state);
            }
        }
        states
    }

    #[test]
    fn a_load_goes_its_way() {
        let (mut scene, gears) = (Scene::default(), ModelSource::Sample("gears".to_owned()));
        let request = scene.begin(Some(gears.clone()));
        let stages = [
            (
                Stage::Fetching,
                LoadState::Fetching {
                    done: 1,
                    total: Some(2),
                },
            ),
            (Stage::Reading, LoadState::Reading),
            (Stage::Preparing, LoadState::Preparing),
        ];
        for (stage, expected) in stages {
            let message = FromHost::Progress {
                request: request.0,
                stage,
                done: 1,
                total: Some(2),
            };
            assert_eq!(states(&scene.hear(message)), [&expected]);
        }
        let loaded = || FromHost::Loaded {
            request: Some(request.0),
            model: model(5, &gears),
        };
        let events = scene.hear(loaded());
        assert_eq!(events[0], Event::Models);
        assert_eq!(states(&events), [&LoadState::Done(model(5, &gears))]);
        // Said twice it is one model, and nobody waits any more.
        assert_eq!(scene.hear(loaded()), [Event::Models]);
        assert_eq!(scene.models.len(), 1);
        scene.hear(FromHost::Unloaded { model: 5 });
        assert!(scene.models.is_empty());
    }

    #[test]
    fn a_failure_is_told_once() {
        let mut scene = Scene::default();
        let request = scene.begin(None);
        let failed = |request| FromHost::Failed {
            request,
            failure: Failure::new(FailedCode::Broken, "It is no model."),
        };
        assert_eq!(scene.hear(failed(Some(request.0))).len(), 1);
        assert!(scene.hear(failed(Some(request.0))).is_empty());
        // One that nobody asked for: the host loads by itself.
        assert!(matches!(
            scene.hear(failed(None))[..],
            [Event::Load { request: None, .. }]
        ));
    }

    #[test]
    fn after_a_loss_the_loads_are_settled() {
        let sample = |name: &str| ModelSource::Sample(name.to_owned());
        let there = model(1, &sample("there"));
        let begin = || {
            let mut scene = Scene::default();
            scene.begin(Some(sample("there")));
            scene.begin(Some(sample("coming")));
            let upload = scene.begin(None);
            while scene.ask_next().is_some() {}
            (scene, upload)
        };
        let (mut same, upload) = begin();
        let first = same.number;
        let events = same.welcome(&welcome(vec![there.clone()], true));
        assert_eq!(states(&events), [&LoadState::Done(there)]);
        assert!(same.is_pending(RequestId(2)) && same.is_pending(upload));
        assert_eq!(same.number, first);

        let (mut other, upload) = begin();
        let events = other.welcome(&welcome(Vec::new(), false));
        let cancelled = |state: &&LoadState| matches!(state, LoadState::Failed(failure) if failure.code == FailedCode::Cancelled);
        assert_eq!(states(&events).iter().filter(|it| cancelled(it)).count(), 2);
        assert!(other.is_pending(upload), "told by the upload itself");
        assert_ne!(other.number, first);
    }

    #[test]
    fn a_load_that_the_host_does_not_know_is_asked_for_again() {
        let sample = |name: &str| ModelSource::Sample(name.to_owned());
        let (mut scene, [one, two]) = (Scene::default(), ["one", "two"].map(sample));
        scene.begin(Some(one.clone()));
        scene.begin(Some(two));
        let ask = |scene: &mut Scene| scene.ask_next().map(|(request, _)| request.0);
        assert_eq!([ask(&mut scene), ask(&mut scene)], [Some(1), Some(2)]);
        let mut back = welcome(Vec::new(), true);
        back.loading = vec![2];
        assert!(states(&scene.welcome(&back)).is_empty());
        assert_eq!(scene.ask_next(), Some((RequestId(1), one)));
        assert_eq!(ask(&mut scene), None);
    }

    #[test]
    fn loads_wait_for_their_turn_and_can_be_taken_back() {
        let mut scene = Scene::default();
        let upload = scene.begin(None);
        let loads = ["a", "b", "c", "d"]
            .map(|name| scene.begin(Some(ModelSource::Sample(name.to_owned()))));
        let ask = |scene: &mut Scene| scene.ask_next().map(|(request, _)| request);
        assert_eq!(
            [ask(&mut scene), ask(&mut scene)],
            [Some(loads[0]), Some(loads[1])]
        );
        assert_eq!(ask(&mut scene), None);
        assert!(scene.take_back(loads[0]).is_none(), "the host has it");
        assert!(scene.take_back(loads[2]).is_some());
        scene.uploaded(upload, ModelSource::Upload(1));
        let failure = Failure::new(FailedCode::Broken, "It is no model.");
        let request = Some(loads[0].0);
        scene.hear(FromHost::Failed { request, failure });
        // In the order in which they were asked for.
        assert_eq!(ask(&mut scene), Some(upload));
        assert_eq!(ask(&mut scene), None);
    }

    #[test]
    fn an_end_ends_every_load() {
        let mut scene = Scene::default();
        scene.welcome(&welcome(vec![model(1, &ModelSource::Upload(1))], false));
        scene.begin(None);
        let events = scene.clear();
        assert_eq!(events[0], Event::Models);
        assert_eq!(states(&events).len(), 1);
        assert!(scene.models.is_empty() && scene.upload_key.is_none());
        assert!(scene.clear().is_empty());
    }
}
