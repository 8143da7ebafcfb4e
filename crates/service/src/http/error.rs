use std::{error::Error, time::Duration};

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
    /// 500: the service failed.
    #[error("The service failed. The header MS-CV tells its operator which call it was.")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

impl ApiError {
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

    /// The headers that belong to the status.
    fn header(&self) -> Option<(header::HeaderName, HeaderValue)> {
        match self {
            Self::Unauthorized(_) => Some((header::WWW_AUTHENTICATE, CHALLENGE)),
            Self::Token(_) => Some((
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static(
                    r#"Bearer realm="remote-rendering", error="invalid_token""#,
                ),
            )),
            Self::Throttled { retry_after } => Some((
                header::RETRY_AFTER,
                HeaderValue::from(whole_seconds(*retry_after)),
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
        if let Self::Internal(cause) = &self {
            tracing::error!(error = &**cause as &dyn Error, "a request failed");
        }
        let error = ServiceError {
            target: self.target(),
            ..ServiceError::new(self.code(), self.to_string())
        };
        let mut response = json(self.status(), &ErrorBody { error });
        response.headers_mut().extend(self.header());
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
