//! What is no session call: the probe, the regions, and what an operator asks.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderName, HeaderValue, StatusCode, header};

use super::{ApiError, AppState, body::json, region::Place};
use crate::Metrics;

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/ping", get(ping))
        .route("/regions", get(regions))
        .route("/healthz", get(alive))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

/// Answers at once: pages measure the latency with it, and may read its timing.
async fn ping() -> Response {
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (
            HeaderName::from_static("timing-allow-origin"),
            HeaderValue::from_static("*"),
        ),
        // A page that is isolated from other origins may measure, too.
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        ),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

async fn regions(State(state): State<AppState>, place: Place) -> Result<Response, ApiError> {
    let catalogue = state.regions().catalogue(state.scheme(), &place.authority);
    let catalogue = catalogue.map_err(|error| ApiError::Internal(Box::new(error)))?;
    Ok(json(StatusCode::OK, &catalogue))
}

/// The process runs.
async fn alive() -> &'static str {
    "ok\n"
}

/// The process can do its work: its store answers.
async fn ready(State(state): State<AppState>) -> Result<&'static str, ApiError> {
    state.store().check().await?;
    Ok("ok\n")
}

async fn metrics(State(state): State<AppState>) -> Response {
    let content_type = HeaderValue::from_static(Metrics::CONTENT_TYPE);
    let headers = [(header::CONTENT_TYPE, content_type)];
    (headers, state.metrics().render()).into_response()
}
