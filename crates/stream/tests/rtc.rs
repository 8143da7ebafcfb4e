//! A path to a device over the machine's own network.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "these are tests, and numbers are small"
)]

mod support;

use std::{sync::Arc, time::Duration};

use proptest::prelude::*;
use remote_rendering_protocol::device::{Camera, DevicePacket};
use remote_rendering_stream::{
    BitRate, Encoder, OfferError, PathEnd, PathEvent, PathEvents, RtcOptions, RtcPath,
};
use str0m::Event;
use support::{
    device::{Device, LONG, header},
    film::Film,
};
use tokio::{
    net::UdpSocket,
    time::{Instant, timeout},
};

const SECOND: Duration = Duration::from_secs(1);

async fn options() -> RtcOptions {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    RtcOptions::new(Arc::new(socket), address)
}

/// A device and a path that know each other.
async fn pair(options: RtcOptions) -> (Device, RtcPath, PathEvents) {
    let mut device = Device::new().await;
    let (path, answer, events) = RtcPath::answer(&device.offer, options).unwrap();
    device.accept(&answer);
    (device, path, events)
}

/// The same, connected.
async fn connected() -> (Device, RtcPath, PathEvents) {
    let (mut device, path, mut events) = pair(options().await).await;
    device.connect().await;
    wait_for(&mut events, |event| matches!(event, PathEvent::Open)).await;
    (device, path, events)
}

async fn wait_for(
    events: &mut PathEvents,
    mut wanted: impl FnMut(&PathEvent) -> bool,
) -> PathEvent {
    let found = async {
        loop {
            let event = events.next().await.expect("an event before the end");
            if wanted(&event) {
                return event;
            }
        }
    };
    timeout(LONG, found).await.unwrap()
}

/// Waits until a frame would go out at once.
async fn ready(device: &mut Device, path: &RtcPath) {
    tokio::select! {
        ready = timeout(LONG, path.ready()) => ready.unwrap(),
        () = device.find(|_| None::<()>) => unreachable!(),
    }
    assert!(path.is_ready());
}

