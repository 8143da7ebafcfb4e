//! Streams a turning disc to a browser, to see that it plays: an offer comes on the standard input, up to an empty line,
//! and the answer goes to the standard output. What happens is told on the standard error, until the browser leaves. The
//! arguments, if there are any, are the address to listen at, and the one that the browser is told: that of a relay which
//! plays a slow or lossy link.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "it is for a try, and numbers are small"
)]

#[path = "../tests/support/pictures.rs"]
#[allow(dead_code, reason = "the tests' own")]
mod pictures;

use std::{io::BufRead as _, sync::Arc, time::Duration};

use pictures::Scene;
use remote_rendering_protocol::device::{FrameFlags, FrameHeader};
use remote_rendering_stream::{
    BitRate, Encoder as _, PathEvent, RtcOptions, RtcPath, SoftwareEncoder, VideoFrame,
};
use tokio::{
    net::UdpSocket,
    time::{Instant, MissedTickBehavior, interval},
};

const SIZE: (u16, u16) = (1280, 720);
const PER_SECOND: f32 = 30.0;

#[tokio::main]
async fn main() {
    let scene = Scene::new();
    let film: Vec<_> = (0..90_u16)
        .map(|at| scene.frame(SIZE.0, SIZE.1, f32::from(at) / 90.0))
        .collect();
    let lines = std::io::stdin().lock().lines().map(Result::unwrap);
    let offer: String = lines
        .take_while(|line| !line.is_empty())
        .map(|line| line + "\r\n")
        .collect();
    let mut addresses = std::env::args().skip(1);
    let listen = addresses.next().unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let socket = UdpSocket::bind(listen).await.unwrap();
    let address = match addresses.next() {
        Some(advertised) => advertised.parse().unwrap(),
        None => socket.local_addr().unwrap(),
    };
    let began = Instant::now();
    let options = RtcOptions::new(Arc::new(socket), address);
    let (path, answer, mut events) = RtcPath::answer(&offer, options).unwrap();
    eprintln!("answered in {:?}", began.elapsed());
    println!("{answer}");
    path.set_wanted(BitRate::from_kilobits(10_000));

    let mut encoder = SoftwareEncoder::new(BitRate::from_kilobits(1700), PER_SECOND);
    let mut tick = interval(Duration::from_secs_f32(1.0 / PER_SECOND));
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut frame, mut key, mut due) = (0, false, false);
    loop {
        tokio::select! {
            // Not more often than the frame rate, and not before there is room.
            _ = tick.tick(), if !due => due = true,
            () = path.ready(), if due => {
                due = false;
                let before = Instant::now();
                let picture = film[frame as usize % film.len()].picture();
                let encoded = encoder.encode(&picture, std::mem::take(&mut key)).unwrap();
                frame += 1;
                let header = FrameHeader {
                    flags: FrameFlags { key: encoded.key, ..FrameFlags::default() },
                    width: SIZE.0,
                    height: SIZE.1,
                    frame,
                    camera: 0,
                    rtp_time: (began.elapsed().as_micros() * 9 / 100) as u32,
                    render_us: 0,
                    encode_us: before.elapsed().as_micros() as u32,
                };
                path.send(Arc::new(VideoFrame { header, encoded }));
                if frame % 30 == 0 {
                    eprintln!("frame {frame}, {:?}", path.statistics());
                }
            }
            event = events.next() => match event {
                Some(PathEvent::Refresh) => {
                    eprintln!("a key frame is wanted");
                    key = true;
                }
                Some(PathEvent::Estimate(rate)) => encoder.set_rate(rate, PER_SECOND),
                Some(event) => eprintln!("{event:?} after {:?}", began.elapsed()),
                None => return,
            },
        }
    }
}
