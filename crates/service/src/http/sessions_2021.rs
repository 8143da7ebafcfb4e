//! The session API of 2021: `2021-01-01` and its preview, which differ in nothing that is served
//! here.

use axum::{
    Router,
    extract::{FromRequestParts, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{StatusCode, request::Parts};
use remote_rendering_engine::{Command, Settings};
use remote_rendering_protocol::{
    ApiVersion, MaxLeaseTime,
    session::{CreateSession, SessionList, UpdateSession},
};

use super::{
    ApiError, AppState,
    access::{Access, SessionAccess, Versioned, query_parameter},
    body::{JsonBody, json, known_size, wrong_lease},
    cursor,
};
use crate::{sessions::Created, store::Position};

/// How many sessions a page of the list has at most.
pub(crate) const PAGE: usize = 100;

const LEASE: &str = "maxLeaseTimeMinutes";

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        // `:stop` is a word of the path here, not the parameter that older versions of axum wrote
        // so.
        .without_v07_checks()
        .route("/accounts/{account}/sessions", get(list))
        .route(
            "/accounts/{account}/sessions/{session}",
            get(read).put(create).patch(update),
        )
        .route("/accounts/{account}/sessions/{session}/:stop", post(stop))
}

async fn create(
    _: Versioned,
    State(state): State<AppState>,
    SessionAccess(key): SessionAccess,
    JsonBody(body): JsonBody<CreateSession>,
) -> Result<Response, ApiError> {
    let lease = MaxLeaseTime::from_minutes(body.max_lease_time_minutes)
        .map_err(|error| ApiError::bad_request(LEASE, wrong_lease(LEASE, error)))?;
    let settings = Settings {
        lease,
        size: known_size("size", body.size)?,
    };
    let (status, session) = match state.sessions().create(key, settings).await? {
        Created::New(session) => (StatusCode::CREATED, session),
        Created::Existing(session) => (StatusCode::OK, session),
    };
    Ok(json(status, &session.properties(state.now())))
}

async fn read(
    _: Versioned,
    State(state): State<AppState>,
    SessionAccess(key): SessionAccess,
) -> Result<Response, ApiError> {
    let session = state.sessions().get(&key).await?;
    Ok(json(StatusCode::OK, &session.properties(state.now())))
}

async fn update(
    _: Versioned,
    State(state): State<AppState>,
    SessionAccess(key): SessionAccess,
    JsonBody(body): JsonBody<UpdateSession>,
) -> Result<Response, ApiError> {
    let lease = MaxLeaseTime::from_minutes(body.max_lease_time_minutes).map_err(|error| {
        ApiError::Unprocessable {
            message: wrong_lease(LEASE, error),
            target: Some(LEASE.to_owned()),
        }
    })?;
    let session = state
        .sessions()
        .execute(&key, &Command::Update(lease))
        .await?;
    Ok(json(StatusCode::OK, &session.properties(state.now())))
}

async fn stop(
    _: Versioned,
    State(state): State<AppState>,
    SessionAccess(key): SessionAccess,
) -> Result<Response, ApiError> {
    state.sessions().execute(&key, &Command::Stop).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

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
    let cursor = cursor::write(position);
    format!(
        "{scheme}://{authority}/accounts/{account}/sessions?api-version={version}&cursor={cursor}"
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
        let refused = || ApiError::bad_request("cursor", "The cursor is not one of an @nextLink.");
        cursor::read(&text)
            .map(|position| Self(Some(position)))
            .ok_or_else(refused)
    }
}
