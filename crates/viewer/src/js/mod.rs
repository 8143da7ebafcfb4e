//! What the npm package's JavaScript calls. Its own, in the root's `src/js/package`, stands in front of this and gives promises,
//! events and errors.

mod shapes;

use futures_util::FutureExt as _;
use js_sys::{Function, Promise, Reflect};
use remote_rendering_protocol::device::{ConnectionGrant, ConnectionToken, ModelSource};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{File, HtmlElement};

use crate::{GrantError, Navigation, RequestId, Viewer, ViewerOptions};

/// A viewer.
#[wasm_bindgen]
#[derive(Debug)]
pub struct CoreViewer(Viewer);

#[wasm_bindgen]
impl CoreViewer {
    /// Opens a viewer in an element. `grant` gives a promise of a grant; one that rejects with a member `isTemporary` may be asked
    /// again. `on_event` is told a name and what belongs to it. Throws what is wrong with the options.
    #[wasm_bindgen(constructor)]
    pub fn new(
        target: &HtmlElement,
        options: JsValue,
        grant: Function,
        on_event: Function,
    ) -> Result<Self, JsValue> {
        let options: ViewerOptions = serde_wasm_bindgen::from_value(options)?;
        let grants = Box::new(move || ask(grant.clone()).boxed_local());
        let tell = Box::new(move |event| {
            let (name, detail) = shapes::event(&event);
            // A listener that throws is the page's own affair; the package's never does.
            let _ = on_event.call2(&JsValue::NULL, &name.into(), &detail);
        });
        Ok(Self(Viewer::open(target, grants, options, tell)))
    }

    /// How the connection stands.
    #[wasm_bindgen(getter)]
    pub fn state(&self) -> JsValue {
        shapes::state(&self.0.state())
    }

    /// Tries again.
    pub fn retry(&self) {
        self.0.retry();
    }

    /// Ends everything.
    pub fn close(&self) {
        self.0.close();
    }

    /// Begins a load, and gives its number; throws what is wrong with the source.
    pub fn load(&self, source: &str) -> Result<u32, JsValue> {
        let source: ModelSource = source
            .parse()
            .map_err(|error| JsValue::from(format!("source: {error}")))?;
        Ok(self.0.load(source).0)
    }

    /// Begins an upload, and gives its number.
    pub fn upload(&self, file: File) -> u32 {
        self.0.upload(file).0
    }

    /// Gives a load up.
    pub fn cancel(&self, request: u32) {
        self.0.cancel(RequestId(request));
    }

    /// Takes a model out of the scene.
    pub fn unload(&self, model: u32) {
        self.0.unload(model);
    }

    /// The models in the scene.
    #[wasm_bindgen(getter)]
    pub fn models(&self) -> JsValue {
        shapes::plain(&self.0.models())
    }

    /// What can be loaded.
    #[wasm_bindgen(getter)]
    pub fn available(&self) -> JsValue {
        shapes::plain(&self.0.available())
    }

    /// The largest file that can be uploaded.
    #[wasm_bindgen(getter, js_name = maxUploadBytes)]
    pub fn max_upload_bytes(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 bytes")]
        let bytes = self.0.max_upload_bytes() as f64;
        bytes
    }

    /// Everything into the picture.
    pub fn fit(&self) {
        self.0.fit();
    }

    /// The view of the beginning.
    pub fn reset(&self) {
        self.0.reset();
    }

    /// `orbit` or `walk`.
    #[wasm_bindgen(getter)]
    pub fn navigation(&self) -> String {
        shapes::navigation(self.0.navigation()).to_owned()
    }

    /// Changes it: to walking, or to the other.
    #[wasm_bindgen(js_name = setWalking)]
    pub fn set_walking(&self, walk: bool) {
        self.0.set_navigation(if walk {
            Navigation::Walk
        } else {
            Navigation::Orbit
        });
    }

    /// Whether what moves by itself does.
    #[wasm_bindgen(getter)]
    pub fn playing(&self) -> bool {
        self.0.playing()
    }

    /// Changes it.
    #[wasm_bindgen(js_name = setPlaying)]
    pub fn set_playing(&self, playing: bool) {
        self.0.set_playing(playing);
    }

    /// What was measured.
    pub fn statistics(&self) -> JsValue {
        shapes::plain(&self.0.statistics())
    }

    /// A promise of what is shown, as a PNG; it rejects with the words of what is wrong.
    pub fn screenshot(&self) -> Promise {
        let made = self.0.screenshot();
        future_to_promise(async move {
            let image = made.await.map_err(|error| error.to_string())?;
            Ok(image.into())
        })
    }

    /// Gives the keyboard to the picture.
    pub fn focus(&self) {
        self.0.focus();
    }
}

/// Asks the page's function for a grant.
async fn ask(grant: Function) -> Result<ConnectionGrant, GrantError> {
    let asked = grant
        .call0(&JsValue::NULL)
        .map_err(|error| refused(&error))?;
    let given = JsFuture::from(Promise::resolve(&asked)).await;
    let given = given.map_err(|error| refused(&error))?;
    read(&given).ok_or_else(|| GrantError::Refused("what was given is no grant".to_owned()))
}

fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

fn read(grant: &JsValue) -> Option<ConnectionGrant> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a float ends at the limits"
    )]
    let expires = member(grant, "expiresInSeconds")
        .as_f64()
        .unwrap_or_default() as u32;
    Some(ConnectionGrant {
        address: member(grant, "address").as_string()?,
        token: ConnectionToken::new(&member(grant, "token").as_string()?),
        expires_in_seconds: expires,
    })
}

fn refused(error: &JsValue) -> GrantError {
    let words = member(error, "message").as_string().unwrap_or_default();
    if member(error, "isTemporary").is_truthy() {
        GrantError::Unreachable(words)
    } else {
        GrantError::Refused(words)
    }
}
