//! How many frames may be on their way through a WebSocket.

use remote_rendering_stream::BitRate;

/// Frames that may be on their way at once.
const MOST: u32 = 2;

#[derive(Debug, Default)]
pub(super) struct Pace {
    sent: u32,
    received: u32,
}

impl Pace {
    pub(super) fn sent(&mut self, frame: u32) {
        self.sent = frame;
    }

    pub(super) fn received(&mut self, frame: u32) {
        if frame > self.received && frame <= self.sent {
            self.received = frame;
        }
    }

    pub(super) fn is_ready(&self) -> bool {
        self.sent - self.received < MOST
    }

    pub(super) fn rate(&self) -> BitRate {
        BitRate::from_kilobits(8000)
    }
}
