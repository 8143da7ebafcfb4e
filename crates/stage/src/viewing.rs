//! What the stage does: everything goes through the viewer, and what comes of it is told to the state.

use std::{cell::RefCell, fmt, rc::Rc};

use futures_util::{FutureExt as _, future::LocalBoxFuture};
use js_sys::{Array, Function, Promise};
use remote_rendering_page::{hooks::Dispatcher, texts::Texts};
use remote_rendering_protocol::device::{ConnectionGrant, ConnectionToken, ModelInfo, ModelSource};
use remote_rendering_viewer::{
    Event, GrantError, Navigation, RequestId, State, Viewer, ViewerOptions,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, HtmlElement};

use crate::{
    page,
    state::{
        Action, Stage,
        brought::{Brought, Origin},
        picker::title,
        said::Said,
    },
    words::Words,
};

/// What the console gives to a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Console {
    grant: Function,
    ended: Function,
    /// Gives the console's words for the last grant that did not come.
    words: Rc<RefCell<Option<Function>>>,
}

impl Console {
    /// `grant` promises the members of a grant as an array (address, token, seconds) or rejects with those of a failure (the
    /// service's code and words, which may be empty, and what gives the console's words in the language that the page is in
    /// then); `ended` is called when the session seems to have ended.
    pub fn new(grant: Function, ended: Function) -> Self {
        Self {
            grant,
            ended,
            words: Rc::default(),
        }
    }

    /// What the console says of the last grant that did not come, in the page's language.
    fn words(&self) -> Option<String> {
        let words = self.words.borrow().clone()?;
        words.call0(&JsValue::UNDEFINED).ok()?.as_string()
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
                let (code, error) = self.read_failure(&members);
                if !code.is_empty() {
                    tell.dispatch(Action::Refused(code));
                }
                Err(error)
            }
        }
    }

    /// The service's code, and the failure as the viewer has it: what the service refused it would refuse again.
    fn read_failure(&self, members: &JsValue) -> (String, GrantError) {
        let members = members.dyn_ref::<Array>().cloned().unwrap_or_default();
        let text = |place| members.get(place).as_string().unwrap_or_default();
        let (code, message) = (text(0), text(1));
        // Of this call alone, for which the console has no words.
        let is_own = code.starts_with("Session") || code.starts_with("Server");
        let words = members.get(2).dyn_into().ok().filter(|_| !is_own);
        self.words.replace(words);
        let words = self.words().unwrap_or(message);
        let error = match &*code {
            "" => GrantError::Unreachable(words),
            _ => GrantError::Refused(words),
        };
        (code, error)
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

/// What a person who is connected can do. Clones do the same.
#[derive(Clone)]
pub struct Viewing {
    viewer: Rc<RefCell<Option<Viewer>>>,
    brought: Rc<RefCell<Brought<File>>>,
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
            brought: Rc::default(),
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
        // Who has left begins anew.
        self.brought.take();
        Opened(self.clone())
    }

    /// Says in another language what is not drawn anew by itself.
    pub fn speak(&self, texts: &Texts, console: &Console) {
        self.with(|viewer| {
            viewer.describe(&texts.text("picture"), &texts.text("picture-description"));
        });
        if let Some(words) = console.words() {
            self.tell.dispatch(Action::GrantWords(words));
        }
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
            Event::Models => {
                let models = viewer.models();
                self.look(&viewer, &models);
                Action::Models(models)
            }
            Event::Available => Action::Welcomed {
                available: viewer.available(),
                models_from: viewer.models_from(),
                max_upload_bytes: viewer.max_upload_bytes(),
                resume_seconds: viewer.resume_seconds(),
            },
            Event::Load { request, state } => {
                if let Some(request) = request {
                    self.brought.borrow_mut().hear(request, &state);
                }
                Action::Load(request, state)
            }
            Event::Statistics => Action::Statistics(viewer.statistics()),
            Event::Navigation(navigation) => Action::Navigation(navigation),
            Event::Playing(playing) => Action::Playing(playing),
        });
    }

    /// Where the scene is another one, brings what was in the one before.
    fn look(&self, viewer: &Viewer, models: &[ModelInfo]) {
        if viewer.state().is_over() {
            return;
        }
        let again = self.brought.borrow_mut().look(viewer.scene(), models);
        if !again.is_empty() {
            self.tell.dispatch(Action::Again);
        }
        for origin in again {
            match origin {
                Origin::Source(source) => self.load(source),
                Origin::File(file) => self.upload(file),
            }
        }
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
        let (name, is_address) = (title(&source), matches!(source, ModelSource::Address(_)));
        if let Some(request) = self.with(|viewer| viewer.load(source.clone())) {
            self.ask(request, Origin::Source(source), name, is_address);
        }
    }

    /// Uploads a file and loads it.
    pub fn upload(&self, file: File) {
        let name = Words::plain(file.name());
        let most = self.with(Viewer::max_upload_bytes).unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "exact below 9 petabytes")]
        let is_too_large = file.size() > most as f64;
        if is_too_large {
            self.tell.dispatch(Action::TooLarge(name));
        } else if let Some(request) = self.with(|viewer| viewer.upload(file.clone())) {
            self.ask(request, Origin::File(file), name, false);
        }
    }

    fn ask(&self, request: RequestId, origin: Origin<File>, name: Words, is_address: bool) {
        self.brought.borrow_mut().ask(request, origin);
        self.tell.dispatch(Action::Asked(request, name, is_address));
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
