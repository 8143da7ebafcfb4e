//! Does what the connection's rules say.

use remote_rendering_protocol::device::{
    CONNECT_PATH, DevicePacket, FromDevice, FromHost, HostPacket, Welcome,
};
use wasm_bindgen_futures::spawn_local;
use web_sys::MediaStream;

use super::{
    clock::{Timer, now},
    core::{Core, Handle, Inside},
    decoder::{Decoder, Handed},
    json,
    peer::Peer,
    platform::VideoFrame,
    socket::Socket,
    video::VideoFrames,
};
use crate::{
    connection::{Input, Output},
    figures::Counters,
    state::{Event, State},
};

impl Handle {
    /// A text message of the host.
    pub(super) fn hear(&self, text: &str) {
        self.with(|core, inside| {
            let is_up = inside.connection.is_up();
            match json::read::<FromHost>(text) {
                Some(message) => core.heard(inside, message),
                // What a newer host says besides is passed over, but not instead of a welcome.
                None if is_up => {}
                None => {
                    let what = "its first message is not understood".to_owned();
                    core.drive(inside, Input::Misunderstood(what));
                }
            }
        });
    }

    /// A packet out of the socket or the channel.
    pub(super) fn packet(&self, bytes: &[u8]) {
        self.with(|core, inside| match HostPacket::read(bytes) {
            Ok(HostPacket::Frame(header, video)) => {
                let Some(decoder) = &mut inside.decoder else {
                    return;
                };
                let handed = decoder.take(header, video);
                inside.connection.heard();
                core.handed(inside, handed, header.frame);
            }
            Ok(HostPacket::Header(header)) => {
                inside.connection.heard();
                inside.camera_came(header.camera);
                if let Some((header, at)) = inside.matching.header(header) {
                    inside.figures.identified(&header, at);
                }
            }
            // What is none of ours is for a newer version.
            Err(_) => {}
        });
    }

    /// The decoder has made a picture.
    pub(super) fn decoded(&self, frame: &VideoFrame) {
        self.with(|core, inside| {
            let under_way = inside
                .decoder
                .as_mut()
                .and_then(|it| it.decoded(frame.timestamp()));
            if let Some(under_way) = under_way {
                let decoded_at = now();
                core.surface.draw(frame);
                inside.link.decode_ms = Some(narrow(decoded_at - under_way.since));
                inside.figures.shown();
                inside.figures.identified(&under_way.header, now());
                core.frame_shown(inside);
            }
        });
        frame.close();
    }

    /// The decoder has given up.
    pub(super) fn decoder_failed(&self) {
        self.with(|core, inside| {
            let handed = inside.decoder.as_mut().map(Decoder::broken);
            match handed {
                Some(Handed::Refresh) => {
                    if let Some(socket) = &inside.socket {
                        socket.say(&FromDevice::Refresh {});
                    }
                }
                Some(_) => core.drive(inside, Input::NoDecoder),
                None => {}
            }
        });
    }

    /// The host's video is there.
    pub(super) fn track(&self, stream: &MediaStream) {
        self.with(|core, inside| {
            core.surface.play(stream);
            inside.video_frame = Some(VideoFrames::watch(&core.surface.video, &core.me));
        });
    }
}

impl Core {
    /// Tells the rules what has happened and does what they say.
    pub(super) fn drive(&self, inside: &mut Inside, input: Input) {
        let mut out = Vec::new();
        inside.connection.on(now(), input, &mut out);
        for output in out {
            self.carry_out(inside, output);
        }
        inside.resend_camera();
        self.set_alarm(inside);
        let state = inside.connection.state();
        if state != inside.told {
            inside.told = state.clone();
            self.changed(inside, &state);
            self.tell([Event::State(state)]);
        }
    }

    fn carry_out(&self, inside: &mut Inside, output: Output) {
        match output {
            Output::RequestGrant => self.request_grant(),
            Output::OpenSocket { address } => {
                inside.uploads.address = uploads_address(&address);
                match Socket::open(&address, &self.me) {
                    Ok(socket) => inside.socket = Some(socket),
                    Err(error) => self.later(Input::SocketRefused(error)),
                }
            }
            Output::CloseSocket => inside.socket = None,
            Output::Send(message) => {
                if let Some(socket) = &inside.socket {
                    socket.say(&message);
                }
            }
            Output::OpenPeer => match Peer::open(&self.me) {
                Ok(peer) => {
                    inside.counters = Counters::default();
                    inside.peer = Some(peer);
                }
                Err(_) => self.later(Input::PeerFailed),
            },
            Output::Answer(sdp) => {
                if let Some(peer) = &inside.peer {
                    peer.answer(&sdp, &self.me);
                }
            }
            Output::ClosePeer => {
                inside.video_frame = None;
                self.surface.freeze();
                inside.peer = None;
            }
            Output::OpenDecoder => inside.decoder = Some(Decoder::new(&self.me)),
            Output::CloseDecoder => inside.decoder = None,
        }
    }

