use std::fmt::Debug;

use rand::Rng as _;

/// Where the service has its random bytes from: ids, keys, correlation vectors, ports, and what
/// is simulated.
pub trait Randomness: Debug + Send + Sync + 'static {
    /// Fills `bytes` with random bits that nobody can foretell.
    fn fill(&self, bytes: &mut [u8]);
}

impl dyn Randomness {
    /// So many random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A number from 0 to 1, without 1.
    pub fn share(&self) -> f64 {
        f64::from(u32::from_le_bytes(self.bytes())) / (f64::from(u32::MAX) + 1.0)
    }
}

/// A generator in each thread, seeded by the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}
