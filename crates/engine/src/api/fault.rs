use http::{Method, StatusCode};
use remote_rendering_protocol::{
    ApiVersion, ApiVersionError,
    error::{ErrorBody, ServiceError},
};

use crate::{
    session::{Conflict, NotConnectable, Refusal},
    token::TokenError,
};

/// What a caller is asked for whom nobody knows yet: the header `WWW-Authenticate`.
pub const CHALLENGE: &str = r#"Bearer realm="remote-rendering""#;

/// What is wrong with a request: one JSON shape, with a code for programs that never changes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// 400: the request cannot be understood.
    #[error("{message}")]
    BadRequest {
        /// What is wrong.
        message: String,
        /// The member or parameter that is wrong.
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
    Token(#[from] TokenError),
    /// 403: who calls is known, and may not.
    #[error("Forbidden: {0}.")]
    Forbidden(String),
    /// 404: nothing is there.
    #[error("{0}")]
    NotFound(String),
    /// 405: the path has other methods; the header `Allow` lists them.
    #[error("This path does not have the method {0}.")]
    MethodNotAllowed(Method),
    /// 409: the id is taken.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// 409: nobody can connect to the session as it is.
    #[error(transparent)]
    NotConnectable(#[from] NotConnectable),
    /// 413: the body is too large.
    #[error("The request body is larger than {0} bytes.")]
    TooLarge(usize),
    /// 422: understood, and not possible.
    #[error("{message}")]
    Unprocessable {
        /// Why not.
        message: String,
        /// The member that is wrong.
        target: Option<String>,
    },
}

impl Fault {
    /// 400, for a member or parameter.
    pub fn bad_request(target: &str, message: impl Into<String>) -> Self {
        Self::BadRequest {
            message: message.into(),
            target: Some(target.to_owned()),
        }
    }

    /// 401: the account of a good token was deleted.
    pub fn no_account() -> Self {
        Self::Unauthorized("there is no such account any more".to_owned())
    }

    /// 404: the session is not there.
    pub fn no_session() -> Self {
        Self::NotFound("There is no session of this id.".to_owned())
    }

    /// 404: no route has this path.
    pub fn nothing_at(path: &str) -> Self {
        Self::NotFound(format!("There is nothing at {path}."))
    }

    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest { .. } | Self::ApiVersion(_) => StatusCode::BAD_REQUEST,
            Self::Unauthorized(_) | Self::Token(_) => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict(_) | Self::NotConnectable(_) => StatusCode::CONFLICT,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unprocessable { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// The code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadRequest { .. } => "BadRequest",
            Self::ApiVersion(_) => "UnsupportedApiVersion",
            Self::Unauthorized(_) | Self::Token(_) => "Unauthorized",
            Self::Forbidden(_) => "Forbidden",
            Self::NotFound(_) => "NotFound",
            Self::MethodNotAllowed(_) => "MethodNotAllowed",
            Self::Conflict(_) => "Conflict",
            Self::NotConnectable(reason) => reason.code(),
            Self::TooLarge(_) => "PayloadTooLarge",
            Self::Unprocessable { .. } => "UnprocessableEntity",
        }
    }

    /// The member or parameter that is wrong.
    pub fn target(&self) -> Option<&str> {
        match self {
            Self::BadRequest { target, .. } | Self::Unprocessable { target, .. } => {
                target.as_deref()
            }
            Self::ApiVersion(_) => Some("api-version"),
            _ => None,
        }
    }

    /// What a caller is asked for who did not prove who it is: the header `WWW-Authenticate`.
    pub const fn challenge(&self) -> Option<&'static str> {
        match self {
            Self::Unauthorized(_) => Some(CHALLENGE),
            Self::Token(_) => Some(r#"Bearer realm="remote-rendering", error="invalid_token""#),
            _ => None,
        }
    }

    /// The error behind it, which has a code of its own.
    fn cause(&self) -> Option<&ServiceError> {
        match self {
            Self::NotConnectable(reason) => reason.cause(),
            _ => None,
        }
    }

    /// The answer's body.
    pub fn body(&self) -> ErrorBody {
        ErrorBody {
            error: ServiceError {
                target: self.target().map(str::to_owned),
                inner_error: self.cause().cloned().map(Box::new),
                ..ServiceError::new(self.code(), self.to_string())
            },
        }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Unprocessable {
            message: refusal.to_string(),
            target: None,
        }
    }
}
