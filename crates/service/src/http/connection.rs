//! What lets a device connect to a session's server: alike in both generations.

use std::time::Duration;

use axum::response::Response;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderValue, StatusCode, header};
use remote_rendering_engine::SessionKey;
use remote_rendering_protocol::{
    device::{ConnectionGrant, ConnectionToken},
    error::ErrorBody,
};
use sha2::{Digest as _, Sha256};
use utoipa::IntoResponses;

use super::{ApiError, AppState, body::json};
use crate::{Scheme, TokenHash};

/// How long a device has to show its token: enough for a slow network, little for who finds it in a log.
const LIFETIME: Duration = Duration::from_mins(1);

/// What a call for a connection is answered with.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "only its documentation is used")]
pub(super) enum Connection {
    /// Where to connect, and what lets the device in.
    #[response(status = 200, headers(("Cache-Control" = String, description = "no-store")))]
    Granted(ConnectionGrant),
    /// Nobody can connect: the code is `SessionStarting`, `SessionStopped`, `SessionExpired`, `SessionFailed` (`innerError`
    /// says why), or `ServerSimulated` where the service has no real servers.
    #[response(status = 409)]
    Refused(ErrorBody),
    /// The session's server does not answer: the code is `ServerSilent`.
    #[response(status = 504)]
    Silent(ErrorBody),
}

/// Makes a token that the session's server knows already. Each call makes another; those that nobody shows are forgotten.
pub(super) async fn grant(state: &AppState, key: &SessionKey) -> Result<Response, ApiError> {
    let token = URL_SAFE_NO_PAD.encode(state.random_bytes::<32>());
    let hash = TokenHash(Sha256::digest(&token).into());
    let host = state.sessions().admit(key, hash, LIFETIME).await?;
    let grant = ConnectionGrant {
        address: host.device_address(state.scheme() == Scheme::Https.as_str()),
        token: ConnectionToken::new(&token),
        expires_in_seconds: u32::try_from(LIFETIME.as_secs()).unwrap_or(u32::MAX),
    };
    let mut answer = json(StatusCode::OK, &grant);
    let no_store = HeaderValue::from_static("no-store");
    answer.headers_mut().insert(header::CACHE_CONTROL, no_store);
    Ok(answer)
}
