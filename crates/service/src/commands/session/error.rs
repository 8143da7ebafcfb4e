use std::{fmt, io, path::PathBuf, process::ExitCode};

use remote_rendering_client::{Error as CallError, ErrorKind};
use remote_rendering_native::{RuntimeError, TrustError};
use remote_rendering_protocol::{
    Endpoint, MaxLeaseTime, SessionId, SessionIdError, SessionStatus, Timespan, error::ServiceError,
};

use super::{Outcome, settings::Fault};
use crate::commands::{ConfigurationError, signals::Signal};

/// A command for sessions did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// Settings that are missing or cannot be used.
    #[error("{}", faults(.0))]
    Settings(Vec<Fault>),
    /// The file with the configuration cannot be read.
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
    /// The file with the account's key cannot be read.
    #[error("the account's key cannot be read from {}", .path.display())]
    KeyFile {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// An authority cannot be trusted.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// HTTP cannot be set up.
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
    /// Nobody said which session is meant, and nobody sits there, or whoever does has not answered.
    #[error("say which session is meant, with --id ID")]
    NoId,
    /// What was answered is no session id.
    #[error(transparent)]
    Id(#[from] SessionIdError),
    /// In v1 ids are the service's.
    #[error("in v1 the service chooses the session's id: leave --id out, or speak 2021-01-01")]
    OwnIdInV1,
    /// A call failed.
    #[error("{}", explanation(.doing, .cause))]
    Call {
        /// What the call was for.
        doing: Box<Doing>,
        /// How it failed.
        #[source]
        cause: CallError,
    },
    /// The session that was waited for has ended.
    #[error("the session {id} is not ready: it {}{}", ended(.status), reason(.error.as_deref()))]
    Ended {
        /// The session.
        id: SessionId,
        /// How it ended.
        status: SessionStatus,
        /// Why, if the service says so.
        error: Option<Box<ServiceError>>,
    },
    /// What came of it could not be printed.
    #[error("the answer cannot be printed{}", goes_on(.session.as_ref()))]
    Output {
        /// A session that was created all the same.
        session: Option<SessionId>,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// A signal came before there was anything to tell.
    #[error("ended by a signal")]
    Signalled(Signal),
    /// The person could not be asked.
    #[error("the terminal cannot be read")]
    Terminal(#[source] io::Error),
}

/// What a call is for.
#[derive(Clone, Debug)]
pub enum Doing {
    /// Getting a token.
    Token,
    /// Creating a session; without an id where the service chooses it.
    Create(Option<SessionId>),
    /// Reading a session.
    Get(SessionId, Endpoint),
    /// Waiting for a session.
    Wait(SessionId, Endpoint),
    /// Setting a session's lease.
    Update(SessionId, Endpoint, MaxLeaseTime),
    /// Getting a token with which a device connects to a session.
    Connect(SessionId, Endpoint),
    /// Ending a session.
    Stop(SessionId, Endpoint),
    /// Listing the sessions.
    List,
}

impl Doing {
    /// The error of a call that was for this.
    pub(super) fn failed(self) -> impl FnOnce(CallError) -> SessionError {
        let doing = Box::new(self);
        move |cause| SessionError::Call { doing, cause }
    }

    fn session(&self) -> Option<(&SessionId, &Endpoint)> {
        match self {
            Self::Get(id, endpoint)
            | Self::Wait(id, endpoint)
            | Self::Update(id, endpoint, _)
            | Self::Connect(id, endpoint)
            | Self::Stop(id, endpoint) => Some((id, endpoint)),
            Self::Token | Self::Create(_) | Self::List => None,
        }
    }
}

impl From<Signal> for SessionError {
    fn from(signal: Signal) -> Self {
        Self::Signalled(signal)
    }
}

impl SessionError {
    /// 130 where a signal ended it, 2 where what was given cannot be used, 3 where it proves nothing, 4 where the service is called too often, and 1
    /// for all else.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Settings(_)
            | Self::Configuration(_)
            | Self::KeyFile { .. }
            | Self::Trust(_)
            | Self::Runtime(_)
            | Self::NoId
            | Self::Id(_)
            | Self::OwnIdInV1 => 2,
            Self::Call { cause, .. } => of_kind(cause.kind()),
            Self::Signalled(_) => return Outcome::Interrupted.into(),
            Self::Ended { .. } | Self::Output { .. } | Self::Terminal(_) => 1,
        })
    }
}

fn of_kind(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Unauthorized
        | ErrorKind::Forbidden
        | ErrorKind::TokenExpired
        | ErrorKind::InvalidToken
        | ErrorKind::CredentialFailed => 3,
        ErrorKind::Throttled => 4,
        ErrorKind::Offline
        | ErrorKind::Unreachable
        | ErrorKind::CorsRefused
        | ErrorKind::Insecure
        | ErrorKind::Interrupted
        | ErrorKind::Timeout
        | ErrorKind::BadRequest
        | ErrorKind::NotFound
        | ErrorKind::Conflict
        | ErrorKind::LeaseRefused
        | ErrorKind::ServiceFailed
        | ErrorKind::UnexpectedStatus
        | ErrorKind::InvalidAnswer
        | ErrorKind::ForeignLink => 1,
    }
}

