use remote_rendering_protocol::device::{
    ConnectionGrant, ConnectionToken, EndReason, FromDevice, Refusal, ResumeKey, Transport,
};

use super::{BACK_OFF, Connection, GHOST, GIVE_UP, Input, Ms, Output, SILENCE, WEBRTC, Ways};
use crate::state::{GrantError, State, Step, ViewerError};

mod playing;

const BOTH: Ways = Ways {
    webrtc: true,
    websocket: true,
    smallest_scale: None,
};

/// A connection, its clock, and what it wants done, in short words.
struct Run {
    connection: Connection,
    now: Ms,
}

impl Run {
    fn new(ways: Ways) -> Self {
        let (connection, now) = (Connection::new(ways), 1000.0);
        Self { connection, now }
    }

    fn on(&mut self, input: Input) -> Vec<String> {
        let mut out = Vec::new();
        self.connection.on(self.now, input, &mut out);
        out.iter().map(word).collect()
    }

    /// Lets time pass until the connection wants to be asked again.
    fn wait(&mut self) -> Vec<String> {
        let deadline = self.connection.deadline();
        self.now = self.now.max(deadline.expect("nothing is waited for"));
        self.on(Input::Tick)
    }

    fn state(&self) -> State {
        self.connection.state()
    }

    /// As far as a welcome.
    fn welcomed(ways: Ways) -> Self {
        let mut run = Self::new(ways);
        run.on(Input::Start);
        run.on(granted("1"));
        run.on(Input::SocketOpened);
        run.on(welcome("key"));
        run
    }

    /// As far as pictures by WebRTC.
    fn by_webrtc() -> Self {
        let mut run = Self::welcomed(BOTH);
        run.on(Input::Offered(Ok("offer".to_owned())));
        run.on(Input::Answered("answer".to_owned()));
        run.on(Input::PeerConnected);
        run.on(Input::FrameShown);
        assert_eq!(run.state(), connected(Transport::WebRtc));
        run
    }

    /// As far as pictures by the WebSocket.
    fn by_socket() -> Self {
        let mut run = Self::welcomed(Ways {
            webrtc: false,
            ..BOTH
        });
        run.on(Input::FrameShown);
        assert_eq!(run.state(), connected(Transport::WebSocket));
        run
    }
}

fn word(output: &Output) -> String {
    match output {
        Output::RequestGrant => "grant".to_owned(),
        Output::OpenSocket { address } => format!("open {address}"),
        Output::CloseSocket => "close".to_owned(),
        Output::OpenPeer => "peer".to_owned(),
        Output::Answer(sdp) => format!("take {sdp}"),
        Output::ClosePeer => "close peer".to_owned(),
        Output::OpenDecoder => "decoder".to_owned(),
        Output::CloseDecoder => "close decoder".to_owned(),
        Output::Send(FromDevice::Hello { token, resume, .. }) => {
            let token = token.as_ref().map(|token| token.expose().to_owned());
            let resume = resume
                .as_ref()
                .map(|key| format!("resume {}", key.expose()));
            format!("hello {}", token.or(resume).unwrap())
        }
        Output::Send(FromDevice::Offer { sdp }) => format!("say {sdp}"),
        Output::Send(FromDevice::Stream { transport }) => format!("stream {transport}"),
        Output::Send(FromDevice::View { width, height }) => format!("view {width}x{height}"),
        Output::Send(FromDevice::Leave {}) => "leave".to_owned(),
        Output::Send(other) => panic!("not said by the rules: {other:?}"),
    }
}

fn granted(token: &str) -> Input {
    Input::Granted(Ok(ConnectionGrant {
        address: "ws://host:1/connect".to_owned(),
        token: ConnectionToken::new(token),
        expires_in_seconds: 60,
    }))
}

fn welcome(key: &str) -> Input {
    Input::Welcomed {
        resume: ResumeKey::new(key),
        keeps: 15_000.0,
    }
}

fn connected(transport: Transport) -> State {
    State::Connected { transport }
}

fn refused_grant() -> GrantError {
    GrantError::Refused("The session was stopped.".to_owned())
}

fn unreachable_grant() -> GrantError {
    GrantError::Unreachable("offline".to_owned())
}

#[test]
fn the_host_is_told_how_small_pictures_may_become() {
    let mut ways = BOTH;
    ways.smallest_scale = Some(0.75);
    let mut run = Run::new(ways);
    run.on(Input::Start);
    run.on(granted("secret"));
    let mut out = Vec::new();
    run.connection.on(run.now, Input::SocketOpened, &mut out);
    let Some(Output::Send(FromDevice::Hello { smallest_scale, .. })) = out.first() else {
        panic!("no hello: {out:?}");
    };
    assert_eq!(*smallest_scale, ways.smallest_scale);
}

