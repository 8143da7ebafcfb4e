//! What the stage does: everything goes through the viewer, and what comes of it is told to the state.

use std::{cell::RefCell, fmt, rc::Rc};

use futures_util::{FutureExt as _, future::LocalBoxFuture};
use js_sys::{Array, Function, Promise};
use remote_rendering_page::{hooks::Dispatcher, texts::Texts};
use remote_rendering_protocol::device::{ConnectionGrant, ConnectionToken, ModelSource};
use remote_rendering_viewer::{
    Event, GrantError, Navigation, RequestId, State, Viewer, ViewerOptions,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, HtmlElement};

use crate::{
    page,
    state::{Action, Stage, picker::title, said::Said},
};

/// What the console gives to a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Console {
    grant: Function,
    ended: Function,
}

impl Console {
    /// `grant` promises the members of a grant as an array (address, token, seconds) or rejects with those of a failure (the
    /// service's code and words, which may be empty, and the console's words); `ended` is called when the session seems to
    /// have ended.
    pub fn new(grant: Function, ended: Function) -> Self {
        Self { grant, ended }
    }

    /// Asks for a grant. A refusal's code is told to the state.
    async fn grant(&self, tell: &Dispatcher<Stage>) -> Result<ConnectionGrant, GrantError> {
        let promise = self.grant.call0(&JsValue::UNDEFINED);
        let outcome = match promise.and_then(JsCast::dyn_into::<Promise>) {
            Ok(promise) => JsFuture::from(promise).await,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(members) => Ok(read_grant(&members.unchecked_into())),
            Err(members) => {
                let (code, error) = read_failure(&members);
                if !code.is_empty() {
                    tell.dispatch(Action::Refused(code));
                }
                Err(error)
            }
        }
    }
}

fn read_grant(members: &Array) -> ConnectionGrant {
    let text = |place| members.get(place).as_string().unwrap_or_default();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the console took it from such a number"
    )]
    let expires_in_seconds = members.get(2).as_f64().unwrap_or_default() as u32;
    ConnectionGrant {
        address: text(0),
        token: ConnectionToken::new(&text(1)),
        expires_in_seconds,
    }
}

/// The service's code, and the failure as the viewer has it: what the service refused it would refuse again.
fn read_failure(members: &JsValue) -> (String, GrantError) {
    let members = members.dyn_ref::<Array>().cloned().unwrap_or_default();
    let text = |place| members.get(place).as_string().unwrap_or_default();
    let (code, message, words) = (text(0), text(1), text(2));
    let error = match &*code {
        "" => GrantError::Unreachable(words),
        // Of this call alone, for which the console has no words.
        code if code.starts_with("Session") || code.starts_with("Server") => {
            GrantError::Refused(message)
        }
        _ => GrantError::Refused(words),
    };
    (code, error)
}

/// What a person who is connected can do. Clones do the same.
#[derive(Clone)]
pub struct Viewing {
    viewer: Rc<RefCell<Option<Viewer>>>,
    tell: Dispatcher<Stage>,
}

impl PartialEq for Viewing {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.viewer, &other.viewer)
    }
}

impl fmt::Debug for Viewing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Viewing")
    }
}

/// Closes the viewer when it is dropped.
#[derive(Debug)]
pub struct Opened(Viewing);

impl Drop for Opened {
    fn drop(&mut self) {
        if let Some(viewer) = self.0.viewer.take() {
            viewer.close();
        }
    }
}

impl Viewing {
    /// Nothing yet; the state is told by `tell`.
    pub fn new(tell: Dispatcher<Stage>) -> Self {
        Self {
            viewer: Rc::default(),
            tell,
        }
    }

