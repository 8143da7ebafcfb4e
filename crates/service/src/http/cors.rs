//! What browsers need to be told so that a page of another origin may call: any page may, since a
//! token is in a header that no browser adds by itself. The answer depends on nothing that was asked,
//! so there is nothing to vary.

use axum::{
    extract::Request,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};

const REQUEST_PRIVATE_NETWORK: HeaderName =
    HeaderName::from_static("access-control-request-private-network");
const ALLOW_PRIVATE_NETWORK: HeaderName =
    HeaderName::from_static("access-control-allow-private-network");

/// What a page may read of every answer beside its body.
const EXPOSED: HeaderValue =
    HeaderValue::from_static("ms-cv,retry-after,location,api-supported-versions");

/// The answer to a browser that asks before it calls, and to whoever else asks with `OPTIONS`.
pub(super) fn preflight(request: &Request) -> Option<Response> {
    if *request.method() != Method::OPTIONS {
        return None;
    }
    let allowed = [
        (
            header::ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET,HEAD,PUT,PATCH,POST,DELETE"),
        ),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static("authorization,content-type,x-mrc-cv"),
        ),
        // Two hours: the longest that browsers keep it.
        (
            header::ACCESS_CONTROL_MAX_AGE,
            HeaderValue::from_static("7200"),
        ),
    ];
    let mut answer = allowed.into_response();
    // Pages of public addresses may call a service in the private network.
    if request.headers().contains_key(REQUEST_PRIVATE_NETWORK) {
        let headers = answer.headers_mut();
        headers.insert(ALLOW_PRIVATE_NETWORK, HeaderValue::from_static("true"));
    }
    Some(answer)
}

/// Lets every page read an answer.
pub(super) fn add_headers(headers: &mut HeaderMap) {
    let any = HeaderValue::from_static("*");
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any);
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
}
