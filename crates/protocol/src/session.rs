//! The session API of 2021: bodies of `2021-01-01` and `2021-01-01-preview`.

use serde::{Deserialize, Serialize};

use crate::{SessionId, Timestamp, error::ServiceError, open_enum::open_enum};

open_enum! {
    /// What a session is doing.
    pub enum SessionStatus {
        /// A server is being found and booted.
        Starting = "Starting",
        /// The server waits for a device, or serves one. The lease runs.
        Ready = "Ready",
        /// It could not start, or failed. Final.
        Error = "Error",
        /// Its lease ended. Final.
        Expired = "Expired",
        /// It was stopped. Final.
        Stopped = "Stopped",
    }
}

impl SessionStatus {
    /// Whether the session has ended: nothing changes it any more. An unknown status is not taken for an end.
    pub fn is_final(&self) -> bool {
        match self {
            Self::Error | Self::Expired | Self::Stopped => true,
            Self::Starting | Self::Ready | Self::Other(_) => false,
        }
    }
}

open_enum! {
    /// The size of the server that a session leases.
    pub enum SessionSize {
        /// At most 20 million polygons.
        Standard = "Standard",
        /// No limit of polygons.
        Premium = "Premium",
    }
}

/// Body of `PUT /accounts/{account}/sessions/{session}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(description = "What a new session shall be. Unknown members are ignored.")
)]
pub struct CreateSession {
    /// The lease in whole minutes, in total since the session becomes ready.
    // The service accepts 0 to 1440; any other number is carried, so that the one who refuses it can say why.
    #[serde(deserialize_with = "crate::whole_number::deserialize")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1440, example = 60))]
    pub max_lease_time_minutes: i64,
    /// The size of the server.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::openapi::RequestedSize))]
    pub size: SessionSize,
}

/// Body of `PATCH /accounts/{account}/sessions/{session}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(description = "What shall be different. Unknown members are ignored.")
)]
pub struct UpdateSession {
    /// The new lease in whole minutes: the total since the session became ready, not an addition.
    #[serde(deserialize_with = "crate::whole_number::deserialize")]
    #[cfg_attr(
        feature = "openapi",
        schema(minimum = 0, maximum = 1440, example = 120)
    )]
    pub max_lease_time_minutes: i64,
}

/// A session as the service describes it. What is not known yet is absent; `null`, and `0` in ports and teraflops,
/// are read as absent (recordings of January 2021 send them). `creation_time` is always told here, and required; v1, whose
/// sessions are told in these words, too, never tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(description = "A session. What is not known yet is absent.")
)]
pub struct SessionProperties {
    /// The session's id.
    pub id: SessionId,
    /// When the session was created.
    #[serde(deserialize_with = "told", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(required, nullable = false))]
    pub creation_time: Option<Timestamp>,
    /// Port of the inspector, a web page of the server: 49152 to 65534.
    #[serde(
        default,
        deserialize_with = "zero_as_absent",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(
        feature = "openapi",
        schema(nullable = false, minimum = 49152, maximum = 65534)
    )]
    pub arr_inspector_port: Option<u16>,
    /// Port on which the server waits for a device: 49152 to 65534.
    #[serde(
        default,
        deserialize_with = "zero_as_absent",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(
        feature = "openapi",
        schema(nullable = false, minimum = 49152, maximum = 65534)
    )]
    pub handshake_port: Option<u16>,
    /// Whole minutes for which the session has been ready.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, minimum = 0))]
    pub elapsed_time_minutes: i64,
    /// Host name of the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub hostname: Option<String>,
    /// The lease in whole minutes, in total since the session became ready.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, minimum = 0, maximum = 1440))]
    pub max_lease_time_minutes: i64,
    /// The size of the server.
    pub size: SessionSize,
    /// What the session is doing.
    pub status: SessionStatus,
    /// Computing power of the server, in teraflops.
    #[serde(
        default,
        deserialize_with = "zero_as_absent",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "openapi", schema(nullable = false, example = 8.1))]
    pub teraflops: Option<f64>,
    /// Why the session is in the state `Error`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub error: Option<ServiceError>,
}

/// Body of the answer to `GET /accounts/{account}/sessions`: the sessions that are starting or ready, one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(description = "A page of the sessions that are starting or ready.")
)]
pub struct SessionList {
    /// The sessions of this page.
    pub sessions: Vec<SessionProperties>,
    /// The absolute URL of the next page; absent on the last one.
    #[serde(rename = "@nextLink", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false, format = "uri"))]
    pub next_link: Option<String>,
}

/// What these bodies always have: the option is for who speaks v1.
fn told<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

fn zero_as_absent<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de> + Default + PartialEq,
{
    Ok(Option::<T>::deserialize(deserializer)?.filter(|value| *value != T::default()))
}
