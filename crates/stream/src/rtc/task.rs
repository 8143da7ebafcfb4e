//! The task of a path: it moves packets between the socket and the library, which has neither socket nor clock.

use std::{
    net::SocketAddr,
    sync::{Arc, atomic::Ordering},
};

use remote_rendering_protocol::device::{CHANNEL, DevicePacket, HostPacket};
use str0m::{
    Event, IceConnectionState, Input, Output, Rtc, RtcError,
    bwe::{Bitrate, BweKind},
    channel::ChannelId,
    media::{Direction, MediaTime},
    net::{Protocol, Receive, Transmit},
    rtp::StreamTxQueueInfo,
};
use tokio::{
    sync::mpsc,
    time::{Duration, Instant, sleep_until},
};

use super::{
    PathEnd, PathEvent, RtcOptions, Shared,
    events::LastTeller,
    offer::{Agreed, Video},
};
use crate::{BitRate, VideoFrame};

/// The share of the estimate that frames may take. With 85 of 100 the estimate is followed, and a filled queue
/// drains.
const FRAMES_SHARE: f64 = 0.85;

/// After a key frame a device's wish for one is passed over for so long beyond the way there and back: it was said before
/// the frame was there.
const KEY_ON_ITS_WAY: Duration = Duration::from_millis(150);

/// After how long without a frame nothing is sent but what keeps the way open. By then what was lost of the last frame has
/// been asked for.
const STILL: Duration = Duration::from_secs(2);

/// Larger than any packet that comes in: those of WebRTC keep below a network's 1500 bytes.
const PACKET: usize = 2048;

/// How many packets are read in a row before frames and time have their turn.
const READ_IN_A_ROW: usize = 32;

pub(super) struct Task {
    rtc: Rtc,
    video: Video,
    options: RtcOptions,
    shared: Arc<Shared>,
    teller: LastTeller,
    frames: mpsc::Receiver<Arc<VideoFrame>>,
    channel: Option<ChannelId>,
    /// When the device must have said something.
    silent_at: Instant,
    /// The last time stamp, counted on beyond 32 bits.
    rtp_time: u64,
    last_key: Option<Instant>,
    /// When the picture is taken to stand still, if no frame comes.
    still_at: Option<Instant>,
    /// Whether it is taken to.
    still: bool,
    /// Whether a key frame was asked for at rest, and nothing has moved since.
    asked_at_rest: bool,
    /// For how much the way is probed.
    probed: BitRate,
}

/// Why the task ends.
enum End {
    /// Nobody sends any more: the path was dropped.
    Dropped,
    Path(PathEnd),
}

impl From<RtcError> for End {
    fn from(error: RtcError) -> Self {
        tracing::warn!(%error, "a WebRTC connection has failed");
        Self::Path(PathEnd::Failed)
    }
}

impl Task {
    pub(super) fn new(
        agreed: Agreed,
        options: RtcOptions,
        shared: Arc<Shared>,
        teller: LastTeller,
        frames: mpsc::Receiver<Arc<VideoFrame>>,
    ) -> Self {
        let Agreed { rtc, video, .. } = agreed;
        Self {
            rtc,
            video,
            shared,
            teller,
            frames,
            channel: None,
            silent_at: Instant::now() + options.connect_within,
            rtp_time: 0,
            last_key: None,
            still_at: None,
            still: false,
            asked_at_rest: false,
            probed: BitRate::default(),
            options,
        }
    }

    pub(super) async fn run(mut self) {
        self.probe(self.shared.wanted());
        let end = loop {
            if let Err(end) = self.step().await {
                break end;
            }
        };
        self.shared.open.store(false, Ordering::Relaxed);
        self.say_goodbye().await;
        if let End::Path(end) = end {
            tracing::debug!(%end, "a WebRTC connection has ended");
            self.teller.tell(PathEvent::Closed(end));
        }
    }

    /// Hands out what is there, then waits for the next thing.
    async fn step(&mut self) -> Result<(), End> {
        let until = self.hand_out().await?;
        let soonest = Instant::from_std(until).min(self.silent_at);
        let wake = self.still_at.map_or(soonest, |still| soonest.min(still));
        let mut packet = [0; PACKET];
        tokio::select! {
            received = self.options.socket.recv_from(&mut packet) => match received {
                Ok((length, source)) => self.take_packets(&mut packet, length, source),
                Err(error) => socket_failed(&error),
            },
            frame = self.frames.recv() => match frame {
                Some(frame) => self.write(&frame),
                None => Err(End::Dropped),
            },
            () = sleep_until(wake) => self.pass_time(),
        }
    }

