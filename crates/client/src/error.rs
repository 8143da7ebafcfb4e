use std::{fmt, time::Duration};

use http::Method;
use remote_rendering_protocol::{ClaimsError, CorrelationVector, error::ServiceError};

use crate::{JsonError, Response, TransportError, TransportErrorKind};

/// A call that failed: what kind of failure, and everything about the call. One pointer wide.
#[derive(Debug)]
pub struct Error(Box<CallError>);

/// Everything about a failed call. Holds no secret: the URL is without its query, and tokens are in none of the texts.
#[derive(Debug)]
pub struct CallError {
    /// What kind of failure.
    pub kind: ErrorKind,
    /// The call's method.
    pub method: Method,
    /// The call's URL without query.
    pub url: String,
    /// How often it was sent.
    pub attempts: u32,
    /// The time from the first attempt to the failure.
    pub elapsed: Duration,
    /// The answer's status, if one came and the shell tells it.
    pub status: Option<u16>,
    /// The service's own code and message, if it sent them.
    pub service: Option<ServiceError>,
    /// The answer's `MS-CV`, by which an operator finds the call.
    pub correlation_vector: Option<CorrelationVector>,
    /// How long the service asked to wait.
    pub retry_after: Option<Duration>,
    /// Whether an attempt may have been carried out although it failed. If the call failed for want of a token: an
    /// attempt with an earlier token.
    pub(crate) in_doubt: bool,
    /// The cause, if another error is behind it.
    pub source: Option<Box<dyn std::error::Error>>,
}

/// The kinds of failure. [`ErrorKind::is_retryable`] says which may pass by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The device has no network.
    Offline,
    /// Nothing answers at the endpoint.
    Unreachable,
    /// Something answers, but does not allow this page to read it (CORS).
    CorsRefused,
    /// A secure page may not call an insecure endpoint.
    Insecure,
    /// The answer broke off.
    Interrupted,
    /// No answer within the time limit of one attempt.
    Timeout,
    /// 400: the service did not accept the request's content.
    BadRequest,
    /// 401: the key or the token is wrong.
    Unauthorized,
    /// 403: right, but not allowed: another account's, or too low a role.
    Forbidden,
    /// 404: no such session (or not in this region).
    NotFound,
    /// 409: the session id is taken, with other settings, or a device cannot connect to the session as it is.
    Conflict,
    /// 422: the lease does not exceed the present one, or is out of range.
    LeaseRefused,
    /// 429: too many calls.
    Throttled,
    /// 500 and above.
    ServiceFailed,
    /// A status that the protocol does not know for this call.
    UnexpectedStatus,
    /// A success, but its body is not what the protocol says: not JSON, or of another shape.
    InvalidAnswer,
    /// The given access token is past its expiry, and there is nothing to get a new one with.
    TokenExpired,
    /// The given access token is not a token.
    InvalidToken,
    /// The function that fetches tokens failed.
    CredentialFailed,
    /// A page's link leads away from the endpoint: it was not followed, since the token would have gone there.
    ForeignLink,
}

impl ErrorKind {
    /// Every kind: for tables of texts and of tests.
    pub const ALL: [Self; 20] = [
        Self::Offline,
        Self::Unreachable,
        Self::CorsRefused,
        Self::Insecure,
        Self::Interrupted,
        Self::Timeout,
        Self::BadRequest,
        Self::Unauthorized,
        Self::Forbidden,
        Self::NotFound,
        Self::Conflict,
        Self::LeaseRefused,
        Self::Throttled,
        Self::ServiceFailed,
        Self::UnexpectedStatus,
        Self::InvalidAnswer,
        Self::TokenExpired,
        Self::InvalidToken,
        Self::CredentialFailed,
        Self::ForeignLink,
    ];

    /// Whether the same call may succeed in a moment. That it may be repeated at all is another question:
    /// [`Repeat`](crate::Repeat).
    pub fn is_retryable(self) -> bool {
        match self {
            Self::Unreachable
            | Self::Interrupted
            | Self::Timeout
            | Self::Throttled
            | Self::ServiceFailed => true,
            Self::Offline
            | Self::CorsRefused
            | Self::Insecure
            | Self::BadRequest
            | Self::Unauthorized
            | Self::Forbidden
            | Self::NotFound
            | Self::Conflict
            | Self::LeaseRefused
            | Self::UnexpectedStatus
            | Self::InvalidAnswer
            | Self::TokenExpired
            | Self::InvalidToken
            | Self::CredentialFailed
            | Self::ForeignLink => false,
        }
    }

