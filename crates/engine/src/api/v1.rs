//! The older generation of the session API, as far as it differs from that of 2021.

use remote_rendering_protocol::{
    AccountId, MaxLeaseTime, SessionId,
    v1::{CreateSession, UpdateSession},
};

use super::{
    Fault,
    body::{known_size, wrong_lease},
};
use crate::Settings;

/// How many sessions a list has at most: this generation has no pages.
pub const LONGEST_LIST: usize = 10_000;

const LEASE: &str = "maxLeaseTime";

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
