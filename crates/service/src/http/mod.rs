//! The service over HTTP. A handler reads the request with `protocol`'s types, asks `Sessions`, and
//! writes the answer; it holds no rule of its own.

mod access;
pub(crate) mod body;
mod client_address;
mod console;
pub(crate) mod cursor;
mod error;
mod guard;
mod observe;
mod openapi;
mod operation;
mod region;
mod sessions_2021;
mod sessions_v1;
mod state;
mod sts;

use std::{
    convert::Infallible,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Router, extract::Request, middleware::from_fn_with_state, response::Response,
    routing::future::RouteFuture,
};
use http::{HeaderName, Method, Uri, header};
use remote_rendering_protocol::sts::CLIENT_CORRELATION_HEADER;
use tower::Service;
use tower_http::cors::{Any as AnyOrigin, CorsLayer};
use utoipa_axum::router::OpenApiRouter;

pub(crate) use console::Console;
use error::ApiError;
pub(crate) use region::Regions;
pub(crate) use state::{App, AppState};

/// The whole service as a router.
pub(crate) fn router(state: AppState, console: &Console) -> Router {
    let routes = Router::from(documented_routes())
        .method_not_allowed_fallback(method_not_allowed)
        .fallback_service(console.service(not_found))
        .layer(from_fn_with_state(state.clone(), guard::guard))
        .layer(cors())
        .layer(from_fn_with_state(state.clone(), observe::observe))
        .with_state(state);
    // Routes are found before a router's own layers run, so what changes the path stands in front
    // of it.
    Router::new().fallback_service(LowerFirstWords(routes))
}

/// Every route, with its documentation.
fn documented_routes() -> OpenApiRouter<AppState> {
    // These routes come first: a merge brings back the check that they are exempt from.
    sessions_2021::routes()
        .merge(sts::routes())
        .merge(sessions_v1::routes())
        .merge(operation::routes())
        .merge(openapi::routes())
}

/// Any page may call the API: a token is in a header that no browser adds by itself. Pages of
/// public addresses may call a service in the private network.
fn cors() -> CorsLayer {
    let client_vector = HeaderName::from_bytes(CLIENT_CORRELATION_HEADER.as_bytes());
    let headers = [header::AUTHORIZATION, header::CONTENT_TYPE]
        .into_iter()
        .chain(client_vector);
    CorsLayer::new()
        .allow_origin(AnyOrigin)
        .allow_methods([
            Method::GET,
            Method::HEAD,
            Method::PUT,
            Method::PATCH,
            Method::POST,
            Method::DELETE,
        ])
        .allow_headers(headers.collect::<Vec<_>>())
        .expose_headers([
            observe::MS_CV,
            header::RETRY_AFTER,
            header::LOCATION,
            observe::SUPPORTED_VERSIONS,
        ])
        .allow_private_network(true)
        // The longest that browsers keep it.
        .max_age(Duration::from_hours(2))
}

/// SDKs write `/Accounts/` as well as `/accounts/`.
#[derive(Clone, Debug)]
struct LowerFirstWords(Router);

impl Service<Request> for LowerFirstWords {
    type Response = Response;
    type Error = Infallible;
    type Future = RouteFuture<Infallible>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Service::<Request>::poll_ready(&mut self.0, cx)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        if let Some(uri) = with_lower_first_words(request.uri()) {
            *request.uri_mut() = uri;
        }
        self.0.call(request)
    }
}

fn with_lower_first_words(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    let known = ["/accounts/", "/v1/accounts/"].into_iter().find(|known| {
        path.get(..known.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(known) && start != *known)
    })?;
    let rest = path.get(known.len()..)?;
    let query = uri
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(format!("{known}{rest}{query}").parse().ok()?);
    Uri::from_parts(parts).ok()
}

async fn method_not_allowed(method: Method) -> ApiError {
    ApiError::MethodNotAllowed(method)
}

async fn not_found(uri: Uri) -> ApiError {
    ApiError::NotFound(format!("There is nothing at {}.", uri.path()))
}