#[tokio::test]
async fn nothing_is_sent_to_the_places_that_an_offer_names() {
    // A device could have the host look for open ports elsewhere, or flood somebody.
    let elsewhere = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let port = elsewhere.local_addr().unwrap().port();
    let places = (0..500).map(|number| {
        let port = if number == 0 { port } else { 20_000 + number };
        format!("a=candidate:{number} 1 udp 2130706431 127.0.0.1 {port} typ host\r\n")
    });
    let mut device = Device::new().await;
    let own = device.offer.find("a=candidate:").unwrap();
    device.offer.insert_str(own, &places.collect::<String>());
    let (path, answer, mut events) = RtcPath::answer(&device.offer, options().await).unwrap();
    device.accept(&answer);
    device.connect().await;
    wait_for(&mut events, |event| matches!(event, PathEvent::Open)).await;
    path.close().await;
    let sent = elsewhere.into_std().unwrap().recv(&mut [0; 2048]);
    assert_eq!(sent.unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}

#[tokio::test]
async fn frames_arrive_whole_in_order_and_with_their_headers() {
    let (mut device, path, _events) = connected().await;
    let mut film = Film::new();
    let mut headers = Vec::new();
    for _ in 0..30 {
        let frame = film.next(false);
        assert!(path.send(Arc::clone(&frame)));
        let mut arrived = false;
        // A frame and its header come in any order; the next is sent when the frame is there.
        while !arrived {
            match device.next().await {
                Event::MediaData(data) => {
                    assert_eq!(data.time.numer() as u32, frame.header.rtp_time);
                    assert_eq!(*data.data, *frame.encoded.bytes);
                    assert!(data.contiguous);
                    arrived = true;
                }
                Event::ChannelData(data) => headers.push(header(&data.data)),
                _ => {}
            }
        }
    }
    while headers.len() < 30 {
        let found = device.find(|event| match event {
            Event::ChannelData(data) => Some(header(&data.data)),
            _ => None,
        });
        headers.push(found.await);
    }
    assert!(headers.iter().map(|header| header.frame).eq(1..=30));
    assert_eq!(path.statistics().frames_sent, 30);
    assert!(path.statistics().bits_sent > 30 * 8000);
}

#[tokio::test]
async fn the_newest_camera_arrives() {
    let (mut device, path, mut events) = connected().await;
    let camera = |sequence| Camera {
        sequence,
        position: [1.0, 2.0, 3.0],
        rotation: [0.0, 0.0, 0.0, 1.0],
        field_of_view: 1.0,
    };
    for sequence in [5, 3, 9, 8] {
        device.say(&DevicePacket::Camera(camera(sequence)));
    }
    let wait = wait_for(&mut events, |event| match event {
        PathEvent::Camera(camera) => {
            assert_ne!(camera.sequence, 3, "older than 5");
            assert_ne!(camera.sequence, 8, "older than 9");
            camera.sequence == 9
        }
        _ => false,
    });
    tokio::select! {
        event = wait => assert_eq!(event, PathEvent::Camera(camera(9))),
        () = device.find(|_| None::<()>) => unreachable!(),
    }
    drop(path);
}

#[tokio::test]
async fn a_device_that_cannot_go_on_gets_a_key_frame() {
    let (mut device, path, mut events) = connected().await;
    let mut film = Film::new();
    assert!(path.send(film.next(true)));
    device
        .find(|event| matches!(event, Event::MediaData(_)).then_some(()))
        .await;
    // What is asked while a key frame is on its way is passed over.
    let mut again = tokio::time::interval(Duration::from_millis(20));
    let asked = async {
        loop {
            tokio::select! {
                _ = again.tick() => device.ask_for_key_frame(),
                _ = device.next() => {}
                event = events.next() => if event == Some(PathEvent::Refresh) { return },
            }
        }
    };
    timeout(LONG, asked).await.unwrap();
}

#[tokio::test]
async fn at_rest_a_key_frame_is_asked_for_once() {
    let (mut device, path, mut events) = connected().await;
    tokio::time::pause();
    let mut film = Film::new();
    for _ in 0..2 {
        // Something moves.
        for key in [true, false] {
            ready(&mut device, &path).await;
            assert!(path.send(film.next(key)));
        }
        rest(&mut device, 3 * SECOND).await;
        device.ask_for_key_frame();
        rest(&mut device, SECOND).await;
        wait_for(&mut events, |event| *event == PathEvent::Refresh).await;
        assert!(path.send(film.next(true)));
        for _ in 0..3 {
            rest(&mut device, 3 * SECOND).await;
            device.ask_for_key_frame();
        }
        rest(&mut device, SECOND).await;
        let again = wait_for(&mut events, |event| *event == PathEvent::Refresh);
        assert!(timeout(SECOND, again).await.is_err(), "asked again");
    }
}

#[tokio::test]
async fn a_stream_begins_with_a_key_frame_and_begins_anew_after_a_gap() {
    let (mut device, path, mut events) = connected().await;
    let mut film = Film::new();
    let first = film.next(false);
    let second = film.next(false);
    assert!(!path.send(Arc::clone(&second)), "it builds on the first");
    wait_for(&mut events, |event| *event == PathEvent::Refresh).await;
    assert!(path.send(first));
    assert!(path.send(second));
    // More than the way takes in a second.
    let mut large = (*film.next(true)).clone();
    large.encoded.bytes = [vec![0, 0, 0, 1, 0x65], vec![0xaa; 300_000]]
        .concat()
        .into();
    ready(&mut device, &path).await;
    assert!(path.send(Arc::new(large)));
    while path.statistics().queued < 200_000 {
        tokio::task::yield_now().await;
    }
    assert!(!path.is_ready());
    assert!(!path.send(film.next(false)), "it would wait for a second");
    wait_for(&mut events, |event| *event == PathEvent::Refresh).await;
    assert!(!path.send(film.next(false)), "it builds on one left out");
    ready(&mut device, &path).await;
    assert!(path.send(film.next(true)));
}

#[tokio::test]
async fn the_estimate_grows_where_there_is_room() {
    let mut narrow = options().await;
    narrow.start = BitRate::from_kilobits(300);
    let (mut device, path, mut events) = pair(narrow).await;
    device.connect().await;
    path.set_wanted(BitRate::from_kilobits(3000));
    let mut film = Film::new();
    let mut tick = tokio::time::interval(Duration::from_millis(33));
    let (mut due, mut key) = (false, false);
    let grown = async {
        loop {
            tokio::select! {
                _ = tick.tick(), if !due => due = true,
                () = path.ready(), if due => {
                    due = false;
                    path.send(film.next(std::mem::take(&mut key)));
                }
                event = events.next() => match event {
                    Some(PathEvent::Estimate(rate)) => {
                        film.encoder.set_rate(rate, 30.0);
                        if rate > BitRate::from_kilobits(600) {
                            return;
                        }
                    }
                    Some(PathEvent::Refresh) => key = true,
                    _ => {}
                },
                _ = device.next() => {}
            }
        }
    };
    timeout(LONG, grown).await.unwrap();
    // Something is left of it for headers and repairs.
    assert!(path.statistics().estimate.unwrap() > BitRate::from_kilobits(600));
}

/// Plays a film at 30 frames a second for so long, at the rate that is told, and gives the least rate that was.
async fn play(
    device: &mut Device,
    (path, events): (&RtcPath, &mut PathEvents),
    film: &mut Film,
    time: Duration,
) -> Option<BitRate> {
    let end = Instant::now() + time;
    let mut tick = tokio::time::interval(Duration::from_millis(33));
    let (mut key, mut least) = (false, None);
    while Instant::now() < end {
        tokio::select! {
            _ = tick.tick() => if path.is_ready() {
                path.send(film.next(std::mem::take(&mut key)));
            },
            event = events.next() => match event {
                Some(PathEvent::Estimate(rate)) => {
                    film.encoder.set_rate(rate, 30.0);
                    least = Some(least.map_or(rate, |least: BitRate| least.min(rate)));
                }
                Some(PathEvent::Refresh) => key = true,
                _ => {}
            },
            _ = device.next() => {}
        }
    }
    least
}

/// Lets time go by in which nothing is sent.
async fn rest(device: &mut Device, time: Duration) {
    let _ = timeout(time, device.find(|_| None::<()>)).await;
}

#[tokio::test]
async fn a_still_picture_costs_nothing_and_what_was_known_of_the_way_stays_known() {
    let (mut device, path, mut events) = connected().await;
    // What is connected needs no time of the machine any more.
    tokio::time::pause();
    path.set_wanted(BitRate::from_kilobits(6000));
    let mut film = Film::new();
    play(&mut device, (&path, &mut events), &mut film, 4 * SECOND).await;
    // It comes to rest, and is moved again, more than once.
    for _ in 0..2 {
        rest(&mut device, 3 * SECOND).await;
        let known = path.statistics().estimate.unwrap();
        let (sent, received) = (path.statistics().bits_sent, device.bits_sent);
        rest(&mut device, 10 * SECOND).await;
        let sent = path.statistics().bits_sent - sent;
        let received = device.bits_sent - received;
        assert!(sent > 0, "the way is kept open");
        assert!(sent < 10 * 5000, "{sent} bits in ten seconds");
        assert!(received < 10 * 5000, "{received} bits back in ten seconds");
        assert_eq!(path.statistics().estimate, Some(known));

        assert!(path.is_ready());
        let (first, began) = (film.next(false), Instant::now());
        let bits = first.encoded.bytes.len() as f64 * 8.0;
        assert!(path.send(first));
        let arrived = device.find(|event| matches!(event, Event::MediaData(_)).then_some(()));
        arrived.await;
        let time = began.elapsed().as_secs_f64();
        let most = bits / f64::from(known.bits()) + 0.01;
        assert!(time < most, "{time} s, and at the known rate {most} s");
        let least = play(&mut device, (&path, &mut events), &mut film, 2 * SECOND).await;
        let least = least.unwrap_or(known);
        assert!(least > known.scaled(0.7), "{least}, and {known} was known");
    }
}

#[tokio::test]
async fn dropping_a_path_tells_the_device_and_frees_the_socket() {
    let options = options().await;
    let socket = Arc::clone(&options.socket);
    let (mut device, path, mut events) = pair(options.clone()).await;
    device.connect().await;
    path.close().await;
    // The options here, and the one above.
    assert_eq!(Arc::strong_count(&socket), 2);
    assert_eq!(events.next().await, Some(PathEvent::Open));
    while let Some(event) = events.next().await {
        assert!(
            !matches!(event, PathEvent::Closed(_)),
            "nobody else closed it"
        );
    }
    device
        .find(|event| matches!(event, Event::Closed).then_some(()))
        .await;
    // The next device uses the same socket.
    let (mut device, path, _events) = pair(options).await;
    device.connect().await;
    drop(path);
}

#[tokio::test]
async fn bytes_that_are_no_packet_do_no_harm() {
    let options = options().await;
    let host = options.advertised;
    let (mut device, path, mut events) = pair(options).await;
    device.connect().await;
    wait_for(&mut events, |event| matches!(event, PathEvent::Open)).await;
    let stranger = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let mut bytes: Vec<u8> = (0..1500_u32).map(|at| (at * at % 251) as u8).collect();
    for first in 0..=255 {
        bytes[0] = first;
        // Version and length of a record of DTLS: what its header promises is there.
        bytes[1..13].copy_from_slice(&[0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, first, 0, 40]);
        for length in [0, 1, 12, 13, 53, 100, 1500] {
            // From where the device's packets come, as a stranger can pretend.
            device.throw(&bytes[..length], host).await;
            stranger.send_to(&bytes[..length], host).await.unwrap();
        }
        tokio::task::yield_now().await;
    }
    let mut film = Film::new();
    assert!(path.send(film.next(true)));
    device
        .find(|event| matches!(event, Event::MediaData(_)).then_some(()))
        .await;
}

#[tokio::test]
async fn a_device_that_leaves_ends_the_path() {
    let (mut device, path, mut events) = connected().await;
    device.rtc.close().unwrap();
    tokio::select! {
        event = wait_for(&mut events, |event| matches!(event, PathEvent::Closed(_))) => {
            assert_eq!(event, PathEvent::Closed(PathEnd::Left));
        }
        () = device.find(|_| None::<()>) => unreachable!(),
    }
    assert_eq!(events.next().await, None);
    assert!(!path.send(Film::new().next(true)));
}

#[tokio::test]
async fn a_device_that_never_comes_or_falls_silent_ends_the_path() {
    let mut short = options().await;
    short.connect_within = Duration::from_millis(50);
    let (_device, _path, mut events) = pair(short.clone()).await;
    let event = wait_for(&mut events, |event| matches!(event, PathEvent::Closed(_))).await;
    assert_eq!(event, PathEvent::Closed(PathEnd::NotConnected));

    short.connect_within = LONG;
    short.silence = Duration::from_millis(300);
    let (mut device, _path, mut events) = pair(short).await;
    device.connect().await;
    let event = wait_for(&mut events, |event| matches!(event, PathEvent::Closed(_))).await;
    assert_eq!(event, PathEvent::Closed(PathEnd::Silent));
}

#[tokio::test]
async fn offers_that_cannot_be_met_are_refused_with_a_reason() {
    let options = options().await;
    let offer = Device::new().await.offer;
    let refused = |offer: &str| RtcPath::answer(offer, options.clone()).unwrap_err();

    assert!(matches!(refused(""), OfferError::Malformed(_)));
    assert!(matches!(refused("v=0\r\nhello"), OfferError::Malformed(_)));
    assert!(matches!(refused(&offer.repeat(40)), OfferError::TooLong(_)));
    let without_h264 = offer.replace("H264", "H999");
    assert!(matches!(refused(&without_h264), OfferError::NoVideo));
    let other_mode = offer.replace("packetization-mode=1", "packetization-mode=0");
    assert!(matches!(refused(&other_mode), OfferError::NoVideo));
    let sends = offer.replace("recvonly", "sendonly");
    assert!(matches!(refused(&sends), OfferError::NoVideo));
    let no_fingerprint = offer.replace("a=fingerprint", "a=x-fingerprint");
    assert!(matches!(refused(&no_fingerprint), OfferError::Refused(_)));

    let mut nowhere = options.clone();
    nowhere.advertised = "0.0.0.0:1".parse().unwrap();
    let error = RtcPath::answer(&offer, nowhere).unwrap_err();
    assert!(matches!(error, OfferError::Address { .. }), "{error}");
}

#[test]
fn no_offer_makes_it_panic() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (options, offer) = runtime.block_on(async { (options().await, Device::new().await.offer) });
    let lines: Vec<String> = offer.lines().map(str::to_owned).collect();
    let change = (
        any::<prop::sample::Index>(),
        0..5_u8,
        any::<prop::sample::Index>(),
        ".{0,12}",
    );
    proptest!(ProptestConfig::with_cases(64), |(changes in prop::collection::vec(change, 1..4))| {
        let mut lines = lines.clone();
        for (line, what, other, text) in changes {
            let (line, other) = (line.index(lines.len()), other.index(lines.len()));
            match what {
                0 => { lines.remove(line); }
                1 => lines.insert(line, lines[other].clone()),
                2 => lines.swap(line, other),
                3 => lines[line].push_str(&text),
                _ => {
                    let at = other.min(lines[line].len());
                    if lines[line].is_char_boundary(at) {
                        lines[line].insert_str(at, &text);
                    }
                }
            }
        }
        let offer = lines.join("\r\n") + "\r\n";
        // Some are still good.
        runtime.block_on(async { drop(RtcPath::answer(&offer, options.clone())) });
    });
}
