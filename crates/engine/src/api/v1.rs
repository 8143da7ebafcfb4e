//! The older generation of the session API, as far as it differs from that of 2021.

use remote_rendering_protocol::{
    AccountId, MaxLeaseTime, SessionId,
    v1::{CreateSession, UpdateSession},
};
use serde::de::{DeserializeOwned, IgnoredAny};

use super::{
    BodyError, Fault,
    body::{known_size, wrong_lease},
};
use crate::Settings;

/// How many sessions a list has at most: this generation has no pages.
pub const LONGEST_LIST: usize = 10_000;

/// How many brackets a body opens at most. No real one has more than an array in an object.
const MOST_BRACKETS: usize = 64;

const LEASE: &str = "maxLeaseTime";

/// Reads a body: JSON, and what JSON5 adds, such as single quotes.
pub fn read_json5<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BodyError> {
    let text = std::str::from_utf8(bytes).map_err(|error| BodyError::not_json(&error))?;
    // The parser goes one call deeper for each bracket, without a limit of its own.
    let is_bracket = |byte: &u8| matches!(byte, b'[' | b'{');
    if text.bytes().filter(is_bracket).count() > MOST_BRACKETS {
        return Err(BodyError::not_json(&"too many brackets"));
    }
    // Reads the text to its end, which the reading of members does not.
    json5::from_str::<IgnoredAny>(text).map_err(|error| BodyError::not_json(&error))?;
    let mut json = json5::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut json).map_err(|error| BodyError::of_member(&error))
}

/// What a session is to be created with.
pub fn settings(body: CreateSession) -> Result<Settings, Fault> {
    let lease = MaxLeaseTime::try_from(body.max_lease_time)
        .map_err(|error| Fault::bad_request(LEASE, wrong_lease(LEASE, error)))?;
    let size = known_size("size", body.size)?;
    Ok(Settings { lease, size })
}

/// The lease that a session is to have from now on.
pub fn new_lease(body: UpdateSession) -> Result<MaxLeaseTime, Fault> {
    MaxLeaseTime::try_from(body.max_lease_time).map_err(|error| Fault::Unprocessable {
        message: wrong_lease(LEASE, error),
        target: Some(LEASE.to_owned()),
    })
}

/// Where the properties of a new session are, relative to `/v1/`: the header `Location`.
pub fn location(account: AccountId, session: &SessionId) -> String {
    format!("accounts/{account}/sessions/{session}/properties")
}
