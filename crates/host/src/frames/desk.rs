//! What is wanted of the frame loop: the newest of each thing, for when it has time.

use std::{
    mem,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use remote_rendering_protocol::device::{Camera, Transport};
use remote_rendering_renderer::Prepared;
use remote_rendering_stream::{BitRate, PathStatistics, VideoFrame};

use super::socket::SocketWay;
use crate::{occupancy::ConnectionId, rtc::RtcWay};

/// What is wanted of the frame loop.
#[derive(Debug)]
pub(crate) struct Desk {
    orders: Mutex<Orders>,
    news: Condvar,
    /// How often the loop has come for its orders.
    rounds: AtomicU64,
}

/// What is wanted, and what of it is new.
#[expect(clippy::struct_excessive_bools, reason = "each is news of its own")]
#[derive(Debug, Default)]
pub(super) struct Orders {
    /// Whether the loop is to end.
    pub(super) over: bool,
    /// Who looks.
    pub(super) viewer: Option<Viewer>,
    /// Changes of the scene, in their order.
    pub(super) changes: Vec<Change>,
    /// Whether another picture is wanted than before.
    pub(super) moved: bool,
    /// Whether the next frame must stand for itself.
    pub(super) refresh: bool,
    /// Something may have made way for a frame.
    woken: bool,
}

/// The device that looks.
#[derive(Clone, Debug)]
pub(super) struct Viewer {
    pub(super) connection: ConnectionId,
    pub(super) wanted: Wanted,
    /// From where it looks, once it has said.
    pub(super) camera: Option<Camera>,
    transport: Option<Transport>,
    socket: SocketWay,
    path: Option<RtcWay>,
    rtc_rate: Option<BitRate>,
}

/// The picture that a device wants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Wanted {
    /// Its sides, in the device's own pixels.
    pub(crate) size: (u16, u16),
    /// The share of them that moving pictures have at least.
    pub(crate) smallest_scale: f32,
    /// Whether what moves by itself does.
    pub(crate) playing: bool,
}

/// A change of the scene.
#[derive(Debug)]
pub(super) enum Change {
    /// A model comes.
    Insert(u32, Box<Prepared>),
    /// A model goes.
    Remove(u32),
}

/// The way in which frames go.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way<'a> {
    /// As messages of the WebSocket.
    Socket(&'a SocketWay),
    /// As packets of WebRTC.
    Rtc(&'a RtcWay),
}

impl Viewer {
    /// The way in which frames go now; none before one was chosen.
    pub(super) fn way(&self) -> Option<Way<'_>> {
        match self.transport.as_ref()? {
            Transport::WebRtc => self.path.as_ref().map(Way::Rtc),
            _ => Some(Way::Socket(&self.socket)),
        }
    }

    /// What is known of that way.
    pub(super) fn measured(&self) -> PathStatistics {
        match self.way() {
            Some(Way::Socket(socket)) => socket.measured(),
            Some(Way::Rtc(path)) => path.statistics(),
            None => PathStatistics::default(),
        }
    }

    /// What frames may take on that way.
    pub(super) fn rate(&self) -> Option<BitRate> {
        match self.way()? {
            Way::Socket(socket) => Some(socket.rate()),
            Way::Rtc(_) => self.rtc_rate,
        }
    }
}

impl Way<'_> {
    /// Whether a frame would go out now.
    pub(super) fn is_ready(&self) -> bool {
        match self {
            Self::Socket(socket) => socket.is_ready(),
            Self::Rtc(path) => path.is_ready(),
        }
    }

    /// Sends a frame, without waiting. Whether it goes out.
    pub(super) fn send(&self, frame: VideoFrame, now: Instant) -> bool {
        match self {
            Self::Socket(socket) => socket.send(frame, now),
            Self::Rtc(path) => path.send(frame),
        }
    }
}

/// Ends the frame loop when it is dropped.
#[derive(Debug)]
pub(crate) struct OverWhenDropped(Arc<Desk>);

