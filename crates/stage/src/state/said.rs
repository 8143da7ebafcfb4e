//! What is told to who cannot see it: one sentence for what happened last.

use remote_rendering_viewer::{Navigation, State};

use super::card::connection_card;
use crate::words::Words;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// The connection stands so.
    Connection(State),
    /// What was in the dropped scene is loaded again.
    Again,
    /// The model of this name is in the scene.
    Loaded(Words),
    /// The one of this name is not; none for one that the host loads by itself.
    NotLoaded(Option<Words>),
    /// How the person moves now.
    Navigation(Navigation),
    /// What moves by itself does, or holds still.
    Playing(bool),
    /// A screenshot was saved under this name.
    Saved(String),
    /// A screenshot was not saved.
    NotSaved,
    /// More is in view than the session's size shows.
    Checkerboard,
}

/// Whether a change of the connection is told: each step on the way would only be in the way.
pub(super) fn is_told(before: &State, after: &State) -> bool {
    match (before, after) {
        (State::Connecting(_), State::Connecting(_))
        | (State::Reconnecting { .. }, State::Reconnecting { .. }) => false,
        _ => before != after,
    }
}

impl Said {
    /// In words.
    pub fn words(&self) -> Words {
        match self {
            Self::Connection(State::Connected { .. }) => Words::of("said-connected"),
            Self::Connection(state) => match connection_card(state, None, false, None) {
                Some(card) => card.title,
                None => Words::of("said-connected"),
            },
            Self::Again => Words::of("again"),
            Self::Loaded(name) => Words::of("said-loaded").with_words("name", name.clone()),
            Self::NotLoaded(None) => Words::of("load-preload"),
            Self::NotLoaded(Some(name)) => {
                Words::of("said-not-loaded").with_words("name", name.clone())
            }
            Self::Navigation(Navigation::Orbit) => Words::of("said-orbit"),
            Self::Navigation(Navigation::Walk) => Words::of("said-walk"),
            Self::Playing(true) => Words::of("said-playing"),
            Self::Playing(false) => Words::of("said-paused"),
            Self::Saved(name) => Words::of("said-saved").with("name", name.as_str()),
            Self::NotSaved => Words::of("said-not-saved"),
            Self::Checkerboard => Words::of("checkerboard"),
        }
    }
}
