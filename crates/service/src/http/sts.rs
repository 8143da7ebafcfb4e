//! The secure token service: an account key for an access token.

use axum::{
    extract::{Request, State},
    middleware::map_response,
    response::Response,
};
use http::{StatusCode, header};
use remote_rendering_engine::Role;
use remote_rendering_protocol::{AccessToken, AccountId, AccountKey, sts::TokenResponse};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiError, AppState,
    access::{account_of_path, bearer},
    body::json_text,
    error::CHALLENGE,
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
        headers.insert(header::WWW_AUTHENTICATE, CHALLENGE);
    }
    response
}

/// What a caller shows to the STS.
#[derive(Debug)]
enum Credential {
    /// `<accountId>:<accountKey>`
    AccountKey(AccountId, AccountKey),
    /// A token of an identity provider: three parts with dots between them.
    Identity(AccessToken),
}

impl Credential {
    fn parse(bearer: &str) -> Result<Self, ApiError> {
        let refused = |error: &dyn std::fmt::Display| ApiError::Unauthorized(error.to_string());
        if let Some((account, key)) = bearer.split_once(':') {
            let account = account.parse().map_err(|error| refused(&error))?;
            let key = AccountKey::parse(key).map_err(|error| refused(&error))?;
            return Ok(Self::AccountKey(account, key));
        }
        if bearer.split('.').count() == 3 {
            return Ok(Self::Identity(AccessToken::new(bearer)));
        }
        Err(ApiError::Unauthorized(
            "the bearer is neither an account id and key with a colon between them, nor a token"
                .to_owned(),
        ))
    }

    /// The role that the credential gives for `account`.
    async fn authenticate(self, state: &AppState, account: AccountId) -> Result<Role, ApiError> {
        match self {
            Self::AccountKey(claimed, key) => by_key(state, account, claimed, &key).await,
            Self::Identity(token) => by_identity(&token),
        }
    }
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
        Ok(credential) => credential.authenticate(&state, account).await,
        Err(refused) => Err(refused),
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

/// An unknown account, a wrong key and the key of another account get one answer: who guesses
/// learns nothing.
async fn by_key(
    state: &AppState,
    account: AccountId,
    claimed: AccountId,
    key: &AccountKey,
) -> Result<Role, ApiError> {
    let opened = match state.store().account(claimed).await? {
        Some(found) => found.opens_with(key) && claimed == account,
        None => false,
    };
    if opened {
        Ok(Role::Administrator)
    } else {
        Err(ApiError::Unauthorized(
            "the account id or the account key is wrong".to_owned(),
        ))
    }
}

/// Where the issuers of identity tokens are asked: none is trusted yet.
fn by_identity(_token: &AccessToken) -> Result<Role, ApiError> {
    Err(ApiError::Unauthorized(
        "this service trusts no identity provider: use the account's key".to_owned(),
    ))
}
