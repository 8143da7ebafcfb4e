use serde::{Deserialize, Serialize};

use super::{ConnectionToken, ModelSource, ResumeKey, UploadKey};
use crate::open_enum::open_enum;

/// What a device says, in text messages of the WebSocket.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FromDevice {
    /// The first message. The host answers with a [`Welcome`], or with a [`Refusal`] and closes.
    Hello {
        /// What the service granted.
        token: Option<ConnectionToken>,
        /// Instead of a token: the key of the connection that was lost.
        resume: Option<ResumeKey>,
        /// The picture that is wanted, in the device's own pixels.
        width: u16,
        /// See `width`.
        height: u16,
        /// How small a moving picture may become, as a share of both sides: 1 for never smaller than what is wanted. None
        /// for as small as the host thinks best.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        smallest_scale: Option<f32>,
        /// Whether what moves by itself holds still from the first picture on. See [`Play`](Self::Play).
        #[serde(default, skip_serializing_if = "is_false")]
        paused: bool,
    },
    /// An offer of WebRTC, as SDP. The host answers with [`FromHost::Answer`].
    Offer {
        /// The session description.
        sdp: String,
    },
    /// Which way the pictures come from now on; none come before this. Can be said again.
    Stream {
        /// The way.
        transport: Transport,
    },
    /// The picture that is wanted now, in the device's own pixels.
    View {
        /// Its width.
        width: u16,
        /// Its height.
        height: u16,
    },
    /// The device cannot decode what comes: the next frame must stand for itself.
    Refresh {},
    /// What moves by itself goes on, or holds still. Said only where a model of the scene is
    /// [animated](ModelInfo::animated): a host that does not know this message has none.
    Play {
        /// Whether it goes on.
        playing: bool,
    },
    /// Load a model beside those that are there.
    Load {
        /// The device's own number of the request, which the answers repeat.
        request: u32,
        /// Where the model is.
        source: ModelSource,
    },
    /// Give up a load that has not ended.
    Cancel {
        /// Its number.
        request: u32,
    },
    /// Take a model out of the scene.
    Unload {
        /// The model's number.
        model: u32,
    },
    /// The person is done: the scene is dropped at once, and not kept for a return.
    Leave {},
}

open_enum! {
    /// The way pictures come.
    pub enum Transport {
        /// H.264 on a video track of WebRTC.
        WebRtc = "webrtc",
        /// H.264 (Annex B) in binary messages of the WebSocket.
        WebSocket = "websocket",
    }
}

/// What a host says, in text messages of the WebSocket.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FromHost {
    /// The device is connected.
    Welcome(Welcome),
    /// It is not; the host closes.
    Refused {
        /// Why.
        reason: Refusal,
    },
    /// The answer to an offer.
    Answer {
        /// The session description.
        sdp: String,
    },
    /// The host does not take the offer, or offers no WebRTC: pictures can come through the WebSocket.
    NoWebRtc {
        /// Why, in words for a log.
        message: String,
    },
    /// How far a load is.
    Progress {
        /// The load's number.
        request: u32,
        /// What is being done.
        stage: Stage,
        /// How many bytes have come.
        done: u64,
        /// How many there will be, where that is known.
        total: Option<u64>,
    },
    /// A model is in the scene.
    Loaded {
        /// The load's number; none where the host loads it by itself.
        request: Option<u32>,
        /// The model.
        model: ModelInfo,
    },
    /// A load has failed; the scene is what it was.
    Failed {
        /// The load's number; none where the host loads by itself.
        request: Option<u32>,
        /// Why.
        failure: Failure,
    },
    /// A model is not in the scene any more.
    Unloaded {
        /// The model's number.
        model: u32,
    },
    /// What the host measured, once a second while pictures change.
    Statistics(HostStatistics),
    /// The connection ends; the host closes.
    Ended {
        /// Why.
        reason: EndReason,
    },
}

