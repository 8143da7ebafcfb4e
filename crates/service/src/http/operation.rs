//! What is no session call: the probe, the regions, and what an operator asks.

use std::error::Error;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, StatusCode, header};
use remote_rendering_protocol::RegionCatalogue;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{ApiError, AppState, body::json, region::Place};
use crate::Metrics;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(ping))
        .routes(routes!(regions))
        .routes(routes!(alive))
        .routes(routes!(ready))
        .routes(routes!(metrics))
}

/// Measure the latency
///
/// Answers at once, also to HEAD. Pages of any origin may read the timing.
#[utoipa::path(
    get,
    path = "/ping",
    operation_id = "ping",
    tag = "service",
    responses((
        status = 204,
        description = "The service is there.",
        headers(
            ("Cache-Control" = String, description = "no-store"),
            ("Timing-Allow-Origin" = String, description = "*"),
            ("Cross-Origin-Resource-Policy" = String, description = "cross-origin"),
        )
    ))
)]
async fn ping(State(state): State<AppState>, place: Place) -> Response {
    state.latency().pass(&place.region).await;
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

/// List the regions
///
/// Their endpoints are under the domain of the host name that was asked, unless the operator has
/// named others.
#[utoipa::path(
    get,
    path = "/regions",
    operation_id = "listRegions",
    tag = "service",
    responses((status = 200, description = "The regions, in no particular order.", body = RegionCatalogue))
)]
async fn regions(State(state): State<AppState>, place: Place) -> Result<Response, ApiError> {
    let catalogue = state
        .regions()
        .catalogue(state.scheme(), &place.authority)?;
    Ok(json(StatusCode::OK, &catalogue))
}

/// Ask whether the process runs
#[utoipa::path(
    get,
    path = "/healthz",
    operation_id = "getHealth",
    tag = "service",
    responses((status = 200, description = "It runs.", body = String, content_type = "text/plain"))
)]
async fn alive() -> &'static str {
    "ok\n"
}

/// Ask whether the service can do its work
///
/// It can when its store answers.
#[utoipa::path(
    get,
    path = "/readyz",
    operation_id = "getReadiness",
    tag = "service",
    responses((status = 200, description = "It can.", body = String, content_type = "text/plain"))
)]
async fn ready(State(state): State<AppState>) -> Result<&'static str, ApiError> {
    state.store().check().await?;
    Ok("ok\n")
}

/// Read the metrics
#[utoipa::path(
    get,
    path = "/metrics",
    operation_id = "getMetrics",
    tag = "service",
    responses((status = 200, description = "In the text form of `OpenMetrics`, which Prometheus reads.", body = String, content_type = "application/openmetrics-text"))
)]
async fn metrics(State(state): State<AppState>) -> Response {
    match state.store().count().await {
        Ok(count) => state.metrics().sessions.live(count),
        // The other figures are wanted most when the store fails.
        Err(error) => tracing::warn!(error = &error as &dyn Error, "sessions were not counted"),
    }
    let content_type = HeaderValue::from_static(Metrics::CONTENT_TYPE);
    let headers = [(header::CONTENT_TYPE, content_type)];
    (headers, state.metrics().render()).into_response()
}