#[test]
fn pictures_come_by_webrtc_first() {
    let mut run = Run::new(BOTH);
    assert_eq!(run.on(Input::Start), ["grant"]);
    assert_eq!(run.state(), State::Connecting(Step::Granting));
    assert_eq!(run.on(granted("secret")), ["open ws://host:1/connect"]);
    assert_eq!(run.state(), State::Connecting(Step::Signalling));
    assert_eq!(run.on(Input::SocketOpened), ["hello secret"]);
    assert_eq!(run.on(welcome("key")), ["peer"]);
    assert_eq!(run.state(), State::Connecting(Step::Negotiating));
    assert_eq!(
        run.on(Input::Offered(Ok("offer".to_owned()))),
        ["say offer"]
    );
    assert_eq!(
        run.on(Input::Answered("answer".to_owned())),
        ["take answer"]
    );
    assert_eq!(run.on(Input::PeerConnected), ["stream webrtc"]);
    assert_eq!(run.state(), State::Connecting(Step::FirstFrame));
    assert!(run.on(Input::FrameShown).is_empty());
    assert_eq!(run.state(), connected(Transport::WebRtc));
    assert_eq!(run.connection.deadline(), None);
}

#[test]
fn where_webrtc_does_not_work_pictures_come_by_the_socket() {
    type Step = fn(&mut Run) -> Vec<String>;
    let offered = |run: &mut Run| run.on(Input::Offered(Ok("offer".to_owned())));
    let cases: [(&str, Step); 6] = [
        ("the browser makes no offer", |run| {
            run.on(Input::Offered(Err(String::new())))
        }),
        ("nothing comes of the offer", Run::wait),
        ("the host has none", |run| run.on(Input::NoWebRtc)),
        ("the peer fails", |run| run.on(Input::PeerFailed)),
        ("UDP is blocked", |run| {
            run.on(Input::Offered(Ok("offer".to_owned())));
            run.on(Input::Answered("answer".to_owned()));
            run.wait()
        }),
        ("it connects and no picture comes", |run| {
            run.on(Input::Offered(Ok("offer".to_owned())));
            run.on(Input::Answered("answer".to_owned()));
            run.on(Input::PeerConnected);
            run.wait()
        }),
    ];
    for (what, step) in cases {
        let mut run = Run::welcomed(BOTH);
        let begun = run.now;
        let expected = ["close peer", "decoder", "stream websocket"];
        assert_eq!(step(&mut run), expected, "{what}");
        assert!(run.now - begun <= WEBRTC, "{what}");
        assert!(offered(&mut run).is_empty(), "{what}: an offer came late");
        run.on(Input::FrameShown);
        assert_eq!(run.state(), connected(Transport::WebSocket), "{what}");
    }
}

#[test]
fn without_webrtc_in_the_browser_the_socket_is_used_at_once() {
    let mut run = Run::new(Ways {
        webrtc: false,
        ..BOTH
    });
    run.on(Input::Start);
    run.on(granted("1"));
    run.on(Input::SocketOpened);
    assert_eq!(run.on(welcome("key")), ["decoder", "stream websocket"]);
}

#[test]
fn a_browser_that_shows_no_video_is_told_of() {
    let only_webrtc = Ways {
        websocket: false,
        ..BOTH
    };
    let mut run = Run::welcomed(only_webrtc);
    let out = run.on(Input::NoWebRtc);
    assert_eq!(out.last().unwrap(), "close", "{out:?}");
    assert_eq!(run.state(), State::Failed(ViewerError::NoVideo));

    let mut run = Run::by_socket();
    assert_eq!(run.on(Input::NoDecoder), ["close decoder", "close"]);
    assert_eq!(run.state(), State::Failed(ViewerError::NoVideo));
}

#[test]
fn a_peer_that_wavers_is_waited_for_and_then_left() {
    let mut run = Run::by_webrtc();
    assert!(run.on(Input::PeerWavering).is_empty());
    assert!(run.on(Input::PeerConnected).is_empty());
    assert_eq!(run.connection.deadline(), None);
    run.on(Input::PeerWavering);
    assert_eq!(run.wait(), ["close peer", "decoder", "stream websocket"]);
}

