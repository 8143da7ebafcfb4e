//! What every answer has, whatever it is.

use std::time::{Duration, Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use remote_rendering_protocol::{ApiVersion, CorrelationVector};
use tracing::{Instrument as _, debug, error, info, info_span, warn};

use super::{AppState, error::Cause};

pub(crate) const MS_CV: HeaderName = HeaderName::from_static("ms-cv");
pub(crate) const SUPPORTED_VERSIONS: HeaderName = HeaderName::from_static("api-supported-versions");
const CLIENT_CV: HeaderName = HeaderName::from_static("x-mrc-cv");

/// Gives the call its correlation vector, counts and logs it, and adds the headers of every answer.
/// The log has no header and no query: those can hold secrets.
pub(crate) async fn observe(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let vector = CorrelationVector::from_bytes(state.random_bytes());
    let client_vector = request.headers().get(CLIENT_CV);
    let client_vector =
        client_vector.and_then(|value| CorrelationVector::from_header(value.to_str().ok()?));
    let method = request.method().clone();
    let path = request.uri().path();
    let is_2021 = is_session_api_of_2021(path);
    let route = request.extensions().get::<MatchedPath>().cloned();
    let span = info_span!(
        "request",
        vector = vector.as_str(),
        client_vector = client_vector.as_ref().map(CorrelationVector::as_str),
        method = method.as_str(),
        path
    );
    async {
        let mut response = next.run(request).await;
        let route = route.as_ref().map_or("other", MatchedPath::as_str);
        let (status, took) = (response.status(), began.elapsed());
        state
            .metrics()
            .requests
            .answered(route, &method, status, took);
        log(&response, route, &method, took);
        add_headers(response.headers_mut(), &vector, &method, is_2021);
        response
    }
    .instrument(span)
    .await
}

/// One line for each request: what changes something, and who was refused, is worth to be kept;
/// reads would hide it.
fn log(response: &Response, route: &str, method: &Method, took: Duration) {
    let status = response.status();
    let (number, elapsed) = (status.as_u16(), tracing::field::debug(took));
    let is_read = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    match status {
        StatusCode::SERVICE_UNAVAILABLE => warn!(status = number, route, elapsed, "answered"),
        _ if status.is_server_error() => {
            let cause = response.extensions().get::<Cause>();
            let error = cause.map(|cause| &*cause.0 as &(dyn std::error::Error + 'static));
            error!(status = number, route, elapsed, error, "answered");
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS => {
            info!(status = number, route, elapsed, "answered");
        }
        _ if is_read => debug!(status = number, route, elapsed, "answered"),
        _ => info!(status = number, route, elapsed, "answered"),
    }
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

#[cfg(test)]
mod tests {
    use remote_rendering_protocol::sts;

    use super::*;

    #[test]
    fn the_client_vector_has_the_name_that_the_protocol_says() {
        assert!(
            CLIENT_CV
                .as_str()
                .eq_ignore_ascii_case(sts::CLIENT_CORRELATION_HEADER)
        );
    }
}
