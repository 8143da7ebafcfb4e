//! The session's side of a connection.

use std::net::IpAddr;

use remote_rendering_protocol::device::{FromHost, Transport, Welcome};
use tokio::{sync::mpsc, time::Instant};

use crate::{
    frames::{SocketFrames, SocketWay, socket_way},
    occupancy::ConnectionId,
    secret::KeyHash,
};

/// How many messages wait for a device at most: those of an answer to everything that it can ask for at once.
const WAITING: usize = 256;

/// The connected device. Its connection closes when this is dropped.
#[derive(Debug)]
pub(super) struct Device {
    pub(super) connection: ConnectionId,
    /// The hash of the key for uploads.
    pub(super) upload: KeyHash,
    pub(super) peer: IpAddr,
    pub(super) since: Instant,
    pub(super) transport: Option<Transport>,
    messages: mpsc::Sender<FromHost>,
    socket: SocketWay,
}

/// What a device's socket is given when the device is let in.
#[derive(Debug)]
pub(crate) struct Entered {
    /// The connection's number.
    pub(crate) connection: ConnectionId,
    /// What it is told first.
    pub(crate) welcome: Welcome,
    /// What it is told then. The connection is over when there is no more.
    pub(crate) messages: mpsc::Receiver<FromHost>,
    /// The frames for the WebSocket.
    pub(crate) frames: SocketFrames,
}

/// The device does not read what it is told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unread;

impl Device {
    pub(super) fn new(
        connection: ConnectionId,
        upload: KeyHash,
        peer: IpAddr,
        welcome: Welcome,
    ) -> (Self, Entered) {
        let (messages, said) = mpsc::channel(WAITING);
        let (socket, frames) = socket_way();
        let device = Self {
            connection,
            upload,
            peer,
            since: Instant::now(),
            transport: None,
            messages,
            socket,
        };
        let entered = Entered {
            connection,
            welcome,
            messages: said,
            frames,
        };
        (device, entered)
    }

    /// The way through its WebSocket.
    pub(super) fn socket(&self) -> SocketWay {
        self.socket.clone()
    }

    /// Tells it something, unless much waits already.
    pub(super) fn say(&self, message: FromHost) -> Result<(), Unread> {
        self.messages.try_send(message).map_err(|_| Unread)
    }
}
