//! The session: whose it is, what is in its scene, and what is being loaded.
//!
//! One task owns all of that and is told of everything as an [`Event`], so that no two things happen at once. What takes
//! long is done by tasks beside it, which tell it when they are done.

mod device;
mod loading;
mod scene;

use std::{net::IpAddr, sync::Arc, time::Duration};

use remote_rendering_protocol::device::{
    EndReason, FailedCode, FromDevice, FromHost, HostStatistics, ModelSource, Refusal, Transport,
    Welcome,
};
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, sleep_until},
};

use crate::{
    HostError,
    admission::Admission,
    frames::Desk,
    occupancy::{ConnectionId, Credential, Entrance, KEPT, Occupancy},
    secret::{KeyHash, draw},
    sources::{Uploads, failure},
    status::{DeviceStatus, Status},
};
use device::Device;
pub(crate) use device::Entered;
pub(crate) use loading::Loader;
use loading::{LoadId, Loads, Ready};
use scene::SceneModels;

/// How many events wait for the session at most; who tells one more waits.
const WAITING: usize = 64;

/// What a session is told.
#[derive(Debug)]
pub(crate) enum Event {
    /// A token will be brought.
    Admit {
        /// Its hash.
        hash: KeyHash,
        /// How long it is good.
        lifetime: Duration,
        /// Is told when the token is known.
        known: oneshot::Sender<()>,
    },
    /// A device says hello.
    Hello {
        /// What it shows.
        credential: Credential,
        /// The picture that it wants.
        size: (u16, u16),
        /// Where it is.
        peer: IpAddr,
        /// Is told whether it is let in.
        answer: oneshot::Sender<Result<Entered, Refusal>>,
    },
    /// The connected device says something.
    Said(ConnectionId, FromDevice),
    /// A connection was lost.
    Lost(ConnectionId),
    /// A device broke the rules, and was told.
    Broke(ConnectionId),
    /// WebRTC has ended, and why.
    PathClosed(ConnectionId, String),
    /// A device wants to upload with this key.
    Upload {
        /// The key's hash.
        key: KeyHash,
        /// Is told which scene the upload is for, if the key is good.
        answer: oneshot::Sender<Option<SceneNumber>>,
    },
    /// An upload is complete.
    Uploaded {
        /// For which scene.
        scene: SceneNumber,
        /// The file's name.
        name: String,
        /// The file.
        file: std::fs::File,
        /// Is told its number, if the scene is still there.
        answer: oneshot::Sender<Option<u32>>,
    },
    /// A load goes on.
    Progress(LoadId, FromHost),
    /// A load has ended.
    Loaded(
        LoadId,
        Result<Box<Ready>, remote_rendering_protocol::device::Failure>,
    ),
    /// What was measured in the last second.
    Statistics(HostStatistics),
    /// The frame loop has ended by a failure.
    Failed(HostError),
    /// The session is over.
    End(EndReason),
}

/// The number of a scene: each device that does not come back has one of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SceneNumber(u64);

/// Where events are told.
pub(crate) type Events = mpsc::Sender<Event>;

/// A channel of events.
pub(crate) fn channel() -> (Events, mpsc::Receiver<Event>) {
    mpsc::channel(WAITING)
}

/// The session.
#[derive(Debug)]
pub(crate) struct Session {
    admission: Admission,
    occupancy: Occupancy,
    device: Option<Device>,
    connections: u64,
    scene: SceneNumber,
    models: SceneModels,
    loads: Loads,
    uploads: Uploads,
    desk: Arc<Desk>,
    status: Arc<Status>,
    terms: Terms,
}

/// What a session tells every device, and what it needs to answer an offer.
#[derive(Debug)]
pub(crate) struct Terms {
    /// The graphics device.
    pub(crate) renderer: String,
    /// The largest upload, in bytes.
    pub(crate) max_upload_bytes: u64,
    /// How WebRTC's packets come here.
    pub(crate) door: crate::rtc::Door,
}

