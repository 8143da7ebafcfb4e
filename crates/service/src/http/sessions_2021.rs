//! The session API of 2021: `2021-01-01` and its preview, which differ in nothing that is served
//! here.

use axum::{
    Router,
    extract::{FromRequestParts, State},
    response::{IntoResponse, Response},
};
use http::{StatusCode, request::Parts};
use remote_rendering_engine::{
    Command,
    api::{self, PAGE},
};
use remote_rendering_protocol::{
    ApiVersion,
    error::ErrorBody,
    session::{CreateSession, SessionList, SessionProperties, UpdateSession},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiError, AppState,
    access::{Access, SessionAccess, Versioned, query_parameter},
    body::{JsonBody, json},
    connection::{self, Connection},
};
use crate::{sessions::Created, store::Position};

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    // `:stop` is a word of the path here, not the parameter that older versions of axum wrote so.
    OpenApiRouter::from(Router::new().without_v07_checks())
        .routes(routes!(list))
        .routes(routes!(read, create, update))
        .routes(routes!(stop))
        .routes(routes!(connect))
}

/// Create a session
///
/// The session is `Starting` at first, and `Ready` when it has a server; its lease begins then. A
/// create can be repeated: the same id with the same settings is the same session.
#[utoipa::path(
    put,
    path = "/accounts/{account}/sessions/{session}",
    operation_id = "createSession",
    tag = "sessions",
    params(SessionAccess, Versioned),
    request_body = CreateSession,
    responses(
        SessionAccess,
        JsonBody<CreateSession>,
        (status = 201, description = "The session is created.", body = SessionProperties),
        (status = 200, description = "The session is there already, with these settings.", body = SessionProperties),
        (status = 409, description = "A session of this id is there already, with other settings.", body = ErrorBody),
    ),
    security(("accessToken" = [])),
)]
async fn create(
    _: Versioned,
    State(state): State<AppState>,
    SessionAccess(key): SessionAccess,
    JsonBody(body): JsonBody<CreateSession>,
) -> Result<Response, ApiError> {
    let settings = api::settings(body)?;
    let (status, session) = match state.sessions().create(key, settings).await? {
        Created::New(session) => (StatusCode::CREATED, session),
        Created::Existing(session) => (StatusCode::OK, session),
    };
    Ok(json(status, &session.properties(state.now())))
}

/// Read a session
///
/// Also for 30 days after its end.
#[utoipa::path(
    get,
    path = "/accounts/{account}/sessions/{session}",
    operation_id = "getSession",
    tag = "sessions",
    params(SessionAccess, Versioned),
    responses(SessionAccess, (status = 200, description = "The session.", body = SessionProperties)),
    security(("accessToken" = [])),
)]
async fn read(
    _: Versioned,
    State(state): State<AppState>,
    SessionAccess(key): SessionAccess,
) -> Result<Response, ApiError> {
    let session = state.sessions().get(&key).await?;
    Ok(json(StatusCode::OK, &session.properties(state.now())))
}

/// Extend a session's lease
///
/// The new lease is the total since the session became ready, not an addition.
#[utoipa::path(
    patch,
    path = "/accounts/{account}/sessions/{session}",
    operation_id = "updateSession",
    tag = "sessions",
    params(SessionAccess, Versioned),
    request_body = UpdateSession,
    responses(
        SessionAccess,
        JsonBody<UpdateSession>,
        (status = 200, description = "The session with its new lease.", body = SessionProperties),
        (status = 422, description = "The lease is not longer than the present one, or not 0 to 1440 minutes, or the \
            session has ended.", body = ErrorBody),
    ),
    security(("accessToken" = [])),
)]
async fn update(
    _: Versioned,
    State(state): State<AppState>,
    SessionAccess(key): SessionAccess,
    JsonBody(body): JsonBody<UpdateSession>,
) -> Result<Response, ApiError> {
    let lease = api::new_lease(body)?;
    let session = state
        .sessions()
        .execute(&key, &Command::Update(lease))
        .await?;
    Ok(json(StatusCode::OK, &session.properties(state.now())))
}

/// Stop a session
///
/// An end is final; stopping a session again changes nothing.
#[utoipa::path(
    post,
    path = "/accounts/{account}/sessions/{session}/:stop",
    operation_id = "stopSession",
    tag = "sessions",
    params(SessionAccess, Versioned),
    responses(SessionAccess, (status = 204, description = "The session has ended.")),
    security(("accessToken" = [])),
)]
async fn stop(
    _: Versioned,
    State(state): State<AppState>,
    SessionAccess(key): SessionAccess,
) -> Result<Response, ApiError> {
    state.sessions().execute(&key, &Command::Stop).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Get a token for a device to connect
///
/// The token lets one device connect to the session's server, once and within a minute. Of this project's service only: how
/// the hosted service's devices connected was never documented.
#[utoipa::path(
    post,
    path = "/accounts/{account}/sessions/{session}/:connect",
    operation_id = "connectSession",
    tag = "sessions",
    params(SessionAccess, Versioned),
    responses(SessionAccess, Connection),
    security(("accessToken" = [])),
)]
async fn connect(
    _: Versioned,
    State(state): State<AppState>,
    SessionAccess(key): SessionAccess,
) -> Result<Response, ApiError> {
    connection::grant(&state, &key).await
}

/// List the sessions that are starting or ready
///
/// Those of the region, in the order of their creation, 100 a page.
#[utoipa::path(
    get,
    path = "/accounts/{account}/sessions",
    operation_id = "listSessions",
    tag = "sessions",
    params(
        Access,
        Versioned,
        ("cursor" = Option<String>, Query, description = "Where the page begins: of an `@nextLink`, as it is.",
            pattern = "^[A-Za-z0-9_-]{10}[AEIMQUYcgkosw048]$"),
    ),
    responses(Access, (status = 200, description = "A page of sessions.", body = SessionList)),
    security(("accessToken" = [])),
)]
async fn list(
    Versioned(version): Versioned,
    State(state): State<AppState>,
    access: Access,
    Cursor(after): Cursor,
) -> Result<Response, ApiError> {
    let page = state
        .sessions()
        .page(access.account, &access.place.region, after, PAGE)
        .await?;
    let now = state.now();
    let list = SessionList {
        sessions: page
            .sessions
            .iter()
            .map(|session| session.properties(now))
            .collect(),
        next_link: page
            .next
            .map(|position| next_link(&state, &access, version, position)),
    };
    Ok(json(StatusCode::OK, &list))
}

fn next_link(state: &AppState, access: &Access, version: ApiVersion, position: Position) -> String {
    let (scheme, authority, account) = (state.scheme(), &access.place.authority, access.account);
    api::next_link(
        &format!("{scheme}://{authority}"),
        account,
        version,
        position.0,
    )
}

/// Where the page begins.
struct Cursor(Option<Position>);

impl<S: Send + Sync> FromRequestParts<S> for Cursor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let Some(text) = query_parameter(parts, "cursor") else {
            return Ok(Self(None));
        };
        let place = api::read_cursor(&text)?;
        Ok(Self(Some(Position(place))))
    }
}
