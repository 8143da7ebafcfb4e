//! What a session is told.

use std::{fs::File, net::IpAddr, time::Duration};

use remote_rendering_protocol::device::{
    EndReason, Failure, FromDevice, FromHost, HostStatistics, Refusal,
};
use tokio::sync::{mpsc, oneshot};

use super::{
    device::Entered,
    loading::{LoadId, Ready},
};
use crate::{
    HostError,
    occupancy::{ConnectionId, Credential},
    secret::KeyHash,
};

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
        /// Whether what moves by itself holds still.
        paused: bool,
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
        file: File,
        /// Is told its number, if the scene is still there.
        answer: oneshot::Sender<Option<u32>>,
    },
    /// A load goes on.
    Progress(LoadId, FromHost),
    /// A load has ended.
    Loaded(LoadId, Result<Box<Ready>, Failure>),
    /// What was measured in the last second.
    Statistics(HostStatistics),
    /// The frame loop has ended by a failure.
    Failed(HostError),
    /// The session is over.
    End(EndReason),
}

/// The number of a scene: each device that does not come back has one of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SceneNumber(pub(super) u64);

/// Where events are told.
pub(crate) type Events = mpsc::Sender<Event>;

/// A channel of events.
pub(crate) fn channel() -> (Events, mpsc::Receiver<Event>) {
    mpsc::channel(WAITING)
}
