//! Frames out of the WebSocket: decoded by WebCodecs, drawn on a canvas.

use std::collections::VecDeque;

use js_sys::{Object, Reflect, Uint8Array};
use remote_rendering_protocol::device::FrameHeader;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};

use super::{
    clock::now,
    core::Handle,
    platform::{EncodedVideoChunk, VideoDecoder, VideoFrame},
};
use crate::{
    connection::Ms,
    picture::{Intake, Taken, codec_of},
};

/// Of how many frames at most it is remembered when the decoder was given them.
const UNDER_WAY: usize = 32;

/// A frame that the decoder has.
pub(super) struct UnderWay {
    pub(super) header: FrameHeader,
    pub(super) since: Ms,
}

/// The decoder, and frames on their way through it.
pub(super) struct Decoder {
    core: Handle,
    intake: Intake,
    /// None until the first key frame says what it must be able to do.
    engine: Option<Engine>,
    under_way: VecDeque<UnderWay>,
    pub(super) bytes: u64,
    pub(super) codec: Option<String>,
}

/// What became of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Handed {
    /// The decoder has it.
    Over,
    /// It was passed over.
    Skipped,
    /// It was, and the host must be asked for one that stands for itself.
    Refresh,
    /// There is no decoder for it.
    Unable,
}

impl Decoder {
    /// Whether the browser has one. It does in secure pages alone.
    pub(super) fn is_there() -> bool {
        Reflect::has(&js_sys::global(), &"VideoDecoder".into()).unwrap_or(false)
    }

    pub(super) fn new(core: &Handle) -> Self {
        Self {
            core: core.clone(),
            intake: Intake::default(),
            engine: None,
            under_way: VecDeque::new(),
            bytes: 0,
            codec: None,
        }
    }

    pub(super) fn skipped(&self) -> u32 {
        self.intake.skipped
    }

    /// Takes a frame in.
    pub(super) fn take(&mut self, header: FrameHeader, video: &[u8]) -> Handed {
        self.bytes += video.len() as u64;
        let waiting = self
            .engine
            .as_ref()
            .map_or(0, |engine| engine.decoder.waiting());
        match self.intake.take(&header, waiting) {
            Taken::Skip => return Handed::Skipped,
            Taken::SkipAndRefresh => return Handed::Refresh,
            Taken::Decode => {}
        }
        if header.flags.key && !self.prepare(video) {
            return self.broken();
        }
        let Some(engine) = &self.engine else {
            return self.broken();
        };
        if engine.decode(&header, video).is_none() {
            return self.broken();
        }
        if self.under_way.len() == UNDER_WAY {
            self.under_way.pop_front();
        }
        self.under_way.push_back(UnderWay {
            header,
            since: now(),
        });
        Handed::Over
    }

    /// A decoder that can do what this key frame asks for.
    fn prepare(&mut self, video: &[u8]) -> bool {
        let codec = codec_of(video);
        if self.engine.is_some() && codec == self.codec {
            return true;
        }
        self.codec = codec;
        let codec = self.codec.as_deref().unwrap_or("avc1.42E01F");
        self.engine = Engine::new(codec, &self.core);
        self.engine.is_some()
    }

    /// The decoder has given up; the next key frame makes another.
    pub(super) fn broken(&mut self) -> Handed {
        self.engine = None;
        self.under_way.clear();
        if self.intake.failed() {
            Handed::Refresh
        } else {
            Handed::Unable
        }
    }

    /// The decoder has made a picture of a frame.
    pub(super) fn decoded(&mut self, timestamp: f64) -> Option<UnderWay> {
        self.intake.decoded();
        let place = self
            .under_way
            .iter()
            .position(|frame| same(f64::from(frame.header.frame), timestamp))?;
        // Those before it were given up by the decoder.
        self.under_way.drain(..=place).next_back()
    }
}

/// The browser's decoder with what it calls.
struct Engine {
    decoder: VideoDecoder,
    _output: Closure<dyn FnMut(VideoFrame)>,
    _error: Closure<dyn FnMut(JsValue)>,
}

impl Engine {
    fn new(codec: &str, core: &Handle) -> Option<Self> {
        let output = {
            let core = core.clone();
            Closure::new(move |frame: VideoFrame| core.decoded(&frame))
        };
        let error = {
            let core = core.clone();
            Closure::new(move |_: JsValue| core.decoder_failed())
        };
        let init = members(&[("output", output.as_ref()), ("error", error.as_ref())]);
        let decoder = VideoDecoder::new(&init).ok()?;
        let config = members(&[
            ("codec", &codec.into()),
            ("optimizeForLatency", &true.into()),
        ]);
        decoder.configure(&config).ok()?;
        Some(Self {
            decoder,
            _output: output,
            _error: error,
        })
    }

    fn decode(&self, header: &FrameHeader, video: &[u8]) -> Option<()> {
        let kind = if header.flags.key { "key" } else { "delta" };
        let init = members(&[
            ("type", &kind.into()),
            // It comes out again with the picture.
            ("timestamp", &header.frame.into()),
            ("data", &Uint8Array::from(video)),
        ]);
        let chunk = EncodedVideoChunk::new(&init).ok()?;
        self.decoder.decode(&chunk).ok()
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // A decoder that has failed is closed already.
        let _ = self.decoder.close();
    }
}

/// Whole numbers, as the browser hands them back.
fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.5
}

fn members(members: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // A member of an object of our own can be written.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.unchecked_into()
}
