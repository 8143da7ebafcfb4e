//! Asking to be let in by a session's server.

use remote_rendering_protocol::{Endpoint, SessionId, device::ConnectionGrant};

use super::Operations;
use crate::console::state::failure::Failure;

impl Operations {
    /// What lets a device connect to a session, once and for a minute.
    pub async fn connect(
        &self,
        endpoint: Endpoint,
        session: &SessionId,
    ) -> Result<ConnectionGrant, Failure> {
        let client = self.inner.client.at(endpoint);
        let outcome = client.connect_session(session).await;
        outcome.map_err(|error| (&error).into())
    }
}
