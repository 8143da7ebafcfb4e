//! What the connected device asks for.

use remote_rendering_protocol::device::{
    FailedCode, Failure, FromDevice, FromHost, ModelSource, Transport,
};

use super::{
    Session,
    loading::{LoadId, Ready},
};
use crate::{occupancy::ConnectionId, sources::failure};

impl Session {
    /// Does what the device asks for.
    pub(super) async fn said(&mut self, connection: ConnectionId, message: FromDevice) {
        match message {
            FromDevice::Hello { .. } => self.break_off(connection),
            FromDevice::Offer { sdp } => self.offered(connection, &sdp).await,
            FromDevice::Stream { transport } => self.choose(connection, &transport),
            FromDevice::View { width, height } => self.desk.resize(connection, (width, height)),
            FromDevice::Refresh {} => self.desk.refresh(connection),
            FromDevice::Play { playing } => self.desk.play(connection, playing),
            FromDevice::Load { request, source } => self.load(connection, request, source),
            FromDevice::Cancel { request } => {
                if self.loads.cancel(request) {
                    let failure = failure(FailedCode::Cancelled, "The load was given up.");
                    let request = Some(request);
                    self.say(FromHost::Failed { request, failure });
                }
            }
            FromDevice::Unload { model } => {
                if self.models.remove(model) {
                    self.desk.remove(model);
                    self.say(FromHost::Unloaded { model });
                }
            }
            FromDevice::Leave {} => self.leave(connection),
        }
    }

    /// Answers an offer of WebRTC.
    async fn offered(&mut self, connection: ConnectionId, sdp: &str) {
        let events = &self.loads.loader.events;
        let answered = self.terms.door.answer(sdp, connection, &self.desk, events);
        let said = match answered.await {
            Ok((way, sdp)) => {
                self.desk.path(connection, way);
                FromHost::Answer { sdp }
            }
            Err(message) => FromHost::NoWebRtc { message },
        };
        self.say(said);
    }

    /// Chooses the way in which pictures come.
    fn choose(&mut self, connection: ConnectionId, transport: &Transport) {
        if let Transport::Other(_) = transport {
            self.break_off(connection);
            return;
        }
        if let Some(device) = &mut self.device {
            device.transport = Some(transport.clone());
        }
        self.desk.choose(connection, transport);
    }

    fn load(&mut self, connection: ConnectionId, request: u32, source: ModelSource) {
        if self.loads.has(request) {
            // An answer could not tell which of the two it means.
            self.break_off(connection);
            return;
        }
        let upload = match source {
            ModelSource::Upload(number) => self.uploads.find(number),
            _ => None,
        };
        if let Err(failure) = self.loads.start(request, source, upload) {
            let request = Some(request);
            self.say(FromHost::Failed { request, failure });
        }
    }

    /// A load has ended.
    pub(super) fn loaded(&mut self, id: LoadId, result: Result<Box<Ready>, Failure>) {
        let Some(ended) = self.loads.end(id) else {
            return;
        };
        let said = match result {
            Ok(ready) => {
                let (prepared, model) =
                    self.models
                        .insert(*ready, ended.source, ended.request.is_none());
                self.desk.insert(model.model, prepared);
                tracing::info!(
                    model = model.name,
                    triangles = model.triangles,
                    "a model is loaded"
                );
                FromHost::Loaded {
                    request: ended.request,
                    model,
                }
            }
            Err(failure) => {
                tracing::info!(code = %failure.code, "a load has failed");
                if ended.request.is_none() {
                    self.models.preload_failed(&ended.source, failure.clone());
                }
                FromHost::Failed {
                    request: ended.request,
                    failure,
                }
            }
        };
        self.say(said);
    }
}
