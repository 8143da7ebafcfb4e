use remote_rendering_protocol::device::FrameHeader;

use crate::Encoded;

/// A frame on its way to a device, with what is said about it.
#[derive(Clone, Debug)]
pub struct VideoFrame {
    /// What the device is told. The frame's `rtp_time` is the time stamp of its packets.
    pub header: FrameHeader,
    /// The frame itself.
    pub encoded: Encoded,
}
