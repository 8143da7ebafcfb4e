//! What is measured, out of what happens: rules alone.

mod counters;
mod matching;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use remote_rendering_protocol::device::{FrameHeader, HostStatistics, Transport};
use serde::Serialize;

pub(crate) use counters::Counters;
pub(crate) use matching::Matching;

use crate::connection::Ms;

/// How many seconds the history goes back.
const HISTORY: usize = 60;

/// Of how many pictures the newest times are kept.
const RECENT: usize = 120;

/// Of how many cameras it is remembered when they left: some seconds' worth, and a camera whose picture comes later counts for none.
const CAMERAS: usize = 512;

/// What a viewer has measured, and what its host has. A figure is missing while nothing is known of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Statistics {
    /// From a camera's leaving to the picture that is seen from it, submitted to the screen, of the newest picture. Milliseconds.
    pub camera_to_pixels_ms: Option<f32>,
    /// Half of the newest 120 pictures took less.
    pub camera_to_pixels_p50_ms: Option<f32>,
    /// All but a twentieth of them did.
    pub camera_to_pixels_p95_ms: Option<f32>,
    /// Pictures that were shown in the last second.
    pub frames_per_second: f32,
    /// Bits of video that came in the last second.
    pub bit_rate: u32,
    /// The share of packets that was lost, from 0 to 1.
    pub loss: Option<f32>,
    /// The way to the host and back. Milliseconds.
    pub round_trip_ms: Option<f32>,
    /// How long the newest picture took to render. Milliseconds.
    pub render_ms: Option<f32>,
    /// How long it took to encode.
    pub encode_ms: Option<f32>,
    /// How long it took to decode.
    pub decode_ms: Option<f32>,
    /// The encoding of the video: H.264, and its profile and level where they are known.
    pub codec: Option<String>,
    /// Which way pictures come.
    pub transport: Option<Transport>,
    /// The newest picture's width in pixels.
    pub width: u16,
    /// Its height.
    pub height: u16,
    /// Pictures that came and were not shown, in all.
    pub dropped: u32,
    /// Triangles in view.
    pub triangles: u64,
    /// The session's size does not show as many polygons: the picture is a checkerboard.
    pub checkerboard: bool,
    /// Nothing moves, and the picture will not become any better.
    pub sharp: bool,
    /// The graphics device that renders, in its maker's words.
    pub renderer: String,
    /// The last minute, a sample for each second; the newest is the last.
    pub history: Vec<Sample>,
}

/// One second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sample {
    /// Half of the second's pictures took less; none where no picture followed a camera.
    pub camera_to_pixels_ms: Option<f32>,
    /// Pictures that were shown.
    pub frames_per_second: f32,
    /// Bits of video that came.
    pub bit_rate: u32,
    /// How long the last picture took to render.
    pub render_ms: Option<f32>,
}

/// What the browser knows of the way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Link {
    /// Bytes of video since the way was opened.
    pub(crate) bytes: u64,
    pub(crate) loss: Option<f32>,
    pub(crate) round_trip_ms: Option<f32>,
    pub(crate) decode_ms: Option<f32>,
    pub(crate) dropped: u32,
    pub(crate) codec: Option<String>,
}

/// Collects.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    /// Cameras, by their numbers, and when they left.
    cameras: VecDeque<(u32, Ms)>,
    /// The highest camera that was seen.
    seen: u32,
    recent: VecDeque<f32>,
    /// Those of this second.
    second: Vec<f32>,
    shown: u32,
    /// Bytes that were counted already.
    bytes: u64,
    since: Option<Ms>,
    now: Statistics,
    history: VecDeque<Sample>,
}

impl Figures {
    /// A camera has left.
    pub(crate) fn camera_left(&mut self, sequence: u32, now: Ms) {
        if self.cameras.len() == CAMERAS {
            self.cameras.pop_front();
        }
        self.cameras.push_back((sequence, now));
    }

    /// A picture was submitted to the screen at that time.
    pub(crate) fn shown(&mut self) {
        self.shown += 1;
    }

