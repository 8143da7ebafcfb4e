//! How much a device may say.

use std::time::Duration;

use tokio::time::Instant;

/// How many messages may come at once: all that a person can cause in a second, and more.
const AT_ONCE: u32 = 120;

/// In which time there is room for one more. Cameras and acknowledgements do not count: of those the newest alone matters.
const EACH: Duration = Duration::from_millis(33);

/// The messages that a device has left. Who says more is read more slowly, and notices that by nothing else: each message is
/// work for the session, an answer to an offer milliseconds of it.
#[derive(Debug)]
pub(super) struct Allowance {
    /// When it is whole again.
    whole: Instant,
}

impl Allowance {
    pub(super) fn new(now: Instant) -> Self {
        Self { whole: now }
    }

    /// Takes one message, and says when the next may be read.
    pub(super) fn take(&mut self, now: Instant) -> Instant {
        self.whole = self.whole.max(now) + EACH;
        // So much of it may be missing.
        let debt = EACH * AT_ONCE;
        self.whole.checked_sub(debt).unwrap_or(now).max(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_says_much_waits() {
        let now = Instant::now() + Duration::from_hours(1);
        let mut allowance = Allowance::new(now);
        for _ in 0..AT_ONCE {
            assert_eq!(allowance.take(now), now);
        }
        assert_eq!(allowance.take(now), now + EACH);
        let later = allowance.take(now);
        assert_eq!(later, now + EACH * 2);
        // It does not owe more than it has said.
        assert_eq!(allowance.take(later + EACH), later + EACH);
        let rested = later + EACH * (AT_ONCE + 1);
        for _ in 0..AT_ONCE {
            assert_eq!(allowance.take(rested), rested);
        }
        assert!(allowance.take(rested) > rested);
    }
}
