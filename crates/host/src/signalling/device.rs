//! A device's WebSocket.

use std::{net::IpAddr, time::Duration};

use axum::extract::ws::{Message, WebSocket};
use futures_util::{
    SinkExt as _, StreamExt as _,
    stream::{SplitSink, SplitStream},
};
use remote_rendering_protocol::device::{
    DevicePacket, EndReason, FromDevice, FromHost, HostPacket, Refusal,
};
use tokio::{
    sync::{OwnedSemaphorePermit, mpsc, oneshot},
    time::{Instant, MissedTickBehavior, interval, sleep_until, timeout},
};

use super::{Signalling, allowance::Allowance};
use crate::{
    frames::{SocketAcks, SocketFrames, Wanted},
    occupancy::{ConnectionId, Credential},
    secret::KeyHash,
    session::{Entered, Event},
};

/// How long a device may take to say who it is.
const HELLO: Duration = Duration::from_secs(10);

/// How often a device is asked whether it is still there.
const PING: Duration = Duration::from_secs(5);

/// How long a device may be silent.
const SILENCE: Duration = Duration::from_secs(15);

/// How long the last words may take.
const FAREWELL: Duration = Duration::from_millis(400);

type Sink = SplitSink<WebSocket, Message>;
type Stream = SplitStream<WebSocket>;

/// Why a connection is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    /// The session has said all that there was to say.
    Said,
    /// The device is gone.
    Lost,
    /// The device broke the rules.
    Broke,
}

/// Serves a device from its hello to its end.
pub(super) async fn serve(
    socket: WebSocket,
    peer: IpAddr,
    signalling: Signalling,
    place: OwnedSemaphorePermit,
) {
    let (mut sink, mut stream) = socket.split();
    let entered = tokio::select! {
        entered = enter(&mut stream, peer, &signalling) => entered,
        () = signalling.closing.cancelled() => None,
    };
    drop(place);
    match entered {
        Some(Ok(entered)) => converse(&mut sink, stream, entered, &signalling).await,
        Some(Err(reason)) => farewell(&mut sink, Some(FromHost::Refused { reason })).await,
        None => farewell(&mut sink, None).await,
    }
}

/// Asks the session whether the device may come in. None if it went away.
async fn enter(
    stream: &mut Stream,
    peer: IpAddr,
    signalling: &Signalling,
) -> Option<Result<Entered, Refusal>> {
    let Ok(hello) = timeout(HELLO, first_words(stream)).await else {
        return Some(Err(Refusal::Hello));
    };
    let Some((credential, wanted)) = hello? else {
        return Some(Err(Refusal::Hello));
    };
    let (answer, answered) = oneshot::channel();
    let hello = Event::Hello {
        credential,
        wanted,
        peer,
        answer,
    };
    signalling.events.send(hello).await.ok()?;
    answered.await.ok()
}

/// What a device shows, and the picture that it wants.
type Hello = (Credential, Wanted);

/// The device's first message. Outer none: it went away; inner none: it is no hello.
async fn first_words(stream: &mut Stream) -> Option<Option<Hello>> {
    loop {
        let text = match stream.next().await?.ok()? {
            Message::Text(text) => text,
            Message::Binary(_) => return Some(None),
            Message::Ping(_) | Message::Pong(_) => continue,
            Message::Close(_) => return None,
        };
        let Ok(FromDevice::Hello {
            token,
            resume,
            width,
            height,
            smallest_scale,
            paused,
        }) = serde_json::from_str(&text)
        else {
            return Some(None);
        };
        let credential = match (token, resume) {
            (Some(token), None) => Credential::Token(KeyHash::of(token.expose())),
            (None, Some(resume)) => Credential::Resume(KeyHash::of(resume.expose())),
            _ => return Some(None),
        };
        let wanted = Wanted {
            size: (width, height),
            smallest_scale: smallest_scale.unwrap_or_default(),
            playing: !paused,
        };
        return Some(Some((credential, wanted)));
    }
}

/// Carries what both sides say until one of them ends it.
async fn converse(sink: &mut Sink, stream: Stream, entered: Entered, signalling: &Signalling) {
    let Entered {
        connection,
        mut welcome,
        messages,
        frames,
    } = entered;
    welcome.available = signalling.sources.available().await;
    welcome.models_from = signalling.sources.hosts();
    let acks = frames.acks();
    let over = tokio::select! {
        over = write(sink, FromHost::Welcome(welcome), messages, frames) => over,
        over = read(stream, connection, &acks, signalling) => over,
    };
    tracing::debug!(connection = connection.0, ?over, "a connection is over");
    let (last, event) = match over {
        Over::Said => (None, None),
        Over::Lost => (None, Some(Event::Lost(connection))),
        Over::Broke => (
            Some(FromHost::Ended {
                reason: EndReason::Protocol,
            }),
            Some(Event::Broke(connection)),
        ),
    };
    if let Some(event) = event {
        // A session that is over has forgotten the connection.
        let _ = signalling.events.send(event).await;
    }
    farewell(sink, last).await;
}

/// Sends what there is, words before pictures.
async fn write(
    sink: &mut Sink,
    welcome: FromHost,
    mut messages: mpsc::Receiver<FromHost>,
    mut frames: SocketFrames,
) -> Over {
    let mut ping = interval(PING);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ping.reset();
    let mut next = Some(text(&welcome));
    loop {
        let message = if let Some(message) = next.take() {
            message
        } else {
            tokio::select! {
                biased;
                said = messages.recv() => match said {
                    Some(said) => text(&said),
                    None => return Over::Said,
                },
                _ = ping.tick() => Message::Ping(bytes::Bytes::new()),
                frame = frames.next() => {
                    let packet = HostPacket::Frame(frame.header, &frame.encoded.bytes);
                    Message::Binary(packet.to_bytes().into())
                }
            }
        };
        match timeout(SILENCE, sink.send(message)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return Over::Lost,
        }
    }
}

/// Hears what the device says.
async fn read(
    mut stream: Stream,
    connection: ConnectionId,
    acks: &SocketAcks,
    signalling: &Signalling,
) -> Over {
    let mut allowance = Allowance::new(Instant::now());
    loop {
        let Ok(Some(Ok(message))) = timeout(SILENCE, stream.next()).await else {
            return Over::Lost;
        };
        match message {
            Message::Text(text) => {
                let Ok(said) = serde_json::from_str(&text) else {
                    return Over::Broke;
                };
                let said = Event::Said(connection, said);
                if signalling.events.send(said).await.is_err() {
                    return Over::Said;
                }
                sleep_until(allowance.take(Instant::now())).await;
            }
            Message::Binary(packet) => match DevicePacket::read(&packet) {
                Ok(DevicePacket::Camera(camera)) => signalling.desk.look(connection, camera),
                Ok(DevicePacket::Received { frame }) => {
                    acks.received(frame, Instant::now().into_std());
                    signalling.desk.wake();
                }
                Err(_) => return Over::Broke,
            },
            Message::Ping(_) | Message::Pong(_) => {}
            Message::Close(_) => return Over::Lost,
        }
    }
}

/// Says the last words, if there are any, and closes.
async fn farewell(sink: &mut Sink, last: Option<FromHost>) {
    let said = async {
        if let Some(last) = last {
            sink.send(text(&last)).await?;
        }
        sink.send(Message::Close(None)).await
    };
    // Who does not read them finds the connection closed.
    let _ = timeout(FAREWELL, said).await;
}

fn text(message: &FromHost) -> Message {
    // Plain data with text keys always becomes JSON.
    Message::Text(serde_json::to_string(message).unwrap_or_default().into())
}
