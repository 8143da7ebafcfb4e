//! Where the servers come from.

mod leases;
mod options;
#[cfg(feature = "host")]
mod process;
mod rule;
mod simulated;

use std::{
    fmt::{self, Debug},
    time::Duration,
};

use async_trait::async_trait;
use remote_rendering_engine::{
    SessionKey, Settings,
    session::{Host, NotConnectable},
};
use remote_rendering_protocol::{SessionSize, device::EndReason, error::ServiceError};

pub use options::PoolOptions;
#[cfg(feature = "host")]
pub use process::{HostProgram, HostSettings, ProcessAllocator};
pub use rule::PoolRule;
pub use simulated::SimulatedPool;

/// Finds and boots servers for sessions, watches them, and takes them back.
#[async_trait]
pub trait Allocator: Debug + Send + Sync + 'static {
    /// A server as the settings want it in the session's region, ready for a device; returns when it is
    /// booted. Asked again for a session that has a server, it may return that one. The error goes
    /// into the session.
    async fn allocate(
        &self,
        session: &SessionKey,
        settings: &Settings,
    ) -> Result<Host, ServiceError>;

    /// Goes on with a server that a session got before the service was started again, or from
    /// another process of it. The error, such as that the server is gone, goes into the session.
    async fn resume(
        &self,
        session: &SessionKey,
        size: &SessionSize,
        host: &Host,
    ) -> Result<(), ServiceError>;

    /// Makes the session's server let in whoever brings the token of this hash, once and within this
    /// time. Returns when the server knows the token.
    async fn admit(
        &self,
        session: &SessionKey,
        token: TokenHash,
        lifetime: Duration,
    ) -> Result<(), NotAdmitted>;

    /// Takes back what the session has, and gives up an allocation that is under way; a connected device
    /// is told the reason. A session that has nothing is no error: a release is repeated when in doubt.
    async fn release(&self, session: &SessionKey, reason: EndReason);

    /// Waits until a server fails that a session has. One caller waits at a time.
    async fn watch(&self) -> HostFailure;

    /// The service stops: ends the servers that cannot go on without it, and waits until they are gone.
    async fn close(&self);
}

/// A session's server failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostFailure {
    /// Whose server it was.
    pub session: SessionKey,
    /// What goes into the session.
    pub error: ServiceError,
}

/// The SHA-256 of a connection token's text. The token itself is nobody's but the device's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenHash(pub [u8; 32]);

impl fmt::LowerHex for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Why a server lets in nobody.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAdmitted {
    /// There is no server to connect to.
    #[error(transparent)]
    NotConnectable(#[from] NotConnectable),
    /// The server does not say that it knows the token.
    #[error("The session's server does not answer: try again, or create a new session.")]
    Silent,
}
