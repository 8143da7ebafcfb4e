//! The older generation of the session API.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use remote_rendering_engine::{
    Command,
    api::v1::{self, LONGEST_LIST},
};
use remote_rendering_protocol::{
    SessionId,
    error::ErrorBody,
    v1::{CreateSession, SessionCreated, SessionList, SessionProperties, UpdateSession},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiError, AppState,
    access::{Access, SessionAccess},
    body::{Json5Body, json},
    connection::{self, Connection},
};
use crate::sessions::Created;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(create))
        .routes(routes!(update, stop))
        .routes(routes!(read))
        .routes(routes!(connect))
}

/// Create a session
///
/// The service chooses its id: two creates are two sessions. The body is JSON or JSON5, with single
/// quotes for example.
#[utoipa::path(
    post,
    path = "/v1/accounts/{account}/sessions/create",
    operation_id = "createSessionV1",
    tag = "sessions-v1",
    params(Access),
    request_body = CreateSession,
    responses(
        Access,
        Json5Body<CreateSession>,
        (status = 202, description = "The session is created.", body = SessionCreated,
            headers(("Location" = String, description = "Where its properties are, relative to `/v1/`."))),
    ),
    security(("accessToken" = [])),
)]
async fn create(
    State(state): State<AppState>,
    access: Access,
    Json5Body(body): Json5Body<CreateSession>,
) -> Result<Response, ApiError> {
    let settings = v1::settings(body)?;
    // The id is new, so an equal session cannot be there.
    let session_id = SessionId::from_bytes(state.random_bytes());
    let (Created::New(session) | Created::Existing(session)) = state
        .sessions()
        .create(access.session(session_id), settings)
        .await?;
    let session_id = session.key().id.clone();
    let location = v1::location(access.account, &session_id);
    let mut response = json(StatusCode::ACCEPTED, &SessionCreated { session_id });
    let location =
        HeaderValue::try_from(location).map_err(|error| ApiError::Internal(Box::new(error)))?;
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}

/// Extend a session's lease
///
/// The new lease is the total since the session became ready, not an addition. The body is JSON or
/// JSON5.
#[utoipa::path(
    patch,
    path = "/v1/accounts/{account}/sessions/{session}",
    operation_id = "updateSessionV1",
    tag = "sessions-v1",
    params(SessionAccess),
    request_body = UpdateSession,
    responses(
        SessionAccess,
        Json5Body<UpdateSession>,
        (status = 200, description = "The session has its new lease."),
        (status = 422, description = "The lease is not longer than the present one, or longer than 24 hours, or the \
            session has ended.", body = ErrorBody),
    ),
    security(("accessToken" = [])),
)]
async fn update(
    State(state): State<AppState>,
    SessionAccess(key): SessionAccess,
    Json5Body(body): Json5Body<UpdateSession>,
) -> Result<Response, ApiError> {
    let lease = v1::new_lease(body)?;
    state
        .sessions()
        .execute(&key, &Command::Update(lease))
        .await?;
    Ok(StatusCode::OK.into_response())
}

/// Stop a session
///
/// An end is final; stopping a session again changes nothing.
#[utoipa::path(
    delete,
    path = "/v1/accounts/{account}/sessions/{session}",
    operation_id = "stopSessionV1",
    tag = "sessions-v1",
    params(SessionAccess),
    responses(SessionAccess, (status = 204, description = "The session has ended.")),
    security(("accessToken" = [])),
)]
async fn stop(
    State(state): State<AppState>,
    SessionAccess(key): SessionAccess,
) -> Result<Response, ApiError> {
    state.sessions().execute(&key, &Command::Stop).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Read a session
///
/// Also for 30 days after its end.
#[utoipa::path(
    get,
    path = "/v1/accounts/{account}/sessions/{session}/properties",
    operation_id = "getSessionV1",
    tag = "sessions-v1",
    params(SessionAccess),
    responses(SessionAccess, (status = 200, description = "The session.", body = SessionProperties)),
    security(("accessToken" = [])),
)]
async fn read(
    State(state): State<AppState>,
    SessionAccess(key): SessionAccess,
) -> Result<Response, ApiError> {
    let session = state.sessions().get(&key).await?;
    Ok(json(StatusCode::OK, &session.properties_v1(state.now())))
}

/// Get a token for a device to connect
///
/// The token lets one device connect to the session's server, once and within a minute. Of this project's service only.
#[utoipa::path(
    post,
    path = "/v1/accounts/{account}/sessions/{session}/connect",
    operation_id = "connectSessionV1",
    tag = "sessions-v1",
    params(SessionAccess),
    responses(SessionAccess, Connection),
    security(("accessToken" = [])),
)]
async fn connect(
    State(state): State<AppState>,
    SessionAccess(key): SessionAccess,
) -> Result<Response, ApiError> {
    connection::grant(&state, &key).await
}

/// List the sessions that are starting or ready
///
/// Those of the region, in the order of their creation, at most 10,000.
#[utoipa::path(
    get,
    path = "/v1/accounts/{account}/sessions",
    operation_id = "listSessionsV1",
    tag = "sessions-v1",
    params(Access),
    responses(Access, (status = 200, description = "The sessions.", body = SessionList)),
    security(("accessToken" = [])),
)]
async fn list(State(state): State<AppState>, access: Access) -> Result<Response, ApiError> {
    let page = state
        .sessions()
        .page(access.account, &access.place.region, None, LONGEST_LIST)
        .await?;
    let now = state.now();
    let sessions = page
        .sessions
        .iter()
        .map(|session| session.properties_v1(now))
        .collect();
    Ok(json(StatusCode::OK, &SessionList { sessions }))
}