#[test]
fn a_lost_socket_leads_back_to_the_scene() {
    let mut run = Run::by_webrtc();
    assert_eq!(run.on(Input::SocketClosed), ["close peer", "close"]);
    assert_eq!(run.state(), State::Reconnecting { attempt: 1 });
    assert_eq!(run.wait(), ["open ws://host:1/connect"]);
    assert_eq!(run.on(Input::SocketOpened), ["hello resume key"]);
    assert_eq!(run.on(welcome("another")), ["peer"]);
    assert_eq!(run.state(), State::Reconnecting { attempt: 1 });
    run.on(Input::NoWebRtc);
    run.on(Input::FrameShown);
    assert_eq!(run.state(), connected(Transport::WebSocket));
    // The key of the second connection counts for the third.
    run.on(Input::SocketClosed);
    run.wait();
    assert_eq!(run.on(Input::SocketOpened), ["hello resume another"]);
}

#[test]
fn tries_wait_longer_and_longer_and_end() {
    let mut run = Run::by_socket();
    let lost = run.now;
    run.on(Input::SocketClosed);
    let mut opened = Vec::new();
    for number in 1.. {
        assert_eq!(run.state(), State::Reconnecting { attempt: number });
        let before = run.now;
        let out = run.wait();
        opened.push((run.now - before, out[0].clone()));
        if out == ["grant"] {
            run.on(Input::Granted(Err(unreachable_grant())));
        } else {
            run.on(Input::SocketClosed);
        }
        if run.state() == State::Failed(ViewerError::Lost) {
            break;
        }
    }
    let waits: Vec<Ms> = opened.iter().map(|(wait, _)| *wait).collect();
    assert_eq!(waits[..5], BACK_OFF);
    assert!(waits[5..].iter().all(|wait| *wait == BACK_OFF[4]));
    // As long as the host keeps the scene, and then with a new grant.
    let keeps = opened.iter().position(|(_, what)| what == "grant").unwrap();
    let passed: Ms = waits[..keeps].iter().sum();
    assert!(
        (10_000.0..15_000.0).contains(&passed),
        "{keeps} tries in {passed}"
    );
    assert!(opened[keeps..].iter().all(|(_, what)| what == "grant"));
    assert!((GIVE_UP..GIVE_UP + 5_000.0).contains(&(run.now - lost)));
    // The person may want another try.
    assert_eq!(run.on(Input::Start), ["grant"]);
}

#[test]
fn a_network_that_is_there_again_is_used_at_once() {
    let mut run = Run::by_socket();
    run.on(Input::SocketClosed);
    run.wait();
    run.on(Input::SocketClosed);
    assert_eq!(run.state(), State::Reconnecting { attempt: 2 });
    assert_eq!(run.on(Input::Online), ["open ws://host:1/connect"]);
    assert!(run.on(Input::Online).is_empty());
}

#[test]
fn refusals_mean_what_they_say() {
    let greeting = || {
        let mut run = Run::new(BOTH);
        run.on(Input::Start);
        run.on(granted("1"));
        run.on(Input::SocketOpened);
        run
    };
    for reason in [
        Refusal::Busy,
        Refusal::Hello,
        Refusal::Other("odd".to_owned()),
    ] {
        let mut run = greeting();
        assert_eq!(run.on(Input::Refused(reason.clone())), ["close"]);
        assert_eq!(run.state(), State::Refused(reason));
        assert_eq!(run.on(Input::Start), ["grant"], "a person may try again");
    }
    // A token that came late is asked for once more, and not for ever.
    let mut run = greeting();
    assert_eq!(run.on(Input::Refused(Refusal::Token)), ["close", "grant"]);
    run.on(granted("2"));
    assert_eq!(run.on(Input::SocketOpened), ["hello 2"]);
    assert_eq!(run.on(Input::Refused(Refusal::Token)), ["close"]);
    assert_eq!(run.state(), State::Refused(Refusal::Token));
    // Busy with the device itself, for a while after its loss.
    let mut run = Run::by_socket();
    run.on(Input::SocketClosed);
    for (passed, expected) in [(0.0, true), (GHOST, false)] {
        run.now += passed;
        if run.wait() != ["grant"] {
            run.on(Input::SocketOpened);
            run.on(Input::Refused(Refusal::Resume));
        }
        run.on(granted("2"));
        run.on(Input::SocketOpened);
        run.on(Input::Refused(Refusal::Busy));
        let waits = matches!(run.state(), State::Reconnecting { .. });
        assert_eq!(waits, expected, "after {passed} ms");
    }
    // A scene that is gone is begun anew.
    let mut run = Run::by_socket();
    run.on(Input::SocketClosed);
    run.wait();
    run.on(Input::SocketOpened);
    assert_eq!(run.on(Input::Refused(Refusal::Resume)), ["close", "grant"]);
    run.on(granted("3"));
    assert_eq!(run.on(Input::SocketOpened), ["hello 3"]);
}

