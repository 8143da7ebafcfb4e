//! Servers that are made up: what the simulated pool of the service and the sandbox tell of them.

use remote_rendering_protocol::{RegionName, SessionId, SessionSize, error::ServiceError};

use crate::session::Host;

/// The ports of the wire: 49152 to 65534.
const FIRST_PORT: u16 = 49_152;
const PORTS: u16 = 65_534 - FIRST_PORT + 1;

/// What distinguishes one made-up server from the next: random bytes.
#[derive(Clone, Copy, Debug)]
pub struct Traits {
    /// Of the number in its host name.
    pub number: [u8; 4],
    /// Of the GUID in its host name.
    pub guid: [u8; 16],
    /// Of its ports.
    pub ports: [u8; 4],
}

/// A server in a region.
pub fn host(region: &RegionName, teraflops: f64, traits: Traits) -> Host {
    let number = u32::from_le_bytes(traits.number);
    let guid = SessionId::from_bytes(traits.guid);
    let [a, b, c, d] = traits.ports;
    let (arr_inspector_port, handshake_port) =
        ports(u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d]));
    Host {
        // The form of the recorded names; `.localhost` resolves to nothing that could be reached by mistake.
        hostname: format!("{number}-{guid}.remoterendering.vm.{region}.mixedreality.localhost"),
        arr_inspector_port,
        handshake_port,
        teraflops,
    }
}

/// The computing power of a server of a size, as it was recorded of the hosted service.
pub const fn recorded_teraflops(size: &SessionSize) -> f64 {
    match size {
        SessionSize::Premium => 10.6,
        _ => 8.1,
    }
}

/// No server is free.
pub fn no_server(region: &RegionName, size: &SessionSize) -> ServiceError {
    let advice = match size {
        SessionSize::Standard => "try Premium, another region, or again later",
        _ => "try another region, or again later",
    };
    let message = format!("No server of size {size} is free in {region}: {advice}.");
    ServiceError::new("NoServerAvailable", message)
}

/// Two different ports of the wire's range.
fn ports(first: u16, step: u16) -> (u16, u16) {
    let (first, step) = (first % PORTS, 1 + step % (PORTS - 1));
    (FIRST_PORT + first, FIRST_PORT + (first + step) % PORTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ports_are_two_of_the_wires_range() {
        for first in [0, 1, PORTS - 1, PORTS, u16::MAX] {
            for step in [0, 1, PORTS - 2, PORTS - 1, u16::MAX] {
                let (one, other) = ports(first, step);
                assert_ne!(one, other);
                assert!((49_152..=65_534).contains(&one) && (49_152..=65_534).contains(&other));
            }
        }
    }
}
