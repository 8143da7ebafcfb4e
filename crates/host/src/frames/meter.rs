//! What is measured, second by second.

use std::time::{Duration, Instant};

/// How long frames are counted together.
const SECOND: Duration = Duration::from_secs(1);

/// Counts the frames of a second.
#[derive(Debug, Default)]
pub(super) struct Meter {
    began: Option<Instant>,
    frames: u32,
    bits: u64,
}

/// The frames of a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Second {
    pub(super) frames: u32,
    pub(super) bits: u32,
}

impl Meter {
    /// A frame was sent.
    pub(super) fn count(&mut self, bytes: usize, now: Instant) {
        self.began.get_or_insert(now);
        self.frames += 1;
        self.bits += u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(8);
    }

    /// When the second is over, if one has begun.
    pub(super) fn due(&self) -> Option<Instant> {
        self.began.map(|began| began + SECOND)
    }

    /// The second that is over, if it is.
    pub(super) fn take(&mut self, now: Instant) -> Option<Second> {
        if self.due().is_none_or(|due| due > now) {
            return None;
        }
        let second = Second {
            frames: self.frames,
            bits: u32::try_from(self.bits).unwrap_or(u32::MAX),
        };
        *self = Self::default();
        Some(second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_begins_with_its_first_frame() {
        let (mut meter, now) = (Meter::default(), Instant::now());
        assert_eq!((meter.due(), meter.take(now)), (None, None));
        meter.count(100, now);
        meter.count(25, now + SECOND / 2);
        assert_eq!(meter.take(now + SECOND * 9 / 10), None);
        let second = Second {
            frames: 2,
            bits: 1000,
        };
        assert_eq!(meter.take(now + SECOND), Some(second));
        assert_eq!(meter.due(), None, "a still picture has no seconds");
    }
}
