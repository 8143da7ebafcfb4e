//! What the stage knows, as a plain `Action -> Stage` function.

pub mod address;
pub mod brought;
pub mod card;
pub mod loads;
pub mod picker;
pub mod said;

use std::rc::Rc;

use remote_rendering_protocol::device::{Available, EndReason, ModelInfo, ModelSource};
use remote_rendering_viewer::{LoadState, Navigation, RequestId, State, Statistics};
use yew::Reducible;

use self::{loads::Loads, said::Said};
use crate::words::Words;

/// What the stage knows.
#[expect(clippy::struct_excessive_bools, reason = "each is switched by itself")]
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// How the connection stands.
    pub connection: State,
    /// When the connection was lost, in milliseconds of the page's clock; none while it is not on the way back.
    pub lost_at: Option<f64>,
    /// The code with which the session service refused the last grant.
    pub refusal: Option<String>,
    /// The console's words for the last grant that did not come.
    pub grant_words: Option<String>,
    /// The models in the scene.
    pub models: Vec<ModelInfo>,
    /// What can be loaded without knowing its name.
    pub available: Vec<Available>,
    /// The hosts from which models may be loaded by an address.
    pub models_from: Vec<String>,
    /// The address in the models' panel. Its query may be a signature: it is shown in its field and nowhere else.
    pub address: String,
    /// The largest model that can be uploaded, in bytes.
    pub max_upload_bytes: u64,
    /// For how long the server keeps the scene of a lost connection, in seconds.
    pub resume_seconds: u32,
    /// What is being loaded, and what could not be.
    pub loads: Loads,
    /// How the person moves.
    pub navigation: Navigation,
    /// Whether what moves by itself does.
    pub playing: bool,
    /// Which panel is open.
    pub panel: Panel,
    /// Whether the figures are in sight.
    pub shows_statistics: bool,
    /// The newest figures.
    pub statistics: Statistics,
    /// Whether the stage has the whole screen.
    pub is_full_screen: bool,
    /// Whether a file is being dragged over the stage.
    pub is_dragging: bool,
    /// What was told last.
    pub said: Option<Said>,
}

/// A panel beside the picture; one at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// None.
    #[default]
    None,
    /// The models: those in the scene, and those that can be.
    Models,
    /// Keys and gestures.
    Help,
}

/// What happens to the stage.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The connection stands so, at this time of the page's clock in milliseconds.
    Connection(State, f64),
    /// The session service has refused a grant with this code.
    Refused(String),
    /// The console's words for the last grant that did not come, in the page's language as it is now.
    GrantWords(String),
    /// These models are in the scene.
    Models(Vec<ModelInfo>),
    /// What the server has said of itself.
    Welcomed {
        /// What can be loaded without knowing its name.
        available: Vec<Available>,
        /// The hosts from which models may be loaded by an address.
        models_from: Vec<String>,
        /// The largest model that can be uploaded, in bytes.
        max_upload_bytes: u64,
        /// For how long it keeps the scene of a lost connection, in seconds.
        resume_seconds: u32,
    },
    /// A load of this name was asked for, and whether it begins at an address.
    Asked(RequestId, Words, bool),
    /// What was in the dropped scene is loaded again.
    Again,
    /// The person has read that.
    AgainRead,
    /// The address as it is typed.
    Address(String),
    /// A load has gone on; none for one that the host began by itself.
    Load(Option<RequestId>, LoadState),
    /// A file of this name and size is too large to be uploaded.
    TooLarge(Words),
    /// The person has read of the failure at this place.
    Dismissed(usize),
    /// How the person moves.
    Navigation(Navigation),
    /// What moves by itself does, or holds still.
    Playing(bool),
    /// This panel, or none where it is open already.
    Toggled(Panel),
    /// No panel.
    PanelClosed,
    /// The figures in sight, or not.
    StatisticsToggled,
    /// New figures.
    Statistics(Statistics),
    /// The whole screen, or not any more.
    FullScreen(bool),
    /// A file is being dragged over the stage, or not any more.
    Dragging(bool),
    /// This is to be told.
    Said(Said),
}

impl Default for Stage {
    fn default() -> Self {
        Self {
            connection: State::Connecting(remote_rendering_viewer::Step::Granting),
            lost_at: None,
            refusal: None,
            grant_words: None,
            models: Vec::new(),
            available: Vec::new(),
            models_from: Vec::new(),
            address: String::new(),
            max_upload_bytes: 0,
            resume_seconds: 0,
            loads: Loads::default(),
            navigation: Navigation::default(),
            playing: true,
            panel: Panel::default(),
            shows_statistics: false,
            statistics: Statistics::default(),
            is_full_screen: false,
            is_dragging: false,
            said: None,
        }
    }
}

