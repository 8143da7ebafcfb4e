use std::{
    collections::HashMap,
    hash::{BuildHasher as _, Hash, RandomState},
    num::NonZeroU32,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use remote_rendering_protocol::{Timespan, Timestamp};

/// How often something may happen in a minute for each key: an account's requests, an address's
/// refused logins. The count begins anew a minute after its first one, as the hosted service
/// documented; so what `Retry-After` says is true to the second.
#[derive(Debug)]
pub(crate) struct Throttle<K> {
    per_minute: NonZeroU32,
    hasher: RandomState,
    shards: [Mutex<Windows<K>>; SHARDS],
}

/// So that requests of different keys seldom wait for each other.
const SHARDS: usize = 16;

/// The minutes that have begun.
#[derive(Debug)]
struct Windows<K> {
    of: HashMap<K, Window>,
    /// At this many, those that are over are thrown away.
    sweep_at: usize,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    began: Timestamp,
    count: u32,
}

/// Too many; the next one is accepted after this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Throttled {
    pub(crate) retry_after: Duration,
}

const WINDOW: Timespan = Timespan::from_minutes(1);

impl Window {
    fn is_over(&self, now: Timestamp) -> bool {
        // A window that began in the future is one of a clock that was set back.
        self.began.after(WINDOW) <= now || self.began > now
    }
}

impl<K> Default for Windows<K> {
    fn default() -> Self {
        Self {
            of: HashMap::new(),
            sweep_at: Self::FEWEST,
        }
    }
}

impl<K> Windows<K> {
    const FEWEST: usize = 64;
}

impl<K: Copy + Eq + Hash> Throttle<K> {
    /// The most keys that are kept at once. Who sends from more addresses than that can make the
    /// service forget the oldest of them.
    const MOST_KEYS: usize = 64 * 1024;

    pub(crate) fn new(per_minute: NonZeroU32) -> Self {
        Self {
            per_minute,
            hasher: RandomState::new(),
            shards: Default::default(),
        }
    }

    /// Counts one, unless there were too many already.
    pub(crate) fn admit(&self, key: K, now: Timestamp) -> Result<(), Throttled> {
        let mut windows = self.shard(&key);
        self.within(windows.of.get(&key), now)?;
        windows.count(key, now);
        Ok(())
    }

    /// Whether there were too many already; counts nothing.
    pub(crate) fn check(&self, key: K, now: Timestamp) -> Result<(), Throttled> {
        self.within(self.shard(&key).of.get(&key), now)
    }

    /// Counts one in any case.
    pub(crate) fn count(&self, key: K, now: Timestamp) {
        self.shard(&key).count(key, now);
    }

    fn within(&self, window: Option<&Window>, now: Timestamp) -> Result<(), Throttled> {
        match window {
            Some(window) if !window.is_over(now) && window.count >= self.per_minute.get() => {
                Err(Throttled {
                    retry_after: window.began.after(WINDOW).wait_from(now),
                })
            }
            _ => Ok(()),
        }
    }

    fn shard(&self, key: &K) -> MutexGuard<'_, Windows<K>> {
        let bits = self.hasher.hash_one(key).to_le_bytes()[0];
        let shard = &self.shards[usize::from(bits) % SHARDS];
        shard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Copy + Eq + Hash> Windows<K> {
    fn count(&mut self, key: K, now: Timestamp) {
        if let Some(window) = self.of.get_mut(&key) {
            if window.is_over(now) {
                *window = Window {
                    began: now,
                    count: 0,
                };
            }
            window.count = window.count.saturating_add(1);
            return;
        }
        if self.of.len() >= self.sweep_at {
            self.sweep(now);
        }
        let first = Window {
            began: now,
            count: 1,
        };
        self.of.insert(key, first);
    }

    /// Throws away what is over, and the older half if there is still too much.
    fn sweep(&mut self, now: Timestamp) {
        let most = Throttle::<K>::MOST_KEYS / SHARDS;
        self.of.retain(|_, window| !window.is_over(now));
        if self.of.len() >= most {
            let mut begun: Vec<_> = self.of.values().map(|window| window.began).collect();
            let mut excess = begun.len() / 2;
            let (_, newest_to_go, _) = begun.select_nth_unstable(excess);
            self.of.retain(|_, window| {
                let goes = excess > 0 && window.began <= *newest_to_go;
                excess -= usize::from(goes);
                !goes
            });
        }
        // Twice as many as are needed: so a sweep is paid for by the insertions before it.
        self.sweep_at = (2 * self.of.len()).clamp(Self::FEWEST, most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn throttle<K: Copy + Eq + Hash>(per_minute: u32) -> Throttle<K> {
        Throttle::new(NonZeroU32::new(per_minute).unwrap())
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_seconds(1_000 + seconds)
    }

    fn wait(seconds: u64) -> Result<(), Throttled> {
        Err(Throttled {
            retry_after: Duration::from_secs(seconds),
        })
    }

    #[test]
    fn a_key_is_refused_until_its_minute_is_over() {
        let throttle = throttle(2);
        assert_eq!(throttle.admit("one", at(0)), Ok(()));
        assert_eq!(throttle.admit("one", at(10)), Ok(()));
        assert_eq!(throttle.admit("one", at(20)), wait(40));
        assert_eq!(
            throttle.admit("other", at(20)),
            Ok(()),
            "other keys are unharmed"
        );
        assert_eq!(throttle.admit("one", at(59)), wait(1));
        assert_eq!(throttle.admit("one", at(60)), Ok(()));
        assert_eq!(
            throttle.admit("one", at(-500)),
            Ok(()),
            "a clock that was set back locks nobody out"
        );
    }

    #[test]
    fn a_look_counts_nothing() {
        let throttle = throttle(1);
        for _ in 0..3 {
            assert_eq!(throttle.check("one", at(0)), Ok(()));
        }
        throttle.count("one", at(0));
        assert_eq!(throttle.check("one", at(1)), wait(59));
        assert_eq!(throttle.check("one", at(60)), Ok(()));
    }

    #[test]
    fn what_is_over_takes_no_memory() {
        let throttle = throttle(1);
        let kept = || -> usize {
            let shards = throttle.shards.iter();
            shards.map(|shard| shard.lock().unwrap().of.len()).sum()
        };
        for minute in 0..20 {
            for key in 0..2_000_u32 {
                throttle.count((minute, key), at(i64::from(minute) * 60));
            }
        }
        assert!(kept() < 5_000, "{}", kept());
        for key in 0..200_000 {
            throttle.count((99, key), at(2_000));
        }
        let most = Throttle::<(u32, u32)>::MOST_KEYS;
        assert!(kept() <= most && kept() > most / 3, "{}", kept());
        assert_eq!(throttle.check((99, 199_999), at(2_000)), wait(60));
    }
}
