use axum::extract::{FromRequestParts, RawPathParams};
use http::{HeaderMap, header, request::Parts};
use remote_rendering_engine::{
    Grant, SessionKey,
    api::{self, Fault, account_id, api_version, query_parameters, session_id},
};
use remote_rendering_protocol::{AccountId, ApiVersion, SessionId, Timestamp};

use super::{ApiError, AppState, region::Place};

/// A caller who has shown a good access token for the account of the path, and is within the
/// account's limit.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    pub(crate) account: AccountId,
    pub(crate) place: Place,
}

/// The session of the path, by a caller with [`Access`] to its account.
#[derive(Debug)]
pub(crate) struct SessionAccess(pub(crate) SessionKey);

/// A request that names an api version of 2021 in its query.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Versioned(pub(crate) ApiVersion);

impl Access {
    pub(crate) fn session(&self, id: SessionId) -> SessionKey {
        SessionKey {
            account: self.account,
            region: self.place.region.clone(),
            id,
        }
    }
}

impl FromRequestParts<AppState> for Access {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let parameters = path_parameters(parts, state).await?;
        Self::of(parts, state, account(&parameters)?).await
    }
}

impl Access {
    async fn of(parts: &mut Parts, state: &AppState, account: AccountId) -> Result<Self, ApiError> {
        let place = Place::from_request_parts(parts, state).await?;
        let now = state.now();
        // Both roles may do everything that there is so far.
        let grant = grant(parts, state, now)?;
        grant
            .permits(account, now)
            .map_err(|foreign| Fault::Forbidden(foreign.to_string()))?;
        if !state.accounts().has(account, now).await? {
            return Err(state.note_refusal(parts, Fault::no_account()));
        }
        state.admit(account)?;
        Ok(Self { account, place })
    }
}

/// What the token of a request grants, which is valid now.
fn grant(parts: &Parts, state: &AppState, now: Timestamp) -> Result<Grant, ApiError> {
    let token = bearer(&parts.headers);
    let known = token.as_ref().ok();
    if let Some(grant) = known.and_then(|token| state.tokens().known(token, now)) {
        return Ok(grant);
    }
    state.admit_stranger(parts)?;
    token
        .and_then(|token| Ok(state.tokens().open(token, now)?))
        .map_err(|refused| state.note_refusal(parts, refused))
}

impl FromRequestParts<AppState> for SessionAccess {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let parameters = path_parameters(parts, state).await?;
        let access = Access::of(parts, state, account(&parameters)?).await?;
        let id = session_id(parameter(&parameters, "session")?)?;
        Ok(Self(access.session(id)))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Versioned {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let version = api_version(parts.uri.query().unwrap_or_default());
        Ok(Self(version.map_err(Fault::from)?))
    }
}

/// The account that the path names.
pub(crate) async fn account_of_path(
    parts: &mut Parts,
    state: &AppState,
) -> Result<AccountId, ApiError> {
    account(&path_parameters(parts, state).await?)
}

fn account(parameters: &RawPathParams) -> Result<AccountId, ApiError> {
    Ok(account_id(parameter(parameters, "account")?)?)
}

/// The text after `Bearer`.
pub(crate) fn bearer(headers: &HeaderMap) -> Result<&str, Fault> {
    let value = headers.get(header::AUTHORIZATION);
    api::bearer(value.map(|value| value.to_str().unwrap_or_default()))
}

/// The first value of a parameter of the query.
pub(crate) fn query_parameter(parts: &Parts, name: &str) -> Option<String> {
    query_parameters(parts.uri.query().unwrap_or_default(), name).next()
}

async fn path_parameters(parts: &mut Parts, state: &AppState) -> Result<RawPathParams, ApiError> {
    RawPathParams::from_request_parts(parts, state)
        .await
        .map_err(|_| Fault::bad_request("path", "The path is not UTF-8.").into())
}

fn parameter<'a>(parameters: &'a RawPathParams, name: &str) -> Result<&'a str, ApiError> {
    let found = parameters.iter().find(|(parameter, _)| *parameter == name);
    found
        .map(|(_, value)| value)
        .ok_or_else(|| ApiError::Internal(format!("a route has no parameter {name}").into()))
}
