//! WebRTC: answering offers, and what comes from the device.

use std::{
    net::{SocketAddr, UdpSocket},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use remote_rendering_stream::{
    PathEvent, PathEvents, PathStatistics, RtcOptions, RtcPath, VideoFrame,
};
use tokio::task::JoinHandle;

use crate::{
    HostError,
    frames::Desk,
    occupancy::ConnectionId,
    session::{Event, Events},
};

/// The host's socket for WebRTC. It serves one path after the other.
#[derive(Debug)]
pub(crate) struct Door {
    options: RtcOptions,
    /// The path that had the socket last.
    last: Option<Path>,
    /// The end of the one before, which may still have it.
    ending: Option<JoinHandle<()>>,
}

/// A path and what hears it.
#[derive(Debug)]
struct Path {
    way: RtcWay,
    hearing: JoinHandle<()>,
}

/// The frame loop's end of a path. It carries nothing any more once the path has ended.
#[derive(Clone, Debug)]
pub(crate) struct RtcWay(Arc<Mutex<Option<RtcPath>>>);

impl RtcWay {
    /// Whether a frame would go out now.
    pub(crate) fn is_ready(&self) -> bool {
        self.path().as_ref().is_some_and(RtcPath::is_ready)
    }

    /// Sends a frame, without waiting. Whether it goes out.
    pub(crate) fn send(&self, frame: VideoFrame) -> bool {
        self.path()
            .as_ref()
            .is_some_and(|path| path.send(Arc::new(frame)))
    }

    /// What was measured so far.
    pub(crate) fn statistics(&self) -> PathStatistics {
        self.path()
            .as_ref()
            .map(RtcPath::statistics)
            .unwrap_or_default()
    }

    fn path(&self) -> MutexGuard<'_, Option<RtcPath>> {
        // It is only ever taken out.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Door {
    pub(crate) fn new(socket: UdpSocket, advertised: SocketAddr) -> Result<Self, HostError> {
        let socket = tokio::net::UdpSocket::from_std(socket).map_err(HostError::System)?;
        Ok(Self {
            options: RtcOptions::new(Arc::new(socket), advertised),
            last: None,
            ending: None,
        })
    }

    /// Answers the offer of a connection: the way for frames, and the answer; or why not, in words for a log.
    pub(crate) async fn answer(
        &mut self,
        offer: &str,
        connection: ConnectionId,
        desk: &Arc<Desk>,
        events: &Events,
    ) -> Result<(RtcWay, String), String> {
        self.hang_up();
        if let Some(ending) = self.ending.take() {
            // It has no result, and a panic in it was reported already.
            let _ = ending.await;
        }
        let answered = RtcPath::answer(offer, self.options.clone());
        let (path, answer, told) = answered.map_err(|error| error.to_string())?;
        let way = RtcWay(Arc::new(Mutex::new(Some(path))));
        let hearing = hear(told, connection, Arc::clone(desk), events.clone());
        self.last = Some(Path {
            way: way.clone(),
            hearing: tokio::spawn(hearing),
        });
        Ok((way, answer))
    }

    /// Ends the path that there is.
    pub(crate) fn hang_up(&mut self) {
        let Some(Path { way, hearing }) = self.last.take() else {
            return;
        };
        hearing.abort();
        let path = way.path().take();
        self.ending = path.map(|path| tokio::spawn(path.close()));
    }
}

/// Passes on what a path tells.
async fn hear(mut told: PathEvents, connection: ConnectionId, desk: Arc<Desk>, events: Events) {
    while let Some(event) = told.next().await {
        match event {
            PathEvent::Open => desk.path_open(connection),
            PathEvent::Camera(camera) => desk.look(connection, camera),
            PathEvent::Refresh => desk.refresh(connection),
            PathEvent::Estimate(rate) => desk.estimate(connection, rate),
            PathEvent::Closed(end) => {
                let closed = Event::PathClosed(connection, end.to_string());
                // A session that is over has forgotten the connection.
                let _ = events.send(closed).await;
            }
        }
    }
}
