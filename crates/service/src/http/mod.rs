//! The service over HTTP. A handler reads the request with `protocol`'s types, asks `Sessions`, and
//! writes the answer; it holds no rule of its own.

mod access;
pub(crate) mod body;
mod client_address;
mod connection;
mod console;
mod cors;
pub(crate) mod cursor;
mod entrance;
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

use http::{Method, Uri};
use remote_rendering_engine::api::Fault;
use utoipa_axum::router::OpenApiRouter;

pub(crate) use console::Console;
pub use entrance::Entrance;
use error::ApiError;
pub(crate) use region::Regions;
pub(crate) use state::{App, AppState};

/// The whole service.
pub(crate) fn entrance(state: AppState, console: &Console) -> Entrance {
    let (routes, document) = documented_routes().split_for_parts();
    let routes = routes
        .method_not_allowed_fallback(method_not_allowed)
        .fallback_service(console.service(not_found))
        .with_state(state.clone());
    Entrance::new(
        state,
        routes,
        document.paths.paths.keys().map(String::as_str),
    )
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

async fn method_not_allowed(method: Method) -> ApiError {
    Fault::MethodNotAllowed(method).into()
}

async fn not_found(uri: Uri) -> ApiError {
    Fault::nothing_at(uri.path()).into()
}
