use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use remote_rendering_protocol::{MaxLeaseTimeError, SessionSize};
use serde::{
    Serialize,
    de::{DeserializeOwned, IgnoredAny},
};

use super::ApiError;

/// The largest body that is read, in bytes.
pub(crate) const LARGEST_BODY: usize = 64 * 1024;

/// How many brackets a body of v1 opens at most. No real one has more than an array in an object.
const MOST_BRACKETS: usize = 64;

/// What some editors and programs write in front of UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// The bytes of most answers: those of one session, with room to spare.
const USUAL_ANSWER: usize = 512;

/// A JSON answer with the content type that the hosted service sent.
pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Response {
    let mut bytes = Vec::with_capacity(USUAL_ANSWER);
    match serde_json::to_writer(&mut bytes, body) {
        Ok(()) => json_text(status, bytes),
        Err(cause) => ApiError::Internal(Box::new(cause)).into_response(),
    }
}

/// A JSON answer that is written already.
pub(crate) fn json_text(status: StatusCode, body: impl Into<Body>) -> Response {
    (status, [(header::CONTENT_TYPE, JSON)], body.into()).into_response()
}

/// A body that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BodyError {
    /// What is wrong, in the answer's words.
    pub message: String,
    /// The member that is wrong, if the body is readable otherwise.
    pub target: Option<String>,
}

impl From<BodyError> for ApiError {
    fn from(BodyError { message, target }: BodyError) -> Self {
        Self::BadRequest { message, target }
    }
}

/// A body of the 2021-01-01 API: strict JSON, whatever the content type says.
#[derive(Debug)]
pub(crate) struct JsonBody<T>(pub(crate) T);

/// A body of v1: JSON, and what JSON5 adds, such as single quotes.
#[derive(Debug)]
pub(crate) struct Json5Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _state: &S) -> Result<Self, ApiError> {
        Ok(Self(read_json(&read(request).await?)?))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json5Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _state: &S) -> Result<Self, ApiError> {
        Ok(Self(read_json5(&read(request).await?)?))
    }
}

/// Reads a body of the 2021-01-01 API: strict JSON.
pub fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BodyError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| refused(&error))?;
    json.end().map_err(|error| not_json(&error))?;
    Ok(value)
}

/// Reads a body of v1: JSON, and what JSON5 adds.
pub fn read_json5<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BodyError> {
    let text = std::str::from_utf8(bytes).map_err(|error| not_json(&error))?;
    // The parser goes one call deeper for each bracket, without a limit of its own.
    let is_bracket = |byte: &u8| matches!(byte, b'[' | b'{');
    if text.bytes().filter(is_bracket).count() > MOST_BRACKETS {
        return Err(not_json(&"too many brackets"));
    }
    // Reads the text to its end, which the reading of members does not.
    json5::from_str::<IgnoredAny>(text).map_err(|error| not_json(&error))?;
    let mut json = json5::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut json).map_err(|error| refused(&error))
}

async fn read(request: Request) -> Result<Bytes, ApiError> {
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > LARGEST_BODY) {
        return Err(ApiError::TooLarge(LARGEST_BODY));
    }
    // Fails when the body is larger, or when the client goes away, who then reads no answer.
    let bytes = axum::body::to_bytes(request.into_body(), LARGEST_BODY)
        .await
        .map_err(|_| ApiError::TooLarge(LARGEST_BODY))?;
    let has_mark = bytes.starts_with(BYTE_ORDER_MARK);
    Ok(bytes.slice(if has_mark { BYTE_ORDER_MARK.len() } else { 0 }..))
}

/// Says which member is wrong, and how.
fn refused<E: std::fmt::Display>(error: &serde_path_to_error::Error<E>) -> BodyError {
    let path = error.path().to_string();
    // The whole body, as when a member is missing: the message itself names that one.
    if path == "." || path == "?" {
        return not_json(error.inner());
    }
    let message = format!("The value of {path} is not valid: {}.", error.inner());
    BodyError {
        message,
        target: Some(path),
    }
}

fn not_json(error: &impl std::fmt::Display) -> BodyError {
    BodyError {
        message: format!("The request body is not valid: {error}."),
        target: None,
    }
}

/// A size that there are servers of; the wire carries any text.
pub(crate) fn known_size(member: &str, size: SessionSize) -> Result<SessionSize, ApiError> {
    match size {
        SessionSize::Other(_) => {
            let known: Vec<_> = SessionSize::KNOWN.iter().map(SessionSize::as_str).collect();
            Err(ApiError::bad_request(
                member,
                format!(
                    "The {member} is not known: use one of {}.",
                    known.join(", ")
                ),
            ))
        }
        known => Ok(known),
    }
}

/// What is wrong with a lease, in the recorded words: `The maxLeaseTimeMinutes value cannot be
/// negative.`
pub(crate) fn wrong_lease(member: &str, error: MaxLeaseTimeError) -> String {
    format!("The {member} {error}")
}
