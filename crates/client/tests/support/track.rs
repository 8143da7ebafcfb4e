//! Regions at scripted distances, on a virtual clock: a race without a network, and without waiting.

use std::{
    cell::{Cell, RefCell},
    future::{pending, poll_fn},
    pin::pin,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use remote_rendering_client::{
    Json as _, SerdeJson,
    probe::{Clock, Connection, ProbeFailure, Prober, Reading},
    protocol::Region,
};

/// How a region answers.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way {
    /// Always after one round trip of so many milliseconds, and three of them where a connection is opened for it.
    Answers(u64),
    /// The shared connection is a black hole; another one would do.
    SharedIsSilent(u64),
    /// So well for the first requests, then another way.
    Changes {
        answers: usize,
        ms: u64,
        then: &'static Way,
    },
    /// Never.
    Silent,
    /// Fails after so many milliseconds.
    Fails(u64, ProbeFailure),
}

/// One request, as the regions saw it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) region: String,
    pub(crate) connection: Connection,
    pub(crate) sent_at: Duration,
    pub(crate) end: End,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum End {
    UnderWay,
    /// With a reading or a failure, at this time.
    Answered(Duration),
    Aborted(Duration),
}

/// The regions, the clock, and what happens to the shell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Track(Rc<State>);

#[derive(Debug, Default)]
struct State {
    now: Cell<Duration>,
    ways: Vec<(String, Way)>,
    seen: RefCell<Vec<Seen>>,
    timers: RefCell<Vec<(Duration, Waker)>>,
    /// When the tab is hidden.
    hidden: Option<(Duration, Duration)>,
    /// When the shell hears nothing, being busy.
    busy: Option<(Duration, Duration)>,
}

pub(crate) fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

impl Track {
    pub(crate) fn new(ways: &[(&str, Way)]) -> Self {
        let ways = ways.iter().map(|(name, way)| ((*name).to_owned(), *way));
        Self(Rc::new(State {
            ways: ways.collect(),
            ..State::default()
        }))
    }

    /// The same regions with the tab hidden from one time to another.
    pub(crate) fn hidden(self, from: Duration, until: Duration) -> Self {
        let state = Rc::into_inner(self.0).unwrap();
        Self(Rc::new(State {
            hidden: Some((from, until)),
            ..state
        }))
    }

    /// The same regions with the shell busy from one time to another.
    pub(crate) fn busy(self, from: Duration, until: Duration) -> Self {
        let state = Rc::into_inner(self.0).unwrap();
        Self(Rc::new(State {
            busy: Some((from, until)),
            ..state
        }))
    }

    pub(crate) fn regions(&self) -> Vec<Region> {
        let region = |(name, _): &(String, Way)| {
            let text = format!(
                r#"{{"name":"{name}","displayName":"{name}","endpoint":"https://{name}",
                "probeUrl":"https://{name}/ping","coordinates":{{"latitude":0,"longitude":0}}}}"#
            );
            SerdeJson::parse(&text).unwrap()
        };
        self.0.ways.iter().map(region).collect()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.0.seen.borrow().clone()
    }

    pub(crate) fn under_way(&self) -> usize {
        let seen = self.0.seen.borrow();
        seen.iter().filter(|it| it.end == End::UnderWay).count()
    }

    pub(crate) fn now(&self) -> Duration {
        self.0.now.get()
    }

    /// Drives a future to its end; the clock jumps from one event to the next.
    pub(crate) fn drive<F: Future>(&self, future: F) -> F::Output {
        let outcome = self.drive_for(usize::MAX, future);
        outcome.expect("it ends")
    }

    /// The same for so many polls, and then drops it.
    pub(crate) fn drive_for<F: Future>(&self, polls: usize, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        for _ in 0..polls {
            woken.0.store(false, Ordering::Relaxed);
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                return Some(output);
            }
            if !woken.0.load(Ordering::Relaxed) {
                self.jump();
            }
        }
        None
    }

    /// To the next event, or to the end of the time in which the shell is busy.
    fn jump(&self) {
        let next = self.0.timers.borrow().iter().map(|(due, _)| *due).min();
        let next = next.expect("everything waits, and nothing will happen");
        let now = match self.0.busy {
            Some((from, until)) if from <= next && next < until => until,
            _ => next,
        };
        self.0.now.set(now.max(self.now()));
        let timers = self.0.timers.take();
        let (due, later) = timers.into_iter().partition(|(due, _)| *due <= now);
        self.0.timers.replace(later);
        let due: Vec<(Duration, Waker)> = due;
        for (_, waker) in due {
            waker.wake();
        }
    }

    async fn until(&self, due: Duration) {
        poll_fn(|context| {
            if self.now() >= due {
                return Poll::Ready(());
            }
            let timer = (due, context.waker().clone());
            self.0.timers.borrow_mut().push(timer);
            Poll::Pending
        })
        .await;
    }
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A request under way; dropped before its answer it is aborted.
struct Flight<'a> {
    track: &'a Track,
    place: usize,
}

impl Flight<'_> {
    fn end(&self, end: End) {
        if let Some(seen) = self.track.0.seen.borrow_mut().get_mut(self.place)
            && seen.end == End::UnderWay
        {
            seen.end = end;
        }
    }
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        self.end(End::Aborted(self.track.now()));
    }
}

impl Prober for Track {
    async fn probe(&self, url: &str, connection: Connection) -> Result<Reading, ProbeFailure> {
        let name = url
            .strip_prefix("https://")
            .and_then(|it| it.strip_suffix("/ping"));
        let name = name.unwrap().to_owned();
        let (_, way) = self
            .0
            .ways
            .iter()
            .find(|(other, _)| *other == name)
            .unwrap();
        let (earlier, answered) = {
            let seen = self.0.seen.borrow();
            let before = || seen.iter().filter(|it| it.region == name);
            let open = before()
                .any(|it| it.connection == connection && matches!(it.end, End::Answered(_)));
            (before().count(), open)
        };
        let flight = Flight {
            track: self,
            place: self.0.seen.borrow().len(),
        };
        self.0.seen.borrow_mut().push(Seen {
            region: name,
            connection,
            sent_at: self.now(),
            end: End::UnderWay,
        });
        let mut way = *way;
        if let Way::Changes { answers, ms, then } = way {
            way = if earlier < answers {
                Way::Answers(ms)
            } else {
                *then
            };
        }
        let round_trip = match way {
            Way::SharedIsSilent(round_trip) if connection == Connection::Own => round_trip,
            Way::Answers(round_trip) => round_trip,
            Way::Fails(after, failure) => {
                self.until(self.now() + ms(after)).await;
                flight.end(End::Answered(self.now()));
                return Err(failure);
            }
            Way::Changes { .. } | Way::Silent | Way::SharedIsSilent(_) => pending().await,
        };
        let total = ms(round_trip) * if answered { 1 } else { 3 };
        self.until(self.now() + total).await;
        flight.end(End::Answered(self.now()));
        Ok(Reading {
            total,
            exchange: None,
            handshake: None,
            clock: Clock::Recorded,
        })
    }

    fn elapsed(&self) -> Duration {
        // Any fixed moment, and not the race's begin.
        self.now() + Duration::from_secs(1000)
    }

    async fn sleep(&self, duration: Duration) {
        self.until(self.now() + duration).await;
    }

    fn timer_step(&self) -> Duration {
        Duration::ZERO
    }

    async fn awake(&self) {
        if let Some((from, until)) = self.0.hidden
            && (from..until).contains(&self.now())
        {
            self.until(until).await;
        }
    }
}
