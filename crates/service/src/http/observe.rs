//! What every answer has, whatever it is.

use std::{
    error::Error,
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use remote_rendering_protocol::{ApiVersion, CorrelationVector};
use tracing::{Instrument as _, debug, error, info, info_span, warn};

use super::{AppState, error::Cause};

pub(crate) const MS_CV: HeaderName = HeaderName::from_static("ms-cv");
pub(crate) const SUPPORTED_VERSIONS: HeaderName = HeaderName::from_static("api-supported-versions");
const CLIENT_CV: HeaderName = HeaderName::from_static("x-mrc-cv");

/// Gives the call its correlation vector, counts and logs it, and adds the headers of every answer.
/// Every line of the log that belongs to the call has the vector; what else is known of it is in
/// the last one, so that a call that logs nothing writes nothing down.
pub(crate) async fn observe(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let vector = CorrelationVector::from_bytes(state.random_bytes());
    let span = info_span!("request", vector = vector.as_str());
    let call = Call {
        client_vector: request.headers().get(CLIENT_CV).cloned(),
        method: request.method().clone(),
        uri: request.uri().clone(),
        route: request.extensions().get::<MatchedPath>().cloned(),
    };
    async {
        let mut response = next.run(request).await;
        let took = began.elapsed();
        let requests = &state.metrics().requests;
        requests.answered(call.route(), &call.method, response.status(), took);
        call.log(&response, took);
        let is_2021 = is_session_api_of_2021(call.uri.path());
        add_headers(response.headers_mut(), &vector, &call.method, is_2021);
        response
    }
    .instrument(span)
    .await
}

/// What the log tells of a call.
struct Call {
    client_vector: Option<HeaderValue>,
    method: Method,
    uri: Uri,
    route: Option<MatchedPath>,
}

/// Writes the closing line of a call at a level that is known when it is compiled. Nothing of the
/// headers and the query: those can hold secrets.
macro_rules! closing_line {
    ($level:ident, $call:expr, $response:expr, $took:expr $(, $name:ident)*) => {
        $level!(
            status = $response.status().as_u16(),
            method = $call.method.as_str(),
            path = $call.uri.path(),
            route = $call.route(),
            client_vector = $call.client_vector().as_ref().map(CorrelationVector::as_str),
            elapsed = ?$took,
            $($name,)*
            "answered"
        )
    };
}

impl Call {
    fn route(&self) -> &str {
        self.route.as_ref().map_or("other", MatchedPath::as_str)
    }

    /// What a client calls the call, if it is harmless.
    fn client_vector(&self) -> Option<CorrelationVector> {
        let text = self.client_vector.as_ref()?.to_str().ok()?;
        CorrelationVector::from_header(text)
    }

    /// One line for each call: what changes something, and who was refused, is worth to be kept;
    /// reads would hide it.
    fn log(&self, response: &Response, took: Duration) {
        let is_read = matches!(self.method, Method::GET | Method::HEAD | Method::OPTIONS);
        match response.status() {
            StatusCode::SERVICE_UNAVAILABLE => closing_line!(warn, self, response, took),
            status if status.is_server_error() => {
                let cause = response.extensions().get::<Cause>();
                let error = cause.map(|cause| &*cause.0 as &(dyn Error + 'static));
                closing_line!(error, self, response, took, error);
            }
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS => {
                closing_line!(info, self, response, took);
            }
            _ if is_read => closing_line!(debug, self, response, took),
            _ => closing_line!(info, self, response, took),
        }
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
