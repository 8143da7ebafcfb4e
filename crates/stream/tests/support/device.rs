//! A device that speaks WebRTC as a browser does.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use remote_rendering_protocol::device::{CHANNEL, DevicePacket, HostPacket};
use str0m::{
    Candidate, Event, Input, Output, Rtc, RtcConfig,
    change::{SdpAnswer, SdpPendingOffer},
    channel::{ChannelConfig, ChannelId, Reliability},
    crypto::from_feature_flags,
    media::{Direction, KeyframeRequestKind, MediaKind, Mid},
    net::{Protocol, Receive},
};
use tokio::{
    net::UdpSocket,
    time::{Instant, sleep_until, timeout},
};

/// Longer than anything takes on a busy machine.
pub(crate) const LONG: Duration = Duration::from_secs(20);

pub(crate) struct Device {
    pub(crate) rtc: Rtc,
    pub(crate) offer: String,
    /// How many bits it has sent in all, with everything above UDP.
    pub(crate) bits_sent: u64,
    socket: UdpSocket,
    address: SocketAddr,
    pending: Option<SdpPendingOffer>,
    channel: Option<ChannelId>,
    video: Mid,
}

impl Device {
    pub(crate) async fn new() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let mut rtc = RtcConfig::new()
            .set_crypto_provider(Arc::new(from_feature_flags()))
            .build(Instant::now().into_std());
        rtc.add_local_candidate(Candidate::host(address, "udp").unwrap());
        let mut changes = rtc.sdp_api();
        changes.add_channel_with_config(ChannelConfig {
            label: CHANNEL.to_owned(),
            ordered: false,
            reliability: Reliability::MaxRetransmits { retransmits: 0 },
            ..ChannelConfig::default()
        });
        let video = changes.add_media(MediaKind::Video, Direction::RecvOnly, None, None, None);
        let (offer, pending) = changes.apply().unwrap();
        Self {
            rtc,
            offer: offer.to_sdp_string(),
            bits_sent: 0,
            socket,
            address,
            pending: Some(pending),
            channel: None,
            video,
        }
    }

    pub(crate) fn accept(&mut self, answer: &str) {
        let answer = SdpAnswer::from_sdp_string(answer).unwrap();
        let pending = self.pending.take().unwrap();
        self.rtc.sdp_api().accept_answer(pending, answer).unwrap();
    }

    /// The next thing that happens.
    pub(crate) async fn next(&mut self) -> Event {
        timeout(LONG, self.event()).await.unwrap()
    }

    /// The next of a kind.
    pub(crate) async fn find<T>(&mut self, mut kind: impl FnMut(Event) -> Option<T>) -> T {
        loop {
            if let Some(found) = kind(self.next().await) {
                return found;
            }
        }
    }

    /// Waits until both the pictures and the channel can come.
    pub(crate) async fn connect(&mut self) {
        let mut connected = false;
        while !connected || self.channel.is_none() {
            connected |= matches!(self.next().await, Event::Connected);
        }
    }

    async fn event(&mut self) -> Event {
        let mut packet = vec![0; 2000];
        loop {
            let until = match self.rtc.poll_output().unwrap() {
                Output::Event(event) => {
                    if let Event::ChannelOpen(channel, label) = &event {
                        assert_eq!(label, CHANNEL);
                        self.channel = Some(*channel);
                    }
                    return event;
                }
                Output::Transmit(packet) => {
                    let sent = self.socket.send_to(&packet.contents, packet.destination);
                    self.bits_sent += sent.await.unwrap() as u64 * 8;
                    continue;
                }
                Output::Timeout(until) => until,
            };
            let input = tokio::select! {
                received = self.socket.recv_from(&mut packet) => {
                    let (length, source) = received.unwrap();
                    let Ok(contents) = packet[..length].try_into() else { continue };
                    Input::Receive(Instant::now().into_std(), Receive {
                        proto: Protocol::Udp,
                        source,
                        destination: self.address,
                        contents,
                    })
                }
                () = sleep_until(Instant::from_std(until)) => {
                    Input::Timeout(Instant::now().into_std())
                }
            };
            self.rtc.handle_input(input).unwrap();
        }
    }

    pub(crate) fn say(&mut self, packet: &DevicePacket) {
        let mut channel = self.rtc.channel(self.channel.unwrap()).unwrap();
        assert!(channel.write(true, &packet.to_bytes()).unwrap());
    }

    /// Sends bytes that are no packet, or a broken one.
    pub(crate) async fn throw(&self, bytes: &[u8], at: SocketAddr) {
        self.socket.send_to(bytes, at).await.unwrap();
    }

    pub(crate) fn ask_for_key_frame(&mut self) {
        let mut writer = self.rtc.writer(self.video).unwrap();
        writer
            .request_keyframe(None, KeyframeRequestKind::Pli)
            .unwrap();
    }
}

/// The header in a message of the channel.
pub(crate) fn header(data: &[u8]) -> remote_rendering_protocol::device::FrameHeader {
    match HostPacket::read(data).unwrap() {
        HostPacket::Header(header) => header,
        HostPacket::Frame(..) => panic!("a frame in the channel"),
    }
}
