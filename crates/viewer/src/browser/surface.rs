//! The elements that a viewer puts into the page.

use std::cell::Cell;

use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, MediaStream};

use super::platform::{FrameCanvas, FrameVideo, Placed, VideoFrame};

thread_local! {
    /// Names the descriptions of all viewers of a page.
    static VIEWERS: Cell<u32> = const { Cell::new(0) };
}

/// What shows the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Nothing,
    Video,
    Canvas,
}

/// A viewer's elements.
pub(super) struct Surface {
    pub(super) root: HtmlElement,
    pub(super) video: FrameVideo,
    canvas: HtmlCanvasElement,
    shown: Cell<Shown>,
    /// How it is worked, for who cannot see it.
    description: HtmlElement,
}

impl Surface {
    /// Puts the elements into the target, beside what is there.
    pub(super) fn new(target: &HtmlElement, label: &str, description: &str) -> Self {
        let page = target.unchecked_ref::<Placed>().page();
        let root = page.create("div");
        let video: FrameVideo = page.create("video").unchecked_into();
        let canvas: HtmlCanvasElement = page.create("canvas").unchecked_into();
        // It is an `application`: arrow keys and letters go to it and are not taken by a screen reader for reading.
        attribute(&root, "role", "application");
        root.set_tab_index(0);
        style(
            &root,
            &[
                ("position", "relative"),
                ("width", "100%"),
                ("height", "100%"),
                ("overflow", "hidden"),
                // What fingers do here is ours.
                ("touch-action", "none"),
                ("user-select", "none"),
                ("-webkit-user-select", "none"),
                // Elsewhere it would be cut off by the page around it.
                ("outline-offset", "-2px"),
            ],
        );
        for picture in [video.unchecked_ref::<HtmlElement>(), canvas.unchecked_ref()] {
            style(
                picture,
                &[
                    ("position", "absolute"),
                    ("inset", "0"),
                    ("width", "100%"),
                    ("height", "100%"),
                    // Pictures are even, and smaller ones are rounded: what is more than the element's shape is cut off, so
                    // that no edge of it stays empty.
                    ("object-fit", "cover"),
                    ("pointer-events", "none"),
                    ("opacity", "0"),
                ],
            );
            attribute(picture, "aria-hidden", "true");
            append(&root, picture);
        }
        // Browsers play a muted video without being asked by a person, and in its place in the page.
        video.set_muted(true);
        video.set_autoplay(true);
        attribute(&video, "muted", "");
        attribute(&video, "playsinline", "");
        attribute(&video, "disablepictureinpicture", "");
        let words = page.create("span");
        // It is read where it is referred to.
        words.set_hidden(true);
        append(&root, &words);
        append(target, &root);
        let surface = Self {
            root,
            video,
            canvas,
            shown: Cell::new(Shown::Nothing),
            description: words,
        };
        surface.description.set_id(&next_id());
        surface.describe(label, description);
        surface
    }

    /// Tells who cannot see the picture its name and how it is worked.
    pub(super) fn describe(&self, label: &str, description: &str) {
        attribute(&self.root, "aria-label", label);
        self.description.set_text_content(Some(description));
        if description.is_empty() {
            // It cannot fail, of a name that is one.
            let _ = self.root.remove_attribute("aria-describedby");
        } else {
            attribute(&self.root, "aria-describedby", &self.description.id());
        }
    }

    /// The element's size in CSS pixels.
    pub(super) fn size(&self) -> (f64, f64) {
        (
            f64::from(self.root.client_width()),
            f64::from(self.root.client_height()),
        )
    }

    pub(super) fn shown(&self) -> Shown {
        self.shown.get()
    }

    /// Shows the one and hides the other. Hidden is transparent: some browsers stop a video that is not laid out.
    pub(super) fn show(&self, shown: Shown) {
        if self.shown.replace(shown) == shown {
            return;
        }
        let opacity = |is_shown| if is_shown { "1" } else { "0" };
        style(&self.video, &[("opacity", opacity(shown == Shown::Video))]);
        style(
            &self.canvas,
            &[("opacity", opacity(shown == Shown::Canvas))],
        );
    }

