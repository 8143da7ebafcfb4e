use axum::extract::{FromRequestParts, RawPathParams};
use http::{HeaderMap, header, request::Parts};
use remote_rendering_engine::{Grant, SessionKey};
use remote_rendering_protocol::{AccountId, ApiVersion, ApiVersionError, SessionId, Timestamp};

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
            .map_err(|foreign| ApiError::Forbidden(foreign.to_string()))?;
        if !state.accounts().has(account, now).await? {
            let gone = ApiError::Unauthorized("there is no such account any more".to_owned());
            return Err(state.note_refusal(parts, gone));
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
        .and_then(|token| state.tokens().open(token, now).map_err(ApiError::Token))
        .map_err(|refused| state.note_refusal(parts, refused))
}

impl FromRequestParts<AppState> for SessionAccess {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let parameters = path_parameters(parts, state).await?;
        let access = Access::of(parts, state, account(&parameters)?).await?;
        let id = parameter(&parameters, "session")?.parse::<SessionId>();
        let id = id.map_err(|error| {
            ApiError::bad_request("sessionId", format!("The sessionId is not valid: {error}."))
        });
        Ok(Self(access.session(id?)))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Versioned {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let mut versions =
            query_parameters(parts, "api-version").map(|text| text.parse::<ApiVersion>());
        let first = versions.next().ok_or(ApiVersionError)??;
        // Two versions are no version: which one was meant?
        if versions.any(|version| version != Ok(first)) {
            return Err(ApiVersionError.into());
        }
        Ok(Self(first))
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
    parameter(parameters, "account")?.parse().map_err(|error| {
        ApiError::bad_request("accountId", format!("The accountId is not valid: {error}."))
    })
}

/// The text after `Bearer`.
pub(crate) fn bearer(headers: &HeaderMap) -> Result<&str, ApiError> {
    let value = headers.get(header::AUTHORIZATION);
    let value = value
        .ok_or_else(|| ApiError::Unauthorized("the header Authorization is missing".to_owned()))?;
    let (scheme, bearer) = value
        .to_str()
        .ok()
        .and_then(|text| text.trim().split_once(' '))
        .unwrap_or_default();
    if scheme.eq_ignore_ascii_case("Bearer") && !bearer.trim().is_empty() {
        return Ok(bearer.trim());
    }
    Err(ApiError::Unauthorized(
        "the header Authorization is not of the form 'Bearer <token>'".to_owned(),
    ))
}

/// The first value of a parameter of the query.
pub(crate) fn query_parameter(parts: &Parts, name: &str) -> Option<String> {
    query_parameters(parts, name).next()
}

/// The values of a parameter of the query; its name is found in any case, as the hosted service
/// did.
fn query_parameters<'a>(parts: &'a Parts, name: &'a str) -> impl Iterator<Item = String> + 'a {
    let query = parts.uri.query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes())
        .filter(move |(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.into_owned())
}

async fn path_parameters(parts: &mut Parts, state: &AppState) -> Result<RawPathParams, ApiError> {
    RawPathParams::from_request_parts(parts, state)
        .await
        .map_err(|_| ApiError::bad_request("path", "The path is not UTF-8."))
}

fn parameter<'a>(parameters: &'a RawPathParams, name: &str) -> Result<&'a str, ApiError> {
    let found = parameters.iter().find(|(parameter, _)| *parameter == name);
    found
        .map(|(_, value)| value)
        .ok_or_else(|| ApiError::Internal(format!("a route has no parameter {name}").into()))
}