impl Session {
    pub(crate) fn new(
        terms: Terms,
        loader: Loader,
        preloads: &[ModelSource],
        desk: Arc<Desk>,
        status: Arc<Status>,
    ) -> Self {
        Self {
            admission: Admission::default(),
            occupancy: Occupancy::default(),
            device: None,
            connections: 0,
            scene: SceneNumber(0),
            models: SceneModels::new(preloads),
            loads: Loads::new(loader),
            uploads: Uploads::default(),
            desk,
            status,
            terms,
        }
    }

    /// Does what it is told until the session is over. The device is told why.
    pub(crate) async fn run(mut self, mut events: mpsc::Receiver<Event>) -> Result<(), HostError> {
        self.load_what_is_missing();
        loop {
            let kept_until = self.occupancy.kept_until();
            let event = tokio::select! {
                event = events.recv() => event,
                () = sleep_until(kept_until.unwrap_or_else(Instant::now)), if kept_until.is_some() => {
                    if self.occupancy.expire(Instant::now()) {
                        tracing::info!("the lost device did not come back");
                        self.drop_scene();
                    }
                    continue;
                }
            };
            match event {
                Some(Event::End(reason)) => {
                    self.end_device(reason);
                    return Ok(());
                }
                Some(Event::Failed(error)) => {
                    self.end_device(EndReason::Failed);
                    return Err(error);
                }
                Some(event) => self.handle(event).await,
                None => return Err(HostError::Stopped),
            }
            self.show_status();
        }
    }

    async fn handle(&mut self, event: Event) {
        match event {
            Event::Admit {
                hash,
                lifetime,
                known,
            } => {
                self.admission.admit(hash, lifetime, Instant::now());
                // The service may have given up waiting.
                let _ = known.send(());
            }
            Event::Hello {
                credential,
                size,
                peer,
                answer,
            } => self.hello(credential, size, peer, answer),
            Event::Said(connection, message) if self.occupancy.is(connection) => {
                self.said(connection, message).await;
            }
            Event::Lost(connection) => self.lost(connection),
            Event::Broke(connection) => self.leave(connection),
            Event::PathClosed(connection, reason) if self.occupancy.is(connection) => {
                tracing::info!(reason, "WebRTC has ended");
                self.desk.path_closed(connection);
            }
            Event::Upload { key, answer } => {
                let is_good = self
                    .device
                    .as_ref()
                    .is_some_and(|device| device.upload.is(&key));
                let _ = answer.send(is_good.then_some(self.scene));
            }
            Event::Uploaded {
                scene,
                name,
                file,
                answer,
            } => {
                let number = (scene == self.scene).then(|| self.uploads.keep(name, file));
                let _ = answer.send(number);
            }
            Event::Progress(id, progress) if self.loads.is_running(id) => self.say(progress),
            Event::Loaded(id, result) => self.loaded(id, result),
            Event::Statistics(statistics) => self.say(FromHost::Statistics(statistics)),
            // Of a connection or a load that is over; the others were taken before.
            Event::Said(..)
            | Event::PathClosed(..)
            | Event::Progress(..)
            | Event::End(_)
            | Event::Failed(_) => {}
        }
    }

    fn hello(
        &mut self,
        credential: Credential,
        size: (u16, u16),
        peer: IpAddr,
        answer: oneshot::Sender<Result<Entered, Refusal>>,
    ) {
        self.connections += 1;
        let connection = ConnectionId(self.connections);
        let (resume, upload) = (draw(), draw());
        let as_new = (connection, KeyHash::of(&resume));
        let (admission, now) = (&mut self.admission, Instant::now());
        let entrance = match self.occupancy.enter(credential, as_new, admission, now) {
            Ok(entrance) => entrance,
            Err(refusal) => {
                tracing::info!(%peer, %refusal, "a device is refused");
                let _ = answer.send(Err(refusal));
                return;
            }
        };
        tracing::info!(%peer, connection = connection.0, ?entrance, "a device connects");
        match entrance {
            Entrance::Clean => self.drop_scene(),
            Entrance::Back(Some(_)) => self.end_device(EndReason::Replaced),
            Entrance::Back(None) => {}
        }
        let welcome = Welcome {
            resume: remote_rendering_protocol::device::ResumeKey::new(&resume),
            resume_seconds: u32::try_from(KEPT.as_secs()).unwrap_or(u32::MAX),
            upload: remote_rendering_protocol::device::UploadKey::new(&upload),
            max_upload_bytes: self.terms.max_upload_bytes,
            available: Vec::new(),
            models: self.models.infos(),
            resumed: entrance != Entrance::Clean,
            renderer: self.terms.renderer.clone(),
        };
        let (device, entered) = Device::new(connection, KeyHash::of(&upload), peer, welcome);
        self.desk.connect(connection, size, device.socket());
        self.device = Some(device);
        for failed in self.models.failed_preloads() {
            self.say(FromHost::Failed {
                request: None,
                failure: failed,
            });
        }
        if answer.send(Ok(entered)).is_err() {
            self.lost(connection);
        }
    }

