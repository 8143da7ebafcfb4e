//! Opening a connection, and asking over it.

use std::{io, net::SocketAddr, time::Duration};

use bytes::Bytes;
use futures_util::{StreamExt as _, stream::FuturesUnordered};
use http::{HeaderValue, Method, Request, Response, Version, header::HOST};
use http_body_util::Empty;
use hyper::{
    body::Incoming,
    client::conn::{http1, http2},
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::ServerName;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    task::AbortHandle,
    time::{Instant, sleep},
};
use tokio_rustls::TlsConnector;

use crate::{
    ReachError, Trust,
    clocked::{Clocked, Passage},
    resolve::addresses,
    target::{Origin, Target},
};

/// How long one address has to itself before the next is tried beside it: RFC 8305 recommends 250 ms.
const STAGGER: Duration = Duration::from_millis(250);

/// An open connection. Closed when dropped, whatever is under way on it.
#[derive(Debug)]
pub(crate) struct Connected {
    sender: Sender,
    passage: Passage,
    /// What moves its bytes.
    task: AbortHandle,
    /// How long TCP took to open it: one round trip.
    pub(crate) handshake: Duration,
}

#[derive(Debug)]
enum Sender {
    Http1(http1::SendRequest<Empty<Bytes>>),
    Http2(http2::SendRequest<Empty<Bytes>>),
}

impl Drop for Connected {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Connected {
    /// Opens a connection: name, TCP, TLS where the URL says https, HTTP/2 where the server offers it.
    pub(crate) async fn open(origin: &Origin, trust: &Trust) -> Result<Self, ReachError> {
        let (stream, handshake) = connect_any(origin, addresses(origin).await?).await?;
        let (stream, passage) = Clocked::new(stream);
        let (sender, task) = if origin.secure {
            let tls = |cause| ReachError::Tls {
                host: origin.host.clone(),
                cause,
            };
            let name = ServerName::try_from(origin.host.clone());
            let name = name.map_err(|error| tls(io::Error::other(error)))?;
            let connector = TlsConnector::from(trust.config());
            let stream = connector.connect(name, stream).await.map_err(tls)?;
            let agreed = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            start(stream, agreed).await
        } else {
            start(stream, false).await
        }
        .map_err(ReachError::Broken)?;
        Ok(Self {
            sender,
            passage,
            task,
            handshake,
        })
    }

    /// Asks without a body. Gives the answer, and the time from the request's first byte to the answer's.
    pub(crate) async fn ask(
        &mut self,
        method: Method,
        target: &Target,
    ) -> hyper::Result<(Response<Incoming>, Option<Duration>)> {
        let mut request = Request::new(Empty::new());
        *request.method_mut() = method;
        let answer = match &mut self.sender {
            Sender::Http1(sender) => {
                *request.uri_mut() = target.path();
                if let Ok(host) = HeaderValue::from_str(&target.authority) {
                    request.headers_mut().insert(HOST, host);
                }
                sender.ready().await?;
                self.passage.mark();
                sender.send_request(request).await?
            }
            Sender::Http2(sender) => {
                *request.uri_mut() = target.uri.clone();
                *request.version_mut() = Version::HTTP_2;
                sender.ready().await?;
                self.passage.mark();
                sender.send_request(request).await?
            }
        };
        Ok((answer, self.passage.exchange()))
    }

    /// Whether it may serve another request.
    pub(crate) fn is_open(&self) -> bool {
        match &self.sender {
            Sender::Http1(sender) => !sender.is_closed(),
            Sender::Http2(sender) => !sender.is_closed(),
        }
    }
}

async fn start<S>(stream: S, http2: bool) -> hyper::Result<(Sender, AbortHandle)>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let stream = TokioIo::new(stream);
    // How a connection ends is told by the requests on it.
    if http2 {
        let (sender, connection) = http2::handshake(TokioExecutor::new(), stream).await?;
        let task = tokio::spawn(async { drop(connection.await) });
        Ok((Sender::Http2(sender), task.abort_handle()))
    } else {
        let (sender, connection) = http1::handshake(stream).await?;
        let task = tokio::spawn(async { drop(connection.await) });
        Ok((Sender::Http1(sender), task.abort_handle()))
    }
}

/// The first address that takes a connection, and how long that took. Each address is tried when the one before has
/// failed, or has been silent for a while.
async fn connect_any(
    origin: &Origin,
    addresses: Vec<SocketAddr>,
) -> Result<(TcpStream, Duration), ReachError> {
    let mut waiting = addresses.into_iter().peekable();
    let mut trying = FuturesUnordered::new();
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    loop {
        trying.extend(waiting.next().map(connect));
        tokio::select! {
            tried = trying.next() => match tried {
                Some(Ok(connected)) => return Ok(connected),
                Some(Err(error)) => last = error,
                None => {
                    return Err(ReachError::Connection {
                        host: origin.host.clone(),
                        port: origin.port,
                        cause: last,
                    });
                }
            },
            () = sleep(STAGGER), if waiting.peek().is_some() => {}
        }
    }
}

async fn connect(address: SocketAddr) -> io::Result<(TcpStream, Duration)> {
    let begun = Instant::now();
    let stream = TcpStream::connect(address).await?;
    let took = begun.elapsed();
    // Nagle's algorithm would hold a request back behind HTTP/2's preface.
    stream.set_nodelay(true)?;
    Ok((stream, took))
}