    /// Whether the service may have carried the call out all the same. Of what may pass by itself, only a throttled
    /// call surely did nothing.
    pub(crate) fn leaves_in_doubt(self) -> bool {
        self.is_retryable() && self != Self::Throttled
    }

    /// The kind of an answer that is not the expected success.
    pub fn of_status(status: u16) -> Self {
        match status {
            400 => Self::BadRequest,
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            409 => Self::Conflict,
            422 => Self::LeaseRefused,
            429 => Self::Throttled,
            500..=599 => Self::ServiceFailed,
            _ => Self::UnexpectedStatus,
        }
    }

    /// A few English words; applications have their own texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Offline => "no network",
            Self::Unreachable => "nothing answers at the endpoint",
            Self::CorsRefused => "the endpoint does not allow this page to call it",
            Self::Insecure => "a secure page cannot call an insecure endpoint",
            Self::Interrupted => "the answer broke off",
            Self::Timeout => "no answer in time",
            Self::BadRequest => "bad request",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not found",
            Self::Conflict => "in conflict with the session as it is",
            Self::LeaseRefused => "the lease was refused",
            Self::Throttled => "too many calls",
            Self::ServiceFailed => "the service failed",
            Self::UnexpectedStatus => "unexpected status",
            Self::InvalidAnswer => "the answer is not what the protocol says",
            Self::TokenExpired => "the access token has expired: get a new one",
            Self::InvalidToken => "not an access token",
            Self::CredentialFailed => "no token could be fetched",
            Self::ForeignLink => "the list's next page is not on this endpoint",
        }
    }
}

impl From<TransportErrorKind> for ErrorKind {
    fn from(kind: TransportErrorKind) -> Self {
        match kind {
            TransportErrorKind::Offline => Self::Offline,
            TransportErrorKind::Unreachable => Self::Unreachable,
            TransportErrorKind::CorsRefused => Self::CorsRefused,
            TransportErrorKind::Insecure => Self::Insecure,
            TransportErrorKind::Interrupted => Self::Interrupted,
        }
    }
}

impl Error {
    /// What kind of failure.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Everything about the call.
    pub fn call(&self) -> &CallError {
        &self.0
    }

    pub(crate) fn new(kind: ErrorKind, method: Method, url: &str) -> Self {
        Self(Box::new(CallError {
            kind,
            method,
            url: without_query(url).to_owned(),
            attempts: 0,
            elapsed: Duration::ZERO,
            status: None,
            service: None,
            correlation_vector: None,
            retry_after: None,
            in_doubt: false,
            source: None,
        }))
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn std::error::Error>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_answer(mut self, answer: &Response) -> Self {
        self.0.status = Some(answer.status).filter(|status| *status != 0);
        self.0.correlation_vector = answer.correlation_vector();
        self.0.retry_after = answer.retry_after();
        self
    }

    pub(crate) fn with_service(mut self, service: Option<ServiceError>) -> Self {
        self.0.service = service;
        self
    }

    pub(crate) fn with_attempts(
        mut self,
        attempts: u32,
        elapsed: Duration,
        in_doubt: bool,
    ) -> Self {
        self.0.attempts = attempts;
        self.0.elapsed = elapsed;
        self.0.in_doubt = in_doubt;
        self
    }

    /// The failure of a token's call, seen by the call that needed the token.
    pub(crate) fn with_doubt(mut self, in_doubt: bool) -> Self {
        self.0.in_doubt = in_doubt;
        self
    }

    pub(crate) fn of_transport(error: TransportError, method: Method, url: &str) -> Self {
        Self::new(error.kind.into(), method, url).with_source(error)
    }

    pub(crate) fn of_json(error: JsonError, method: Method, url: &str) -> Self {
        Self::new(ErrorKind::InvalidAnswer, method, url).with_source(error)
    }

    pub(crate) fn of_claims(error: ClaimsError, method: Method, url: &str) -> Self {
        Self::new(ErrorKind::InvalidToken, method, url).with_source(error)
    }
}

/// Queries are left out of every error: what somebody puts there once may be secret.
fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let call = self.call();
        write!(f, "{} {}: {}", call.method, call.url, call.kind.as_str())?;
        if let Some(status) = call.status {
            write!(f, " ({status})")?;
        }
        if let Some(service) = &call.service {
            write!(f, ": {}: {}", service.code, service.message)?;
        }
        if call.attempts > 1 {
            write!(f, ", after {} attempts", call.attempts)?;
        }
        if let Some(correlation_vector) = &call.correlation_vector {
            write!(f, ", MS-CV {correlation_vector}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref()
    }
}

// Results are passed through every call: the error side must not make them large.
const _: () = assert!(size_of::<Error>() == size_of::<usize>());
