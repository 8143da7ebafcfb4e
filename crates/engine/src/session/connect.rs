use std::net::Ipv6Addr;

use remote_rendering_protocol::{Timestamp, device::CONNECT_PATH, error::ServiceError};

use super::{End, Host, Session, State};

/// Why nobody can connect to a session.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotConnectable {
    /// It has no server yet.
    #[error("The session is starting: connect when it is ready.")]
    Starting,
    /// Its owner stopped it.
    #[error("The session was stopped: create a new one.")]
    Stopped,
    /// Its lease is over.
    #[error("The session has expired: create a new one.")]
    Expired,
    /// It has no server, or none any more.
    #[error("The session failed. {}", .0.message)]
    Failed(ServiceError),
    /// Its server is made up.
    #[error(
        "The servers of this service are simulated: nobody can connect. Who operates it starts real ones with \
         --allocator process."
    )]
    Simulated,
}

impl NotConnectable {
    /// The code for programs: it says which state.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Starting => "SessionStarting",
            Self::Stopped => "SessionStopped",
            Self::Expired => "SessionExpired",
            Self::Failed(_) => "SessionFailed",
            Self::Simulated => "ServerSimulated",
        }
    }

    /// What ended the session's server.
    pub const fn cause(&self) -> Option<&ServiceError> {
        match self {
            Self::Failed(cause) => Some(cause),
            Self::Starting | Self::Stopped | Self::Expired | Self::Simulated => None,
        }
    }
}

impl Session {
    /// The server to which a device can connect at `now`.
    pub fn connectable(&self, now: Timestamp) -> Result<Host, NotConnectable> {
        let session = self.at(now);
        match session.state() {
            State::Starting => Err(NotConnectable::Starting),
            State::Ready { host, .. } => Ok(host.clone()),
            State::Ended(ended) => Err(match &ended.how {
                End::Stopped => NotConnectable::Stopped,
                End::Expired => NotConnectable::Expired,
                End::Failed(error) => NotConnectable::Failed(error.clone()),
            }),
        }
    }
}

impl Host {
    /// Where a device connects: a WebSocket's address, over TLS if that is what the service has.
    pub fn device_address(&self, tls: bool) -> String {
        let scheme = if tls { "wss" } else { "ws" };
        let (name, port) = (&self.hostname, self.handshake_port);
        if name.parse::<Ipv6Addr>().is_ok() {
            format!("{scheme}://[{name}]:{port}{CONNECT_PATH}")
        } else {
            format!("{scheme}://{name}:{port}{CONNECT_PATH}")
        }
    }
}
