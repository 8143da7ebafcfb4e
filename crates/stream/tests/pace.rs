//! The pace of a WebSocket on links that exist in numbers alone.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::unwrap_used,
    reason = "these are tests, and numbers are small"
)]

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use proptest::prelude::*;
use remote_rendering_stream::{PaceLimits, WebSocketPace};

/// A TCP connection over a link with a rate and a delay, and frames on it.
struct Link {
    pace: WebSocketPace,
    start: Instant,
    now: Instant,
    /// One way.
    delay: Duration,
    /// Bits per second.
    rate: f64,
    /// When it has sent everything that it was given.
    free: Instant,
    /// Which frames come in when.
    on_the_way: VecDeque<(Instant, u32)>,
    frame: u32,
    frames_per_second: u32,
    /// Of how many frames one is lost and sent again by TCP, and holds up those after it.
    lost: Option<u32>,
    log: Vec<Sent>,
}

struct Sent {
    at: Duration,
    bits: f64,
    queueing: Duration,
}

impl Link {
    fn new(rate: f64, delay: Duration) -> Self {
        let start = Instant::now();
        Self {
            pace: WebSocketPace::new(PaceLimits::default()),
            start,
            now: start,
            delay,
            rate,
            free: start,
            on_the_way: VecDeque::new(),
            frame: 0,
            frames_per_second: 30,
            lost: None,
            log: Vec::new(),
        }
    }

    /// Runs for some time.
    fn run(&mut self, time: Duration) {
        let end = self.now + time;
        while self.now < end {
            self.now += Duration::from_secs(1) / self.frames_per_second;
            while let Some((at, frame)) = self.on_the_way.front().copied() {
                if at > self.now {
                    break;
                }
                self.on_the_way.pop_front();
                self.pace.received(frame, at);
            }
            if self.pace.may_send() {
                self.send();
            }
        }
    }

    fn send(&mut self) {
        self.frame += 1;
        // Frames differ by a third, and one in a hundred is a key frame.
        let wave = 1.0 + 0.33 * (f64::from(self.frame) * 1.7).sin();
        let key = if self.frame % 100 == 1 { 4.0 } else { 1.0 };
        let bits =
            f64::from(self.pace.rate().bits()) / f64::from(self.frames_per_second) * wave * key;
        let begins = self.free.max(self.now);
        self.free = begins + Duration::from_secs_f64(bits / self.rate);
        self.log.push(Sent {
            at: self.now - self.start,
            bits,
            queueing: begins - self.now,
        });
        self.pace.sent(self.frame, (bits / 8.0) as usize, self.now);
        let mut comes = self.free + 2 * self.delay;
        if self
            .lost
            .is_some_and(|lost| self.frame.is_multiple_of(lost))
        {
            comes += 3 * self.delay;
        }
        if let Some((before, _)) = self.on_the_way.back() {
            comes = comes.max(*before);
        }
        self.on_the_way.push_back((comes, self.frame));
    }

    /// What was sent since a time.
    fn since(&self, time: Duration) -> &[Sent] {
        let first = self.log.iter().position(|sent| sent.at >= time);
        &self.log[first.unwrap()..]
    }
}

fn rate(sent: &[Sent]) -> f64 {
    let time = sent.last().unwrap().at.abs_diff(sent[0].at);
    sent.iter().map(|sent| sent.bits).sum::<f64>() / time.as_secs_f64()
}

fn queueing(sent: &[Sent], share: f64) -> Duration {
    let mut delays: Vec<_> = sent.iter().map(|sent| sent.queueing).collect();
    delays.sort_unstable();
    delays[((delays.len() - 1) as f64 * share) as usize]
}

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_link_is_used_and_hardly_queues() {
    for (megabits, milliseconds, frames_per_second) in [
        (4.0, 25, 30),
        (1.0, 25, 30),
        (4.0, 5, 30),
        (12.0, 60, 30),
        (0.5, 40, 30),
        (4.0, 25, 60),
        (4.0, 25, 20),
        (2.0, 25, 10),
        (10.0, 5, 10),
    ] {
        let mut link = Link::new(megabits * 1e6, Duration::from_millis(milliseconds));
        link.frames_per_second = frames_per_second;
        link.run(60 * SECOND);
        let sent = link.since(5 * SECOND);
        let (share, late) = (rate(sent) / link.rate, queueing(sent, 0.95));
        let what = format!(
            "{megabits} Mbit/s, {milliseconds} ms, {frames_per_second} a second: {share:.2} used, {late:?} late"
        );
        assert!(share > 0.8, "{what}");
        // A link that is used is busy with one frame when the next comes.
        let frame = SECOND / frames_per_second;
        assert!(
            late < Duration::from_millis(80).max(frame * 6 / 5),
            "{what}"
        );
        // Its 300 ms of buffer are never full, but for key frames that are larger than that themselves.
        let worst = queueing(sent, 1.0);
        assert!(
            worst < Duration::from_millis(300).max(frame * 6),
            "{what}, {worst:?} at worst"
        );
    }
}

