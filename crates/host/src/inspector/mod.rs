//! The status page, for the operator.

mod page;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderName, HeaderValue, StatusCode, header};

use crate::status::Status;

const STYLE: &str = include_str!("inspector.css");

/// What a browser may do with the page: read its style sheet, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The routes.
pub(crate) fn router(status: Arc<Status>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/status", get(status_json))
        .route("/inspector.css", get(style))
        .fallback(async || (StatusCode::NOT_FOUND, "There is nothing here.\n"))
        .with_state(status)
}

async fn page(State(status): State<Arc<Status>>) -> Response {
    let page = page::page(&status.snapshot());
    guarded(axum::response::Html(page))
}

async fn status_json(State(status): State<Arc<Status>>) -> Response {
    guarded(Json(status.snapshot()))
}

async fn style() -> Response {
    guarded(([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE))
}

fn guarded(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    let guards: [(HeaderName, &'static str); 4] = [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    for (name, value) in guards {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}