impl Drop for OverWhenDropped {
    fn drop(&mut self) {
        self.0.tell(|orders| orders.over = true);
    }
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            orders: Mutex::default(),
            news: Condvar::new(),
            rounds: AtomicU64::new(0),
        }
    }

    /// The loop goes on as long as what this gives is there.
    pub(crate) fn over_when_dropped(self: &Arc<Self>) -> OverWhenDropped {
        OverWhenDropped(Arc::clone(self))
    }

    /// A device looks from now on.
    pub(crate) fn connect(&self, connection: ConnectionId, wanted: Wanted, socket: SocketWay) {
        self.tell(|orders| {
            orders.viewer = Some(Viewer {
                connection,
                wanted,
                camera: None,
                transport: None,
                socket,
                path: None,
                rtc_rate: None,
            });
        });
    }

    /// The device does not look any more.
    pub(crate) fn disconnect(&self, connection: ConnectionId) {
        self.tell(|orders| {
            orders
                .viewer
                .take_if(|viewer| viewer.connection == connection);
        });
    }

    /// The device looks from elsewhere. A camera that is older than the last is passed over.
    pub(crate) fn look(&self, connection: ConnectionId, camera: Camera) {
        self.tell_of(connection, |orders, viewer| {
            let last = viewer.camera.map_or(0, |camera| camera.sequence);
            if camera.sequence > last {
                viewer.camera = Some(camera);
                orders.moved = true;
            }
        });
    }

    /// The device wants a picture of another size.
    pub(crate) fn resize(&self, connection: ConnectionId, size: (u16, u16)) {
        self.tell_of(connection, |orders, viewer| {
            orders.moved |= viewer.wanted.size != size;
            viewer.wanted.size = size;
        });
    }

    /// What moves by itself goes on, or holds still.
    pub(crate) fn play(&self, connection: ConnectionId, playing: bool) {
        self.tell_of(connection, |_, viewer| viewer.wanted.playing = playing);
    }

    /// The device cannot go on from what it has.
    pub(crate) fn refresh(&self, connection: ConnectionId) {
        self.tell_of(connection, |orders, _| orders.refresh = true);
    }

    /// The device chooses how frames come.
    pub(crate) fn choose(&self, connection: ConnectionId, transport: &Transport) {
        self.tell_of(connection, |orders, viewer| {
            viewer.transport = Some(transport.clone());
            orders.moved = true;
            orders.refresh = true;
        });
    }

    /// WebRTC has been agreed on.
    pub(crate) fn path(&self, connection: ConnectionId, path: RtcWay) {
        self.tell_of(connection, |orders, viewer| {
            viewer.path = Some(path);
            viewer.rtc_rate = None;
            orders.moved = true;
        });
    }

    /// WebRTC is connected: frames can be sent.
    pub(crate) fn path_open(&self, connection: ConnectionId) {
        self.tell_of(connection, |orders, _| {
            orders.moved = true;
            orders.refresh = true;
        });
    }

    /// WebRTC carries so much.
    pub(crate) fn estimate(&self, connection: ConnectionId, rate: BitRate) {
        self.tell_of(connection, |_, viewer| viewer.rtc_rate = Some(rate));
    }

    /// WebRTC has ended.
    pub(crate) fn path_closed(&self, connection: ConnectionId) {
        self.tell_of(connection, |_, viewer| viewer.path = None);
    }

    /// A model comes into the scene.
    pub(crate) fn insert(&self, model: u32, prepared: Prepared) {
        self.tell(|orders| {
            orders
                .changes
                .push(Change::Insert(model, Box::new(prepared)));
            orders.moved = true;
        });
    }

    /// A model goes.
    pub(crate) fn remove(&self, model: u32) {
        self.tell(|orders| {
            orders.changes.push(Change::Remove(model));
            orders.moved = true;
        });
    }

    /// There may be room for a frame again.
    pub(crate) fn wake(&self) {
        self.tell(|orders| orders.woken = true);
    }

    /// How often the loop has come round. One that waits comes round when it is woken.
    pub(crate) fn rounds(&self) -> u64 {
        self.rounds.load(Ordering::Relaxed)
    }

    /// Waits until there is news, or until a time, and takes it.
    pub(super) fn take(&self, until: Option<Instant>) -> Orders {
        let mut orders = self.orders();
        while !orders.has_news() {
            let Some(until) = until else {
                orders = self
                    .news
                    .wait(orders)
                    .unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let waited = self.news.wait_timeout(orders, left);
            orders = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        let taken = Orders {
            viewer: orders.viewer.clone(),
            ..mem::take(&mut *orders)
        };
        orders.over = taken.over;
        orders.viewer.clone_from(&taken.viewer);
        self.rounds.fetch_add(1, Ordering::Relaxed);
        taken
    }

    /// Comes round without waiting, as the loop does when it is woken.
    #[cfg(test)]
    pub(crate) fn come_round(&self) {
        let orders = self.take(None);
        assert!(orders.woken, "it would wait");
    }

    fn tell(&self, change: impl FnOnce(&mut Orders)) {
        let mut orders = self.orders();
        change(&mut orders);
        orders.woken = true;
        drop(orders);
        self.news.notify_one();
    }

    /// Changes what this connection wants, if it is the one that looks.
    fn tell_of(&self, connection: ConnectionId, change: impl FnOnce(&mut Orders, &mut Viewer)) {
        self.tell(|orders| {
            if let Some(mut viewer) = orders.viewer.take() {
                if viewer.connection == connection {
                    change(orders, &mut viewer);
                }
                orders.viewer = Some(viewer);
            }
        });
    }

    fn orders(&self) -> MutexGuard<'_, Orders> {
        // Each change is whole before anything in it can panic.
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Orders {
    fn has_news(&self) -> bool {
        self.over || self.woken
    }
}

#[cfg(test)]
mod tests;
