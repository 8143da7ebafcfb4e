//! The older generation of the session API.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::{get, patch, post},
};
use http::{HeaderValue, StatusCode, header};
use remote_rendering_engine::{Command, Settings};
use remote_rendering_protocol::{
    MaxLeaseTime, SessionId,
    v1::{CreateSession, SessionCreated, SessionList, UpdateSession},
};

use super::{
    ApiError, AppState,
    access::{Access, SessionAccess},
    body::{Json5Body, json, known_size, wrong_lease},
};
use crate::sessions::Created;

const LEASE: &str = "maxLeaseTime";

/// How many sessions a list has at most: this generation has no pages.
const LONGEST_LIST: usize = 10_000;

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/v1/accounts/{account}/sessions", get(list))
        .route("/v1/accounts/{account}/sessions/create", post(create))
        .route(
            "/v1/accounts/{account}/sessions/{session}",
            patch(update).delete(stop),
        )
        .route(
            "/v1/accounts/{account}/sessions/{session}/properties",
            get(read),
        )
}

async fn create(
    State(state): State<AppState>,
    access: Access,
    Json5Body(body): Json5Body<CreateSession>,
) -> Result<Response, ApiError> {
    let lease = MaxLeaseTime::try_from(body.max_lease_time)
        .map_err(|error| ApiError::bad_request(LEASE, wrong_lease(LEASE, error)))?;
    let settings = Settings {
        lease,
        size: known_size("size", body.size)?,
    };
    // The id is new, so an equal session cannot be there.
    let session_id = SessionId::from_bytes(state.random_bytes());
    let (Created::New(session) | Created::Existing(session)) = state
        .sessions()
        .create(access.session(session_id), settings)
        .await?;
    let session_id = session.key().id.clone();
    let location = format!(
        "accounts/{}/sessions/{session_id}/properties",
        access.account
    );
    let mut response = json(StatusCode::ACCEPTED, &SessionCreated { session_id });
    let location =
        HeaderValue::try_from(location).map_err(|error| ApiError::Internal(Box::new(error)))?;
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}

async fn update(
    State(state): State<AppState>,
    SessionAccess(key): SessionAccess,
    Json5Body(body): Json5Body<UpdateSession>,
) -> Result<Response, ApiError> {
    let lease =
        MaxLeaseTime::try_from(body.max_lease_time).map_err(|error| ApiError::Unprocessable {
            message: wrong_lease(LEASE, error),
            target: Some(LEASE.to_owned()),
        })?;
    state
        .sessions()
        .execute(&key, &Command::Update(lease))
        .await?;
    Ok(StatusCode::OK.into_response())
}

async fn stop(
    State(state): State<AppState>,
    SessionAccess(key): SessionAccess,
) -> Result<Response, ApiError> {
    state.sessions().execute(&key, &Command::Stop).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn read(
    State(state): State<AppState>,
    SessionAccess(key): SessionAccess,
) -> Result<Response, ApiError> {
    let session = state.sessions().get(&key).await?;
    Ok(json(StatusCode::OK, &session.properties_v1(state.now())))
}

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