    /// What fails at once is told like what fails later.
    fn later(&self, input: Input) {
        let me = self.me.clone();
        spawn_local(async move { me.input(input) });
    }

    fn request_grant(&self) {
        let me = self.me.clone();
        spawn_local(async move {
            // The owner may call the viewer while it is asked, and close it before it has answered.
            let Some(asked) = me.core().map(|core| (core.ask_grant)()) else {
                return;
            };
            me.input(Input::Granted(asked.await));
        });
    }

    /// The state is another.
    fn changed(&self, inside: &mut Inside, state: &State) {
        let transport = match state {
            State::Connected { transport } => Some(transport.clone()),
            _ => None,
        };
        inside.figures.way(transport.clone());
        if transport.is_some() {
            let me = self.me.clone();
            inside.each_second = Timer::every(1000, move || me.each_second());
        } else {
            inside.each_second = None;
        }
        if let State::Reconnecting { attempt: 1 } = state {
            self.fail_uploads(inside);
        }
        if state.is_over() {
            self.fail_uploads(inside);
            self.surface.clear();
            self.tell(inside.scene.clear());
        }
    }

    fn heard(&self, inside: &mut Inside, message: FromHost) {
        inside.connection.heard();
        let input = match message {
            FromHost::Welcome(welcome) => return self.welcomed(inside, welcome),
            FromHost::Refused { reason } => Input::Refused(reason),
            FromHost::Ended { reason } => Input::Ended(reason),
            FromHost::Answer { sdp } => Input::Answered(sdp),
            FromHost::NoWebRtc { .. } => Input::NoWebRtc,
            FromHost::Statistics(statistics) => return inside.figures.host(&statistics),
            message => {
                let events = inside.scene.hear(message);
                if events.contains(&Event::Models) {
                    self.models_changed(inside);
                }
                self.tell(events);
                return inside.ask_for_loads();
            }
        };
        self.drive(inside, input);
    }

    fn welcomed(&self, inside: &mut Inside, welcome: Welcome) {
        let events = inside.scene.welcome(&welcome);
        inside.figures.renderer(&welcome.renderer);
        self.tell(events);
        self.models_changed(inside);
        // The first picture is to be the right one already.
        self.post_camera(inside);
        let keeps = f64::from(welcome.resume_seconds) * 1000.0;
        self.drive(
            inside,
            Input::Welcomed {
                resume: welcome.resume,
                keeps,
            },
        );
        inside.ask_for_loads();
    }

    fn handed(&self, inside: &mut Inside, handed: Handed, frame: u32) {
        let Some(socket) = &inside.socket else {
            return;
        };
        if handed == Handed::Unable {
            return self.drive(inside, Input::NoDecoder);
        }
        // It paces the host: a frame that was passed over has come, too.
        socket.send(&DevicePacket::Received { frame }.to_bytes());
        if handed == Handed::Refresh {
            socket.say(&FromDevice::Refresh {});
        }
    }

    /// There is a picture to be seen.
    pub(super) fn frame_shown(&self, inside: &mut Inside) {
        if !matches!(inside.told, State::Connected { .. }) {
            self.drive(inside, Input::FrameShown);
        }
    }
}

impl Inside {
    /// Asks the host for as many of the loads that wait as it takes.
    pub(super) fn ask_for_loads(&mut self) {
        let Some(socket) = self.socket.as_ref().filter(|_| self.connection.is_up()) else {
            return;
        };
        while let Some((request, source)) = self.scene.ask_next() {
            socket.say(&FromDevice::Load {
                request: request.0,
                source,
            });
        }
    }
}

/// `https://host:1` of `wss://host:1/connect`.
fn uploads_address(address: &str) -> Option<String> {
    let (scheme, rest) = address.strip_prefix("ws")?.split_once("://")?;
    Some(format!(
        "http{scheme}://{}",
        rest.strip_suffix(CONNECT_PATH)?
    ))
}

#[expect(clippy::cast_possible_truncation, reason = "for people")]
pub(super) fn narrow(number: f64) -> f32 {
    number as f32
}
