//! Where the servers come from.

mod options;
mod pool;

use std::fmt::Debug;

use async_trait::async_trait;
use remote_rendering_engine::{SessionKey, session::Host};
use remote_rendering_protocol::{SessionSize, error::ServiceError};

pub use options::PoolOptions;
pub use pool::{PoolRule, SimulatedPool};

/// Finds and boots servers for sessions, watches them, and takes them back.
#[async_trait]
pub trait Allocator: Debug + Send + Sync + 'static {
    /// A server of this size in the session's region, ready for a device; returns when it is
    /// booted. Asked again for a session that has a server, it may return that one. The error goes
    /// into the session.
    async fn allocate(
        &self,
        session: &SessionKey,
        size: &SessionSize,
    ) -> Result<Host, ServiceError>;

    /// Goes on with a server that a session got before the service was started again, or from
    /// another process of it. The error, such as that the server is gone, goes into the session.
    async fn resume(
        &self,
        session: &SessionKey,
        size: &SessionSize,
        host: &Host,
    ) -> Result<(), ServiceError>;

    /// Takes back what the session has, and gives up an allocation that is under way. A session
    /// that has nothing is no error: a release is repeated when in doubt.
    async fn release(&self, session: &SessionKey);

    /// Waits until a server fails that a session has. One caller waits at a time.
    async fn watch(&self) -> HostFailure;
}

/// A session's server failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostFailure {
    /// Whose server it was.
    pub session: SessionKey,
    /// What goes into the session.
    pub error: ServiceError,
}
