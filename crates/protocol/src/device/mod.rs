//! What a device and the rendering host of its session say to each other.
//!
//! This is a wire of our own: how the hosted service's native clients spoke to their host was never documented.
//!
//! A device asks the session service for a [`ConnectionGrant`] (`POST …/sessions/{id}/:connect`), and opens a WebSocket to
//! the grant's address, with the subprotocol [`SUBPROTOCOL`]. What is said there is JSON in text messages: [`FromDevice`]
//! and [`FromHost`]. The first message is [`FromDevice::Hello`] with the grant's token, so that no secret is in an address.
//!
//! Pictures come in one of two ways, a [`Transport`]. By WebRTC the device sends an offer without candidates of its own,
//! and the host's answer has one candidate: H.264 on a video track, and [`CHANNEL`], an unordered data channel without
//! retransmission, for cameras and frame headers. Where UDP is blocked, both go through the WebSocket as binary messages:
//! each begins with a byte that says what it is ([`DevicePacket`], [`HostPacket`]), and numbers are little-endian.
//!
//! Angles are radians, lengths metres, the axes those of glTF: right-handed, y up, a camera looks along its own -z.

mod connection;
mod message;
mod packet;
mod source;

pub use connection::{ConnectionGrant, ConnectionToken, ResumeKey, UploadKey};
pub use message::{
    Available, EndReason, FailedCode, Failure, FailureDetail, FromDevice, FromHost, HostStatistics,
    ModelInfo, Refusal, Stage, Transport, Welcome,
};
pub use packet::{Camera, DevicePacket, FrameFlags, FrameHeader, HostPacket, PacketError};
pub use source::{ModelSource, ModelSourceError};

/// The WebSocket's subprotocol: the version of this wire.
pub const SUBPROTOCOL: &str = "remote-rendering.1";

/// The path of the WebSocket on the host.
pub const CONNECT_PATH: &str = "/connect";

/// Below which path models are uploaded: `PUT /uploads/{file name}` with `Authorization: Bearer` and the
/// [`UploadKey`]; the answer is an [`Uploaded`].
pub const UPLOADS_PATH: &str = "/uploads";

/// The label of the data channel.
pub const CHANNEL: &str = "device";

/// How many loads a device may have at once. Two: while one is being read, the next can come.
pub const LOADS_AT_ONCE: usize = 2;

/// The largest text message, in bytes; offers of browsers are some 5,000.
pub const MAX_MESSAGE: usize = 64 * 1024;

/// The answer to an upload.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Uploaded {
    /// What to ask for in [`FromDevice::Load`].
    pub source: ModelSource,
}
