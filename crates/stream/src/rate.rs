use std::fmt;

/// Bits per second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BitRate(u32);

impl BitRate {
    /// So many bits per second.
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// So many thousand bits per second.
    pub const fn from_kilobits(kilobits: u32) -> Self {
        Self(kilobits.saturating_mul(1000))
    }

    /// Bits per second of a computed number: what is no number or below zero is zero.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "such casts saturate, which is what is meant"
    )]
    pub const fn from_f64(bits: f64) -> Self {
        Self(bits as u32)
    }

    /// Bits per second.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// This rate, a number of times.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self::from_f64(f64::from(self.0) * factor)
    }
}

impl fmt::Display for BitRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} kbit/s", self.0 / 1000)
    }
}
