//! What its owner has of a viewer.

use std::{fmt, rc::Rc};

use js_sys::Promise;
use remote_rendering_protocol::device::{
    Available, FailedCode, FromDevice, ModelInfo, ModelSource, Transport,
};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, HtmlCanvasElement, HtmlElement};

use super::{
    core::{AskGrant, Core, Inside, OnEvent},
    decoder::Decoder,
    input::wants_less_motion,
    peer::Peer,
    surface::Surface,
};
use crate::{
    connection::{Connection, Input, Ways},
    figures::Statistics,
    state::{Event, Navigation, RequestId, State, ViewerError, ViewerOptions},
};

/// Gives leave to connect, whenever it is asked: at first, and where a lost connection does not come back by itself.
pub type Grants = AskGrant;

/// A picture of a session's scene in the page. Clones are the same viewer. The last one that is dropped closes it.
#[derive(Clone)]
pub struct Viewer(Rc<Owner>);

/// Closes the viewer with its last owner.
struct Owner(Rc<Core>);

impl Drop for Owner {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl fmt::Debug for Viewer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Viewer")
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}

impl Viewer {
    /// Puts a picture into an element, beside what is there, as large as it, and connects.
    ///
    /// `on_event` is told what changes; it may call the viewer and close it. What holds a clone keeps the viewer open, also if it is
    /// held by these two functions themselves: then [`close`](Self::close) ends it.
    pub fn open(
        target: &HtmlElement,
        grants: Grants,
        options: ViewerOptions,
        on_event: OnEvent,
    ) -> Self {
        let ViewerOptions {
            label,
            description,
            transport,
            smallest_scale,
            playing,
        } = options;
        let may = |way| transport.as_ref().is_none_or(|only| *only == way);
        let mut connection = Connection::new(Ways {
            webrtc: may(Transport::WebRtc) && Peer::is_there(),
            websocket: may(Transport::WebSocket) && Decoder::is_there(),
            smallest_scale,
        });
        connection.play(playing.unwrap_or_else(|| !wants_less_motion()));
        let surface = Surface::new(target, &label, &description);
        let core = Core::new(surface, grants, on_event, connection);
        core.listen();
        core.enter(|inside| core.drive(inside, Input::Start));
        Self(Rc::new(Owner(core)))
    }

    fn with<T>(&self, act: impl FnOnce(&Core, &mut Inside) -> T) -> T {
        let core = &self.0.0;
        core.enter(|inside| act(core, inside))
    }

    /// How the connection stands.
    pub fn state(&self) -> State {
        self.with(|_, inside| inside.connection.state())
    }

    /// Tries again where [`State::can_retry`].
    pub fn retry(&self) {
        self.with(|core, inside| core.drive(inside, Input::Start));
    }

    /// Ends everything: the scene is dropped at the host, the elements leave the page. Nothing but
    /// [`State::Closed`] is told afterwards.
    pub fn close(&self) {
        self.0.0.end();
    }

    /// Loads a model beside those that are there. How it goes on is told by
    /// [`Event::Load`](crate::Event::Load). Of many loads some wait until the host takes them.
    pub fn load(&self, source: ModelSource) -> RequestId {
        self.with(|core, inside| {
            let request = inside.scene.begin(Some(source));
            if inside.connection.is_up() {
                inside.ask_for_loads();
            } else {
                let message = "The viewer is not connected.";
                core.tell(inside.scene.fail(request, FailedCode::Unreachable, message));
            }
            request
        })
    }

    /// Uploads a file and loads it. Files are uploaded one after the other.
    pub fn upload(&self, file: File) -> RequestId {
        self.with(|core, inside| core.upload(inside, file))
    }

    /// Gives a load or an upload up, which then fails as cancelled, unless it has ended meanwhile.
    pub fn cancel(&self, request: RequestId) {
        self.with(|core, inside| {
            if core.cancel_upload(inside, request) || !inside.scene.is_pending(request) {
                return;
            }
            let taken_back = inside.scene.take_back(request);
            if taken_back.is_some() {
                core.tell(taken_back);
            } else if let Some(socket) = &inside.socket {
                socket.say(&FromDevice::Cancel { request: request.0 });
            }
        });
    }

