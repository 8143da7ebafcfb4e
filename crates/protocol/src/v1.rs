//! The older generation of the session API: `/v1/accounts/…`.

use serde::{Deserialize, Serialize};

use crate::{SessionId, SessionSize, Timespan, error::ServiceError, open_enum::open_enum, session};

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
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(as = v1::CreateSession, description = "What a new session shall be. Unknown members are ignored.")
)]
pub struct CreateSession {
    /// The lease, in total.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::MaxLeaseTime))]
    pub max_lease_time: Timespan,
    /// Models that the server loads by itself. The hosted service took the URLs of asset containers.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(value_type = Vec<crate::device::ModelSource>, max_items = 32)
    )]
    pub models: Vec<String>,
    /// The size of the server; read in any case.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::openapi::RequestedSize))]
    pub size: SessionSize,
}

/// Body of the answer to a create: 202.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(as = v1::SessionCreated, description = "Which session was created.")
)]
pub struct SessionCreated {
    /// The id that the service chose: a GUID.
    pub session_id: SessionId,
}

/// Body of `PATCH /v1/accounts/{account}/sessions/{session}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(as = v1::UpdateSession, description = "What shall be different. Unknown members are ignored.")
)]
pub struct UpdateSession {
    /// The new lease: the total since the session's start, not an addition.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::MaxLeaseTime))]
    pub max_lease_time: Timespan,
}

/// Body of the answer to `GET /v1/accounts/{account}/sessions/{session}/properties`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(as = v1::SessionProperties, description = "A session.")
)]
pub struct SessionProperties {
    /// More about an error or an expiry; `null` otherwise.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub message: Option<String>,
    /// For how long the session has been ready.
    pub session_elapsed_time: Timespan,
    /// Host name of the server; empty while it is not known. The oldest answers left it out.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, nullable = false))]
    pub session_hostname: Option<String>,
    /// The session's id.
    pub session_id: SessionId,
    /// The lease, in total.
    pub session_max_lease_time: Timespan,
    /// The size of the server. The oldest answers left it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(required, nullable = false))]
    pub session_size: Option<SessionSize>,
    /// What the session is doing.
    pub session_status: SessionStatus,
}

/// The session in the words of 2021: times in whole minutes, rounded down, and no ports, teraflops or creation time,
/// which v1 never tells.
impl From<SessionProperties> for session::SessionProperties {
    fn from(told: SessionProperties) -> Self {
        let status = session::SessionStatus::from(told.session_status.as_str());
        let failed = matches!(
            told.session_status,
            SessionStatus::Error | SessionStatus::Expired
        );
        let message = told.message.filter(|text| failed && !text.is_empty());
        Self {
            id: told.session_id,
            creation_time: None,
            arr_inspector_port: None,
            handshake_port: None,
            elapsed_time_minutes: whole_minutes(told.session_elapsed_time),
            hostname: told.session_hostname.filter(|name| !name.is_empty()),
            max_lease_time_minutes: whole_minutes(told.session_max_lease_time),
            // Not known is no size of its own, and no guess either.
            size: told
                .session_size
                .unwrap_or_else(|| SessionSize::Other(String::new())),
            // v1 has no codes: the status says as much.
            error: message.map(|text| ServiceError::new(status.as_str(), text)),
            status,
            teraflops: None,
        }
    }
}

fn whole_minutes(span: Timespan) -> i64 {
    // The longest time span has fewer; the fallback is never taken.
    i64::try_from(span.whole_minutes()).unwrap_or(i64::MAX)
}

/// Body of the answer to `GET /v1/accounts/{account}/sessions`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(as = v1::SessionList, description = "The sessions that are starting or ready.")
)]
pub struct SessionList {
    /// The sessions that are starting or ready.
    pub sessions: Vec<SessionProperties>,
}

/// The list in the words of 2021: v1 has no pages.
impl From<SessionList> for session::SessionList {
    fn from(list: SessionList) -> Self {
        Self {
            sessions: list.sessions.into_iter().map(Into::into).collect(),
            next_link: None,
        }
    }
}