    /// Plays a stream, without showing it yet.
    pub(super) fn play(&self, stream: &MediaStream) {
        self.video.set_src_object(Some(stream));
        // The stream may be replaced before it plays, and `autoplay` asks for the same.
        if let Ok(playing) = self.video.play() {
            spawn_local(async { drop(JsFuture::from(playing).await) });
        }
    }

    /// Draws a decoded frame and shows it.
    pub(super) fn draw(&self, frame: &VideoFrame) {
        self.fit_canvas(frame.width(), frame.height());
        if let Some(context) = self.context() {
            // A frame that cannot be drawn is followed by others.
            let _ = context.unchecked_ref::<FrameCanvas>().draw(frame, 0.0, 0.0);
        }
        self.show(Shown::Canvas);
    }

    /// Keeps the video's last picture when the video ends.
    pub(super) fn freeze(&self) {
        if self.shown() == Shown::Video {
            self.fit_canvas(self.video.video_width(), self.video.video_height());
            if let Some(context) = self.context() {
                let _ = context.draw_image_with_html_video_element(&self.video, 0.0, 0.0);
            }
            self.show(Shown::Canvas);
        }
        self.video.set_src_object(None);
    }

    /// Shows nothing, and keeps nothing.
    pub(super) fn clear(&self) {
        self.show(Shown::Nothing);
        self.video.set_src_object(None);
        // A canvas of another size is empty.
        self.fit_canvas(1, 1);
        self.fit_canvas(2, 2);
    }

    /// Leaves the page.
    pub(super) fn remove(&self) {
        self.clear();
        self.root.remove();
    }

    fn fit_canvas(&self, width: u32, height: u32) {
        if self.canvas.width() != width {
            self.canvas.set_width(width);
        }
        if self.canvas.height() != height {
            self.canvas.set_height(height);
        }
    }

    fn context(&self) -> Option<CanvasRenderingContext2d> {
        context(&self.canvas)
    }

    /// What is shown, on a canvas of its own.
    pub(super) fn copy(&self) -> Option<HtmlCanvasElement> {
        let page = self.root.unchecked_ref::<Placed>().page();
        let copy: HtmlCanvasElement = page.create("canvas").unchecked_into();
        let (width, height) = match self.shown() {
            Shown::Nothing => return None,
            Shown::Video => (self.video.video_width(), self.video.video_height()),
            Shown::Canvas => (self.canvas.width(), self.canvas.height()),
        };
        copy.set_width(width);
        copy.set_height(height);
        let context = context(&copy)?;
        let drawn = if self.shown() == Shown::Video {
            context.draw_image_with_html_video_element(&self.video, 0.0, 0.0)
        } else {
            context.draw_image_with_html_canvas_element(&self.canvas, 0.0, 0.0)
        };
        drawn.ok().map(|()| copy)
    }
}

/// The canvas's way to be drawn on. Nothing shines through it, so that nothing need be mixed.
fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"alpha".into(), &false.into());
    let context = canvas
        .get_context_with_context_options("2d", &options)
        .ok()??;
    Some(context.unchecked_into())
}

/// An id that no other viewer's description has.
fn next_id() -> String {
    let number = VIEWERS.get();
    VIEWERS.set(number.wrapping_add(1));
    format!("remote-rendering-viewer-{number}")
}

/// Of a name that is one: it cannot fail.
fn attribute(element: &HtmlElement, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// Of an element that was just made: it cannot fail.
fn append(parent: &HtmlElement, element: &HtmlElement) {
    let _ = parent.append_child(element);
}

/// Sets properties one by one: a page's policy may forbid a style attribute.
pub(super) fn style(element: &HtmlElement, properties: &[(&str, &str)]) {
    let style = element.style();
    for (name, value) in properties {
        // What a browser does not know it passes over.
        let _ = style.set_property(name, value);
    }
}