    /// Takes a model out of the scene, by its number.
    pub fn unload(&self, model: u32) {
        self.with(|_, inside| {
            if let Some(socket) = &inside.socket {
                socket.say(&FromDevice::Unload { model });
            }
        });
    }

    /// The models in the scene.
    pub fn models(&self) -> Vec<ModelInfo> {
        self.with(|_, inside| inside.scene.models.clone())
    }

    /// What the host offers to load.
    pub fn available(&self) -> Vec<Available> {
        self.with(|_, inside| inside.scene.available.clone())
    }

    /// The hosts from which models may be loaded by an address, as `HOST` or `HOST:PORT`.
    pub fn models_from(&self) -> Vec<String> {
        self.with(|_, inside| inside.scene.models_from.clone())
    }

    /// Which scene it is that the models are in. Another number is another scene, which began without what this viewer had
    /// loaded: so it is after a connection that was lost for too long.
    pub fn scene(&self) -> u32 {
        self.with(|_, inside| inside.scene.number)
    }

    /// The largest file that can be uploaded, in bytes; 0 before the first connection.
    pub fn max_upload_bytes(&self) -> u64 {
        self.with(|_, inside| inside.scene.max_upload_bytes)
    }

    /// For how long the host keeps the scene of a lost connection, in seconds; 0 before the first connection.
    pub fn resume_seconds(&self) -> u32 {
        self.with(|_, inside| inside.scene.resume_seconds)
    }

    /// Everything into the picture, from the same side.
    pub fn fit(&self) {
        self.with(|core, inside| {
            inside.navigator.fit();
            core.wake(inside);
        });
    }

    /// The view of the beginning.
    pub fn reset(&self) {
        self.with(|core, inside| {
            inside.navigator.reset();
            core.wake(inside);
        });
    }

    /// Changes how the person moves; the view stays what it is.
    pub fn set_navigation(&self, navigation: Navigation) {
        self.with(|core, inside| core.set_mode(inside, navigation));
    }

    /// How the person moves.
    pub fn navigation(&self) -> Navigation {
        self.with(|_, inside| inside.navigator.mode())
    }

    /// Lets what moves by itself do so, or hold still.
    pub fn set_playing(&self, playing: bool) {
        self.with(|core, inside| {
            if inside.connection.play(playing) {
                inside.say_playing();
                core.tell([Event::Playing(playing)]);
            }
        });
    }

    /// Whether what moves by itself does, if there is anything.
    pub fn playing(&self) -> bool {
        self.with(|_, inside| inside.connection.is_playing())
    }

    /// What was measured.
    pub fn statistics(&self) -> Statistics {
        self.with(|_, inside| inside.figures.statistics())
    }

    /// What is shown now, as a PNG in the stream's own size.
    pub fn screenshot(&self) -> impl Future<Output = Result<Blob, ViewerError>> + 'static {
        let copy = self.with(|core, _| core.surface.copy());
        async move {
            png(&copy.ok_or(ViewerError::NoPicture)?)
                .await
                .ok_or(ViewerError::Image)
        }
    }

    /// Gives the picture another accessible name and another description: the page's language has changed.
    pub fn describe(&self, label: &str, description: &str) {
        self.0.0.surface.describe(label, description);
    }

    /// Gives the keyboard to the picture.
    pub fn focus(&self) {
        // An element that cannot have the focus leaves it where it is.
        let _ = self.0.0.surface.root.focus();
    }
}

async fn png(canvas: &HtmlCanvasElement) -> Option<Blob> {
    let canvas = canvas.clone();
    let made = Promise::new(&mut move |resolve, reject| {
        let callback =
            Closure::once_into_js(move |blob: JsValue| resolve.call1(&JsValue::NULL, &blob));
        if canvas.to_blob(callback.unchecked_ref()).is_err() {
            // It is called where it is.
            let _ = reject.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}
