use std::fmt;

use remote_rendering_protocol::{SessionId, error::ServiceError};

use super::FallbackStep;
use crate::{Error, ErrorKind};

/// A step that came to nothing.
#[derive(Debug)]
pub struct FailedStep {
    /// The step.
    pub step: FallbackStep,
    /// The id of the session that it was to create; `None` in v1, where its service chooses it.
    pub session: Option<SessionId>,
    /// Why it came to nothing.
    pub why: StepFailure,
}

impl fmt::Display for FailedStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.step, self.why)
    }
}

/// Why a step came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum StepFailure {
    /// The region is in no catalogue that the caller knows: nothing was sent.
    #[error("the region is not in the catalogue: load the catalogue again")]
    UnknownRegion,
    /// The session ended in an error before it was ready, most often since no server was free. In the service's words,
    /// where it sent any.
    #[error("{}", in_words(.0.as_ref()))]
    Ended(Option<ServiceError>),
    /// The create failed, and made no session.
    #[error("{0}")]
    Create(Error),
    /// Under the id there is a session with other settings.
    #[error("a session of this id exists already, with other settings: choose another id")]
    Taken,
    /// The create failed and may have made a session, and the session cannot be read.
    #[error("{create}; and whether the session is there cannot be read: {}", unread(.look.as_ref()))]
    Unresolved {
        /// How the create failed.
        create: Error,
        /// How the reading failed; `None` in v1, where nobody knows what to read: the id was in the lost answer.
        look: Option<Error>,
    },
}

fn in_words(error: Option<&ServiceError>) -> String {
    error.map_or_else(
        || "the session ended in an error".to_owned(),
        |it| format!("{}: {}", it.code, it.message),
    )
}

fn unread(look: Option<&Error>) -> String {
    look.map_or_else(
        || "its id is not known, see the list of sessions".to_owned(),
        Error::to_string,
    )
}

/// Where to go on after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// With the next step: another size in the same region may do.
    Step,
    /// In the next region: it is the region that fails.
    Region,
    /// Nowhere.
    Nowhere(FallbackErrorKind),
}

impl StepFailure {
    pub(super) fn next(&self) -> Next {
        match self {
            Self::Ended(_) => Next::Step,
            Self::UnknownRegion => Next::Region,
            Self::Create(error) if may_be_mended_elsewhere(error) => Next::Region,
            Self::Create(_) | Self::Taken => Next::Nowhere(FallbackErrorKind::Refused),
            Self::Unresolved { .. } => Next::Nowhere(FallbackErrorKind::InDoubt),
        }
    }
}

/// Whether the create itself failed, and not the call for its token: every region takes the same tokens.
pub(super) fn is_of_create(error: &Error) -> bool {
    // In the generation of 2021 and in v1.
    matches!(error.call().method, http::Method::PUT | http::Method::POST)
}

fn may_be_mended_elsewhere(error: &Error) -> bool {
    is_of_create(error)
        && match error.kind() {
            // The region is down, overloaded, or is not there.
            ErrorKind::Unreachable
            | ErrorKind::Interrupted
            | ErrorKind::Timeout
            | ErrorKind::Throttled
            | ErrorKind::ServiceFailed
            | ErrorKind::NotFound
            | ErrorKind::Insecure
            | ErrorKind::UnexpectedStatus
            | ErrorKind::InvalidAnswer => true,
            // Every region would say the same of this account, this request, or this device.
            ErrorKind::Offline
            | ErrorKind::CorsRefused
            | ErrorKind::BadRequest
            | ErrorKind::Unauthorized
            | ErrorKind::Forbidden
            | ErrorKind::Conflict
            | ErrorKind::LeaseRefused
            | ErrorKind::TokenExpired
            | ErrorKind::InvalidToken
            | ErrorKind::CredentialFailed
            | ErrorKind::ForeignLink => false,
        }
}

/// No session was begun: why nothing more was tried, and what every step came to.
#[derive(Debug)]
pub struct FallbackError {
    /// Why nothing more was tried.
    pub kind: FallbackErrorKind,
    /// The steps that were tried, in order; the last one ended it. One at least.
    pub failed: Vec<FailedStep>,
}

/// Why nothing more was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FallbackErrorKind {
    /// Every step was tried.
    #[error("no session could be begun: try again later, or name another region or size")]
    Exhausted,
    /// No other region would mend the last failure.
    #[error("no session could be begun, and no other region would help")]
    Refused,
    /// The last step's session may be there, and take a server: nobody can tell at the moment.
    #[error(
        "a session may have been begun, and its service does not say: read or stop it when the service answers again"
    )]
    InDoubt,
}

impl FallbackError {
    /// The step whose session may be there; `None` if surely none is.
    pub fn in_doubt(&self) -> Option<&FailedStep> {
        let last = self.failed.last()?;
        (self.kind == FallbackErrorKind::InDoubt).then_some(last)
    }
}

impl fmt::Display for FallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)?;
        if let Some(session) = self.in_doubt().and_then(|it| it.session.as_ref()) {
            write!(f, " (session {session})")?;
        }
        for (place, failed) in self.failed.iter().enumerate() {
            let separator = if place == 0 { ". " } else { "; " };
            write!(f, "{separator}{failed}")?;
        }
        Ok(())
    }
}

impl std::error::Error for FallbackError {}
