//! What the numbers of a browser's timing records mean, as pure functions.

use std::time::Duration;

use remote_rendering_client::probe::{Clock, ProbeFailure, Reading, milliseconds};

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
pub(super) fn observed(took: f64) -> Reading {
    Reading {
        clock: Clock::Observed,
        ..Reading::whole(milliseconds(took))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A warm exchange of 24 ms, as Chromium records it.
    const WARM: Entry = Entry {
        is_secure: true,
        duration: 26.0,
        worker_start: 0.0,
        redirect_start: 0.0,
        connect_start: 100.0,
        secure_connection_start: 100.0,
        connect_end: 100.0,
        request_start: 101.5,
        response_start: 125.5,
        transfer_size: 300.0,
        is_delivered_by_cache: false,
        status: 0,
    };

    /// The same where the region does not permit to see more.
    const HIDDEN: Entry = Entry {
        is_secure: true,
        duration: 26.0,
        ..NOTHING
    };

    const NOTHING: Entry = Entry {
        is_secure: false,
        duration: 0.0,
        worker_start: 0.0,
        redirect_start: 0.0,
        connect_start: 0.0,
        secure_connection_start: 0.0,
        connect_end: 0.0,
        request_start: 0.0,
        response_start: 0.0,
        transfer_size: 0.0,
        is_delivered_by_cache: false,
        status: 0,
    };

    /// Total, exchange and handshake in milliseconds.
    type Times = (f64, Option<f64>, Option<f64>);

    fn times(entry: Entry) -> Times {
        let reading = entry.reading().unwrap().unwrap();
        assert_eq!(reading.clock, Clock::Recorded);
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let (exchange, handshake) = (reading.exchange.map(ms), reading.handshake.map(ms));
        (ms(reading.total), exchange, handshake)
    }

    #[test]
    fn what_a_record_shows_is_taken_from_it() {
        let opened = Entry {
            duration: 110.0,
            connect_start: 40.0,
            secure_connection_start: 64.0,
            connect_end: 100.0,
            ..WARM
        };
        let cases: [(&str, Entry, Times); 9] = [
            ("an open connection", WARM, (26.0, Some(24.0), None)),
            ("TCP, then TLS", opened, (110.0, Some(24.0), Some(24.0))),
            (
                "TCP alone",
                Entry {
                    is_secure: false,
                    secure_connection_start: 0.0,
                    ..opened
                },
                (110.0, Some(24.0), Some(60.0)),
            ),
            (
                "QUIC, which opens both at once",
                Entry {
                    secure_connection_start: 40.0,
                    ..opened
                },
                (110.0, Some(24.0), None),
            ),
            (
                "TLS whose beginning is not told",
                Entry {
                    secure_connection_start: 0.0,
                    ..opened
                },
                (110.0, Some(24.0), None),
            ),
            ("nothing but the duration", HIDDEN, (26.0, None, None)),
            (
                "a handshake without the exchange",
                Entry {
                    request_start: 0.0,
                    ..opened
                },
                (110.0, None, None),
            ),
            (
                "a way shorter than the clock's step",
                Entry {
                    duration: 0.0,
                    response_start: WARM.request_start,
                    ..WARM
                },
                (0.0, Some(0.0), None),
            ),
            (
                "an answer of the own origin",
                Entry {
                    status: 204,
                    ..WARM
                },
                (26.0, Some(24.0), None),
            ),
        ];
        for (what, entry, expected) in cases {
            assert_eq!(times(entry), expected, "{what}");
        }
    }

    #[test]
    fn what_is_no_round_trip_to_the_region_is_a_failure() {
        let passed_worker = |entry| Entry {
            worker_start: 99.0,
            ..entry
        };
        let from_cache = Entry {
            transfer_size: 0.0,
            is_delivered_by_cache: true,
            ..WARM
        };
        let cases = [
            (
                "a redirect",
                Entry {
                    redirect_start: 80.0,
                    ..WARM
                },
                ProbeFailure::Redirected,
            ),
            ("a cache, told", from_cache, ProbeFailure::Cached),
            (
                "a service worker's own answer, in a browser that does not tell caches",
                passed_worker(Entry {
                    transfer_size: 0.0,
                    ..WARM
                }),
                ProbeFailure::Cached,
            ),
            (
                "a service worker's answer at once, hidden",
                passed_worker(Entry {
                    duration: 0.9,
                    ..HIDDEN
                }),
                ProbeFailure::Cached,
            ),
            (
                "no success",
                Entry {
                    status: 404,
                    ..WARM
                },
                ProbeFailure::Status(404),
            ),
        ];
        for (what, entry, failure) in cases {
            assert_eq!(entry.reading(), Err(failure), "{what}");
        }
    }

    #[test]
    fn what_only_looks_like_a_cache_is_a_round_trip() {
        let cases = [
            (
                "loopback",
                Entry {
                    duration: 0.7,
                    ..HIDDEN
                },
            ),
            (
                "a browser that hides the sizes of what a page may not read",
                Entry {
                    transfer_size: 0.0,
                    ..WARM
                },
            ),
            (
                "a service worker that leaves it to the network",
                Entry {
                    worker_start: 99.0,
                    ..WARM
                },
            ),
            (
                "the same, hidden",
                Entry {
                    worker_start: 99.0,
                    ..HIDDEN
                },
            ),
        ];
        for (what, entry) in cases {
            assert!(matches!(entry.reading(), Ok(Some(_))), "{what}");
        }
    }

    #[test]
    fn a_record_without_a_time_says_nothing() {
        assert_eq!(NOTHING.reading(), Ok(None));
    }

    /// A clock that shows every nth read of a millionth of a second, rounded down to its step.
    fn clock(step: f64) -> impl FnMut() -> f64 {
        let mut reads = 0.0;
        move || {
            reads += 1.0;
            (reads / 1000.0 / step).floor() * step
        }
    }

    #[test]
    fn the_step_of_a_clock_is_found() {
        for step in [0.005, 0.1, 1.0, 16.7] {
            let found = step_of(clock(step)).as_secs_f64() * 1000.0;
            assert!((found - step).abs() < step / 100.0, "{found} for {step}");
        }
    }

    #[test]
    fn an_interruption_is_no_step() {
        // The first step is seen late.
        let mut times = [0.0, 7.3, 7.4, 7.5, 7.6].into_iter().cycle();
        let found = step_of(|| times.next().unwrap());
        assert!(found < Duration::from_micros(101), "{found:?}");
    }

    #[test]
    fn a_clock_that_stands_still_has_no_step() {
        assert_eq!(step_of(|| 5.0), Duration::ZERO);
    }
}
