//! Where calls go. The client's own calls take their methods and URLs from here, so that whoever shows one shows the
//! same.

use http::Method;
use remote_rendering_protocol::{AccountId, Endpoint, Generation, SessionId, sts};

/// A call about one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionCall {
    /// Creates it. In v1 its service chooses the id: the one that is given is in no URL.
    Create,
    /// Reads it.
    Read,
    /// Sets its lease.
    Update,
    /// Asks for a token with which a device connects to its server.
    Connect,
    /// Ends it.
    Stop,
}

/// The method and the URL of a call about a session.
pub fn session_call(
    call: SessionCall,
    endpoint: &Endpoint,
    account: AccountId,
    id: &SessionId,
    generation: Generation,
) -> (Method, String) {
    let id = id.as_str();
    let (method, name, below) = match (generation, call) {
        (Generation::V1, SessionCall::Create) => (Method::POST, "create", ""),
        (Generation::V1, SessionCall::Read) => (Method::GET, id, "/properties"),
        (Generation::V1, SessionCall::Connect) => (Method::POST, id, "/connect"),
        (Generation::V1, SessionCall::Stop) => (Method::DELETE, id, ""),
        (Generation::V2021(_), SessionCall::Create) => (Method::PUT, id, ""),
        (Generation::V2021(_), SessionCall::Read) => (Method::GET, id, ""),
        (Generation::V2021(_), SessionCall::Connect) => (Method::POST, id, "/:connect"),
        (Generation::V2021(_), SessionCall::Stop) => (Method::POST, id, "/:stop"),
        (_, SessionCall::Update) => (Method::PATCH, id, ""),
    };
    let path = format!("/{name}{below}");
    (method, sessions_url(endpoint, account, &path, generation))
}

/// The URL that exchanges an account's key for a token (GET).
pub fn token_url(sts: &Endpoint, account: AccountId) -> String {
    let version = sts::API_VERSION;
    sts.join(&format!("/accounts/{account}/token?api-version={version}"))
}

/// The URL of an account's sessions (GET), or one below it; `path` is empty or begins with a slash.
pub(crate) fn sessions_url(
    endpoint: &Endpoint,
    account: AccountId,
    path: &str,
    generation: Generation,
) -> String {
    let sessions = format!("/accounts/{account}/sessions{path}");
    endpoint.join(&match generation {
        Generation::V1 => format!("/v1{sessions}"),
        Generation::V2021(version) => format!("{sessions}?api-version={version}"),
    })
}
