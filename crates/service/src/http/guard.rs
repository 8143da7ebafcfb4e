//! What stands between every request and its handler.

use std::{panic::AssertUnwindSafe, sync::Arc};

use axum::{
    Router,
    extract::Request,
    response::{IntoResponse as _, Response},
};
use futures_util::FutureExt as _;
use http::{HeaderValue, StatusCode, Version, header};
use tower::Service as _;

use super::{ApiError, AppState, region};
use crate::{connection::Connection, metrics::RequestMetrics};

/// Limits how many requests are answered at once and how long each may take, finds out which region
/// it means, and turns a panic into an answer.
pub(super) async fn guard(state: &AppState, mut request: Request, mut routes: Router) -> Response {
    let entered = InFlight::enter(state, &request);
    let Ok(_in_flight) = entered else {
        return ApiError::Busy.into_response();
    };
    let connection = request.extensions().get::<Arc<Connection>>();
    let _answering = connection.map(Connection::begin);
    match region::locate(state.regions(), &request) {
        Ok(place) => request.extensions_mut().insert(place),
        Err(error) => return error.into_response(),
    };
    let is_http1 = request.version() < Version::HTTP_2;
    let answer = AssertUnwindSafe(routes.call(request)).catch_unwind();
    let mut response = match tokio::time::timeout(state.request_timeout(), answer).await {
        Ok(Ok(Ok(response))) => response,
        Ok(Ok(Err(never))) => match never {},
        // What the panic said was printed by the panic hook.
        Ok(Err(_)) => ApiError::Internal("a handler panicked".into()).into_response(),
        Err(_) => ApiError::Timeout.into_response(),
    };
    let is_cut_short = matches!(
        response.status(),
        StatusCode::REQUEST_TIMEOUT | StatusCode::PAYLOAD_TOO_LARGE
    );
    // The rest of the request may still be on its way; HTTP/2 knows no such header.
    if is_http1 && is_cut_short {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    response
}

/// A request that is being answered and counts towards the limit, until it is dropped.
#[derive(Debug)]
struct InFlight<'a>(&'a RequestMetrics);

/// There are as many requests as may be.
#[derive(Debug)]
struct Full;

impl<'a> InFlight<'a> {
    /// Enters a request. Who asks whether the service lives must hear that it does, however busy it
    /// is, and a probe of the latency measures the network, not the load: these two are let in
    /// without being counted, so that no number of them keeps others out either.
    fn enter(state: &'a AppState, request: &Request) -> Result<Option<Self>, Full> {
        if matches!(request.uri().path(), "/healthz" | "/ping") {
            return Ok(None);
        }
        let metrics = &state.metrics().requests;
        let others = metrics.in_flight.inc();
        let entered = Self(metrics);
        if usize::try_from(others).is_ok_and(|others| others >= state.most_requests()) {
            metrics.turned_away.inc();
            return Err(Full);
        }
        Ok(Some(entered))
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.in_flight.dec();
    }
}
