//! What every answer has, whatever it is.

use std::{error::Error, time::Duration};

use axum::{extract::Request, response::Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use remote_rendering_engine::api;
use remote_rendering_protocol::{ApiVersion, CorrelationVector};
use tracing::{debug, error, info, warn};

use super::{cors, error::Cause};
use crate::metrics::RouteMetrics;

const MS_CV: HeaderName = HeaderName::from_static("ms-cv");
const SUPPORTED_VERSIONS: HeaderName = HeaderName::from_static("api-supported-versions");
const CLIENT_CV: HeaderName = HeaderName::from_static("x-mrc-cv");

/// What is told of a call when it is answered.
pub(super) struct Call<'a> {
    client_vector: Option<HeaderValue>,
    method: Method,
    uri: Uri,
    route: &'a RouteMetrics,
}

/// Writes the closing line of a call at a level that is known when it is compiled. Nothing of the
/// headers and the query: those can hold secrets.
macro_rules! closing_line {
    ($level:ident, $call:expr, $response:expr, $took:expr $(, $name:ident)*) => {
        $level!(
            status = $response.status().as_u16(),
            method = $call.method.as_str(),
            path = $call.uri.path(),
            route = $call.route.name(),
            client_vector = $call.client_vector().as_ref().map(CorrelationVector::as_str),
            elapsed = ?$took,
            $($name,)*
            "answered"
        )
    };
}

impl<'a> Call<'a> {
    pub(super) fn of(request: &Request, route: &'a RouteMetrics) -> Self {
        Self {
            client_vector: request.headers().get(CLIENT_CV).cloned(),
            method: request.method().clone(),
            uri: request.uri().clone(),
            route,
        }
    }

    /// Counts and logs the call, and completes its answer.
    pub(super) fn close(
        &self,
        response: &mut Response,
        vector: &CorrelationVector,
        took: Duration,
    ) {
        self.route.answered(&self.method, response.status(), took);
        self.log(response, took);
        let is_2021 = api::is_session_path(self.uri.path());
        let status = response.status();
        let headers = response.headers_mut();
        // What is added below, at once.
        headers.reserve(10);
        if status == StatusCode::NO_CONTENT {
            // The router adds it to everything; RFC 9110 (8.6) forbids it here, and hyper leaves it
            // out except in answers to HEAD.
            headers.remove(header::CONTENT_LENGTH);
        }
        cors::add_headers(headers);
        add_headers(headers, vector, &self.method, is_2021);
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