impl Stage {
    /// Whether pictures come, so that the scene can be worked on.
    pub fn is_connected(&self) -> bool {
        matches!(self.connection, State::Connected { .. })
    }

    /// Whether something of the scene moves by itself.
    pub fn is_animated(&self) -> bool {
        self.models.iter().any(|model| model.animated)
    }

    /// Whether a picture is in sight, if only the last one before the connection was lost.
    pub fn has_picture(&self) -> bool {
        self.is_connected() || self.lost_at.is_some()
    }

    /// Whether the session itself is over, as far as is known.
    pub fn is_session_over(&self) -> bool {
        let ended = matches!(
            self.connection,
            State::Ended(EndReason::Stopped | EndReason::Expired)
        );
        let refused = matches!(self.connection, State::Failed(_))
            && matches!(
                self.refusal.as_deref(),
                Some("SessionStopped" | "SessionExpired" | "SessionFailed")
            );
        ended || refused
    }

    fn connect(&mut self, connection: State, now: f64) {
        match &connection {
            State::Reconnecting { .. } => {
                self.lost_at.get_or_insert(now);
            }
            _ => self.lost_at = None,
        }
        if connection.is_over() {
            // Whoever comes back finds another scene.
            self.loads.give_up();
            self.models = Vec::new();
            self.panel = Panel::None;
        }
        if !matches!(connection, State::Failed(_)) {
            (self.refusal, self.grant_words) = (None, None);
        }
        if said::is_told(&self.connection, &connection) {
            self.said = Some(match connection {
                State::Connected { .. } if self.loads.is_again => Said::Again,
                ref connection => Said::Connection(connection.clone()),
            });
        }
        self.connection = connection;
    }

    fn load(&mut self, request: Option<RequestId>, state: LoadState) {
        if let LoadState::Done(model) = &state
            && let ModelSource::Address(address) = &model.source
            && address::is_of(&self.address, address)
        {
            // What failed stays, so that it can be mended.
            self.address.clear();
        }
        if let Some(said) = self.loads.go_on(request, state) {
            self.said = Some(said);
        }
    }
}

impl Reducible for Stage {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = Self::clone(&self);
        match action {
            Action::Connection(connection, now) => next.connect(connection, now),
            Action::Refused(code) => next.refusal = Some(code),
            Action::GrantWords(words) => next.grant_words = Some(words),
            Action::Models(models) => next.models = models,
            Action::Welcomed {
                available,
                models_from,
                max_upload_bytes,
                resume_seconds,
            } => {
                next.available = available;
                next.models_from = models_from;
                next.max_upload_bytes = max_upload_bytes;
                next.resume_seconds = resume_seconds;
            }
            Action::Asked(request, name, is_address) => {
                next.loads.ask(request, name, is_address);
            }
            Action::Again => next.loads.is_again = true,
            Action::AgainRead => next.loads.is_again = false,
            Action::Address(address) => next.address = address,
            Action::Load(request, state) => next.load(request, state),
            Action::TooLarge(name) => {
                next.said = Some(next.loads.refuse(name, self.max_upload_bytes));
            }
            Action::Dismissed(place) => next.loads.dismiss(place),
            Action::Navigation(navigation) => {
                if navigation != next.navigation {
                    next.said = Some(Said::Navigation(navigation));
                }
                next.navigation = navigation;
            }
            Action::Playing(playing) => {
                if next.is_animated() && playing != next.playing {
                    next.said = Some(Said::Playing(playing));
                }
                next.playing = playing;
            }
            Action::Toggled(panel) if next.panel == panel => next.panel = Panel::None,
            Action::Toggled(panel) => next.panel = panel,
            Action::PanelClosed => next.panel = Panel::None,
            Action::StatisticsToggled => next.shows_statistics = !next.shows_statistics,
            Action::Statistics(statistics) => {
                if statistics.checkerboard && !next.statistics.checkerboard {
                    next.said = Some(Said::Checkerboard);
                }
                next.statistics = statistics;
            }
            Action::FullScreen(is_full_screen) => next.is_full_screen = is_full_screen,
            Action::Dragging(is_dragging) => next.is_dragging = is_dragging,
            Action::Said(said) => next.said = Some(said),
        }
        // What changes nothing draws nothing: dragging tells its place many times a second.
        if next == *self { self } else { Rc::new(next) }
    }
}

#[cfg(test)]
pub(crate) mod tests;
