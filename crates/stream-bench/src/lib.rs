//! A way between two places, as a model: a distance, losses, and a narrow place with a queue in front of it. No clock and no
//! I/O: who has packets tells when each came, and is told when it arrives, or that it does not.

use std::time::Duration;

use rand::Rng;

/// What a way is like, in each direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// How long a packet is on its way, once it is through the narrow place.
    pub delay: Duration,
    /// The share of packets that are lost, each by itself: 0 for none, 1 for all.
    pub loss: f64,
    /// What the narrow place lets through, in bits per second; there is none if absent.
    pub rate: Option<u64>,
    /// How long a packet may wait in front of the narrow place; one that would wait longer is dropped.
    pub queue: Duration,
    /// Whether only TCP comes through.
    pub is_tcp_only: bool,
}

/// One direction of a way, with what is in front of the narrow place now. Times are since any beginning, the same for all calls.
#[derive(Debug)]
pub struct Direction {
    way: Way,
    free_at: Duration,
}

impl Direction {
    /// A direction in which nothing is.
    pub const fn new(way: Way) -> Self {
        Self {
            way,
            free_at: Duration::ZERO,
        }
    }

    /// When a packet that came now arrives; none if it never does. Packets arrive in the order in which they came.
    pub fn pass(
        &mut self,
        packet: &[u8],
        now: Duration,
        randomness: &mut impl Rng,
    ) -> Option<Duration> {
        use rand::RngExt as _;
        if self.way.is_tcp_only && !is_tcp(packet) {
            return None;
        }
        // The queue comes first: what is lost later has taken its place all the same.
        let through = match self.way.rate {
            None => now,
            Some(rate) => {
                let begins = self.free_at.max(now);
                if begins.saturating_sub(now) > self.way.queue {
                    return None;
                }
                let bits = u64::try_from(packet.len())
                    .unwrap_or(u64::MAX)
                    .saturating_mul(8);
                let nanos = bits.saturating_mul(1_000_000_000) / rate.max(1);
                self.free_at = begins + Duration::from_nanos(nanos);
                self.free_at
            }
        };
        if self.way.loss > 0.0 && randomness.random_bool(self.way.loss.min(1.0)) {
            return None;
        }
        Some(through + self.way.delay)
    }
}

/// Whether an IPv4 packet carries TCP.
fn is_tcp(packet: &[u8]) -> bool {
    const TCP: u8 = 6;
    packet.first().is_some_and(|byte| byte >> 4 == 4) && packet.get(9) == Some(&TCP)
}
