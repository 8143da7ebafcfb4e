use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use remote_rendering_engine::{SessionKey, session::Host};
use remote_rendering_protocol::{SessionId, SessionSize, error::ServiceError};

use super::Allocator;
use crate::Randomness;

/// The ports of the wire: 49152 to 65534.
const FIRST_PORT: u16 = 49_152;
const PORTS: u16 = 65_534 - FIRST_PORT + 1;

/// An allocator that always has a server, after a fixed time: for developing against, without any
/// server.
#[derive(Debug)]
pub struct TimedAllocator {
    startup_time: Duration,
    randomness: Arc<dyn Randomness>,
}

impl TimedAllocator {
    /// An allocator whose servers boot for `startup_time`.
    pub fn new(startup_time: Duration, randomness: Arc<dyn Randomness>) -> Self {
        Self {
            startup_time,
            randomness,
        }
    }

    /// Two different ports of the wire's range.
    fn ports(&self) -> (u16, u16) {
        let first = u16::from_le_bytes(self.randomness.bytes()) % PORTS;
        let step = 1 + u16::from_le_bytes(self.randomness.bytes()) % (PORTS - 1);
        (FIRST_PORT + first, FIRST_PORT + (first + step) % PORTS)
    }
}

#[async_trait]
impl Allocator for TimedAllocator {
    async fn allocate(
        &self,
        session: &SessionKey,
        size: &SessionSize,
    ) -> Result<Host, ServiceError> {
        tokio::time::sleep(self.startup_time).await;
        let number = u32::from_le_bytes(self.randomness.bytes());
        let guid = SessionId::from_bytes(self.randomness.bytes());
        let (arr_inspector_port, handshake_port) = self.ports();
        Ok(Host {
            // The form of the recorded names; `.localhost` resolves to nothing that could be
            // reached by mistake.
            hostname: format!(
                "{number}-{guid}.remoterendering.vm.{}.mixedreality.localhost",
                session.region
            ),
            arr_inspector_port,
            handshake_port,
            // Both values were recorded.
            teraflops: if *size == SessionSize::Premium {
                10.6
            } else {
                8.1
            },
        })
    }

    async fn release(&self, _session: &SessionKey) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemRandomness;

    #[test]
    fn ports_are_two_of_the_range() {
        let allocator = TimedAllocator::new(Duration::ZERO, Arc::new(SystemRandomness));
        for _ in 0..1_000 {
            let (inspector, handshake) = allocator.ports();
            assert!(
                (49_152..=65_534).contains(&inspector) && (49_152..=65_534).contains(&handshake)
            );
            assert_ne!(inspector, handshake);
        }
    }
}
