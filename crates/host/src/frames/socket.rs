//! Frames through the WebSocket.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use remote_rendering_stream::{BitRate, PaceLimits, PathStatistics, VideoFrame, WebSocketPace};
use tokio::sync::mpsc;

/// How many frames wait for the socket at most. The pace bounds their bytes; this bounds what it did not foresee.
const WAITING: usize = 16;

/// The frame loop's end.
#[derive(Clone, Debug)]
pub(crate) struct SocketWay {
    frames: mpsc::Sender<Arc<VideoFrame>>,
    pace: Shared,
}

/// The socket's end.
#[derive(Debug)]
pub(crate) struct SocketFrames {
    frames: mpsc::Receiver<Arc<VideoFrame>>,
    pace: Shared,
}

/// Where the socket tells what the device has received.
#[derive(Debug)]
pub(crate) struct SocketAcks(Shared);

#[derive(Clone, Debug)]
struct Shared(Arc<Mutex<WebSocketPace>>);

/// Both ends.
pub(crate) fn socket_way() -> (SocketWay, SocketFrames) {
    let (sender, frames) = mpsc::channel(WAITING);
    let pace = WebSocketPace::new(PaceLimits::default());
    let pace = Shared(Arc::new(Mutex::new(pace)));
    let way = SocketWay {
        frames: sender,
        pace: pace.clone(),
    };
    (way, SocketFrames { frames, pace })
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, WebSocketPace> {
        // Numbers, each written whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SocketWay {
    /// Whether a frame would go out now.
    pub(super) fn is_ready(&self) -> bool {
        self.frames.capacity() > 0 && self.pace.lock().may_send()
    }

    /// Sends a frame, without waiting. Whether it goes out.
    pub(super) fn send(&self, frame: VideoFrame, now: Instant) -> bool {
        // Held until the frame is counted: it may have arrived by then.
        let mut pace = self.pace.lock();
        let (number, bytes) = (frame.header.frame, frame.encoded.bytes.len());
        let sent = self.frames.try_send(Arc::new(frame)).is_ok();
        if sent {
            pace.sent(number, bytes, now);
        }
        sent
    }

    /// What is known of the way.
    pub(super) fn measured(&self) -> PathStatistics {
        let pace = self.pace.lock();
        PathStatistics {
            round_trip: pace.round_trip(),
            estimate: Some(pace.rate()),
            ..PathStatistics::default()
        }
    }

    /// What frames may take.
    pub(super) fn rate(&self) -> BitRate {
        self.pace.lock().rate()
    }
}

impl SocketFrames {
    /// The next frame. Waits for ever where there are no more.
    pub(crate) async fn next(&mut self) -> Arc<VideoFrame> {
        match self.frames.recv().await {
            Some(frame) => frame,
            None => std::future::pending().await,
        }
    }

    /// Where to tell what has been received.
    pub(crate) fn acks(&self) -> SocketAcks {
        SocketAcks(self.pace.clone())
    }
}

impl SocketAcks {
    /// The device has a frame.
    pub(crate) fn received(&self, frame: u32, now: Instant) {
        self.0.lock().received(frame, now);
    }
}
