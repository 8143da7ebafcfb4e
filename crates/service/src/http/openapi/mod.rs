//! The service's `OpenAPI` document, made of what stands beside the handlers: a route and its
//! documentation are registered in one.

mod extractors;
mod layers;
mod responses;

use std::sync::LazyLock;

use axum::{
    body::Bytes,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, header};
use remote_rendering_protocol::{CorrelationVector, device::ConnectionGrant, error::ErrorBody};
use serde_json::Value;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Document,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) use extractors::TokenRequest;

use super::{ApiError, AppState};

/// What the handlers do not say.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Remote Rendering",
        description = "Leases rendering servers by the session: the session service of Azure Remote Rendering, \
            self-hosted, in both generations of its API.\n\n\
            One address serves all regions. The host name says which one is meant: \
            `remoterendering.<region>.<domain>`; every other name means the default region. An unknown region is \
            404.\n\n\
            A method that a path does not have is 405, and the header `Allow` lists those that it has. Every error \
            has one shape, with a `code` for programs and a `message` for people. Every answer carries `MS-CV`, the \
            id of the call. Pages of any origin may call the API."
    ),
    servers((url = "/", description = "This service")),
    tags(
        (name = "tokens", description = "The secure token service (STS): an account key for an access token."),
        (name = "sessions", description = "The session API of 2021."),
        (name = "sessions-v1", description = "The older generation of the session API. It has the same sessions."),
        (name = "service", description = "Regions, latency, and what an operator asks."),
    ),
    components(schemas(ConnectionGrant, CorrelationVector, ErrorBody)),
    modifiers(&SecuritySchemes),
)]
struct Base;

struct SecuritySchemes;

/// The security schemes' names, as handlers write them.
const ACCOUNT_KEY: &str = "accountKey";
const ACCESS_TOKEN: &str = "accessToken";

impl Modify for SecuritySchemes {
    fn modify(&self, document: &mut Document) {
        let bearer = |description: &str| {
            HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .description(Some(description))
        };
        let account_key = bearer(
            "`<accountId>:<accountKey>` with either key of the account. Keep keys on servers: give applications \
             access tokens.",
        );
        let access_token = bearer("An access token of the STS. It is good for 24 hours.");
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(ACCOUNT_KEY, SecurityScheme::Http(account_key.build()));
        components.add_security_scheme(
            ACCESS_TOKEN,
            SecurityScheme::Http(access_token.bearer_format("JWT").build()),
        );
    }
}

/// The document as it is served.
static DOCUMENT: LazyLock<Result<Bytes, String>> = LazyLock::new(|| {
    let routes = super::documented_routes().into_openapi();
    let document = layers::complete(Base::openapi().merge_from(routes));
    let mut document = serde_json::to_value(document).map_err(|error| error.to_string())?;
    require_headers(&mut document);
    serde_json::to_vec(&document)
        .map(Bytes::from)
        .map_err(|error| error.to_string())
});

/// A header is documented where it is always sent. The builder has no member for that.
fn require_headers(document: &mut Value) {
    let headers = document.pointer_mut("/components/headers");
    for header in headers
        .and_then(Value::as_object_mut)
        .into_iter()
        .flat_map(|headers| headers.values_mut())
    {
        header["required"] = Value::Bool(true);
    }
}

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(document))
}

/// Read this document
///
/// It describes the version of the service that serves it.
#[utoipa::path(
    get,
    path = "/openapi.json",
    operation_id = "getOpenApi",
    tag = "service",
    responses((
        status = 200,
        description = "The document.",
        body = Object,
        headers(("Cache-Control" = String, description = "It may be kept for five minutes."))
    ))
)]
async fn document() -> Result<Response, ApiError> {
    let bytes = DOCUMENT
        .as_ref()
        .map_err(|error| ApiError::Internal(error.as_str().into()))?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=utf-8"),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=300"),
        ),
    ];
    Ok((headers, bytes.clone()).into_response())
}
