use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use remote_rendering_engine::SessionKey;
use remote_rendering_protocol::Timestamp;
use tokio::sync::Notify;

use crate::Clock;

/// The ends of all leases, in order. Only a wake-up: a session that is read after its deadline has
/// expired whether or not the clock has come to it.
#[derive(Debug, Default)]
pub(crate) struct LeaseClock {
    deadlines: Mutex<BTreeSet<(Timestamp, SessionKey)>>,
    earlier: Notify,
}

impl LeaseClock {
    /// The longest wait in one piece, so that a machine's clock that was set forward is noticed.
    const LONGEST_WAIT: Duration = Duration::from_mins(1);

    /// Puts a session's deadline in place of the one it had.
    pub(crate) fn reschedule(
        &self,
        key: &SessionKey,
        old: Option<Timestamp>,
        new: Option<Timestamp>,
    ) {
        if old == new {
            return;
        }
        let mut deadlines = self.deadlines();
        if let Some(old) = old {
            deadlines.remove(&(old, key.clone()));
        }
        if let Some(new) = new {
            deadlines.insert((new, key.clone()));
            if deadlines.first().is_some_and(|(first, _)| *first == new) {
                self.earlier.notify_one();
            }
        }
    }

    /// Waits until a lease ends, and takes it out.
    pub(crate) async fn next_due(&self, clock: &dyn Clock) -> SessionKey {
        loop {
            let now = clock.now();
            let wait = match self.take_due(now) {
                Ok(key) => return key,
                Err(first) => first.map_or(Self::LONGEST_WAIT, |first| {
                    first.wait_from(now).min(Self::LONGEST_WAIT)
                }),
            };
            // A notification that came since the look is kept by `notify_one`, so none is missed.
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = self.earlier.notified() => {}
            }
        }
    }

    /// The first session whose deadline has come, or else the first deadline.
    fn take_due(&self, now: Timestamp) -> Result<SessionKey, Option<Timestamp>> {
        let mut deadlines = self.deadlines();
        match deadlines.first() {
            Some((first, _)) if *first > now => Err(Some(*first)),
            _ => deadlines.pop_first().map(|(_, key)| key).ok_or(None),
        }
    }

    fn deadlines(&self) -> MutexGuard<'_, BTreeSet<(Timestamp, SessionKey)>> {
        // Nothing in here panics between two writes, so a poisoned lock guards a whole set.
        self.deadlines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
