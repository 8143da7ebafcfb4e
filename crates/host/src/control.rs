//! What the service and a host's process say to each other: JSON, a line for each message, through the process's standard
//! input and output. A host ends when its input does, so that none outlives the service, however that ended.

use std::time::Duration;

use remote_rendering_protocol::device::EndReason;
use serde::{Deserialize, Serialize};

/// How often a host that is ready says [`FromHost::Alive`].
pub const SIGN_EVERY: Duration = Duration::from_secs(5);

/// What the service tells a host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ToHost {
    /// Let in who brings the token with this hash, once. Answered with [`FromHost::Admitted`].
    Admit {
        /// The number that the answer repeats.
        number: u64,
        /// The SHA-256 of the token, as hexadecimal digits. The token itself is nobody's but the device's.
        token_sha256: String,
        /// For how long the token is good.
        seconds: u32,
    },
    /// The session is over: close what is open and end.
    End {
        /// What the device is told.
        reason: EndReason,
    },
}

/// What a host tells the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FromHost {
    /// It has rendered and encoded a frame, and listens.
    Ready {
        /// Where devices connect: TCP for signalling, UDP of the same number for WebRTC.
        handshake_port: u16,
        /// Where its status page is.
        inspector_port: u16,
        /// The graphics device, in its maker's words.
        renderer: String,
    },
    /// The token is known from now on.
    Admitted {
        /// The number of the request.
        number: u64,
    },
    /// A sign of life, said each [`SIGN_EVERY`]: the tasks of the session and of this line go on.
    Alive {
        /// For how many signs the thread that renders has been at the same work: a large picture takes long, and one that
        /// never ends is a thread that hangs. 0 where it came round since the last sign.
        at_work: u32,
    },
    /// It cannot go on, and ends.
    Failed {
        /// The error's code, in the style of the session API's.
        code: String,
        /// For people: what is wrong and what to do.
        message: String,
    },
}
