//! How fast frames may go through a WebSocket.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use crate::BitRate;

/// Finds out what a WebSocket carries, from when frames were sent and when the device said that they had come, and says
/// whether another may be sent now.
///
/// TCP queues whatever it is given, so a sender that only waits for the socket fills every buffer on the way, and the
/// picture is seconds old. Here the sender watches the *standing* queue: by how much the way took longer than it ever
/// does, at the least over some frames (`CoDel`'s idea: a burst goes by, a queue stays). While there is none the rate
/// grows; when there is one it falls below the rate at which frames came out at the other end (as Google's congestion
/// control for WebRTC does). Delay is the only signal, as in LEDBAT: losses are hidden by TCP, and a repaired one looks
/// like a short delay. BBR was not taken: it needs phases in which the sender always has something to send, and
/// fills the link on purpose to learn its rate, which is seen in a picture.
///
/// What is in flight is bounded besides, so that a link that breaks down does not take frames that nobody sees for long.
#[derive(Debug)]
pub struct WebSocketPace {
    limits: PaceLimits,
    rate: f64,
    in_flight: VecDeque<Flight>,
    bytes_in_flight: usize,
    /// What came in lately: when, and how many bytes.
    arrived: VecDeque<(Instant, usize)>,
    /// The queueing delays of the last frames that came.
    queueing: VecDeque<(Instant, Duration)>,
    base: BaseDelay,
    round_trip: Option<Duration>,
    /// When the rate was last looked at.
    adapted: Option<Instant>,
    /// When it last fell.
    fallen: Option<Instant>,
    /// For how long frames have come without a queue since then.
    calm: Duration,
    /// What was sent lately: whether the rate is used at all.
    used: Usage,
}

/// Between which rates a [`WebSocketPace`] stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaceLimits {
    /// What the way is taken to carry until something is known.
    pub start: BitRate,
    /// Frames may always take so much.
    pub least: BitRate,
    /// Frames never take more.
    pub most: BitRate,
}

impl Default for PaceLimits {
    fn default() -> Self {
        Self {
            start: BitRate::from_kilobits(2000),
            least: BitRate::from_kilobits(150),
            most: BitRate::from_kilobits(30_000),
        }
    }
}

/// A frame on its way.
#[derive(Clone, Copy, Debug)]
struct Flight {
    frame: u32,
    bytes: usize,
    sent: Instant,
}

/// A standing queue from which on the rate falls. A frame at 30 per second takes 33 ms of a link that is in full use.
const QUEUE_HIGH: Duration = Duration::from_millis(30);

/// A standing queue up to which the rate grows.
const QUEUE_LOW: Duration = Duration::from_millis(12);

/// Over how long a queue must stand, and over how many frames at least.
const STANDING: (Duration, usize) = (Duration::from_millis(120), 3);

/// Over how long arrivals are counted.
const ARRIVALS: Duration = Duration::from_millis(500);

/// The share of what arrived that is sent after a queue was met: the rest lets it drain.
const FALL: f64 = 0.85;

/// How the rate grows: by this factor in a second. Fast until the first queue, slowly after one, and faster again the
/// longer there was none.
const GROWTH_FIRST: f64 = 3.0;
const GROWTH_NEAR: f64 = 1.06;
const GROWTH_FAR: f64 = 2.0;

/// After how long without a queue the rate grows fast again.
const FAR: Duration = Duration::from_secs(8);

/// The longest time between two frames for which the rate grows.
const LONGEST_STEP: Duration = Duration::from_millis(100);

/// The share of the rate that must be in use for it to grow: otherwise it would be a guess.
const USED: f64 = 0.6;

/// How many frames are in flight at most, however small they are.
const MAX_FRAMES: usize = 120;

/// How many frames can always be in flight: one that arrives and one that is sent.
const MIN_FRAMES: usize = 2;

impl WebSocketPace {
    /// A pace that knows nothing of the way yet.
    pub fn new(limits: PaceLimits) -> Self {
        Self {
            limits,
            rate: f64::from(limits.start.bits()),
            in_flight: VecDeque::new(),
            bytes_in_flight: 0,
            arrived: VecDeque::new(),
            queueing: VecDeque::new(),
            base: BaseDelay::default(),
            round_trip: None,
            adapted: None,
            fallen: None,
            calm: Duration::ZERO,
            used: Usage::default(),
        }
    }

    /// What frames may take.
    pub fn rate(&self) -> BitRate {
        BitRate::from_f64(self.rate)
    }

    /// Whether a frame may be sent now. If not, it is left out, or better not rendered: the next picture is newer.
    pub fn may_send(&self) -> bool {
        let frames = self.in_flight.len();
        frames < MIN_FRAMES || (frames < MAX_FRAMES && self.bytes_in_flight < self.window())
    }

    /// How many bytes may be on the way: what the rate fills of the way there and back, and of a queue that is allowed.
    pub fn window(&self) -> usize {
        let way = self.base.least().unwrap_or_default() + 2 * QUEUE_HIGH;
        BitRate::from_f64(self.rate * way.as_secs_f64() / 8.0).bits() as usize
    }

    /// How many bytes are on the way.
    pub fn bytes_in_flight(&self) -> usize {
        self.bytes_in_flight
    }

    /// How long the last frame and its acknowledgement took, together.
    pub fn round_trip(&self) -> Option<Duration> {
        self.round_trip
    }

    /// A frame was handed to the socket. Frames are numbered upwards.
    pub fn sent(&mut self, frame: u32, bytes: usize, now: Instant) {
        self.in_flight.push_back(Flight {
            frame,
            bytes,
            sent: now,
        });
        self.bytes_in_flight += bytes;
        self.used.sent(bytes, now);
    }

