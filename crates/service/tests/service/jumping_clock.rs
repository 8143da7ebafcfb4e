//! A clock for tests of days and months: to wait so long even on virtual time means millions of ticks
//! of what the service does several times a second.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use remote_rendering_protocol::Timestamp;
use remote_rendering_service::{Clock, TimerClock};

/// A clock that can be set forward, so that a month needs no waiting.
#[derive(Debug)]
pub(crate) struct JumpingClock {
    timer: TimerClock,
    seconds_ahead: AtomicU64,
}

impl JumpingClock {
    pub(crate) fn starting_at(now: Timestamp) -> Self {
        Self {
            timer: TimerClock::starting_at(now),
            seconds_ahead: AtomicU64::new(0),
        }
    }

    pub(crate) fn jump(&self, by: Duration) {
        self.seconds_ahead.fetch_add(by.as_secs(), Ordering::SeqCst);
    }
}

impl Clock for JumpingClock {
    fn now(&self) -> Timestamp {
        let ahead = Duration::from_secs(self.seconds_ahead.load(Ordering::SeqCst));
        self.timer.now().after(ahead)
    }
}
