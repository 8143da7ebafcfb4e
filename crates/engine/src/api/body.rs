use std::fmt::Display;

use remote_rendering_protocol::{
    MaxLeaseTime, MaxLeaseTimeError, SessionSize,
    session::{CreateSession, UpdateSession},
};
use serde::de::DeserializeOwned;

use super::Fault;
use crate::Settings;

/// The largest body that is read, in bytes.
pub const LARGEST_BODY: usize = 64 * 1024;

/// What some editors and programs write in front of UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

const LEASE: &str = "maxLeaseTimeMinutes";

/// A body that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BodyError {
    /// What is wrong, in the answer's words.
    pub message: String,
    /// The member that is wrong, if the body is readable otherwise.
    pub target: Option<String>,
}

impl BodyError {
    /// A body that is not of its format.
    pub fn not_json(error: &impl Display) -> Self {
        Self {
            message: format!("The request body is not valid: {error}."),
            target: None,
        }
    }

    /// Says which member is wrong, and how.
    pub fn of_member<E: Display>(error: &serde_path_to_error::Error<E>) -> Self {
        let path = error.path().to_string();
        // The whole body, as when a member is missing: the message itself names that one.
        if path == "." || path == "?" {
            return Self::not_json(error.inner());
        }
        let message = format!("The value of {path} is not valid: {}.", error.inner());
        Self {
            message,
            target: Some(path),
        }
    }
}

impl From<BodyError> for Fault {
    fn from(BodyError { message, target }: BodyError) -> Self {
        Self::BadRequest { message, target }
    }
}

/// A body without the byte order mark in front of it.
pub fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body)
}

/// Reads a body of the 2021-01-01 API: strict JSON.
pub fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BodyError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| BodyError::of_member(&error))?;
    json.end().map_err(|error| BodyError::not_json(&error))?;
    Ok(value)
}

/// What a session is to be created with.
pub fn settings(body: CreateSession) -> Result<Settings, Fault> {
    let lease = MaxLeaseTime::from_minutes(body.max_lease_time_minutes)
        .map_err(|error| Fault::bad_request(LEASE, wrong_lease(LEASE, error)))?;
    let size = known_size("size", body.size)?;
    Ok(Settings {
        lease,
        size,
        models: Vec::new(),
    })
}

/// The lease that a session is to have from now on.
pub fn new_lease(body: UpdateSession) -> Result<MaxLeaseTime, Fault> {
    MaxLeaseTime::from_minutes(body.max_lease_time_minutes).map_err(|error| Fault::Unprocessable {
        message: wrong_lease(LEASE, error),
        target: Some(LEASE.to_owned()),
    })
}

/// A size that there are servers of; the wire carries any text.
pub(super) fn known_size(member: &str, size: SessionSize) -> Result<SessionSize, Fault> {
    match size {
        SessionSize::Other(_) => {
            let known: Vec<_> = SessionSize::KNOWN.iter().map(SessionSize::as_str).collect();
            let known = known.join(", ");
            let message = format!("The {member} is not known: use one of {known}.");
            Err(Fault::bad_request(member, message))
        }
        known => Ok(known),
    }
}

/// What is wrong with a lease, in the recorded words: `The maxLeaseTimeMinutes value cannot be negative.`
pub(super) fn wrong_lease(member: &str, error: MaxLeaseTimeError) -> String {
    format!("The {member} {error}")
}
