/// The random bytes that a sandbox is made with: its account, its key, and the key that signs its tokens.
pub type Seed = [u8; 80];

/// The random bytes that come with a request.
pub type PerRequest = [u8; 64];

/// Random bytes that are used once each.
#[derive(Debug)]
pub(crate) struct Draws<'a>(&'a [u8]);

impl<'a> Draws<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next bytes. [`Seed`] and [`PerRequest`] hold what one use draws at most; beyond their end there are zeros.
    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut drawn = [0; N];
        let (now, later) = self.0.split_at(N.min(self.0.len()));
        drawn[..now.len()].copy_from_slice(now);
        self.0 = later;
        drawn
    }

    /// A number from 0 to 1, without 1.
    pub(crate) fn share(&mut self) -> f64 {
        f64::from(u32::from_le_bytes(self.bytes())) / (f64::from(u32::MAX) + 1.0)
    }
}
