//! Failed calls as JavaScript sees them.

use remote_rendering_client::{CallError, Error, ErrorKind};
use wasm_bindgen::JsValue;

use super::shape::details;
use crate::js::{error::rest_error, object};

/// What the page's own function for tokens threw.
#[derive(Debug, thiserror::Error)]
#[error("getToken failed")]
pub(super) struct CredentialError(pub(super) JsValue);

/// A failed call: the service's words where it sent any, else ours.
pub(super) fn failure(error: &Error) -> JsValue {
    let call = error.call();
    let service = call.service.as_ref();
    let message = service.map_or_else(|| error.to_string(), |it| it.message.clone());
    let correlation_vector = call.correlation_vector.as_ref();
    let source = call.source.as_ref().and_then(|it| it.downcast_ref());
    let members = object([
        ("kind", Some(kind_name(call.kind).into())),
        ("statusCode", call.status.map(JsValue::from)),
        ("code", code_of(call).map(JsValue::from)),
        ("details", service.and_then(details)),
        ("msCv", correlation_vector.map(|it| it.as_str().into())),
        (
            "retryAfterInMs",
            call.retry_after
                .map(|it| (it.as_secs_f64() * 1000.0).into()),
        ),
        (
            "cause",
            source.map(|CredentialError(thrown)| thrown.clone()),
        ),
    ]);
    rest_error(&message, members)
}

/// The service's code; without an answer, or without one that can be read, the one that Microsoft's clients give.
fn code_of(call: &CallError) -> Option<&str> {
    if let Some(service) = &call.service {
        return Some(&service.code);
    }
    match call.kind {
        ErrorKind::Offline
        | ErrorKind::Unreachable
        | ErrorKind::CorsRefused
        | ErrorKind::Insecure
        | ErrorKind::Interrupted
        | ErrorKind::Timeout => Some("REQUEST_SEND_ERROR"),
        ErrorKind::InvalidAnswer => Some("PARSE_ERROR"),
        _ => None,
    }
}

/// A kind of failure as JavaScript knows it: one of `ErrorKind` in `package/index.d.ts`.
pub fn kind_name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Offline => "offline",
        ErrorKind::Unreachable => "unreachable",
        ErrorKind::CorsRefused => "cors-refused",
        ErrorKind::Insecure => "insecure",
        ErrorKind::Interrupted => "interrupted",
        ErrorKind::Timeout => "timeout",
        ErrorKind::BadRequest => "bad-request",
        ErrorKind::Unauthorized => "unauthorized",
        ErrorKind::Forbidden => "forbidden",
        ErrorKind::NotFound => "not-found",
        ErrorKind::Conflict => "conflict",
        ErrorKind::LeaseRefused => "lease-refused",
        ErrorKind::Throttled => "throttled",
        ErrorKind::ServiceFailed => "service-failed",
        ErrorKind::UnexpectedStatus => "unexpected-status",
        ErrorKind::InvalidAnswer => "invalid-answer",
        ErrorKind::TokenExpired => "token-expired",
        ErrorKind::InvalidToken => "invalid-token",
        ErrorKind::CredentialFailed => "credential-failed",
        ErrorKind::ForeignLink => "foreign-link",
    }
}
