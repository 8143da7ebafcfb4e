//! How a connection comes about, is lost, and comes back: rules alone. The time is passed in, and what is to be done comes out.

mod rules;
#[cfg(test)]
mod tests;

use remote_rendering_protocol::device::{
    ConnectionGrant, ConnectionToken, EndReason, FromDevice, Refusal, ResumeKey,
};

use crate::state::{GrantError, State, Step, ViewerError};

/// Milliseconds of a clock that never goes back.
pub(crate) type Ms = f64;

/// How long a socket may take to open, and the host to say welcome.
const GREETING: Ms = 10_000.0;

/// How long WebRTC may take until it is connected, and then again until the first picture: where UDP is blocked nothing
/// says so, and nobody wants to wait longer for nothing.
const WEBRTC: Ms = 4_000.0;

/// How long the WebSocket may take until the first picture; a first picture compiles the renderer's programs.
const WEBSOCKET: Ms = 20_000.0;

/// How long a peer connection may say that it is disconnected; a changed network heals in less, or not at all.
const WAVERING: Ms = 2_000.0;

/// How long nothing may come after a camera was sent. A host is busy for seconds when it takes in a large model.
const SILENCE: Ms = 15_000.0;

/// After a loss: how long a host may take to notice it, which pings every few seconds, and to be told of the return.
const GHOST: Ms = 30_000.0;

/// For how long a lost connection is tried to get back in all.
const GIVE_UP: Ms = 120_000.0;

/// The waits before the tries of getting back; the last one stays.
const BACK_OFF: [Ms; 5] = [0.0, 500.0, 1_000.0, 2_000.0, 4_000.0];

/// The picture that is asked for while the element has no size.
const UNKNOWN: (u16, u16) = (640, 360);

/// What the browser and the viewer's owner allow.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ways {
    pub(crate) webrtc: bool,
    pub(crate) websocket: bool,
    /// How small pictures may become while something moves, as a share of both sides.
    pub(crate) smallest_scale: Option<f32>,
}

/// What has happened.
#[derive(Debug)]
pub(crate) enum Input {
    /// The owner wants a connection, or another try.
    Start,
    /// The owner does not want it any more.
    Close,
    /// The service's answer.
    Granted(Result<ConnectionGrant, GrantError>),
    /// The socket could not be made: the browser says why.
    SocketRefused(ViewerError),
    SocketOpened,
    SocketClosed,
    Welcomed {
        resume: ResumeKey,
        /// For how long the host keeps the scene of a lost connection.
        keeps: Ms,
    },
    Refused(Refusal),
    Ended(EndReason),
    /// The host has said what is no message.
    Misunderstood(String),
    /// The browser's offer.
    Offered(Result<String, String>),
    Answered(String),
    NoWebRtc,
    PeerConnected,
    PeerWavering,
    PeerFailed,
    /// The browser cannot decode what comes.
    NoDecoder,
    /// A picture is there to be seen.
    FrameShown,
    /// The device has a network again.
    Online,
    /// The picture has another size.
    Resized {
        width: u16,
        height: u16,
    },
    /// The time is what it is.
    Tick,
}

/// What is to be done.
#[derive(Debug)]
pub(crate) enum Output {
    RequestGrant,
    OpenSocket {
        address: String,
    },
    CloseSocket,
    Send(FromDevice),
    /// Make a peer connection and an offer.
    OpenPeer,
    /// Give the peer connection the host's answer.
    Answer(String),
    ClosePeer,
    OpenDecoder,
    CloseDecoder,
}

/// What lets the device in.
#[derive(Clone, Debug)]
enum Pass {
    Token(ConnectionToken),
    Resume(ResumeKey),
}

/// What leads back to the scene.
#[derive(Clone, Debug)]
struct WayBack {
    address: String,
    resume: ResumeKey,
    keeps: Ms,
}

/// A connection that was there.
#[derive(Clone, Copy, Debug)]
struct Loss {
    /// When it was lost first.
    since: Ms,
    /// When the host last had us.
    left: Ms,
    attempt: u32,
}

#[derive(Clone, Debug)]
enum Phase {
    /// Not begun.
    Idle,
    Granting,
    Opening {
        address: String,
        pass: Pass,
        deadline: Ms,
    },
    Greeting {
        address: String,
        deadline: Ms,
    },
    Up(Way),
    /// Before the next try.
    Waiting {
        until: Ms,
    },
    Over(State),
}