    /// The device says that a frame has come, and with it all before. What was never sent, or has come already, is
    /// passed over: a device may say anything.
    pub fn received(&mut self, frame: u32, now: Instant) {
        if !self.in_flight.iter().any(|flight| flight.frame == frame) {
            return;
        }
        while let Some(flight) = self.in_flight.pop_front() {
            self.bytes_in_flight -= flight.bytes;
            self.arrived.push_back((now, flight.bytes));
            if flight.frame == frame {
                self.measure(flight, now);
                break;
            }
        }
        self.adapt(now);
    }

    /// How long the frame was under way, and how long of that in a queue.
    fn measure(&mut self, flight: Flight, now: Instant) {
        let round_trip = now.saturating_duration_since(flight.sent);
        self.round_trip = Some(round_trip);
        self.base.add(round_trip, now);
        let base = self.base.least().unwrap_or(round_trip);
        // Being sent takes a frame some time without any queue: this long on a link that the rate fills. On a faster
        // one it takes less, and then there is no queue either.
        let sending = Duration::from_secs_f64(bits(flight.bytes) / self.rate);
        let queueing = round_trip.saturating_sub(base + sending);
        self.queueing.push_back((now, queueing));
        while self.queueing.len() > STANDING.1 && is_older(self.queueing.front(), STANDING.0, now) {
            self.queueing.pop_front();
        }
        while is_older(self.arrived.front(), ARRIVALS, now) {
            self.arrived.pop_front();
        }
    }

    fn adapt(&mut self, now: Instant) {
        // A pause counts as no time: nothing was learned in it.
        let before = self.adapted.replace(now).unwrap_or(now);
        let time = now.saturating_duration_since(before).min(LONGEST_STEP);
        if self.queueing.len() < STANDING.1 {
            return;
        }
        let standing = self.queueing.iter().map(|(_, delay)| *delay).min();
        let standing = standing.unwrap_or_default();
        if standing > QUEUE_HIGH {
            self.fall(now);
        } else if standing < QUEUE_LOW && self.used.rate(now) > USED * self.rate {
            self.calm += time;
            self.rate *= self.growth().powf(time.as_secs_f64());
        }
        let (least, most) = (self.limits.least.bits(), self.limits.most.bits());
        self.rate = self.rate.clamp(least.into(), f64::from(most.max(least)));
    }

    fn fall(&mut self, now: Instant) {
        // The effect of a fall is seen after a way there and back, and the time over which a queue must stand.
        let effect = self.base.least().unwrap_or_default() + STANDING.0;
        if self.fallen.is_some_and(|fallen| now < fallen + effect) {
            return;
        }
        self.fallen = Some(now);
        self.calm = Duration::ZERO;
        let arrived = self.arrival_rate().unwrap_or(self.rate);
        self.rate = FALL * self.rate.min(arrived);
        self.queueing.clear();
    }

    /// By which factor the rate grows in a second.
    fn growth(&self) -> f64 {
        if self.fallen.is_none() {
            return GROWTH_FIRST;
        }
        let calm = self.calm.as_secs_f64() / FAR.as_secs_f64();
        // Squared: it stays slow for the better part of the time.
        GROWTH_NEAR + (GROWTH_FAR - GROWTH_NEAR) * calm.min(1.0).powi(2)
    }

    /// How fast bits came out at the other end lately.
    fn arrival_rate(&self) -> Option<f64> {
        let (first, last) = (self.arrived.front()?, self.arrived.back()?);
        let time = last.0.saturating_duration_since(first.0).as_secs_f64();
        // What came at the very beginning was sent before it.
        let bytes: usize = self.arrived.iter().skip(1).map(|(_, bytes)| bytes).sum();
        (time > 0.05).then(|| bits(bytes) / time)
    }
}

/// The shortest delay lately: that of the way itself. The way may change, so what is older than half a minute is forgotten.
#[derive(Debug, Default)]
struct BaseDelay {
    began: Option<Instant>,
    now: Option<Duration>,
    before: Option<Duration>,
}

impl BaseDelay {
    const REMEMBERED: Duration = Duration::from_secs(15);

    fn add(&mut self, delay: Duration, now: Instant) {
        let began = *self.began.get_or_insert(now);
        if now >= began + Self::REMEMBERED {
            self.began = Some(now);
            self.before = self.now.take();
        }
        self.now = Some(self.now.map_or(delay, |least| least.min(delay)));
    }

    fn least(&self) -> Option<Duration> {
        self.now.into_iter().chain(self.before).min()
    }
}

/// How fast bits were sent lately.
#[derive(Debug, Default)]
struct Usage {
    sent: VecDeque<(Instant, usize)>,
}

impl Usage {
    fn sent(&mut self, bytes: usize, now: Instant) {
        self.sent.push_back((now, bytes));
        while self.sent.len() > MAX_FRAMES || is_older(self.sent.front(), ARRIVALS, now) {
            self.sent.pop_front();
        }
    }

    fn rate(&self, now: Instant) -> f64 {
        let recent =
            |(sent, _): &&(Instant, usize)| now.saturating_duration_since(*sent) <= ARRIVALS;
        let bytes: usize = self
            .sent
            .iter()
            .filter(recent)
            .map(|(_, bytes)| bytes)
            .sum();
        bits(bytes) / ARRIVALS.as_secs_f64()
    }
}

fn is_older<T>(entry: Option<&(Instant, T)>, than: Duration, now: Instant) -> bool {
    entry.is_some_and(|(at, _)| now.saturating_duration_since(*at) > than)
}

#[expect(clippy::cast_precision_loss, reason = "frames are far below 2^52 bits")]
fn bits(bytes: usize) -> f64 {
    bytes as f64 * 8.0
}
