//! The older generation of the session API: `/v1/accounts/…`.

use serde::{Deserialize, Serialize};

use crate::{SessionId, SessionSize, Timespan, open_enum::open_enum};

open_enum! {
    /// What a session is doing, in v1's words. The documents write them small, recordings with a capital: both are
    /// read, the capital is written.
    pub enum SessionStatus {
        /// A server is being found and booted.
        Starting = "Starting",
        /// The server waits for a device, or serves one.
        Ready = "Ready",
        /// It is being stopped.
        Stopping = "Stopping",
        /// It was stopped.
        Stopped = "Stopped",
        /// Its lease ended; `message` says more.
        Expired = "Expired",
        /// It failed; `message` says more.
        Error = "Error",
    }
}

impl From<&crate::SessionStatus> for SessionStatus {
    fn from(status: &crate::SessionStatus) -> Self {
        Self::from(status.as_str())
    }
}

/// Body of `POST /v1/accounts/{account}/sessions/create`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateSession {
    /// The lease, in total.
    pub max_lease_time: Timespan,
    /// URLs of asset containers to load before the session is ready.
    #[serde(default)]
    pub models: Vec<String>,
    /// The size of the server; read in any case.
    pub size: SessionSize,
}

/// Body of the answer to a create: 202.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionCreated {
    /// The id that the service chose: a GUID.
    pub session_id: SessionId,
}

/// Body of `PATCH /v1/accounts/{account}/sessions/{session}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateSession {
    /// The new lease: the total since the session's start, not an addition.
    pub max_lease_time: Timespan,
}

/// Body of the answer to `GET /v1/accounts/{account}/sessions/{session}/properties`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionProperties {
    /// More about an error or an expiry; `null` otherwise.
    pub message: Option<String>,
    /// For how long the session has been ready.
    pub session_elapsed_time: Timespan,
    /// Host name of the server; absent or empty while it is not known.
    #[serde(default)]
    pub session_hostname: Option<String>,
    /// The session's id.
    pub session_id: SessionId,
    /// The lease, in total.
    pub session_max_lease_time: Timespan,
    /// The size of the server; absent in the oldest answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_size: Option<SessionSize>,
    /// What the session is doing.
    pub session_status: SessionStatus,
}

/// Body of the answer to `GET /v1/accounts/{account}/sessions`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionList {
    /// The sessions that are starting or ready.
    pub sessions: Vec<SessionProperties>,
}