    async fn said(&mut self, connection: ConnectionId, message: FromDevice) {
        match message {
            FromDevice::Hello { .. } => self.break_off(connection),
            FromDevice::Offer { sdp } => self.offered(connection, &sdp).await,
            FromDevice::Stream { transport } => self.choose(connection, transport),
            FromDevice::View { width, height } => self.desk.resize(connection, (width, height)),
            FromDevice::Refresh {} => self.desk.refresh(connection),
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
    fn choose(&mut self, connection: ConnectionId, transport: Transport) {
        if let Transport::Other(_) = transport {
            self.break_off(connection);
            return;
        }
        if let Some(device) = &mut self.device {
            device.transport = Some(transport.clone());
        }
        self.desk.choose(connection, &transport);
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

    fn loaded(
        &mut self,
        id: LoadId,
        result: Result<Box<Ready>, remote_rendering_protocol::device::Failure>,
    ) {
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

    /// Tells the device something. One that does not listen is lost.
    fn say(&mut self, message: FromHost) {
        let Some(device) = &self.device else { return };
        if device.say(message).is_err() {
            let connection = device.connection;
            tracing::warn!("the device does not read what it is told");
            self.lost(connection);
        }
    }

    /// The connection is gone; its scene is kept for a while.
    fn lost(&mut self, connection: ConnectionId) {
        if self.occupancy.is(connection) {
            tracing::info!(connection = connection.0, "the device is lost");
            self.occupancy.lose(connection, Instant::now());
            self.device = None;
            self.close_ways(connection);
        }
    }

    /// The device has gone for good.
    fn leave(&mut self, connection: ConnectionId) {
        if self.occupancy.leave(connection) {
            tracing::info!(connection = connection.0, "the device has left");
            self.device = None;
            self.close_ways(connection);
            self.drop_scene();
        }
    }

    /// The device broke the rules.
    fn break_off(&mut self, connection: ConnectionId) {
        self.end_device(EndReason::Protocol);
        self.leave(connection);
    }

    /// Tells the device that its connection ends, and why. It closes with what holds it.
    fn end_device(&mut self, reason: EndReason) {
        if let Some(device) = self.device.take() {
            // One that does not listen finds its connection closed.
            let _ = device.say(FromHost::Ended { reason });
            self.close_ways(device.connection);
        }
    }

    fn close_ways(&mut self, connection: ConnectionId) {
        self.desk.disconnect(connection);
        self.terms.door.hang_up();
    }

    /// Makes the scene what it was in the beginning.
    fn drop_scene(&mut self) {
        self.scene = SceneNumber(self.scene.0 + 1);
        self.loads.cancel_all();
        self.uploads.clear();
        for model in self.models.clear() {
            self.desk.remove(model);
        }
        self.load_what_is_missing();
    }

    /// Loads the models that every device finds.
    fn load_what_is_missing(&mut self) {
        for source in self.models.missing_preloads() {
            self.loads.preload(source);
        }
    }

    fn show_status(&self) {
        let device = self.device.as_ref().map(|device| DeviceStatus {
            peer: device.peer,
            since: device.since,
            transport: device.transport.clone(),
        });
        self.status.show(
            device,
            self.models.infos(),
            self.loads.loader.renderer.gpu().model_bytes(),
        );
    }
}
