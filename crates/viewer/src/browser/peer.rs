//! Pictures by WebRTC.

use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
use remote_rendering_protocol::device::CHANNEL;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    MediaStream, MessageEvent, RtcConfiguration, RtcDataChannel, RtcDataChannelInit,
    RtcDataChannelState, RtcDataChannelType, RtcPeerConnection, RtcPeerConnectionState,
    RtcRtpTransceiverDirection, RtcRtpTransceiverInit, RtcSdpType, RtcSessionDescriptionInit,
    RtcTrackEvent,
};

use super::{core::Handle, listening::Listening};
use crate::connection::Input;

/// How many bytes of cameras may wait in the channel: older ones are worth nothing when they leave.
const WAITING: u32 = 1024;

/// A peer connection; dropped, it closes.
pub(super) struct Peer {
    pub(super) connection: RtcPeerConnection,
    channel: RtcDataChannel,
    _listening: [Listening; 3],
}

impl Peer {
    /// Whether the browser has them.
    pub(super) fn is_there() -> bool {
        Reflect::has(&js_sys::global(), &"RTCPeerConnection".into()).unwrap_or(false)
    }

    pub(super) fn open(core: &Handle) -> Result<Self, JsValue> {
        // No STUN and no TURN: the host's one candidate is a public address, and ours it learns from our packets.
        let connection = RtcPeerConnection::new_with_configuration(&RtcConfiguration::new())?;
        let wanted = RtcRtpTransceiverInit::new();
        wanted.set_direction(RtcRtpTransceiverDirection::Recvonly);
        connection.add_transceiver_with_str_and_init("video", &wanted);
        let options = RtcDataChannelInit::new();
        options.set_ordered(false);
        options.set_max_retransmits(0);
        let channel = connection.create_data_channel_with_data_channel_dict(CHANNEL, &options);
        channel.set_binary_type(RtcDataChannelType::Arraybuffer);
        let on_state = {
            let (core, connection) = (core.clone(), connection.clone());
            Listening::new(
                &connection.clone(),
                "connectionstatechange",
                move |_: JsValue| {
                    changed(&core, connection.connection_state());
                },
            )
        };
        let on_track = {
            let core = core.clone();
            Listening::new(&connection, "track", move |event: RtcTrackEvent| {
                core.track(&picture_of(&event));
            })
        };
        let on_message = {
            let core = core.clone();
            Listening::new(&channel, "message", move |event: MessageEvent| {
                if let Some(buffer) = event.data().dyn_ref::<ArrayBuffer>() {
                    core.packet(&Uint8Array::new(buffer).to_vec());
                }
            })
        };
        let peer = Self {
            connection,
            channel,
            _listening: [on_state, on_track, on_message],
        };
        peer.offer(core);
        Ok(peer)
    }

    fn offer(&self, core: &Handle) {
        let (core, connection) = (core.clone(), self.connection.clone());
        spawn_local(async move {
            let offer = make_offer(&connection).await;
            // Another connection may have taken its place meanwhile.
            if core.is_peer(&connection) {
                core.input(Input::Offered(offer.ok_or_else(String::new)));
            }
        });
    }

    /// Takes in the host's answer.
    pub(super) fn answer(&self, sdp: &str, core: &Handle) {
        let (core, connection) = (core.clone(), self.connection.clone());
        let answer = RtcSessionDescriptionInit::new(RtcSdpType::Answer);
        answer.set_sdp(sdp);
        spawn_local(async move {
            let set = JsFuture::from(connection.set_remote_description(&answer)).await;
            if set.is_err() && core.is_peer(&connection) {
                core.input(Input::PeerFailed);
            }
        });
    }

    /// Sends a packet, if it can leave now.
    pub(super) fn send(&self, packet: &[u8]) -> bool {
        self.channel.ready_state() == RtcDataChannelState::Open
            && self.channel.buffered_amount() <= WAITING
            && self.channel.send_with_u8_array(packet).is_ok()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.connection.close();
    }
}

async fn make_offer(connection: &RtcPeerConnection) -> Option<String> {
    let offer = JsFuture::from(connection.create_offer()).await.ok()?;
    let sdp = Reflect::get(&offer, &"sdp".into()).ok()?.as_string()?;
    JsFuture::from(connection.set_local_description(offer.unchecked_ref()))
        .await
        .ok()?;
    Some(sdp)
}

fn changed(core: &Handle, state: RtcPeerConnectionState) {
    let input = match state {
        RtcPeerConnectionState::Connected => Input::PeerConnected,
        RtcPeerConnectionState::Disconnected => Input::PeerWavering,
        RtcPeerConnectionState::Failed => Input::PeerFailed,
        _ => return,
    };
    core.input(input);
}

/// The track as a stream, to be shown as soon as it can be: it is what the person does that moves it.
fn picture_of(event: &RtcTrackEvent) -> MediaStream {
    let receiver = event.receiver();
    // What browsers do not know they leave alone. The first is the standard's name, in milliseconds; the other is older.
    for name in ["jitterBufferTarget", "playoutDelayHint"] {
        let _ = Reflect::set(&receiver, &name.into(), &0.into());
    }
    let tracks = Array::of1(&event.track());
    MediaStream::new_with_tracks(&tracks)
        .unwrap_or_else(|_| event.streams().get(0).unchecked_into())
}
