//! What `web-sys` has only behind a compiler flag of the whole build: WebCodecs, and the callback of a video's frames. And what it
//! takes for fallible that is not: making an element of a known name.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, HtmlVideoElement};

#[wasm_bindgen]
extern "C" {
    /// Decodes, in the order of what it is given.
    pub(super) type VideoDecoder;

    #[wasm_bindgen(constructor, catch)]
    pub(super) fn new(init: &JsValue) -> Result<VideoDecoder, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(super) fn configure(this: &VideoDecoder, config: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(super) fn decode(this: &VideoDecoder, chunk: &EncodedVideoChunk) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(super) fn close(this: &VideoDecoder) -> Result<(), JsValue>;

    #[wasm_bindgen(method, getter, js_name = decodeQueueSize)]
    pub(super) fn waiting(this: &VideoDecoder) -> u32;

    /// A frame before it is decoded.
    pub(super) type EncodedVideoChunk;

    #[wasm_bindgen(constructor, catch)]
    pub(super) fn new(init: &JsValue) -> Result<EncodedVideoChunk, JsValue>;

    /// A frame after that. Its memory is the decoder's until it is closed.
    pub(super) type VideoFrame;

    #[wasm_bindgen(method, getter)]
    pub(super) fn timestamp(this: &VideoFrame) -> f64;

    #[wasm_bindgen(method, getter, js_name = displayWidth)]
    pub(super) fn width(this: &VideoFrame) -> u32;

    #[wasm_bindgen(method, getter, js_name = displayHeight)]
    pub(super) fn height(this: &VideoFrame) -> u32;

    #[wasm_bindgen(method)]
    pub(super) fn close(this: &VideoFrame);

    /// The document of an element.
    #[wasm_bindgen(method, getter, structural, js_name = ownerDocument)]
    pub(super) fn page(this: &Placed) -> Page;

    /// An element in a page.
    #[wasm_bindgen(extends = HtmlElement)]
    pub(super) type Placed;

    /// A document, as who makes elements.
    pub(super) type Page;

    #[wasm_bindgen(method, structural, js_name = createElement)]
    pub(super) fn create(this: &Page, name: &str) -> HtmlElement;

    /// A canvas that takes such frames.
    pub(super) type FrameCanvas;

    #[wasm_bindgen(method, catch, js_name = drawImage)]
    pub(super) fn draw(
        this: &FrameCanvas,
        frame: &VideoFrame,
        x: f64,
        y: f64,
    ) -> Result<(), JsValue>;

    /// A video that tells of its frames.
    #[derive(Clone)]
    #[wasm_bindgen(extends = HtmlVideoElement)]
    pub(super) type FrameVideo;

    #[wasm_bindgen(method, catch, js_name = requestVideoFrameCallback)]
    pub(super) fn request_frame(this: &FrameVideo, callback: &Function) -> Result<u32, JsValue>;

    #[wasm_bindgen(method, catch, js_name = cancelVideoFrameCallback)]
    pub(super) fn cancel_frame(this: &FrameVideo, id: u32) -> Result<(), JsValue>;

    /// What it tells.
    pub(super) type FrameMetadata;

    /// When the frame was submitted to the screen.
    #[wasm_bindgen(method, getter, js_name = presentationTime)]
    pub(super) fn presented(this: &FrameMetadata) -> f64;

    /// Which it was; browsers need not tell.
    #[wasm_bindgen(method, getter, js_name = rtpTimestamp)]
    pub(super) fn rtp_time(this: &FrameMetadata) -> Option<f64>;
}
