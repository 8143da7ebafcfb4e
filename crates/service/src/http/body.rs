use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use remote_rendering_engine::api::{
    BodyError, Fault, LARGEST_BODY, read_json, v1::read_json5, without_mark,
};
use serde::{Serialize, de::DeserializeOwned};

use super::ApiError;

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

impl From<BodyError> for ApiError {
    fn from(error: BodyError) -> Self {
        Fault::from(error).into()
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

async fn read(request: Request) -> Result<Bytes, ApiError> {
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > LARGEST_BODY) {
        return Err(Fault::TooLarge(LARGEST_BODY).into());
    }
    // Fails when the body is larger, or when the client goes away, who then reads no answer.
    let bytes = axum::body::to_bytes(request.into_body(), LARGEST_BODY)
        .await
        .map_err(|_| Fault::TooLarge(LARGEST_BODY))?;
    Ok(bytes.slice_ref(without_mark(&bytes)))
}
