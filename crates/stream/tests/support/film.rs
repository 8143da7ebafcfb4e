//! Frames of a scene that moves.

use std::sync::Arc;

use remote_rendering_protocol::device::{FrameFlags, FrameHeader};
use remote_rendering_stream::{BitRate, Encoder, SoftwareEncoder, VideoFrame};

use super::pictures::Scene;

/// Makes frames of a turning scene.
pub(crate) struct Film {
    scene: Scene,
    pub(crate) encoder: SoftwareEncoder,
    number: u32,
}

impl Film {
    pub(crate) fn new() -> Self {
        Self {
            scene: Scene::new(),
            encoder: SoftwareEncoder::new(BitRate::from_kilobits(1500), 30.0),
            number: 0,
        }
    }

    pub(crate) fn next(&mut self, key: bool) -> Arc<VideoFrame> {
        self.number += 1;
        let frame = self.scene.frame(320, 180, self.number as f32 / 90.0);
        let encoded = self.encoder.encode(&frame.picture(), key).unwrap();
        let header = FrameHeader {
            flags: FrameFlags {
                key: encoded.key,
                ..FrameFlags::default()
            },
            width: 320,
            height: 180,
            frame: self.number,
            camera: 7,
            // Goes beyond 32 bits on the way.
            rtp_time: u32::MAX
                .wrapping_sub(30_000)
                .wrapping_add(self.number * 3000),
            render_us: 1,
            encode_us: 2,
        };
        Arc::new(VideoFrame { header, encoded })
    }
}
