//! What every answer has, whatever it is.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use remote_rendering_protocol::{ApiVersion, CorrelationVector, sts};
use tracing::{Instrument as _, debug, info_span};

use super::AppState;

pub(crate) const MS_CV: HeaderName = HeaderName::from_static("ms-cv");
pub(crate) const SUPPORTED_VERSIONS: HeaderName = HeaderName::from_static("api-supported-versions");

/// Gives the call its correlation vector, counts and logs it, and adds the headers of every answer.
/// The log has no header and no query: those can hold secrets.
pub(crate) async fn observe(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let vector = CorrelationVector::from_bytes(state.random_bytes());
    let client_vector = request.headers().get(sts::CLIENT_CORRELATION_HEADER);
    let client_vector =
        client_vector.and_then(|value| CorrelationVector::from_header(value.to_str().ok()?));
    let method = request.method().clone();
    let path: Arc<str> = request.uri().path().into();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|route| Arc::<str>::from(route.as_str()));
    let sent = client_vector.as_ref().map(CorrelationVector::as_str);
    let span = info_span!("request", %vector, client_vector = sent, %method, %path);

    async {
        let began = Instant::now();
        let mut response = next.run(request).await;
        let route = route.as_deref().unwrap_or("other");
        state.metrics().answered(route, &method, response.status());
        debug!(status = response.status().as_u16(), elapsed = ?began.elapsed(), "answered");
        add_headers(
            response.headers_mut(),
            &vector,
            &method,
            is_session_api_of_2021(&path),
        );
        response
    }
    .instrument(span)
    .await
}

fn is_session_api_of_2021(path: &str) -> bool {
    let mut words = path.trim_start_matches('/').split('/');
    words.next() == Some("accounts") && words.nth(1) == Some("sessions")
}

fn add_headers(
    headers: &mut HeaderMap,
    vector: &CorrelationVector,
    method: &Method,
    is_2021: bool,
) {
    // Base64 and a dot: always a header's value.
    if let Ok(vector) = HeaderValue::from_str(vector.as_str()) {
        headers.insert(MS_CV, vector);
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if is_2021 {
        headers.insert(
            SUPPORTED_VERSIONS,
            HeaderValue::from_static(ApiVersion::SUPPORTED),
        );
    }
    // The console's files and the probe say for themselves what may be kept.
    if matches!(*method, Method::GET | Method::HEAD) && !headers.contains_key(header::CACHE_CONTROL)
    {
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store,no-cache"),
        );
        headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    }
}