    /// Sends and tells whatever there is, and says when there will be more.
    async fn hand_out(&mut self) -> Result<std::time::Instant, End> {
        loop {
            match self.rtc.poll_output()? {
                Output::Timeout(until) => return Ok(until),
                Output::Transmit(packet) => self.transmit(packet).await,
                Output::Event(event) => self.take_event(event)?,
            }
        }
    }

    async fn transmit(&self, packet: Transmit) {
        let sent = self
            .options
            .socket
            .send_to(&packet.contents, packet.destination)
            .await;
        match sent {
            Ok(bytes) => self.shared.lock().bits_sent += bytes as u64 * 8,
            // As good as lost on the way: it is repaired, or the silence ends the path.
            Err(error) => tracing::debug!(%error, "a packet was not sent"),
        }
    }

    /// Takes the packet that has come, and those that came with it.
    fn take_packets(
        &mut self,
        buffer: &mut [u8],
        mut length: usize,
        mut source: SocketAddr,
    ) -> Result<(), End> {
        for _ in 0..READ_IN_A_ROW {
            let contents = buffer.get(..length).unwrap_or_default();
            self.take_packet(contents, source)?;
            match self.options.socket.try_recv_from(buffer) {
                Ok(next) => (length, source) = next,
                // Nothing more, or what the next turn will find.
                Err(_) => break,
            }
        }
        Ok(())
    }

    fn take_packet(&mut self, packet: &[u8], source: SocketAddr) -> Result<(), End> {
        // Whatever it is, the socket is open to everybody.
        let Ok(contents) = packet.try_into() else {
            return Ok(());
        };
        let now = Instant::now();
        let input = Input::Receive(
            now.into_std(),
            Receive {
                proto: Protocol::Udp,
                source,
                destination: self.options.advertised,
                contents,
            },
        );
        if self.rtc.accepts(&input) {
            if self.rtc.is_connected() {
                self.silent_at = now + self.options.silence;
            }
            self.rtc.handle_input(input)?;
            if self.still {
                self.hush();
            }
        }
        Ok(())
    }

    fn pass_time(&mut self) -> Result<(), End> {
        let now = Instant::now();
        if now >= self.silent_at {
            let was_open = self.rtc.is_connected();
            return Err(End::Path(if was_open {
                PathEnd::Silent
            } else {
                PathEnd::NotConnected
            }));
        }
        if self.still_at.is_some_and(|still| now >= still) {
            self.rest(now);
        }
        self.rtc.handle_input(Input::Timeout(now.into_std()))?;
        self.measure_queue();
        Ok(())
    }

    fn take_event(&mut self, event: Event) -> Result<(), End> {
        match event {
            Event::Connected => {
                let now = Instant::now();
                self.silent_at = now + self.options.silence;
                self.still_at = Some(now + STILL);
                self.shared.open.store(true, Ordering::Relaxed);
                self.shared.drained.notify_waiters();
                self.teller.tell(PathEvent::Open);
            }
            Event::IceConnectionStateChange(IceConnectionState::Disconnected) => {
                return Err(End::Path(PathEnd::Silent));
            }
            Event::Closed => return Err(End::Path(PathEnd::Left)),
            Event::ChannelOpen(channel, label) if label == CHANNEL => self.channel = Some(channel),
            Event::ChannelClose(channel) if self.channel == Some(channel) => self.channel = None,
            Event::ChannelData(data) if self.channel == Some(data.id) => {
                // What is no camera is passed over: later versions may say more here.
                if let Ok(DevicePacket::Camera(camera)) = DevicePacket::read(&data.data) {
                    self.teller.tell(PathEvent::Camera(camera));
                }
            }
            // Chromium asks every three seconds that bring no frame, as long as packets come. The first time the last frame
            // may have been lost.
            Event::KeyframeRequest(_) if self.still && self.asked_at_rest => {}
            Event::KeyframeRequest(_) => {
                self.asked_at_rest = self.still;
                let way = self.shared.statistics().round_trip.unwrap_or_default();
                let arrives = self.last_key.map(|key| key + way + KEY_ON_ITS_WAY);
                if arrives.is_none_or(|arrives| Instant::now() >= arrives) {
                    self.teller.tell(PathEvent::Refresh);
                }
            }
            Event::EgressBitrateEstimate(BweKind::Twcc { estimate, .. }) => {
                let estimate = BitRate::from_f64(estimate.as_f64()).min(self.options.most);
                self.shared.lock().estimate = Some(estimate);
                let allowed = estimate.scaled(FRAMES_SHARE);
                self.teller.tell(PathEvent::Estimate(allowed));
            }
            Event::PeerStats(measured) => {
                let mut statistics = self.shared.lock();
                statistics.loss = measured.egress_loss_fraction.or(statistics.loss);
                statistics.round_trip = measured.rtt.or(statistics.round_trip);
            }
            _ => {}
        }
        Ok(())
    }

