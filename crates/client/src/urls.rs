//! Where calls go. The client's own calls take their URLs from here, so that whoever shows one shows the same.

use remote_rendering_protocol::{AccountId, ApiVersion, Endpoint, SessionId, sts};

/// The URL under which a session is created (PUT), read (GET) and updated (PATCH).
pub fn session_url(
    endpoint: &Endpoint,
    account: AccountId,
    id: &SessionId,
    version: ApiVersion,
) -> String {
    account_url(endpoint, account, &format!("/sessions/{id}"), version)
}

/// The URL that ends a session (POST).
pub fn stop_url(
    endpoint: &Endpoint,
    account: AccountId,
    id: &SessionId,
    version: ApiVersion,
) -> String {
    account_url(endpoint, account, &format!("/sessions/{id}/:stop"), version)
}

/// The URL that exchanges an account's key for a token (GET).
pub fn token_url(sts: &Endpoint, account: AccountId) -> String {
    let version = sts::API_VERSION;
    sts.join(&format!("/accounts/{account}/token?api-version={version}"))
}

/// A URL of an account in the API of 2021; `path` begins with a slash.
pub(crate) fn account_url(
    endpoint: &Endpoint,
    account: AccountId,
    path: &str,
    version: ApiVersion,
) -> String {
    endpoint.join(&format!("/accounts/{account}{path}?api-version={version}"))
}
