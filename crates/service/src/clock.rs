use std::{
    fmt::Debug,
    time::{SystemTime, UNIX_EPOCH},
};

use remote_rendering_protocol::Timestamp;
use tokio::time::Instant;

/// Where the service has its time from. Waiting is tokio's; what a wait was for is decided by this
/// clock.
pub trait Clock: Debug + Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        // A clock before 1970 is taken for 1970: ids and leases still work, and the dates show what
        // is wrong.
        Timestamp::UNIX_EPOCH.after(
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default(),
        )
    }
}

/// A clock that begins at a chosen moment and goes with tokio's timers: when a test pauses and
/// advances those, it advances too.
#[derive(Clone, Copy, Debug)]
pub struct TimerClock {
    origin: Timestamp,
    began: Instant,
}

impl TimerClock {
    /// A clock that shows `origin` now.
    pub fn starting_at(origin: Timestamp) -> Self {
        Self {
            origin,
            began: Instant::now(),
        }
    }
}

impl Clock for TimerClock {
    fn now(&self) -> Timestamp {
        self.origin.after(self.began.elapsed())
    }
}
