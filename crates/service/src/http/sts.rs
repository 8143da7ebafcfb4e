//! The secure token service: an account key for an access token.

use axum::{
    extract::{Request, State},
    middleware::map_response,
    response::Response,
};
use http::{HeaderValue, StatusCode, header};
use remote_rendering_engine::{
    Role,
    api::{CHALLENGE, Credential},
};
use remote_rendering_protocol::{AccountId, sts::TokenResponse};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiError, AppState,
    access::{account_of_path, bearer},
    body::json_text,
    openapi::TokenRequest,
};

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(issue))
        .route_layer(map_response(challenge))
}

/// As the hosted service did, a request that cannot be read is answered with how to ask.
async fn challenge(mut response: Response) -> Response {
    if response.status() == StatusCode::BAD_REQUEST {
        let headers = response.headers_mut();
        headers.insert(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static(CHALLENGE),
        );
    }
    response
}

/// The role that a credential gives for `account`.
async fn authenticate(
    credential: Credential,
    state: &AppState,
    account: AccountId,
) -> Result<Role, ApiError> {
    let found = match credential.claimed() {
        Some(claimed) => state.store().account(claimed).await?,
        None => None,
    };
    Ok(credential.role(account, found.as_ref())?)
}

/// Get an access token
///
/// With either key of the account. Bearers of identity providers are refused: this service trusts
/// none.
#[utoipa::path(
    get,
    path = "/accounts/{account}/token",
    operation_id = "getAccessToken",
    tag = "tokens",
    params(TokenRequest),
    responses((status = 200, description = "A token that is good for 24 hours.", body = TokenResponse), TokenRequest),
    security(("accountKey" = [])),
)]
async fn issue(State(state): State<AppState>, request: Request) -> Result<Response, ApiError> {
    let (mut parts, _) = request.into_parts();
    let account = account_of_path(&mut parts, &state).await?;
    state.admit_stranger(&parts)?;
    let role = match bearer(&parts.headers).and_then(Credential::parse) {
        Ok(credential) => authenticate(credential, &state, account).await,
        Err(refused) => Err(refused.into()),
    };
    let role = role.map_err(|refused| state.note_refusal(&parts, refused))?;
    state.admit(account)?;
    let (id, now) = (state.random_bytes(), state.now());
    let token = state.tokens().issue(account, role, id, now);
    state.metrics().tokens_issued.inc();
    // A token's characters need no escape in JSON.
    Ok(json_text(
        StatusCode::OK,
        format!(r#"{{"AccessToken":"{}"}}"#, token.expose()),
    ))
}
