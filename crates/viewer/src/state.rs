//! What a viewer tells its owner.

use remote_rendering_protocol::device::{EndReason, Failure, ModelInfo, Refusal, Transport};
use serde::Deserialize;

/// How a viewer's connection stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// On the way to the first picture.
    Connecting(Step),
    /// Pictures come.
    Connected {
        /// Which way they come.
        transport: Transport,
    },
    /// The connection was lost, and the viewer is on the way back. The last picture is still shown.
    Reconnecting {
        /// Counts up from 1 with each try.
        attempt: u32,
    },
    /// The host does not let this device in. [`Viewer::retry`](crate::Viewer::retry) asks again.
    Refused(Refusal),
    /// The host has ended the connection.
    Ended(EndReason),
    /// The viewer has given up. [`Viewer::retry`](crate::Viewer::retry) begins anew.
    Failed(ViewerError),
    /// The viewer was closed by its owner.
    Closed,
}

/// What a viewer on its way to the first picture waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The session service's leave to connect.
    Granting,
    /// The host's welcome.
    Signalling,
    /// The way that pictures come.
    Negotiating,
    /// The first picture.
    FirstFrame,
}

impl State {
    /// Whether [`Viewer::retry`](crate::Viewer::retry) does something.
    pub fn can_retry(&self) -> bool {
        match self {
            Self::Reconnecting { .. } | Self::Refused(_) | Self::Failed(_) => true,
            // Nothing would be there.
            Self::Ended(reason) => !matches!(reason, EndReason::Stopped | EndReason::Expired),
            Self::Connecting(_) | Self::Connected { .. } | Self::Closed => false,
        }
    }

    /// Whether nothing more happens by itself.
    pub fn is_over(&self) -> bool {
        matches!(
            self,
            Self::Refused(_) | Self::Ended(_) | Self::Failed(_) | Self::Closed
        )
    }
}

/// Why a viewer gave up, or could not do what it was asked. The texts hold no secrets.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ViewerError {
    /// No grant came.
    #[error("the session cannot be connected to")]
    Grant(#[source] GrantError),
    /// The host's address is none of a WebSocket.
    #[error("the session's host has an address that is none of a WebSocket")]
    Address,
    /// The page is secure and the host is not: browsers forbid that.
    #[error(
        "this page was loaded by https and may only connect to a host with TLS: give the service a certificate"
    )]
    Insecure,
    /// The host does not answer at the address.
    #[error(
        "the session's host does not answer: check that this network lets WebSockets through to it"
    )]
    Unreachable,
    /// The connection was lost and did not come back.
    #[error("the connection was lost and did not come back")]
    Lost,
    /// The browser can show H.264 in no way that the host offers.
    #[error(
        "this browser can neither play H.264 by WebRTC nor decode it (WebCodecs): use a current browser"
    )]
    NoVideo,
    /// The host says what this version does not understand.
    #[error("the host speaks another version of this wire: {0}")]
    Protocol(String),
    /// There is no picture yet, or the viewer is closed.
    #[error("there is no picture")]
    NoPicture,
    /// The browser did not make an image of the picture.
    #[error("the browser could not make an image of the picture")]
    Image,
}

/// Why there is no grant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GrantError {
    /// The service could not be asked; it may answer later.
    #[error("the session service does not answer: {0}")]
    Unreachable(String),
    /// The service has said no, with its words. It would say the same again.
    #[error("{0}")]
    Refused(String),
}

/// The number of a load or an upload, good for one viewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestId(pub u32);

/// How far a load is.
#[derive(Clone, Debug, PartialEq)]
pub enum LoadState {
    /// The file is on its way to the host.
    Uploading {
        /// How many bytes have left.
        done: u64,
        /// How many there are.
        total: u64,
    },
    /// The host fetches it.
    Fetching {
        /// How many bytes have come there.
        done: u64,
        /// How many there will be, where that is known.
        total: Option<u64>,
    },
    /// The host reads the file.
    Reading,
    /// It is handed to the graphics device.
    Preparing,
    /// The model is in the scene.
    Done(ModelInfo),
    /// It is not; the scene is what it was.
    Failed(Failure),
}

impl LoadState {
    /// Whether nothing more is told of this load.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Done(_) | Self::Failed(_))
    }
}

/// How the person moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Navigation {
    /// Around what is looked at.
    #[default]
    Orbit,
    /// Through the scene, on foot as it were.
    Walk,
}

/// What has changed. Events come one after the other from the browser's event loop, never from within a method of the
/// viewer, so that whoever is told may call any of them.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// How the connection stands.
    State(State),
    /// Which models are in the scene: [`Viewer::models`](crate::Viewer::models).
    Models,
    /// What can be loaded: [`Viewer::available`](crate::Viewer::available).
    Available,
    /// A load or an upload has gone on.
    Load {
        /// Which; none for a model that the host has loaded by itself and that failed.
        request: Option<RequestId>,
        /// How far.
        state: LoadState,
    },
    /// New figures, once a second: [`Viewer::statistics`](crate::Viewer::statistics).
    Statistics,
    /// The person has changed how they move, by a key.
    Navigation(Navigation),
    /// What moves by itself does, or holds still.
    Playing(bool),
}

/// What a viewer is to be like.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewerOptions {
    /// The accessible name of the picture, in the page's language.
    pub label: String,
    /// How it is worked, in the page's language: read to who cannot see it. None where empty.
    pub description: String,
    /// Use this way alone. Else WebRTC, and the WebSocket where that does not work.
    pub transport: Option<Transport>,
    /// How small pictures may become while something moves, as a share of both sides: 1 for never smaller than what is shown,
    /// though they come less often. Else as small as the host thinks best.
    pub smallest_scale: Option<f32>,
    /// Whether what moves by itself does. Where this is none, it does unless the person prefers less motion.
    pub playing: Option<bool>,
}
