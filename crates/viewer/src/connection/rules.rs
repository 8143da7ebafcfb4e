//! What follows from what.

use remote_rendering_protocol::device::{EndReason, FromDevice, Refusal, Transport};

use super::{
    BACK_OFF, Connection, GHOST, GIVE_UP, GREETING, Input, Loss, Ms, Output, Pass, Phase, SILENCE,
    WAVERING, WEBRTC, WEBSOCKET, Way, WayBack,
};
use crate::state::{GrantError, State, ViewerError};

impl Connection {
    /// Takes in what has happened, and adds what is to be done. What does not fit the phase is passed over: it was under way
    /// when the phase ended.
    pub(crate) fn on(&mut self, now: Ms, input: Input, out: &mut Vec<Output>) {
        match input {
            Input::Start => self.start(now, out),
            Input::Close => self.close(out),
            Input::Granted(answer) => self.granted(now, answer, out),
            Input::SocketRefused(error) => self.fail(error, out),
            Input::SocketOpened => self.greet(now, out),
            Input::SocketClosed => self.lose(now, out),
            Input::Welcomed { resume, keeps } => self.welcomed(now, resume, keeps, out),
            Input::Refused(reason) => self.refused(now, reason, out),
            Input::Ended(reason) => self.end(reason, out),
            Input::Misunderstood(what) => self.fail(ViewerError::Protocol(what), out),
            Input::Offered(_)
            | Input::Answered(_)
            | Input::NoWebRtc
            | Input::PeerConnected
            | Input::PeerWavering
            | Input::PeerFailed
            | Input::FrameShown => self.negotiate(now, input, out),
            Input::NoDecoder => self.no_decoder(out),
            Input::Online => self.start_waiting(now, out),
            Input::Resized { width, height } => self.resize(width, height, out),
            Input::Tick => self.tick(now, out),
        }
    }

    fn start(&mut self, now: Ms, out: &mut Vec<Output>) {
        let may_start = match &self.phase {
            Phase::Idle => true,
            Phase::Over(state) => state.can_retry(),
            Phase::Waiting { .. } => return self.start_waiting(now, out),
            _ => false,
        };
        if may_start {
            (self.way_back, self.loss) = (None, None);
            self.token_refused = false;
            self.request_grant(out);
        }
    }

    /// Tries now what would be tried later.
    fn start_waiting(&mut self, now: Ms, out: &mut Vec<Output>) {
        if matches!(self.phase, Phase::Waiting { .. }) {
            self.return_to_host(now, out);
        }
    }

    fn request_grant(&mut self, out: &mut Vec<Output>) {
        self.phase = Phase::Granting;
        out.push(Output::RequestGrant);
    }

    fn granted(
        &mut self,
        now: Ms,
        answer: Result<remote_rendering_protocol::device::ConnectionGrant, GrantError>,
        out: &mut Vec<Output>,
    ) {
        if !matches!(self.phase, Phase::Granting) {
            return;
        }
        match answer {
            Ok(grant) => self.open(now, grant.address, Pass::Token(grant.token), out),
            Err(GrantError::Unreachable(_)) if self.loss.is_some() => self.wait(now, out),
            Err(error) => self.fail(ViewerError::Grant(error), out),
        }
    }

    fn open(&mut self, now: Ms, address: String, pass: Pass, out: &mut Vec<Output>) {
        if !address.starts_with("ws://") && !address.starts_with("wss://") {
            return self.fail(ViewerError::Address, out);
        }
        out.push(Output::OpenSocket {
            address: address.clone(),
        });
        let deadline = now + GREETING;
        self.phase = Phase::Opening {
            address,
            pass,
            deadline,
        };
    }

    fn greet(&mut self, now: Ms, out: &mut Vec<Output>) {
        let Phase::Opening { address, pass, .. } = &self.phase else {
            return;
        };
        let (token, resume) = match pass.clone() {
            Pass::Token(token) => (Some(token), None),
            Pass::Resume(key) => (None, Some(key)),
        };
        let (width, height) = self.size;
        self.told_paused = self.paused;
        out.push(Output::Send(FromDevice::Hello {
            token,
            resume,
            width,
            height,
            smallest_scale: self.ways.smallest_scale,
            paused: self.paused,
        }));
        let address = address.clone();
        self.phase = Phase::Greeting {
            address,
            deadline: now + GREETING,
        };
    }

