//! What the numbers of a browser's timing records mean, as pure functions.

use std::time::Duration;

use remote_rendering_client::probe::{Clock, ProbeFailure, Reading};

/// Without leave to see more, an answer through a service worker within this time is one from its cache: no way to a
/// region and back is that short. Milliseconds.
const CACHE_ANSWERS_WITHIN: f64 = 1.0;

/// How many steps of a clock are looked at: the smallest of a few is the step, unless each was interrupted.
const STEPS: u32 = 4;

/// How often a clock is read for that at most. It takes a fine clock some hundreds of reads and a page no longer than it
/// takes to draw one picture.
const READS: u32 = 100_000;

/// The members of a `PerformanceResourceTiming` that matter, in milliseconds. They are 0 where the browser hides them,
/// which it does for other origins' answers without `Timing-Allow-Origin`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Entry {
    /// Whether the URL is one of https.
    pub(super) is_secure: bool,
    /// Never hidden.
    pub(super) duration: f64,
    /// Not 0 when the request passed a service worker, even one that left it to the network.
    pub(super) worker_start: f64,
    pub(super) redirect_start: f64,
    /// Equal to `connect_end` on a connection that was open already.
    pub(super) connect_start: f64,
    pub(super) secure_connection_start: f64,
    pub(super) connect_end: f64,
    pub(super) request_start: f64,
    pub(super) response_start: f64,
    /// In bytes. Not 0 for an answer from the network, even where the browser hides how long it was.
    pub(super) transfer_size: f64,
    /// Whether the browser says that it came from a cache; not all do.
    pub(super) is_delivered_by_cache: bool,
    /// The answer's status. Browsers tell it for answers of the page's own origin only.
    pub(super) status: u16,
}

impl Entry {
    /// What was measured; nothing where the record has no time in it.
    pub(super) fn reading(&self) -> Result<Option<Reading>, ProbeFailure> {
        // A redirect can be seen only if every host on the way allows it. Otherwise it counts as a part of the way.
        if self.redirect_start > 0.0 {
            return Err(ProbeFailure::Redirected);
        }
        if self.is_from_cache() {
            return Err(ProbeFailure::Cached);
        }
        if self.status != 0 && !(200..300).contains(&self.status) {
            return Err(ProbeFailure::Status(self.status));
        }
        let exchange = self.exchange();
        if exchange.is_none() && self.duration <= 0.0 {
            return Ok(None);
        }
        Ok(Some(Reading {
            total: milliseconds(self.duration),
            exchange,
            handshake: exchange.and_then(|_| self.handshake()),
            clock: Clock::Recorded,
        }))
    }

    fn is_visible(&self) -> bool {
        self.response_start > 0.0
    }

    /// Only a service worker can answer a `no-store` request from a cache. That the request passed one says nothing yet,
    /// and neither does a size of 0 by itself: browsers differ in what they hide.
    fn is_from_cache(&self) -> bool {
        let may_be = self.worker_start > 0.0 && self.transfer_size <= 0.0;
        let is_quick = self.duration < CACHE_ANSWERS_WITHIN;
        self.is_delivered_by_cache || may_be && (self.is_visible() || is_quick)
    }

    /// From the request's first byte to the answer's.
    fn exchange(&self) -> Option<Duration> {
        let is_whole = self.is_visible() && self.request_start > 0.0;
        let exchange = self.response_start - self.request_start;
        (is_whole && exchange >= 0.0).then(|| milliseconds(exchange))
    }

    /// TCP's opening, which ends where TLS begins. QUIC opens both in one: that is no plain round trip.
    fn handshake(&self) -> Option<Duration> {
        let end = if self.is_secure {
            self.secure_connection_start
        } else {
            self.connect_end
        };
        let was_opened = self.connect_end > self.connect_start;
        (was_opened && end > self.connect_start).then(|| milliseconds(end - self.connect_start))
    }
}

/// The time that the program's own clock saw.
pub(super) fn observed(milliseconds: f64) -> Reading {
    Reading {
        clock: Clock::Observed,
        ..Reading::whole(self::milliseconds(milliseconds))
    }
}

/// By how much a clock goes forward at least; 0 if it stood still, which only a very coarse one does.
///
/// Browsers round their clocks: to 5 µs, 0.1 ms, 1 ms, or much more where the user wants not to be recognised.
pub(super) fn step_of(mut now: impl FnMut() -> f64) -> Duration {
    let mut last = now();
    let (mut smallest, mut steps) = (f64::INFINITY, 0);
    for _ in 0..READS {
        let time = now();
        if time > last {
            smallest = smallest.min(time - last);
            last = time;
            steps += 1;
            if steps == STEPS {
                break;
            }
        }
    }
    if smallest.is_finite() {
        milliseconds(smallest)
    } else {
        Duration::ZERO
    }
}

/// Times are never negative: clocks do not go back.
pub(super) fn milliseconds(number: f64) -> Duration {
    Duration::try_from_secs_f64(number / 1000.0).unwrap_or_default()
}
