//! A device that is no browser.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use remote_rendering_protocol::device::{
    Camera, ConnectionToken, DevicePacket, FrameHeader, FromDevice, FromHost, HostPacket,
    ModelSource, Refusal, ResumeKey, SUBPROTOCOL, Transport, Welcome,
};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{
        self, Message, client::IntoClientRequest as _, http::HeaderValue,
        http::header::SEC_WEBSOCKET_PROTOCOL,
    },
};

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// How long a test waits for what must come.
const WITHIN: Duration = Duration::from_secs(20);

/// A connected device.
pub(crate) struct Device {
    socket: Socket,
    pub(crate) welcome: Welcome,
}

/// What a device says first.
pub(crate) struct Hello {
    pub(crate) token: Option<String>,
    pub(crate) resume: Option<ResumeKey>,
    pub(crate) size: (u16, u16),
    pub(crate) smallest_scale: Option<f32>,
    pub(crate) paused: bool,
}

/// What comes from a host.
#[derive(Debug)]
pub(crate) enum Came {
    Said(FromHost),
    Frame(FrameHeader, Vec<u8>),
    Closed,
}

impl Hello {
    pub(crate) fn token(token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            resume: None,
            size: (160, 120),
            smallest_scale: None,
            paused: false,
        }
    }

    pub(crate) fn resume(key: &ResumeKey) -> Self {
        Self {
            token: None,
            resume: Some(key.clone()),
            size: (160, 120),
            smallest_scale: None,
            paused: false,
        }
    }

    pub(crate) fn message(&self) -> FromDevice {
        FromDevice::Hello {
            token: self.token.as_deref().map(ConnectionToken::new),
            resume: self.resume.clone(),
            width: self.size.0,
            height: self.size.1,
            smallest_scale: self.smallest_scale,
            paused: self.paused,
        }
    }
}

/// Opens a WebSocket, with a subprotocol or without.
pub(crate) async fn open(port: u16, protocol: Option<&str>) -> tungstenite::Result<Socket> {
    let address = format!("ws://127.0.0.1:{port}/connect");
    let mut request = address.into_client_request()?;
    if let Some(protocol) = protocol {
        let protocol = HeaderValue::from_str(protocol).unwrap();
        request
            .headers_mut()
            .insert(SEC_WEBSOCKET_PROTOCOL, protocol);
    }
    let (socket, _) = connect_async(request).await?;
    Ok(socket)
}

impl Device {
    /// Connects, and says hello.
    pub(crate) async fn connect(port: u16, hello: Hello) -> Result<Self, Refusal> {
        let mut socket = open(port, Some(SUBPROTOCOL)).await.unwrap();
        say(&mut socket, &hello.message()).await;
        match came(&mut socket).await {
            Came::Said(FromHost::Welcome(welcome)) => Ok(Self { socket, welcome }),
            Came::Said(FromHost::Refused { reason }) => {
                assert!(matches!(came(&mut socket).await, Came::Closed));
                Err(reason)
            }
            other => panic!("neither welcome nor refused: {other:?}"),
        }
    }

    pub(crate) async fn say(&mut self, message: &FromDevice) {
        say(&mut self.socket, message).await;
    }

    pub(crate) async fn send(&mut self, message: Message) {
        self.socket.send(message).await.unwrap();
    }

    pub(crate) async fn look(&mut self, camera: Camera) {
        let packet = DevicePacket::Camera(camera).to_bytes();
        self.send(Message::Binary(packet.into())).await;
    }

    /// Asks for frames through the WebSocket.
    pub(crate) async fn stream(&mut self) {
        self.say(&FromDevice::Stream {
            transport: Transport::WebSocket,
        })
        .await;
    }

    pub(crate) async fn load(&mut self, request: u32, source: &str) {
        let source: ModelSource = source.parse().unwrap();
        self.say(&FromDevice::Load { request, source }).await;
    }

    /// What comes next. A frame is acknowledged.
    pub(crate) async fn came(&mut self) -> Came {
        let came = came(&mut self.socket).await;
        if let Came::Frame(header, _) = &came {
            let frame = header.frame;
            let packet = DevicePacket::Received { frame }.to_bytes();
            // The host may have closed meanwhile.
            let _ = self.socket.send(Message::Binary(packet.into())).await;
        }
        came
    }

    /// The next message that is wanted; others are passed over.
    pub(crate) async fn said<T>(&mut self, wanted: impl Fn(FromHost) -> Option<T>) -> T {
        loop {
            match self.came().await {
                Came::Said(said) => {
                    if let Some(found) = wanted(said) {
                        return found;
                    }
                }
                Came::Frame(..) => {}
                Came::Closed => panic!("the host has closed"),
            }
        }
    }

    /// The next frame.
    pub(crate) async fn frame(&mut self) -> (FrameHeader, Vec<u8>) {
        loop {
            match self.came().await {
                Came::Frame(header, video) => return (header, video),
                Came::Said(_) => {}
                Came::Closed => panic!("the host has closed"),
            }
        }
    }

    /// Drops the connection, as a network does that is gone.
    pub(crate) fn vanish(self) {
        drop(self.socket);
    }

    /// Nothing comes but what was on its way, and then the end.
    pub(crate) async fn closed(mut self) {
        while !matches!(self.came().await, Came::Closed) {}
    }
}

pub(crate) async fn say(socket: &mut Socket, message: &FromDevice) {
    let text = serde_json::to_string(message).unwrap();
    socket.send(Message::Text(text.into())).await.unwrap();
}

/// What comes next.
pub(crate) async fn came(socket: &mut Socket) -> Came {
    timeout(WITHIN, next(socket))
        .await
        .expect("something comes")
}

/// What comes next. Pings do not count: they come as long as the host lives.
async fn next(socket: &mut Socket) -> Came {
    loop {
        match socket.next().await {
            Some(Ok(Message::Text(text))) => {
                return Came::Said(serde_json::from_str(&text).unwrap());
            }
            Some(Ok(Message::Binary(packet))) => match HostPacket::read(&packet).unwrap() {
                HostPacket::Frame(header, video) => return Came::Frame(header, video.to_vec()),
                HostPacket::Header(_) => panic!("a header alone is for the data channel"),
            },
            Some(Ok(Message::Close(_)) | Err(_)) | None => return Came::Closed,
            Some(Ok(_)) => {}
        }
    }
}