    fn welcomed(
        &mut self,
        now: Ms,
        resume: remote_rendering_protocol::device::ResumeKey,
        keeps: Ms,
        out: &mut Vec<Output>,
    ) {
        let Phase::Greeting { address, .. } = &self.phase else {
            return;
        };
        let address = address.clone();
        self.way_back = Some(WayBack {
            address,
            resume,
            keeps,
        });
        self.token_refused = false;
        if let Some(loss) = &mut self.loss {
            loss.left = now;
        }
        if self.ways.webrtc {
            out.push(Output::OpenPeer);
            self.phase = Phase::Up(Way::Offering {
                deadline: now + WEBRTC,
            });
        } else {
            self.use_socket(now, out);
        }
    }

    fn refused(&mut self, now: Ms, reason: Refusal, out: &mut Vec<Output>) {
        if !matches!(self.phase, Phase::Greeting { .. }) {
            return;
        }
        out.push(Output::CloseSocket);
        match reason {
            // The scene is gone: begin with a new one.
            Refusal::Resume => {
                self.way_back = None;
                self.request_grant(out);
            }
            // It may have become too old on its way.
            Refusal::Token if !self.token_refused => {
                self.token_refused = true;
                self.request_grant(out);
            }
            // It may be this device itself, whose loss the host has not noticed yet.
            Refusal::Busy if self.loss.is_some_and(|loss| now - loss.since < GHOST) => {
                self.wait(now, out);
            }
            reason => self.phase = Phase::Over(State::Refused(reason)),
        }
    }

    fn end(&mut self, reason: EndReason, out: &mut Vec<Output>) {
        if !matches!(self.phase, Phase::Over(_)) {
            self.drop_all(out);
            self.phase = Phase::Over(State::Ended(reason));
        }
    }

    fn fail(&mut self, error: ViewerError, out: &mut Vec<Output>) {
        if !matches!(self.phase, Phase::Over(_)) {
            self.drop_all(out);
            self.phase = Phase::Over(State::Failed(error));
        }
    }

    fn close(&mut self, out: &mut Vec<Output>) {
        if matches!(self.phase, Phase::Up(_) | Phase::Greeting { .. }) {
            out.push(Output::Send(FromDevice::Leave {}));
        }
        self.drop_all(out);
        self.phase = Phase::Over(State::Closed);
    }

    /// Closes what this phase has open.
    fn drop_all(&mut self, out: &mut Vec<Output>) {
        self.unanswered = None;
        match self.phase {
            Phase::Up(way) if way.is_peer() => out.push(Output::ClosePeer),
            Phase::Up(_) => out.push(Output::CloseDecoder),
            _ => {}
        }
        if matches!(
            self.phase,
            Phase::Opening { .. } | Phase::Greeting { .. } | Phase::Up(_)
        ) {
            out.push(Output::CloseSocket);
        }
    }

    /// The socket is gone, or as good as that.
    fn lose(&mut self, now: Ms, out: &mut Vec<Output>) {
        let was_there = matches!(self.phase, Phase::Up(_));
        match self.phase {
            Phase::Opening { .. } | Phase::Greeting { .. } | Phase::Up(_) => {}
            _ => return,
        }
        if !was_there && self.loss.is_none() {
            return self.fail(ViewerError::Unreachable, out);
        }
        self.drop_all(out);
        if was_there {
            let since = self.loss.map_or(now, |loss| loss.since);
            let attempt = self.loss.map_or(0, |loss| loss.attempt);
            self.loss = Some(Loss {
                since,
                left: now,
                attempt,
            });
        }
        self.wait(now, out);
    }

    fn wait(&mut self, now: Ms, out: &mut Vec<Output>) {
        let Some(loss) = &mut self.loss else {
            return;
        };
        if now - loss.since >= GIVE_UP {
            return self.fail(ViewerError::Lost, out);
        }
        let tries = usize::try_from(loss.attempt).unwrap_or(usize::MAX);
        loss.attempt += 1;
        let last = BACK_OFF.len() - 1;
        let until = now + BACK_OFF[tries.min(last)];
        self.phase = Phase::Waiting { until };
    }

