//! The last picture, and what is said of its frames.

use std::time::Duration;

use remote_rendering_protocol::device::{FrameFlags, FrameHeader, HostStatistics};
use remote_rendering_renderer::Picture;
use remote_rendering_stream::{self as stream, BitRate, EncodeError};

use super::blend::Blend;
use crate::status::FrameStatus;

/// The last picture.
pub(super) struct Shown {
    pub(super) picture: Picture,
    /// How long it took to render.
    pub(super) render: Duration,
    /// The sequence of its camera.
    pub(super) camera: u32,
    /// What it is the mean of, if it rests.
    pub(super) blend: Option<Blend>,
}

/// How long the last frame took.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Took {
    pub(super) encode: Duration,
    /// When it was sent, since the loop began.
    pub(super) since: Duration,
    /// The bit rate that the encoder keeps to.
    pub(super) rate: BitRate,
}

impl Shown {
    /// Whether another picture would add nothing to it: edges have become smooth, or it moves.
    pub(super) fn is_whole(&self) -> bool {
        let shift = self.blend.as_ref().and_then(Blend::shift);
        shift.is_none()
    }

    /// Width and height, in pixels.
    pub(super) fn size(&self) -> (u16, u16) {
        (side(self.picture.width), side(self.picture.height))
    }

    /// The picture as the encoder takes it.
    pub(super) fn planes(&self) -> Result<stream::Picture<'_>, EncodeError> {
        planes(&self.picture)
    }

    /// What a device is told of a frame of it.
    pub(super) fn header(&self, frame: u32, key: bool, sharp: bool, took: Took) -> FrameHeader {
        let (width, height) = self.size();
        FrameHeader {
            flags: FrameFlags {
                key,
                checkerboard: self.picture.statistics.checkerboard,
                sharp,
            },
            width,
            height,
            frame,
            camera: self.camera,
            rtp_time: rtp_time(took.since),
            render_us: micros(self.render),
            encode_us: micros(took.encode),
        }
    }

    /// What the status page shows of the second that is over.
    pub(super) fn status(&self, took: Took, statistics: HostStatistics) -> FrameStatus {
        let (width, height) = self.size();
        FrameStatus {
            width,
            height,
            render_ms: milliseconds(self.render),
            encode_ms: milliseconds(took.encode),
            statistics,
        }
    }
}

/// The picture as the encoder takes it.
pub(super) fn planes(picture: &Picture) -> Result<stream::Picture<'_>, EncodeError> {
    let planes =
        stream::Picture::from_planes(side(picture.width), side(picture.height), &picture.bytes);
    planes.map_err(EncodeError::from)
}

fn side(pixels: u32) -> u16 {
    u16::try_from(pixels).unwrap_or(u16::MAX)
}

fn micros(time: Duration) -> u32 {
    u32::try_from(time.as_micros()).unwrap_or(u32::MAX)
}

pub(super) fn milliseconds(time: Duration) -> f32 {
    time.as_secs_f32() * 1000.0
}

/// The time in the clock of video in RTP, 90 000 a second, which runs round.
#[expect(clippy::cast_possible_truncation, reason = "it runs round")]
fn rtp_time(since: Duration) -> u32 {
    (since.as_micros() * 9 / 100) as u32
}