#[test]
fn what_ends_is_ended() {
    let cases = [
        (EndReason::Stopped, false),
        (EndReason::Expired, false),
        (EndReason::Replaced, true),
        (EndReason::Protocol, true),
        (EndReason::Failed, true),
    ];
    for (reason, can_retry) in cases {
        let mut run = Run::by_webrtc();
        assert_eq!(
            run.on(Input::Ended(reason.clone())),
            ["close peer", "close"]
        );
        let ended = State::Ended(reason);
        assert_eq!(run.state(), ended);
        // The socket closes after that, and no network brings it back.
        for late in [Input::SocketClosed, Input::Online, Input::FrameShown] {
            assert!(run.on(late).is_empty());
        }
        assert_eq!(run.state(), ended);
        assert_eq!(ended.can_retry(), can_retry);
        assert_eq!(run.on(Input::Start) == ["grant"], can_retry);
    }
}

#[test]
fn what_fails_at_first_is_not_tried_for_ever() {
    type Step = fn(&mut Run);
    let cases: [(&str, Step, ViewerError); 6] = [
        (
            "the service says no",
            |run| drop(run.on(Input::Granted(Err(refused_grant())))),
            ViewerError::Grant(refused_grant()),
        ),
        (
            "the service does not answer",
            |run| drop(run.on(Input::Granted(Err(unreachable_grant())))),
            ViewerError::Grant(unreachable_grant()),
        ),
        (
            "the host does not answer",
            |run| {
                run.on(granted("1"));
                run.on(Input::SocketClosed);
            },
            ViewerError::Unreachable,
        ),
        (
            "the host says nothing",
            |run| {
                run.on(granted("1"));
                run.on(Input::SocketOpened);
                run.wait();
            },
            ViewerError::Unreachable,
        ),
        (
            "the browser does not open it",
            |run| {
                run.on(granted("1"));
                run.on(Input::SocketRefused(ViewerError::Insecure));
            },
            ViewerError::Insecure,
        ),
        (
            "its address is odd",
            |run| {
                let Input::Granted(Ok(mut grant)) = granted("1") else {
                    unreachable!()
                };
                grant.address = "https://host/connect".to_owned();
                run.on(Input::Granted(Ok(grant)));
            },
            ViewerError::Address,
        ),
    ];
    for (what, step, error) in cases {
        let mut run = Run::new(BOTH);
        run.on(Input::Start);
        step(&mut run);
        assert_eq!(run.state(), State::Failed(error), "{what}");
        assert_eq!(run.connection.deadline(), None, "{what}");
    }
}

#[test]
fn a_grant_that_is_refused_on_the_way_back_ends_it() {
    let mut run = Run::by_socket();
    run.on(Input::SocketClosed);
    run.now += 20_000.0;
    assert_eq!(run.on(Input::Tick), ["grant"]);
    run.on(Input::Granted(Err(refused_grant())));
    assert_eq!(
        run.state(),
        State::Failed(ViewerError::Grant(refused_grant()))
    );
}

#[test]
fn silence_after_a_camera_is_a_loss() {
    let mut run = Run::by_socket();
    run.connection.camera_left(run.now);
    run.now += SILENCE - 1.0;
    run.connection.heard();
    run.on(Input::Tick);
    assert_eq!(run.connection.deadline(), None, "the host is there");
    run.connection.camera_left(run.now);
    assert_eq!(run.wait(), ["close decoder", "close"]);
    assert_eq!(run.state(), State::Reconnecting { attempt: 1 });
    // By WebRTC the socket may still be good.
    let mut run = Run::by_webrtc();
    run.connection.camera_left(run.now);
    assert_eq!(run.wait(), ["close peer", "decoder", "stream websocket"]);
}

#[test]
fn who_closes_leaves() {
    let mut run = Run::by_webrtc();
    assert_eq!(run.on(Input::Close), ["leave", "close peer", "close"]);
    assert_eq!(run.state(), State::Closed);
    for late in [Input::Start, Input::Online, granted("9"), Input::Tick] {
        assert!(run.on(late).is_empty());
    }
    let mut run = Run::new(BOTH);
    run.on(Input::Start);
    assert!(run.on(Input::Close).is_empty());
    assert!(run.on(granted("1")).is_empty(), "it came too late");
    assert_eq!(run.state(), State::Closed);
}

#[test]
fn a_size_is_said_where_somebody_listens() {
    let mut run = Run::new(BOTH);
    let size = |width, height| Input::Resized { width, height };
    assert!(run.on(size(320, 200)).is_empty());
    let mut run = Run::by_socket();
    assert_eq!(run.on(size(320, 200)), ["view 320x200"]);
    assert!(run.on(size(320, 200)).is_empty());
}