    /// To the scene as long as the host keeps it, then with a new grant.
    fn return_to_host(&mut self, now: Ms, out: &mut Vec<Output>) {
        let left = self.loss.map_or(now, |loss| loss.left);
        match self.way_back.clone() {
            Some(back) if now - left < back.keeps => {
                self.open(now, back.address, Pass::Resume(back.resume), out);
            }
            _ => {
                self.way_back = None;
                self.request_grant(out);
            }
        }
    }

    fn use_socket(&mut self, now: Ms, out: &mut Vec<Output>) {
        if !self.ways.websocket {
            return self.fail(ViewerError::NoVideo, out);
        }
        self.unanswered = None;
        out.push(Output::OpenDecoder);
        out.push(Output::Send(FromDevice::Stream {
            transport: Transport::WebSocket,
        }));
        self.phase = Phase::Up(Way::SocketFirstFrame {
            deadline: now + WEBSOCKET,
        });
    }

    /// From WebRTC, which does not work, to what does.
    fn leave_peer(&mut self, now: Ms, out: &mut Vec<Output>) {
        out.push(Output::ClosePeer);
        // `fail` would close it again.
        self.phase = Phase::Up(Way::Socket);
        self.use_socket(now, out);
    }

    fn negotiate(&mut self, now: Ms, input: Input, out: &mut Vec<Output>) {
        let Phase::Up(way) = self.phase else {
            return;
        };
        let next = match (way, input) {
            (Way::Offering { deadline }, Input::Offered(Ok(sdp))) => {
                out.push(Output::Send(FromDevice::Offer { sdp }));
                Way::Answering { deadline }
            }
            (Way::Answering { deadline }, Input::Answered(sdp)) => {
                out.push(Output::Answer(sdp));
                Way::Connecting { deadline }
            }
            (Way::Connecting { .. }, Input::PeerConnected) => {
                out.push(Output::Send(FromDevice::Stream {
                    transport: Transport::WebRtc,
                }));
                Way::PeerFirstFrame {
                    deadline: now + WEBRTC,
                }
            }
            (Way::PeerFirstFrame { .. }, Input::FrameShown) => {
                self.loss = None;
                Way::Peer { wavering: None }
            }
            (Way::SocketFirstFrame { .. }, Input::FrameShown) => {
                self.loss = None;
                Way::Socket
            }
            (Way::Peer { wavering }, Input::PeerWavering) => Way::Peer {
                wavering: wavering.or(Some(now + WAVERING)),
            },
            (Way::Peer { .. }, Input::PeerConnected) => Way::Peer { wavering: None },
            (way, Input::Offered(Err(_)) | Input::NoWebRtc | Input::PeerFailed)
                if way.is_peer() =>
            {
                return self.leave_peer(now, out);
            }
            _ => return,
        };
        self.phase = Phase::Up(next);
    }

    fn no_decoder(&mut self, out: &mut Vec<Output>) {
        if matches!(
            self.phase,
            Phase::Up(Way::SocketFirstFrame { .. } | Way::Socket)
        ) {
            self.fail(ViewerError::NoVideo, out);
        }
    }

    fn resize(&mut self, width: u16, height: u16, out: &mut Vec<Output>) {
        if self.size == (width, height) {
            return;
        }
        self.size = (width, height);
        if self.is_up() {
            out.push(Output::Send(FromDevice::View { width, height }));
        }
    }

    fn tick(&mut self, now: Ms, out: &mut Vec<Output>) {
        let is_silent = self.unanswered.is_some_and(|since| now >= since + SILENCE);
        let is_due = self.deadline().is_some_and(|deadline| now >= deadline);
        if !is_due {
            return;
        }
        match self.phase {
            Phase::Up(way) if way.is_peer() => self.leave_peer(now, out),
            Phase::Up(_) | Phase::Opening { .. } | Phase::Greeting { .. } => self.lose(now, out),
            Phase::Waiting { .. } => self.return_to_host(now, out),
            Phase::Idle | Phase::Granting | Phase::Over(_) => {}
        }
        if is_silent {
            self.unanswered = None;
        }
    }
}
