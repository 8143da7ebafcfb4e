//! The frames of the video element, and what the peer connection counts.

use js_sys::{Map, Reflect};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::RtcPeerConnection;

use super::{
    clock::now,
    core::{Core, Handle, Inside},
    listening::Listening,
    platform::{FrameMetadata, FrameVideo},
    surface::Shown,
};
use crate::{
    figures::{Counters, Link},
    state::Event,
};

/// Watches a video's frames until it is dropped.
pub(super) struct VideoFrames {
    video: FrameVideo,
    callback: Closure<dyn FnMut(f64, FrameMetadata)>,
    requested: Option<u32>,
    /// Where browsers do not tell of each frame: of the first.
    _first: Listening,
}

impl VideoFrames {
    pub(super) fn watch(video: &FrameVideo, core: &Handle) -> Self {
        let callback = {
            let core = core.clone();
            Closure::new(move |_: f64, metadata: FrameMetadata| core.video_frame(&metadata))
        };
        let first = {
            let core = core.clone();
            Listening::new(video, "loadeddata", move |_: JsValue| {
                core.with(Core::video_shown);
            })
        };
        let mut frames = Self {
            video: video.clone(),
            callback,
            requested: None,
            _first: first,
        };
        frames.request();
        frames
    }

    fn request(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        self.requested = self.video.request_frame(callback).ok();
    }
}

impl Drop for VideoFrames {
    fn drop(&mut self) {
        if let Some(id) = self.requested {
            // Where it is not there, it was not requested either.
            let _ = self.video.cancel_frame(id);
        }
    }
}

impl Handle {
    /// The video element has submitted a frame to the screen.
    fn video_frame(&self, metadata: &FrameMetadata) {
        self.with(|core, inside| {
            if let Some(frames) = &mut inside.video_frame {
                frames.request();
            }
            inside.figures.shown();
            inside.connection.heard();
            let at = metadata.presented();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "32 bits, as the browser gives them"
            )]
            let rtp_time = metadata.rtp_time().map(|time| time as u32);
            if let Some(header) = rtp_time.and_then(|time| inside.matching.picture(time, at)) {
                inside.figures.identified(&header, at);
            }
            core.video_shown(inside);
        });
    }

    /// A second has passed.
    pub(super) fn each_second(&self) {
        self.with(|core, inside| {
            if let Some(decoder) = &inside.decoder {
                inside.link.bytes = decoder.bytes;
                inside.link.dropped = decoder.skipped();
                inside.link.codec = decoder
                    .codec
                    .as_ref()
                    .map(|codec| format!("H.264 ({codec})"));
                let link = inside.link.clone();
                core.second(inside, link);
            } else if let Some(peer) = &inside.peer {
                core.count(&peer.connection);
            }
        });
    }
}

impl Core {
    /// There is a picture in the video.
    fn video_shown(&self, inside: &mut Inside) {
        if inside.peer.is_some() {
            self.surface.show(Shown::Video);
            self.frame_shown(inside);
        }
    }

    fn second(&self, inside: &mut Inside, link: Link) {
        inside.figures.second(now(), link);
        self.tell([Event::Statistics]);
    }

    /// Asks the browser what it has counted.
    fn count(&self, connection: &RtcPeerConnection) {
        let (me, connection) = (self.me.clone(), connection.clone());
        spawn_local(async move {
            let Ok(report) = JsFuture::from(connection.get_stats()).await else {
                return;
            };
            if me.is_peer(&connection) {
                let counters = read(report.unchecked_ref());
                me.with(|core, inside| {
                    let link = counters.since(&inside.counters);
                    inside.counters = counters;
                    core.second(inside, link);
                });
            }
        });
    }
}

/// The counters of a report, which is a map of objects with a type each.
fn read(report: &Map) -> Counters {
    let mut counters = Counters::default();
    report.for_each(&mut |entry, _| {
        let member = |name: &str| Reflect::get(&entry, &name.into()).unwrap_or_default();
        let number = |name: &str| member(name).as_f64().unwrap_or_default();
        let text = |name: &str| member(name).as_string().unwrap_or_default();
        match text("type").as_str() {
            "inbound-rtp" if text("kind") == "video" => {
                counters.bytes = number("bytesReceived");
                counters.received = number("packetsReceived");
                counters.lost = number("packetsLost");
                counters.decoded = number("framesDecoded");
                counters.decode_seconds = number("totalDecodeTime");
                counters.dropped = number("framesDropped");
            }
            "candidate-pair" if member("nominated").is_truthy() => {
                counters.round_trip_seconds = member("currentRoundTripTime").as_f64();
            }
            "codec" if text("mimeType").starts_with("video/") => {
                counters.codec = Some((text("mimeType"), text("sdpFmtpLine")));
            }
            _ => {}
        }
    });
    counters
}
