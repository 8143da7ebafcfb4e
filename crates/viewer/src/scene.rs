//! What is in the session's scene, and what is on its way there: rules alone.

use remote_rendering_protocol::device::{
    Available, FailedCode, Failure, FromHost, ModelInfo, ModelSource, Stage, UploadKey, Welcome,
};

use crate::state::{Event, LoadState, RequestId};

/// The scene as far as the viewer was told.
#[derive(Debug, Default)]
pub(crate) struct Scene {
    pub(crate) models: Vec<ModelInfo>,
    pub(crate) available: Vec<Available>,
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
}

impl Scene {
    /// Begins a load; of an upload, where there is no source.
    pub(crate) fn begin(&mut self, source: Option<ModelSource>) -> RequestId {
        self.last_request = self.last_request.wrapping_add(1);
        let request = RequestId(self.last_request);
        self.loads.push(Load { request, source });
        request
    }

    /// An upload has become a source. Whether anybody still wants it.
    pub(crate) fn uploaded(&mut self, request: RequestId, source: &ModelSource) -> bool {
        let load = self.loads.iter_mut().find(|load| load.request == request);
        load.map(|load| load.source = Some(source.clone()))
            .is_some()
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
        let message = message.to_owned();
        self.failed(Some(request), Failure { code, message })
    }

    fn failed(&mut self, request: Option<RequestId>, failure: Failure) -> Option<Event> {
        let is_told = request.is_none_or(|request| self.end(request));
        let state = LoadState::Failed(failure);
        is_told.then_some(Event::Load { request, state })
    }

    /// Takes in what a host says first, which is what its scene is now.
    pub(crate) fn welcome(&mut self, welcome: &Welcome) -> Vec<Event> {
        self.models.clone_from(&welcome.models);
        self.available.clone_from(&welcome.available);
        self.max_upload_bytes = welcome.max_upload_bytes;
        self.resume_seconds = welcome.resume_seconds;
        self.upload_key = Some(welcome.upload.clone());
        let mut events = vec![Event::Models, Event::Available];
        events.extend(self.settle(welcome.resumed));
        events
    }

    /// What became of the loads while nobody was listening. In the same scene those that are not there yet go on; another one
    /// knows nothing of them. An upload that broke off is told by itself.
    fn settle(&mut self, resumed: bool) -> Vec<Event> {
        let models = &self.models;
        let mut events = Vec::new();
        self.loads.retain(|load| {
            let Some(source) = &load.source else {
                return true;
            };
            let there = models.iter().find(|model| model.source == *source);
            let state = match there {
                Some(model) if resumed => LoadState::Done(model.clone()),
                None if resumed => return true,
                _ => LoadState::Failed(Failure {
                    code: FailedCode::Cancelled,
                    message: "The connection was lost before the model was loaded: load it again."
                        .to_owned(),
                }),
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
        self.upload_key = None;
        let lost = self.loads.drain(..).map(|load| Event::Load {
            request: Some(load.request),
            state: LoadState::Failed(Failure {
                code: FailedCode::Cancelled,
                message: "The connection has ended.".to_owned(),
            }),
        });
        let models = had_models.then_some(Event::Models);
        models.into_iter().chain(lost).collect()
    }
}