    /// Finds out whether the way carries so much. Each rise is probed at once, so small changes are passed over.
    fn probe(&mut self, wanted: BitRate) {
        let wanted = wanted.min(self.options.most);
        let nearly = self.probed.scaled(0.8)..=self.probed.scaled(1.25);
        if self.probed != wanted && !nearly.contains(&wanted) {
            self.probed = wanted;
            self.desire(wanted);
        }
    }

    /// Takes the picture to stand still, once everything of it is sent.
    fn rest(&mut self, now: Instant) {
        if self.shared.statistics().queued > 0 {
            self.still_at = Some(now + STILL);
            return;
        }
        self.still_at = None;
        self.still = true;
        // A way that nobody needs is not probed: that would go on at a megabit.
        self.probe(BitRate::default());
        self.hush();
    }

    /// Ends the padding of the library, which fills a way without frames to 50 kbit/s, twice that with its headers, and has
    /// no switch.
    ///
    /// It pads sections that send, and looks whether there is one whenever a rate is set, and when it hears how packets have
    /// arrived. So it is shown for a moment that none does. No time passes in that moment, so it forgets nothing of what it
    /// has learned of the way. Nothing waits to be sent, which would be lost.
    fn hush(&mut self) {
        let Video { mid, direction, .. } = self.video;
        // Nobody is told: only what is applied is.
        self.rtc.sdp_api().set_direction(mid, Direction::Inactive);
        self.desire(self.probed);
        self.rtc.sdp_api().set_direction(mid, direction);
    }

    fn desire(&mut self, rate: BitRate) {
        let desired = Bitrate::bps(rate.bits().into());
        self.rtc.bwe().set_bitrate(Bitrate::ZERO, desired);
    }

    /// How much of the frames is still to be sent. The library counts anew whenever time passes.
    fn measure_queue(&mut self) {
        if self.shared.statistics().queued == 0 {
            return;
        }
        let mut direct = self.rtc.direct_api();
        let stream = direct.stream_tx_by_mid(self.video.mid, None);
        let queue = stream.and_then(|stream| stream.queue_info());
        let queued = queue.map_or(0, StreamTxQueueInfo::byte_size);
        let before = std::mem::replace(&mut self.shared.lock().queued, queued);
        if queued < before {
            self.shared.drained.notify_waiters();
        }
    }

    fn write(&mut self, frame: &VideoFrame) -> Result<(), End> {
        let now = Instant::now();
        let Some(writer) = self.rtc.writer(self.video.mid) else {
            return Ok(());
        };
        let ahead = frame.header.rtp_time.wrapping_sub(low_half(self.rtp_time));
        self.rtp_time += u64::from(ahead);
        writer
            .playout_delay(MediaTime::ZERO, MediaTime::ZERO)
            .write(
                self.video.payload,
                now.into_std(),
                MediaTime::from_90khz(self.rtp_time),
                Arc::clone(&frame.encoded.bytes),
            )?;
        if frame.encoded.key {
            self.last_key = Some(now);
        }
        self.still_at = Some(now + STILL);
        self.still = false;
        self.asked_at_rest &= frame.encoded.key;
        self.probe(self.shared.wanted());
        let mut statistics = self.shared.lock();
        statistics.frames_sent += 1;
        statistics.queued += frame.encoded.bytes.len();
        drop(statistics);
        if let Some(mut channel) = self.channel.and_then(|id| self.rtc.channel(id)) {
            let header = HostPacket::Header(frame.header).to_bytes();
            // A full channel loses the header, as the network may.
            let _ = channel.write(true, &header)?;
        }
        Ok(())
    }

    /// Tells the device that this is the end, without waiting for an answer.
    async fn say_goodbye(&mut self) {
        if self.rtc.close().is_err() {
            return;
        }
        while let Ok(output) = self.rtc.poll_output() {
            match output {
                Output::Transmit(packet) => self.transmit(packet).await,
                Output::Event(_) => {}
                Output::Timeout(_) => return,
            }
        }
    }
}

fn socket_failed(error: &std::io::Error) -> Result<(), End> {
    use std::io::ErrorKind::{ConnectionRefused, ConnectionReset, Interrupted, WouldBlock};
    // Some systems report here that a packet sent before did not arrive.
    if matches!(
        error.kind(),
        ConnectionRefused | ConnectionReset | Interrupted | WouldBlock
    ) {
        return Ok(());
    }
    tracing::error!(%error, "the host's UDP socket has failed");
    Err(End::Path(PathEnd::Failed))
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
fn low_half(number: u64) -> u32 {
    number as u32
}
