//! What is being loaded, and what could not be.

use remote_rendering_protocol::device::FailedCode;
use remote_rendering_viewer::{LoadState, RequestId};

use super::said::Said;
use crate::words::{Words, bytes};

/// The most failures that are kept in sight: whoever asks for more has seen the first ones.
const MOST_FAILURES: usize = 3;

/// What is being loaded and what could not be, in the order in which it was asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loads(Vec<Load>);

/// A load.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// Its number; none for what the host loads by itself, and for what was never sent.
    pub request: Option<RequestId>,
    /// What the person calls the model.
    pub name: String,
    /// How far it is.
    pub progress: Progress,
}

/// How far a load is.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// On its way.
    Running(LoadState),
    /// It failed: why, and what the host says of it in English.
    Failed(Words, String),
}

impl Loads {
    /// The loads.
    pub fn list(&self) -> &[Load] {
        &self.0
    }

    /// Whether something is on its way.
    pub fn are_running(&self) -> bool {
        self.0
            .iter()
            .any(|load| matches!(load.progress, Progress::Running(_)))
    }

    pub(super) fn ask(&mut self, request: RequestId, name: String) {
        self.0.push(Load {
            request: Some(request),
            name,
            progress: Progress::Running(LoadState::Fetching {
                done: 0,
                total: None,
            }),
        });
    }

    pub(super) fn go_on(&mut self, request: Option<RequestId>, state: LoadState) -> Option<Said> {
        let is_it =
            |load: &Load| load.request == request && matches!(load.progress, Progress::Running(_));
        let place = self.0.iter().position(is_it).filter(|_| request.is_some());
        match (state, place) {
            (LoadState::Done(model), place) => {
                if let Some(place) = place {
                    self.0.remove(place);
                }
                Some(Said::Loaded(model.name))
            }
            (LoadState::Failed(failure), place) => {
                let name = match place {
                    Some(place) => self.0.remove(place).name,
                    None => String::new(),
                };
                // The person has given it up, and knows.
                if failure.code == FailedCode::Cancelled {
                    return None;
                }
                self.fail(name.clone(), why(&failure.code), failure.message);
                Some(Said::NotLoaded(name))
            }
            (state, Some(place)) => {
                self.0[place].progress = Progress::Running(state);
                None
            }
            (_, None) => None,
        }
    }

    pub(super) fn refuse(&mut self, name: String, most: u64) -> Said {
        let why = Words::of("load-too-large-for").with_words("most", bytes(most));
        self.fail(name.clone(), why, String::new());
        Said::NotLoaded(name)
    }

    pub(super) fn dismiss(&mut self, place: usize) {
        let is_failed = |load: &Load| matches!(load.progress, Progress::Failed(..));
        if self.0.get(place).is_some_and(is_failed) {
            self.0.remove(place);
        }
    }

    /// Nothing of what is on its way will come.
    pub(super) fn give_up(&mut self) {
        self.0
            .retain(|load| matches!(load.progress, Progress::Failed(..)));
    }

    fn fail(&mut self, name: String, why: Words, details: String) {
        let failed = |load: &Load| matches!(load.progress, Progress::Failed(..));
        if self.0.iter().filter(|load| failed(load)).count() >= MOST_FAILURES
            && let Some(oldest) = self.0.iter().position(failed)
        {
            self.0.remove(oldest);
        }
        self.0.push(Load {
            request: None,
            name,
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

/// Why a model could not be loaded, and what to do.
fn why(code: &FailedCode) -> Words {
    Words::of(match code {
        FailedCode::NotFound => "load-not-found",
        FailedCode::NotAllowed => "load-not-allowed",
        FailedCode::TooLarge => "load-too-large",
        FailedCode::Broken => "load-broken",
        FailedCode::Unsupported => "load-unsupported",
        FailedCode::Unreachable => "load-unreachable",
        FailedCode::Memory => "load-memory",
        FailedCode::Busy => "load-busy",
        FailedCode::Cancelled | FailedCode::Other(_) => "load-failed",
    })
}