/// How pictures come, or will.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Offering { deadline: Ms },
    Answering { deadline: Ms },
    Connecting { deadline: Ms },
    PeerFirstFrame { deadline: Ms },
    Peer { wavering: Option<Ms> },
    SocketFirstFrame { deadline: Ms },
    Socket,
}

/// The connection of one viewer, through all its tries.
#[derive(Debug)]
pub(crate) struct Connection {
    ways: Ways,
    phase: Phase,
    size: (u16, u16),
    /// Whether what moves by itself is to hold still, and whether the host has been told so.
    paused: bool,
    told_paused: bool,
    way_back: Option<WayBack>,
    loss: Option<Loss>,
    /// A token was refused already: one that came late is no reason to give up.
    token_refused: bool,
    /// Since when an answer to a camera is outstanding.
    unanswered: Option<Ms>,
}

impl Connection {
    pub(crate) fn new(ways: Ways) -> Self {
        Self {
            ways,
            phase: Phase::Idle,
            size: UNKNOWN,
            paused: false,
            told_paused: false,
            way_back: None,
            loss: None,
            token_refused: false,
            unanswered: None,
        }
    }

    /// How it stands, for people.
    pub(crate) fn state(&self) -> State {
        use remote_rendering_protocol::device::Transport;
        let step = match &self.phase {
            Phase::Over(state) => return state.clone(),
            Phase::Up(Way::Peer { .. }) => {
                return State::Connected {
                    transport: Transport::WebRtc,
                };
            }
            Phase::Up(Way::Socket) => {
                return State::Connected {
                    transport: Transport::WebSocket,
                };
            }
            Phase::Idle | Phase::Granting => Step::Granting,
            Phase::Opening { .. } | Phase::Greeting { .. } | Phase::Waiting { .. } => {
                Step::Signalling
            }
            Phase::Up(Way::PeerFirstFrame { .. } | Way::SocketFirstFrame { .. }) => {
                Step::FirstFrame
            }
            Phase::Up(_) => Step::Negotiating,
        };
        match self.loss {
            Some(Loss { attempt, .. }) => State::Reconnecting { attempt },
            None => State::Connecting(step),
        }
    }

    /// Whether what is said arrives.
    pub(crate) fn is_up(&self) -> bool {
        matches!(self.phase, Phase::Up(_))
    }

    /// Whether what moves by itself is to.
    pub(crate) fn is_playing(&self) -> bool {
        !self.paused
    }

    /// What moves by itself is to, or not. Whether that is news.
    pub(crate) fn play(&mut self, playing: bool) -> bool {
        let is_news = self.paused == playing;
        self.paused = !playing;
        is_news
    }

    /// What the host is to be told of it, if something of the scene moves: else it may not know the words.
    pub(crate) fn playing_news(&mut self, is_animated: bool) -> Option<FromDevice> {
        let is_news = self.is_up() && is_animated && self.told_paused != self.paused;
        is_news.then(|| {
            self.told_paused = self.paused;
            FromDevice::Play {
                playing: !self.paused,
            }
        })
    }

    /// Anything came from the host.
    pub(crate) fn heard(&mut self) {
        self.unanswered = None;
    }

    /// A camera left that changes the picture.
    pub(crate) fn camera_left(&mut self, now: Ms) {
        self.unanswered.get_or_insert(now);
    }

    /// When to be asked again at the latest, by [`Input::Tick`].
    pub(crate) fn deadline(&self) -> Option<Ms> {
        let own = match &self.phase {
            Phase::Opening { deadline, .. }
            | Phase::Greeting { deadline, .. }
            | Phase::Waiting { until: deadline } => Some(*deadline),
            Phase::Up(way) => way.deadline(),
            Phase::Idle | Phase::Granting | Phase::Over(_) => None,
        };
        let silence = self.unanswered.map(|since| since + SILENCE);
        own.into_iter().chain(silence).reduce(f64::min)
    }
}

impl Way {
    fn deadline(self) -> Option<Ms> {
        match self {
            Self::Offering { deadline }
            | Self::Answering { deadline }
            | Self::Connecting { deadline }
            | Self::PeerFirstFrame { deadline }
            | Self::SocketFirstFrame { deadline } => Some(deadline),
            Self::Peer { wavering } => wavering,
            Self::Socket => None,
        }
    }

    fn is_peer(self) -> bool {
        !matches!(self, Self::SocketFirstFrame { .. } | Self::Socket)
    }
}
