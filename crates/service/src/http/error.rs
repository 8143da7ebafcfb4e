use std::{error::Error, fmt, sync::Arc, time::Duration};

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use remote_rendering_engine::TokenError;
use remote_rendering_protocol::{
    ApiVersion, ApiVersionError,
    error::{ErrorBody, ServiceError},
};

use super::body::json;
use crate::{sessions::SessionsError, store::StoreError};

/// What a caller needs whom nobody knows yet.
pub(crate) const CHALLENGE: HeaderValue =
    HeaderValue::from_static(r#"Bearer realm="remote-rendering""#);

/// An answer that is not a success: one JSON shape, with a code for programs that never changes.
/// The cause of an internal error is logged, and not sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    /// 400: the request cannot be understood. `target` is the member or parameter that is wrong.
    #[error("{message}")]
    BadRequest {
        message: String,
        target: Option<String>,
    },
    /// 400: no `api-version`, or one that is not supported.
    #[error(
        "The api-version is missing or not supported: use one of {}.",
        ApiVersion::SUPPORTED
    )]
    ApiVersion(#[from] ApiVersionError),
    /// 401: who calls is not known. The message begins with the word that the SDKs look for.
    #[error("Unauthorized: {0}.")]
    Unauthorized(String),
    /// 401: the access token is refused.
    #[error("Unauthorized: {0}.")]
    Token(TokenError),
    /// 403: who calls is known, and may not.
    #[error("Forbidden: {0}.")]
    Forbidden(String),
    /// 404: nothing is there.
    #[error("{0}")]
    NotFound(String),
    /// 405: the path has other methods; the header `Allow` lists them.
    #[error("This path does not have the method {0}.")]
    MethodNotAllowed(http::Method),
    /// 409: the id is taken.
    #[error("{0}")]
    Conflict(String),
    /// 408: the request did not come, or could not be answered, in time.
    #[error("The request took too long: send it again, on a new connection.")]
    Timeout,
    /// 413: the body is too large.
    #[error("The request body is larger than {0} bytes.")]
    TooLarge(usize),
    /// 422: understood, and not possible.
    #[error("{message}")]
    Unprocessable {
        message: String,
        target: Option<String>,
    },
    /// 429: too many requests.
    #[error("Too many requests: try again in {} s.", whole_seconds(*.retry_after))]
    Throttled { retry_after: Duration },
    /// 503: too many requests are being answered.
    #[error("The service is busy: try again in {} s.", whole_seconds(BUSY))]
    Busy,
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

    pub(crate) fn bad_request(target: &str, message: impl Into<String>) -> Self {
        Self::BadRequest {
            message: message.into(),
            target: Some(target.to_owned()),
        }
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest { .. } | Self::ApiVersion(_) => StatusCode::BAD_REQUEST,
            Self::Unauthorized(_) | Self::Token(_) => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Timeout => StatusCode::REQUEST_TIMEOUT,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unprocessable { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn code(&self) -> &'static str {
        match self {
            Self::BadRequest { .. } => "BadRequest",
            Self::ApiVersion(_) => "UnsupportedApiVersion",
            Self::Unauthorized(_) | Self::Token(_) => "Unauthorized",
            Self::Forbidden(_) => "Forbidden",
            Self::NotFound(_) => "NotFound",
            Self::MethodNotAllowed(_) => "MethodNotAllowed",
            Self::Conflict(_) => "Conflict",
            Self::Timeout => "RequestTimeout",
            Self::Busy => "ServiceUnavailable",
            Self::TooLarge(_) => "PayloadTooLarge",
            Self::Unprocessable { .. } => "UnprocessableEntity",
            Self::Throttled { .. } => "TooManyRequests",
            Self::Internal(_) => "InternalServerError",
        }
    }

    fn target(&self) -> Option<String> {
        match self {
            Self::BadRequest { target, .. } | Self::Unprocessable { target, .. } => target.clone(),
            Self::ApiVersion(_) => Some("api-version".to_owned()),
            _ => None,
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
            Self::Unauthorized(_) => Some(CHALLENGE),
            Self::Token(_) => Some(HeaderValue::from_static(
                r#"Bearer realm="remote-rendering", error="invalid_token""#,
            )),
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
        let error = ServiceError {
            target: self.target(),
            ..ServiceError::new(self.code(), self.to_string())
        };
        let mut response = json(self.status(), &ErrorBody { error });
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
            SessionsError::NotFound => Self::NotFound(error.to_string()),
            SessionsError::Conflict(conflict) => Self::Conflict(conflict.to_string()),
            SessionsError::Refused(refusal) => Self::Unprocessable {
                message: refusal.to_string(),
                target: None,
            },
            SessionsError::Store(cause) => cause.into(),
        }
    }
}