/// What a failed call means for whoever wanted it done, and what to do next.
fn explanation(doing: &Doing, error: &CallError) -> String {
    let kind = error.kind();
    let text = match (kind, doing) {
        (ErrorKind::Unauthorized, _) => {
            "the service does not accept the account's key or token: see whether account id, key and account domain \
             belong together"
                .to_owned()
        }
        (ErrorKind::Forbidden, _) => "the key or token is not allowed to do that".to_owned(),
        (ErrorKind::TokenExpired, _) => {
            "the access token has expired: get a new one with `remote-rendering token`".to_owned()
        }
        (ErrorKind::InvalidToken, _) => {
            "the access token is none: see whether it was copied whole".to_owned()
        }
        (ErrorKind::Throttled, _) => throttled(error),
        (ErrorKind::Conflict, Doing::Create(Some(id))) => format!(
            "the session id {id} is taken, with another size or lease: choose another --id, or leave it out for a new one"
        ),
        (ErrorKind::Conflict, Doing::Connect(id, _)) => {
            let told = error.call().service.as_ref();
            let told = told.map_or("nobody can", |told| told.message.as_str());
            format!("no device can connect to {id}: {told}")
        }
        (ErrorKind::LeaseRefused, Doing::Update(id, _, lease)) => format!(
            "the lease of {id} cannot become {lease}: say its total since the session became ready, more than it is \
             now and at most {}",
            Timespan::from_minutes(1440)
        ),
        (ErrorKind::NotFound, doing) => match doing.session() {
            Some((id, endpoint)) => format!(
                "there is no session {id} at {endpoint}: see `remote-rendering session list`, and whether the region is \
                 right"
            ),
            None => "the service has no such place: see whether its domain is right".to_owned(),
        },
        _ => "the call failed".to_owned(),
    };
    format!("{text}{}", in_doubt(kind, doing))
}

fn throttled(error: &CallError) -> String {
    match error.call().retry_after {
        Some(wait) => format!(
            "the service is called too often: try again in {} s",
            wait.as_secs()
        ),
        None => "the service is called too often: try again in a minute".to_owned(),
    }
}

/// Where a failure leaves open what the service did, or leaves a session running.
fn in_doubt(kind: ErrorKind, doing: &Doing) -> String {
    match doing {
        Doing::Create(Some(id)) if kind.is_retryable() && kind != ErrorKind::Throttled => format!(
            "; whether the session was created is not known: see `remote-rendering session get --id {id}`"
        ),
        Doing::Create(None) if kind.is_retryable() && kind != ErrorKind::Throttled => {
            "; whether the session was created is not known: see `remote-rendering session list`"
                .to_owned()
        }
        Doing::Wait(id, _) => format!("; the session {id} goes on"),
        _ => String::new(),
    }
}

fn faults(faults: &[Fault]) -> Faults<'_> {
    Faults(faults)
}

struct Faults<'a>(&'a [Fault]);

impl fmt::Display for Faults<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [only] = self.0 {
            return write!(f, "{only}");
        }
        f.write_str("some settings cannot be used:")?;
        for fault in self.0 {
            write!(f, "\n  {fault}")?;
        }
        Ok(())
    }
}

fn ended(status: &SessionStatus) -> &str {
    match status {
        SessionStatus::Error => "has failed",
        SessionStatus::Expired => "has expired",
        SessionStatus::Stopped => "was stopped",
        other => other.as_str(),
    }
}

fn reason(error: Option<&ServiceError>) -> String {
    let told = error.map(|error| format!(" ({}: {})", error.code, error.message));
    told.unwrap_or_default()
}

fn goes_on(session: Option<&SessionId>) -> String {
    let told = session.map(|id| {
        format!(
            "; the session {id} is there all the same: end it with `remote-rendering session stop --id {id}`"
        )
    });
    told.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_proves_nothing_and_what_is_throttled_have_statuses_of_their_own() {
        let of_status = |status| {
            let kinds = ErrorKind::ALL.into_iter();
            kinds
                .filter(|kind| of_kind(*kind) == status)
                .collect::<Vec<_>>()
        };
        let proofs = [
            ErrorKind::Unauthorized,
            ErrorKind::Forbidden,
            ErrorKind::TokenExpired,
            ErrorKind::InvalidToken,
            ErrorKind::CredentialFailed,
        ];
        assert_eq!(of_status(3), proofs);
        assert_eq!(of_status(4), [ErrorKind::Throttled]);
        assert_eq!(of_status(1).len(), ErrorKind::ALL.len() - 6);
    }

    #[test]
    fn a_create_is_in_doubt_where_it_may_have_arrived() {
        let doing = Doing::Create("demo".parse().ok());
        for (kind, is_in_doubt) in [
            (ErrorKind::Timeout, true),
            (ErrorKind::Unreachable, true),
            (ErrorKind::ServiceFailed, true),
            (ErrorKind::Throttled, false),
            (ErrorKind::BadRequest, false),
        ] {
            let told = in_doubt(kind, &doing);
            assert_eq!(told.contains("get --id demo"), is_in_doubt, "{kind:?}");
            assert_eq!(in_doubt(kind, &Doing::List), "");
        }
        let of_v1 = in_doubt(ErrorKind::Timeout, &Doing::Create(None));
        assert!(of_v1.ends_with("see `remote-rendering session list`"));
    }
}