/// What a connected device is told first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Welcome {
    /// For coming back after the network was gone for a moment.
    pub resume: ResumeKey,
    /// For how long the host keeps the scene of a lost connection, in seconds.
    pub resume_seconds: u32,
    /// For uploads.
    pub upload: UploadKey,
    /// The largest model that can be uploaded, in bytes.
    pub max_upload_bytes: u64,
    /// What can be loaded without knowing its name.
    pub available: Vec<Available>,
    /// The hosts from which models may be loaded by an address, as `HOST` or `HOST:PORT`; none where none may.
    #[serde(default)]
    pub models_from: Vec<String>,
    /// What is in the scene already.
    pub models: Vec<ModelInfo>,
    /// The device's own loads that go on, by their numbers; what else it has asked for did not arrive, or has failed.
    pub loading: Vec<u32>,
    /// Whether this is the scene of the connection that was lost.
    pub resumed: bool,
    /// The graphics device that renders, in its maker's words.
    pub renderer: String,
}

/// A model that a device can ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Available {
    /// Its source.
    pub source: ModelSource,
    /// Its size in bytes, where that is known.
    pub bytes: Option<u64>,
}

/// A model in the scene.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelInfo {
    /// Its number in the scene.
    pub model: u32,
    /// What a person calls it.
    pub name: String,
    /// Where it came from.
    pub source: ModelSource,
    /// How many triangles it draws.
    pub triangles: u64,
    /// The lowest corner of the box around it; none if there is nothing to see.
    pub low: Option<[f32; 3]>,
    /// The highest corner.
    pub high: Option<[f32; 3]>,
    /// What of the file was passed over, in English.
    pub notes: Vec<String>,
    /// Whether it moves by itself.
    #[serde(default)]
    pub animated: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_false(value: &bool) -> bool {
    !*value
}

/// What a host measured in the last second.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HostStatistics {
    /// Frames that were sent.
    pub frames: u32,
    /// Bits that were sent.
    pub bits: u32,
    /// The bit rate that the encoder keeps to, in bits per second.
    pub bit_rate: u32,
    /// What the way can carry as far as is known, in bits per second.
    pub estimate: Option<u32>,
    /// The way there and back, in milliseconds.
    pub round_trip_ms: Option<f32>,
    /// The share of packets that were lost, from 0 to 1.
    pub loss: Option<f32>,
    /// Triangles in view.
    pub triangles: u64,
}

open_enum! {
    /// Why a device is not let in.
    pub enum Refusal {
        /// Another device is connected: a session has one at a time.
        Busy = "busy",
        /// The token is not known, was used, or is too old.
        Token = "token",
        /// There is nothing to come back to: connect anew.
        Resume = "resume",
        /// The first message was not understood.
        Hello = "hello",
    }
}

open_enum! {
    /// Why a connection ends.
    pub enum EndReason {
        /// The session was stopped.
        Stopped = "stopped",
        /// The session's lease is over.
        Expired = "expired",
        /// The device came back through another WebSocket.
        Replaced = "replaced",
        /// The device broke the rules of this wire.
        Protocol = "protocol",
        /// The host failed.
        Failed = "failed",
    }
}

open_enum! {
    /// What a load is doing.
    pub enum Stage {
        /// The bytes are on their way.
        Fetching = "fetching",
        /// The file is being read.
        Reading = "reading",
        /// It is being handed to the graphics device.
        Preparing = "preparing",
    }
}

/// Why a load failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// For programs, and for who has these words in another language.
    pub code: FailedCode,
    /// For people, in English: what is wrong and what to do.
    pub message: String,
    /// What else is known, for who has other words.
    #[serde(default)]
    pub detail: FailureDetail,
}

/// What is known of a failed load besides its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FailureDetail {
    /// The most bytes that the file may have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_bytes: Option<u64>,
    /// The extensions that the file requires and that are not supported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<String>,
    /// What is wrong in the file, in English: it names something of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// HTTP's status that the address answered with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}

impl Failure {
    /// A failure of which nothing else is known.
    pub fn new(code: FailedCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            detail: FailureDetail::default(),
        }
    }
}

open_enum! {
    /// The kinds of failed loads.
    pub enum FailedCode {
        /// There is no such model.
        NotFound = "notFound",
        /// The operator does not allow this source.
        NotAllowed = "notAllowed",
        /// The model is larger than may be loaded.
        TooLarge = "tooLarge",
        /// The file is not a model, or a broken one.
        Broken = "broken",
        /// The file needs what is not supported.
        Unsupported = "unsupported",
        /// The address did not answer as it should.
        Unreachable = "unreachable",
        /// Graphics or other memory is used up.
        Memory = "memory",
        /// The device gave it up.
        Cancelled = "cancelled",
        /// Too much at once.
        Busy = "busy",
    }
}