#[test]
fn a_lost_packet_is_no_queue() {
    // One of a hundred packets: with some twelve to a frame, every eighth frame.
    let mut link = Link::new(4e6, Duration::from_millis(25));
    link.lost = Some(8);
    link.run(60 * SECOND);
    let share = rate(link.since(5 * SECOND)) / link.rate;
    assert!(share > 0.7, "{share:.2} used");
}

#[test]
fn a_link_that_becomes_slower_is_followed_within_a_second() {
    let mut link = Link::new(4e6, Duration::from_millis(25));
    link.run(20 * SECOND);
    link.rate = 2e6;
    link.run(20 * SECOND);
    let after = link.since(21 * SECOND);
    assert!(
        queueing(after, 0.95) < Duration::from_millis(80),
        "{:?}",
        queueing(after, 0.95)
    );
    assert!(rate(after) > 1.4e6, "{}", rate(after));
    // And one that becomes faster again is, too, with time.
    link.rate = 8e6;
    link.run(20 * SECOND);
    assert!(
        rate(link.since(55 * SECOND)) > 5e6,
        "{}",
        rate(link.since(55 * SECOND))
    );
}

#[test]
fn the_machine_itself_carries_the_most() {
    let mut link = Link::new(5e9, Duration::from_micros(50));
    link.run(10 * SECOND);
    assert_eq!(link.pace.rate(), PaceLimits::default().most);
    assert!(link.frame >= 300, "{} frames in 10 seconds", link.frame);
}

#[test]
fn a_pause_changes_nothing() {
    let mut link = Link::new(4e6, Duration::from_millis(25));
    link.run(20 * SECOND);
    let before = link.pace.rate();
    // Nothing moves for an hour.
    link.now += 3600 * SECOND;
    link.run(SECOND);
    let after = link.pace.rate();
    assert!(
        after > before.scaled(0.7) && after < before.scaled(1.3),
        "{before} and {after}"
    );
}

#[test]
fn what_was_never_sent_has_not_come() {
    let now = Instant::now();
    let mut pace = WebSocketPace::new(PaceLimits::default());
    pace.received(7, now);
    pace.sent(1, 1000, now);
    pace.sent(2, 1000, now);
    for frame in [0, 3, u32::MAX] {
        pace.received(frame, now + SECOND);
    }
    assert_eq!(pace.bytes_in_flight(), 2000);
    pace.received(2, now + SECOND);
    pace.received(2, now + SECOND);
    pace.received(1, now + SECOND);
    assert_eq!(pace.bytes_in_flight(), 0);
}

proptest! {
    /// Whatever a way and a device do, what is on the way is bounded, and as soon as it has come it goes on.
    #[test]
    fn it_never_stalls(steps in prop::collection::vec((1..2000_u64, 1..200_000_usize, any::<bool>(), 0..4_u32), 1..300)) {
        let mut now = Instant::now();
        let limits = PaceLimits::default();
        let mut pace = WebSocketPace::new(limits);
        let mut frame = 0;
        let mut largest = 0;
        for (milliseconds, bytes, comes, back) in steps {
            now += Duration::from_millis(milliseconds);
            if pace.may_send() {
                frame += 1;
                largest = largest.max(bytes);
                let window = pace.window();
                pace.sent(frame, bytes, now);
                prop_assert!(pace.bytes_in_flight() <= window.max(2 * largest) + bytes);
            }
            if comes {
                pace.received(frame.saturating_sub(back), now);
            }
            prop_assert!(pace.rate() >= limits.least && pace.rate() <= limits.most);
        }
        pace.received(frame, now);
        prop_assert_eq!(pace.bytes_in_flight(), 0);
        prop_assert!(pace.may_send());
    }
}
