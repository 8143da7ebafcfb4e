//! The session: whose it is, what is in its scene, and what is being loaded.
//!
//! One task owns all of that and is told of everything as an [`Event`], so that no two things happen at once. What takes
//! long is done by tasks beside it, which tell it when they are done.

mod device;
mod event;
mod loading;
mod requests;
mod scene;

use std::{net::IpAddr, sync::Arc};

use remote_rendering_protocol::device::{
    EndReason, FromHost, ModelSource, Refusal, ResumeKey, UploadKey, Welcome,
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
    rtc::Door,
    secret::{KeyHash, draw},
    sources::Uploads,
    status::{DeviceStatus, Status},
};
use device::Device;
pub(crate) use device::Entered;
use event::SceneNumber;
pub(crate) use event::{Event, Events, channel};
pub(crate) use loading::Loader;
use loading::Loads;
use scene::SceneModels;

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
    pub(crate) door: Door,
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
                paused,
                peer,
                answer,
            } => self.hello(credential, (size, paused), peer, answer),
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
        (size, paused): ((u16, u16), bool),
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
            resume: ResumeKey::new(&resume),
            resume_seconds: u32::try_from(KEPT.as_secs()).unwrap_or(u32::MAX),
            upload: UploadKey::new(&upload),
            max_upload_bytes: self.terms.max_upload_bytes,
            available: Vec::new(),
            models: self.models.infos(),
            resumed: entrance != Entrance::Clean,
            renderer: self.terms.renderer.clone(),
        };
        let (device, entered) = Device::new(connection, KeyHash::of(&upload), peer, welcome);
        self.desk.connect(connection, size, device.socket());
        self.desk.play(connection, !paused);
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
        let missing = self.models.missing_preloads();
        self.loads.preload(missing);
    }

    fn show_status(&self) {
        let device = self.device.as_ref().map(|device| DeviceStatus {
            peer: device.peer,
            since: device.since,
            transport: device.transport.clone(),
        });
        self.status.show(device, self.models.infos());
    }
}

#[cfg(test)]
mod tests;
