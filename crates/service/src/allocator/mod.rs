//! Where the servers come from.

mod timed;

use std::fmt::Debug;

use async_trait::async_trait;
use remote_rendering_engine::{SessionKey, session::Host};
use remote_rendering_protocol::{SessionSize, error::ServiceError};

pub use timed::TimedAllocator;

/// Finds and boots a server for a session, and takes it back.
#[async_trait]
pub trait Allocator: Debug + Send + Sync + 'static {
    /// A server of this size in the session's region, ready for a device; returns when it is
    /// booted. Asked again for a session that has a server, as after a restart, it may return that
    /// one. The error goes into the session.
    async fn allocate(
        &self,
        session: &SessionKey,
        size: &SessionSize,
    ) -> Result<Host, ServiceError>;

    /// Takes back what the session has, and gives up an allocation that is under way. A session
    /// that has nothing is no error: a release is repeated when in doubt.
    async fn release(&self, session: &SessionKey);
}