    /// Opens a viewer in an element, until what this gives is dropped.
    pub fn open(&self, element: &HtmlElement, console: &Console, texts: &Texts) -> Opened {
        let options = ViewerOptions {
            label: texts.text("picture").to_string(),
            description: texts.text("picture-description").to_string(),
            ..ViewerOptions::default()
        };
        let grants = {
            let (console, tell) = (console.clone(), self.tell.clone());
            move || -> LocalBoxFuture<'static, _> {
                let (console, tell) = (console.clone(), tell.clone());
                async move { console.grant(&tell).await }.boxed_local()
            }
        };
        let on_event = {
            let (viewing, console) = (self.clone(), console.clone());
            move |event| viewing.hear(event, &console)
        };
        let viewer = Viewer::open(element, Box::new(grants), options, Box::new(on_event));
        self.tell.dispatch(Action::Playing(viewer.playing()));
        self.viewer.replace(Some(viewer));
        Opened(self.clone())
    }

    fn hear(&self, event: Event, console: &Console) {
        let Some(viewer) = self.viewer.borrow().clone() else {
            return;
        };
        self.tell.dispatch(match event {
            Event::State(state) => {
                if matches!(state, State::Ended(_) | State::Failed(_)) {
                    // Nothing to catch: the console's function throws nothing.
                    let _ = console.ended.call0(&JsValue::UNDEFINED);
                }
                Action::Connection(state, page::now())
            }
            Event::Models => Action::Models(viewer.models()),
            Event::Available => Action::Welcomed {
                available: viewer.available(),
                max_upload_bytes: viewer.max_upload_bytes(),
                resume_seconds: viewer.resume_seconds(),
            },
            Event::Load { request, state } => Action::Load(request, state),
            Event::Statistics => Action::Statistics(viewer.statistics()),
            Event::Navigation(navigation) => Action::Navigation(navigation),
            Event::Playing(playing) => Action::Playing(playing),
        });
    }

    fn with<T>(&self, act: impl FnOnce(&Viewer) -> T) -> Option<T> {
        let viewer = self.viewer.borrow().clone();
        viewer.as_ref().map(act)
    }

    /// Connects again.
    pub fn retry(&self) {
        self.with(Viewer::retry);
    }

    /// Gives the keyboard to the picture; false where there is none.
    pub fn focus(&self) -> bool {
        self.with(Viewer::focus).is_some()
    }

    /// Leaves: the server drops what it shows.
    pub fn disconnect(&self) {
        self.with(Viewer::close);
        self.tell
            .dispatch(Action::Connection(State::Closed, page::now()));
    }

    /// Loads a model.
    pub fn load(&self, source: ModelSource) {
        let name = title(&source);
        if let Some(request) = self.with(|viewer| viewer.load(source)) {
            self.tell.dispatch(Action::Asked(request, name));
        }
    }

    /// Uploads a file and loads it.
    pub fn upload(&self, file: File) {
        let name = file.name();
        let most = self.with(Viewer::max_upload_bytes).unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "exact below 9 petabytes")]
        let is_too_large = file.size() > most as f64;
        if is_too_large {
            self.tell.dispatch(Action::TooLarge(name));
        } else if let Some(request) = self.with(|viewer| viewer.upload(file)) {
            self.tell.dispatch(Action::Asked(request, name));
        }
    }

    /// Gives up a load.
    pub fn cancel(&self, request: RequestId) {
        self.with(|viewer| viewer.cancel(request));
    }

    /// Takes a model out of the scene.
    pub fn unload(&self, model: u32) {
        self.with(|viewer| viewer.unload(model));
    }

    /// Shows all of the scene.
    pub fn fit(&self) {
        self.with(Viewer::fit);
    }

    /// Goes back to the first view.
    pub fn reset(&self) {
        self.with(Viewer::reset);
    }

    /// Moves otherwise.
    pub fn navigate(&self, navigation: Navigation) {
        self.with(|viewer| viewer.set_navigation(navigation));
        self.tell.dispatch(Action::Navigation(navigation));
    }

    /// Lets what moves by itself do so, or holds it still.
    pub fn play(&self, playing: bool) {
        self.with(|viewer| viewer.set_playing(playing));
    }

    /// Saves the picture as a file named after the session and the time.
    pub fn save_picture(&self, session: &str) {
        let Some(viewer) = self.with(Viewer::clone) else {
            return;
        };
        let (name, tell) = (page::screenshot_name(session), self.tell.clone());
        spawn_local(async move {
            let saved = match viewer.screenshot().await {
                Ok(picture) => page::save(&name, &picture).is_ok(),
                Err(_) => false,
            };
            tell.dispatch(Action::Said(if saved {
                Said::Saved(name)
            } else {
                Said::NotSaved
            }));
        });
    }
}
