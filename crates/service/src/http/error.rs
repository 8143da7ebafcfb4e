use std::{error::Error, fmt, sync::Arc, time::Duration};

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use remote_rendering_engine::api::Fault;
use remote_rendering_protocol::error::{ErrorBody, ServiceError};

use super::body::json;
use crate::{NotAdmitted, sessions::SessionsError, store::StoreError};

/// An answer that is not a success: one JSON shape, with a code for programs that never changes.
/// The cause of an internal error is logged, and not sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    /// 4xx: something is wrong with the request.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// 408: the request did not come, or could not be answered, in time.
    #[error("The request took too long: send it again, on a new connection.")]
    Timeout,
    /// 429: too many requests.
    #[error("Too many requests: try again in {} s.", whole_seconds(*.retry_after))]
    Throttled { retry_after: Duration },
    /// 503: too many requests are being answered.
    #[error("The service is busy: try again in {} s.", whole_seconds(BUSY))]
    Busy,
    /// 504: the session's server does not say that it knows a token.
    #[error(transparent)]
    ServerSilent(NotAdmitted),
    /// 500: the service failed.
    #[error("The service failed. The header MS-CV tells its operator which call it was.")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

/// After how long it is worth to come again when too many requests are being answered.
const BUSY: Duration = Duration::from_secs(1);

/// Why an answer is a 500: an extension of the response, for the log.
#[derive(Clone)]
pub(crate) struct Cause(pub(crate) Arc<dyn Error + Send + Sync>);

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ApiError {
    /// Whether the caller did not prove who it is.
    pub(crate) fn is_refused_login(&self) -> bool {
        self.challenge().is_some()
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::Fault(fault) => fault.status(),
            Self::Timeout => StatusCode::REQUEST_TIMEOUT,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::ServerSilent(_) => StatusCode::GATEWAY_TIMEOUT,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn body(&self) -> ErrorBody {
        let code = match self {
            Self::Fault(fault) => return fault.body(),
            Self::Timeout => "RequestTimeout",
            Self::Busy => "ServiceUnavailable",
            Self::Throttled { .. } => "TooManyRequests",
            Self::ServerSilent(_) => "ServerSilent",
            Self::Internal(_) => "InternalServerError",
        };
        ErrorBody {
            error: ServiceError::new(code, self.to_string()),
        }
    }

    /// The header that belongs to the status.
    fn header(&self) -> Option<(header::HeaderName, HeaderValue)> {
        let retry_after = match self {
            Self::Throttled { retry_after } => *retry_after,
            Self::Busy => BUSY,
            other => {
                let challenge = other.challenge()?;
                return Some((header::WWW_AUTHENTICATE, challenge));
            }
        };
        let seconds = HeaderValue::from(whole_seconds(retry_after));
        Some((header::RETRY_AFTER, seconds))
    }

    /// What a caller is asked for who did not prove who it is.
    fn challenge(&self) -> Option<HeaderValue> {
        match self {
            Self::Fault(fault) => fault.challenge().map(HeaderValue::from_static),
            _ => None,
        }
    }
}

/// Rounded up, and at least one: who comes back after so many seconds is not refused again.
fn whole_seconds(time: Duration) -> u64 {
    (time.as_secs() + u64::from(time.subsec_nanos() > 0)).max(1)
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = json(self.status(), &self.body());
        response.headers_mut().extend(self.header());
        if let Self::Internal(cause) = self {
            response.extensions_mut().insert(Cause(cause.into()));
        }
        response
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<SessionsError> for ApiError {
    fn from(error: SessionsError) -> Self {
        match error {
            SessionsError::NotFound => Fault::no_session().into(),
            SessionsError::Conflict(conflict) => Fault::from(conflict).into(),
            SessionsError::Refused(refusal) => Fault::from(refusal).into(),
            SessionsError::NotAdmitted(NotAdmitted::NotConnectable(reason)) => {
                Fault::from(reason).into()
            }
            SessionsError::NotAdmitted(silent @ NotAdmitted::Silent) => Self::ServerSilent(silent),
            SessionsError::Store(cause) => cause.into(),
        }
    }
}
