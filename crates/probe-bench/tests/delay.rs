//! The delay itself, on a virtual clock.

#![allow(clippy::unwrap_used, reason = "these are tests")]

use std::{cell::RefCell, io, time::Duration};

use proptest::prelude::*;
use remote_rendering_probe_bench::delay::{Course, LAYOUT, Noise, Timer, carry};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, duplex},
    time::{Instant, sleep_until},
};

/// Tokio's own timer: its clock is the test's.
#[derive(Clone, Debug)]
struct VirtualTimer;

impl Timer for VirtualTimer {
    async fn until(&self, at: Instant) {
        sleep_until(at).await;
    }
}

fn milliseconds(number: u64) -> Duration {
    Duration::from_millis(number)
}

/// Runs on a clock that jumps to whatever is waited for.
fn on_virtual_time<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(test)
}

/// Sends pieces at the given times, each with its delay, and gives when each arrived.
async fn arrivals(pieces: &[(u64, u64)]) -> Vec<u64> {
    let began = Instant::now();
    let (mut sender, from) = duplex(64);
    let (to, mut receiver) = duplex(64);
    let delays = RefCell::new(pieces.iter().map(|(_, delay)| milliseconds(*delay)));
    let delay = || delays.borrow_mut().next().unwrap_or_default();
    let send = async {
        for (place, (at, _)) in pieces.iter().enumerate() {
            sleep_until(began + milliseconds(*at)).await;
            sender
                .write_all(&[u8::try_from(place).unwrap()])
                .await
                .unwrap();
            // The carrier takes it in before the next one comes.
            tokio::task::yield_now().await;
        }
        drop(sender);
    };
    let receive = async {
        let mut times = Vec::new();
        let mut bytes = Vec::new();
        loop {
            let mut byte = [0; 1];
            if receiver.read(&mut byte).await.unwrap() == 0 {
                break;
            }
            bytes.extend(byte);
            times.push(u64::try_from(began.elapsed().as_millis()).unwrap());
        }
        assert!(
            bytes
                .iter()
                .copied()
                .eq(0..u8::try_from(pieces.len()).unwrap())
        );
        times
    };
    let (carried, (), times) =
        tokio::join!(carry(from, to, &VirtualTimer, delay, |_| {}), send, receive);
    carried.unwrap();
    times
}

#[test]
fn every_piece_arrives_after_its_delay() {
    let arrived = on_virtual_time(arrivals(&[(0, 40), (100, 20), (200, 0)]));
    assert_eq!(arrived, [40, 120, 200]);
}

#[test]
fn a_piece_that_is_held_up_holds_up_those_behind_it() {
    let arrived = on_virtual_time(arrivals(&[(0, 300), (10, 20), (400, 20)]));
    assert_eq!(arrived, [300, 300, 420]);
}

#[test]
fn the_end_of_the_stream_travels_like_a_piece() {
    on_virtual_time(async {
        let began = Instant::now();
        let (sender, from) = duplex(64);
        let (to, mut receiver) = duplex(64);
        drop(sender);
        let delay = || milliseconds(50);
        let mut nothing = [0; 1];
        let (carried, read) = tokio::join!(
            carry(from, to, &VirtualTimer, delay, |_| {}),
            receiver.read(&mut nothing)
        );
        carried.unwrap();
        assert_eq!(read.unwrap(), 0);
        assert_eq!(began.elapsed(), milliseconds(50));
    });
}

#[test]
fn a_receiver_that_went_away_ends_it() {
    on_virtual_time(async {
        let (mut sender, from) = duplex(64);
        let (to, receiver) = duplex(64);
        drop(receiver);
        sender.write_all(b"?").await.unwrap();
        let carried = carry(from, to, &VirtualTimer, || milliseconds(5), |_| {}).await;
        assert_eq!(carried.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    });
}

fn hosts() -> Vec<String> {
    (0..LAYOUT.len()).map(|place| format!("r{place}")).collect()
}

/// So many round trips of one host in one race, in milliseconds, in order.
fn round_trips(noise: Noise, race: u64, host: &str, count: usize) -> Vec<f64> {
    let course = Course::new(noise, 7, race, hosts());
    let mut way = course.way_to(host).unwrap();
    let mut all: Vec<f64> = (0..count)
        .map(|_| way.round_trip().as_secs_f64() * 1000.0)
        .collect();
    all.sort_by(f64::total_cmp);
    all
}

fn base(race: u64, host: &str) -> f64 {
    let place = hosts().iter().position(|it| it == host).unwrap();
    Course::new(Noise::C, 7, race, hosts()).bases()[place]
}

#[test]
fn the_base_is_the_floor_of_c_and_the_median_of_a() {
    const COUNT: usize = 4000;
    for race in 0..8 {
        let base = base(race, "r3");
        let c = round_trips(Noise::C, race, "r3", COUNT);
        assert!(c[0] >= base && c[0] < base + 1.0, "{} for {base}", c[0]);
        let added = c[COUNT / 2] - base;
        assert!((2.7..3.5).contains(&added), "the last mile adds {added}");
        // With the spikes above it, the law's own 95th percentile.
        let last_mile = c[COUNT * 93 / 100] - base;
        assert!((13.0..33.0).contains(&last_mile), "{last_mile} at times");
        let spikes = c.iter().filter(|it| **it > base + 200.0).count();
        assert!((COUNT / 100..COUNT / 33).contains(&spikes), "{spikes}");
        let a = round_trips(Noise::A, race, "r3", COUNT);
        let median = a[COUNT / 2] / base;
        assert!((0.97..1.05).contains(&median), "{median} of the base");
        assert!(
            round_trips(Noise::Exact, race, "r3", 9)
                .iter()
                .all(|it| (it - base).abs() < 0.001)
        );
    }
}

#[test]
fn the_course_says_who_has_a_way_and_counts_connections() {
    let course = Course::new(Noise::C, 7, 1, hosts());
    assert!(course.way_to("elsewhere").is_none());
    for host in ["r2", "r2", "r9"] {
        assert!(course.way_to(host).is_some());
    }
    assert_eq!(course.connections(), [0, 0, 2, 0, 0, 0, 0, 0, 0, 1]);
}

proptest! {
    #[test]
    fn a_race_shuffles_the_layout_and_can_be_repeated(seed: u64, race: u64) {
        let bases = Course::new(Noise::C, seed, race, hosts()).bases();
        prop_assert_eq!(&bases, &Course::new(Noise::A, seed, race, hosts()).bases());
        let mut sorted = bases;
        sorted.sort_by(f64::total_cmp);
        prop_assert_eq!(sorted, LAYOUT);
    }

    #[test]
    fn no_piece_overtakes_another(pieces in prop::collection::vec((0_u64..50, 0_u64..100), 1..20)) {
        let mut at = 0;
        let pieces: Vec<(u64, u64)> = pieces
            .into_iter()
            .map(|(gap, delay)| { at += gap + 1; (at, delay) })
            .collect();
        let arrived = on_virtual_time(arrivals(&pieces));
        let mut last = 0;
        for ((sent, delay), arrived) in pieces.iter().zip(arrived) {
            last = last.max(sent + delay);
            prop_assert_eq!(arrived, last);
        }
    }
}
