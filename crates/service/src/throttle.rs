use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use remote_rendering_protocol::{AccountId, Timespan, Timestamp};

/// How many requests an account may send in a minute. The count begins anew a minute after its
/// first request, as the hosted service documented; so what `Retry-After` says is true to the
/// second.
#[derive(Debug)]
pub(crate) struct Throttle {
    per_minute: NonZeroU32,
    windows: Mutex<HashMap<AccountId, Window>>,
}

#[derive(Debug)]
struct Window {
    began: Timestamp,
    requests: u32,
}

/// An account sent too many requests; the next one is accepted after this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Throttled {
    pub(crate) retry_after: Duration,
}

impl Throttle {
    const WINDOW: Timespan = Timespan::from_minutes(1);

    pub(crate) fn new(per_minute: NonZeroU32) -> Self {
        Self {
            per_minute,
            windows: Mutex::default(),
        }
    }

    /// Counts a request of an account that has proved who it is: nobody can use up another
    /// account's requests, and there are never more windows than accounts.
    pub(crate) fn admit(&self, account: AccountId, now: Timestamp) -> Result<(), Throttled> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.entry(account).or_insert(Window {
            began: now,
            requests: 0,
        });
        // A window that began in the future is one of a clock that was set back.
        if window.began.after(Self::WINDOW) <= now || window.began > now {
            *window = Window {
                began: now,
                requests: 0,
            };
        }
        if window.requests < self.per_minute.get() {
            window.requests += 1;
            return Ok(());
        }
        Err(Throttled {
            retry_after: window.began.after(Self::WINDOW).wait_from(now),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_refused_until_its_minute_is_over() {
        let throttle = Throttle::new(NonZeroU32::new(2).unwrap());
        let [one, other] = [1, 2].map(|byte| AccountId::from_bytes([byte; 16]));
        let at = |seconds: i64| Timestamp::from_unix_seconds(1_000 + seconds);
        assert_eq!(throttle.admit(one, at(0)), Ok(()));
        assert_eq!(throttle.admit(one, at(10)), Ok(()));
        assert_eq!(
            throttle.admit(one, at(20)),
            Err(Throttled {
                retry_after: Duration::from_secs(40)
            })
        );
        assert_eq!(
            throttle.admit(other, at(20)),
            Ok(()),
            "other accounts are unharmed"
        );
        assert_eq!(
            throttle.admit(one, at(59)),
            Err(Throttled {
                retry_after: Duration::from_secs(1)
            })
        );
        assert_eq!(throttle.admit(one, at(60)), Ok(()));
        assert_eq!(
            throttle.admit(one, at(-500)),
            Ok(()),
            "a clock that was set back locks nobody out"
        );
    }
}