    /// Which picture that was.
    pub(crate) fn identified(&mut self, header: &FrameHeader, at: Ms) {
        let now = &mut self.now;
        (now.width, now.height) = (header.width, header.height);
        (now.checkerboard, now.sharp) = (header.flags.checkerboard, header.flags.sharp);
        let ms = |us: u32| Some(narrow(f64::from(us) / 1000.0));
        (now.render_ms, now.encode_ms) = (ms(header.render_us), ms(header.encode_us));
        // Pictures that follow from the same camera make it sharper: nobody waits for those.
        if header.camera <= self.seen {
            return;
        }
        self.seen = header.camera;
        let left = self
            .cameras
            .iter()
            .find(|(sequence, _)| *sequence == header.camera);
        let Some((_, left)) = left.copied() else {
            return;
        };
        self.cameras
            .retain(|(sequence, _)| *sequence > header.camera);
        let took = narrow(at - left);
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(took);
        self.second.push(took);
        now.camera_to_pixels_ms = Some(took);
    }

    pub(crate) fn host(&mut self, host: &HostStatistics) {
        self.now.triangles = host.triangles;
        // What the browser knows itself comes once a second, too, and takes their place.
        self.now.round_trip_ms = host.round_trip_ms.or(self.now.round_trip_ms);
        self.now.loss = host.loss.or(self.now.loss);
    }

    pub(crate) fn renderer(&mut self, name: &str) {
        name.clone_into(&mut self.now.renderer);
    }

    /// Another way is used, or none: what is known of the old one does not count for it.
    pub(crate) fn way(&mut self, transport: Option<Transport>) {
        let now = &mut self.now;
        if now.transport != transport {
            now.transport = transport;
            (now.loss, now.round_trip_ms, now.decode_ms, now.codec) = (None, None, None, None);
            (self.bytes, now.bit_rate) = (0, 0);
        }
    }

    /// A second has passed, more or less.
    pub(crate) fn second(&mut self, at: Ms, link: Link) {
        let seconds = self
            .since
            .replace(at)
            .map_or(1.0, |since| (at - since) / 1000.0);
        let seconds = seconds.max(0.001);
        let came = link.bytes.saturating_sub(self.bytes);
        self.bytes = link.bytes;
        let now = &mut self.now;
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rate; a cast of a float ends at the limits"
        )]
        {
            now.bit_rate = (came as f64 * 8.0 / seconds) as u32;
        }
        now.frames_per_second = narrow(f64::from(self.shown) / seconds);
        now.loss = link.loss.or(now.loss);
        now.round_trip_ms = link.round_trip_ms.or(now.round_trip_ms);
        now.decode_ms = link.decode_ms.or(now.decode_ms);
        now.codec = link.codec.or_else(|| now.codec.take());
        now.dropped = link.dropped;
        let sample = Sample {
            camera_to_pixels_ms: quantile(self.second.drain(..), 50),
            frames_per_second: now.frames_per_second,
            bit_rate: now.bit_rate,
            render_ms: now.render_ms.filter(|_| self.shown > 0),
        };
        self.shown = 0;
        if self.history.len() == HISTORY {
            self.history.pop_front();
        }
        self.history.push_back(sample);
    }

    pub(crate) fn statistics(&self) -> Statistics {
        Statistics {
            camera_to_pixels_p50_ms: quantile(self.recent.iter().copied(), 50),
            camera_to_pixels_p95_ms: quantile(self.recent.iter().copied(), 95),
            history: self.history.iter().copied().collect(),
            ..self.now.clone()
        }
    }
}

/// The time below which so many of a hundred are.
fn quantile(times: impl Iterator<Item = f32>, percent: usize) -> Option<f32> {
    let mut times: Vec<f32> = times.collect();
    times.sort_by(f32::total_cmp);
    times.get(times.len() * percent / 100).copied()
}

#[expect(clippy::cast_possible_truncation, reason = "for people")]
fn narrow(number: f64) -> f32 {
    number as f32
}
