//! What is being loaded, and what could not be.

use remote_rendering_protocol::device::{FailedCode, FailureDetail};
use remote_rendering_viewer::{LoadState, RequestId};

use super::{picker::name, said::Said};
use crate::words::{Words, bytes};

/// The most failures that are kept in sight: whoever asks for more has seen the first ones.
const MOST_FAILURES: usize = 3;

/// What is being loaded and what could not be, in the order in which it was asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loads {
    list: Vec<Load>,
    /// Whether they are what was in a scene that the server has dropped, and the person has not read that yet.
    pub is_again: bool,
}

/// A load.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// Its number; none for what the host loads by itself, and for what was never sent.
    pub request: Option<RequestId>,
    /// What the person calls the model; none for one that the host loads by itself.
    pub name: Option<Words>,
    /// What can be wrong with the way depends on whether it begins at an address.
    pub is_address: bool,
    /// How far it is.
    pub progress: Progress,
}

/// How far a load is.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// On its way.
    Running(LoadState),
    /// It failed: why, and what of the file the host names in English.
    Failed(Words, Option<String>),
}

impl Loads {
    /// The loads.
    pub fn list(&self) -> &[Load] {
        &self.list
    }

    /// Whether something is on its way.
    pub fn are_running(&self) -> bool {
        self.list
            .iter()
            .any(|load| matches!(load.progress, Progress::Running(_)))
    }

    pub(super) fn ask(&mut self, request: RequestId, name: Words, is_address: bool) {
        self.list.push(Load {
            request: Some(request),
            name: Some(name),
            is_address,
            progress: Progress::Running(LoadState::Fetching {
                done: 0,
                total: None,
            }),
        });
    }

    pub(super) fn go_on(&mut self, request: Option<RequestId>, state: LoadState) -> Option<Said> {
        let is_it =
            |load: &Load| load.request == request && matches!(load.progress, Progress::Running(_));
        let place = self
            .list
            .iter()
            .position(is_it)
            .filter(|_| request.is_some());
        match (state, place) {
            (LoadState::Done(model), place) => {
                if let Some(place) = place {
                    self.list.remove(place);
                }
                Some(Said::Loaded(name(&model)))
            }
            (LoadState::Failed(failure), place) => {
                let load = place.map(|place| self.list.remove(place));
                // The person has given it up, and knows.
                if failure.code == FailedCode::Cancelled {
                    return None;
                }
                let is_address = load.as_ref().is_some_and(|load| load.is_address);
                let name = load.and_then(|load| load.name);
                // What else the host says is said here in the page's language.
                let why = why(&failure.code, &failure.detail, is_address);
                self.fail(name.clone(), why, failure.detail.fault);
                Some(Said::NotLoaded(name))
            }
            (state, Some(place)) => {
                self.list[place].progress = Progress::Running(state);
                None
            }
            (_, None) => None,
        }
    }

    pub(super) fn refuse(&mut self, name: Words, most: u64) -> Said {
        self.fail(Some(name.clone()), too_large(most), None);
        Said::NotLoaded(Some(name))
    }

    pub(super) fn dismiss(&mut self, place: usize) {
        let is_failed = |load: &Load| matches!(load.progress, Progress::Failed(..));
        if self.list.get(place).is_some_and(is_failed) {
            self.list.remove(place);
        }
    }

    /// Nothing of what is on its way will come.
    pub(super) fn give_up(&mut self) {
        self.is_again = false;
        self.list
            .retain(|load| matches!(load.progress, Progress::Failed(..)));
    }

    fn fail(&mut self, name: Option<Words>, why: Words, details: Option<String>) {
        let failed = |load: &Load| matches!(load.progress, Progress::Failed(..));
        if self.list.iter().filter(|load| failed(load)).count() >= MOST_FAILURES
            && let Some(oldest) = self.list.iter().position(failed)
        {
            self.list.remove(oldest);
        }
        self.list.push(Load {
            request: None,
            name,
            is_address: false,
            progress: Progress::Failed(why, details),
        });
    }
}

impl Load {
    /// How far it is, in words.
    pub fn words(&self) -> Words {
        let state = match &self.progress {
            Progress::Running(state) => state,
            Progress::Failed(why, _) => return why.clone(),
        };
        let of = |message, done, total| {
            Words::of(message)
                .with_words("done", bytes(done))
                .with_words("total", bytes(total))
        };
        match *state {
            LoadState::Uploading { done, total } => of("load-uploading", done, total),
            LoadState::Fetching { done: 0, .. } => Words::of("load-waiting"),
            LoadState::Fetching {
                done,
                total: Some(total),
            } => of("load-fetching", done, total),
            LoadState::Fetching { done, .. } => {
                Words::of("load-fetching-some").with_words("done", bytes(done))
            }
            LoadState::Preparing => Words::of("load-preparing"),
            LoadState::Reading | LoadState::Done(_) | LoadState::Failed(_) => {
                Words::of("load-reading")
            }
        }
    }

    /// The share that has come, from 0 to 1, where that is known.
    pub fn share(&self) -> Option<f64> {
        let (done, total) = match self.progress {
            Progress::Running(LoadState::Uploading { done, total }) => (done, total),
            Progress::Running(LoadState::Fetching { done, total }) => (done, total?),
            _ => return None,
        };
        #[expect(clippy::cast_precision_loss, reason = "a share of a bar")]
        let share = done as f64 / total.max(1) as f64;
        Some(share.clamp(0.0, 1.0))
    }
}

fn too_large(most: u64) -> Words {
    Words::of("load-too-large-for").with_words("most", bytes(most))
}

/// Why a model could not be loaded, and what to do.
fn why(code: &FailedCode, detail: &FailureDetail, is_address: bool) -> Words {
    Words::of(match code {
        FailedCode::NotFound | FailedCode::Unreachable if detail.status.is_some() => {
            let status = detail.status.unwrap_or_default().to_string();
            return Words::of("load-status").with("status", status);
        }
        FailedCode::TooLarge if detail.most_bytes.is_some() => {
            return too_large(detail.most_bytes.unwrap_or_default());
        }
        FailedCode::Unsupported if !detail.extensions.is_empty() => {
            let names = detail.extensions.join(", ");
            return Words::of("load-extensions").with("names", names);
        }
        FailedCode::TooLarge => "load-too-large",
        FailedCode::Broken => "load-broken",
        FailedCode::Unsupported => "load-unsupported",
        FailedCode::NotFound => "load-not-found",
        FailedCode::NotAllowed => "load-not-allowed",
        FailedCode::Unreachable if is_address => "load-unreachable",
        // Between this page and the host.
        FailedCode::Unreachable => "load-lost",
        FailedCode::Memory => "load-memory",
        FailedCode::Busy => "load-busy",
        FailedCode::Cancelled | FailedCode::Other(_) => "load-failed",
    })
}
