//! The host's sockets.

use std::{
    io,
    net::{IpAddr, SocketAddr, TcpListener, UdpSocket},
    path::Path,
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use axum::{Extension, Router, middleware::AddExtension};
use axum_server::{
    Handle,
    accept::{Accept, DefaultAcceptor},
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use hyper_util::rt::TokioTimer;
use rand::RngExt as _;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use tokio::{
    net::TcpStream,
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tower::Layer as _;

use crate::{HostError, HostOptions};

/// The ports that hosts have, as the hosted service's had.
const PORTS: std::ops::RangeInclusive<u16> = 49_152..=65_534;

/// How many ports are tried.
const TRIES: usize = 200;

/// How many HTTP connections a listener has at once. A device has two or three; what has become a WebSocket does not count.
const CONNECTIONS: usize = 64;

/// How long a client may take to send a request's head.
const HEAD: Duration = Duration::from_secs(10);

/// How long TLS may take to be agreed on.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// What the host listens on.
#[derive(Debug)]
pub(crate) struct Sockets {
    /// For devices.
    pub(crate) signalling: TcpListener,
    /// For WebRTC, with the same port.
    pub(crate) media: UdpSocket,
    /// For the status page.
    pub(crate) inspector: TcpListener,
}

impl Sockets {
    /// Binds ports that are free.
    pub(crate) fn bind(address: IpAddr) -> Result<Self, HostError> {
        let both = |port| {
            let signalling = listen(address, port)?;
            let media = UdpSocket::bind((address, port))?;
            media.set_nonblocking(true)?;
            Ok((signalling, media))
        };
        let (signalling, media) = find(address, both)?;
        let inspector = find(address, |port| listen(address, port))?;
        Ok(Self {
            signalling,
            media,
            inspector,
        })
    }
}

fn listen(address: IpAddr, port: u16) -> io::Result<TcpListener> {
    let listener = TcpListener::bind((address, port))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Tries ports at random: hosts of one machine that counted up would get in each other's way.
fn find<T>(address: IpAddr, bind: impl Fn(u16) -> io::Result<T>) -> Result<T, HostError> {
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for _ in 0..TRIES {
        match bind(rand::rng().random_range(PORTS)) {
            Ok(bound) => return Ok(bound),
            Err(cause) => last = cause,
        }
    }
    Err(HostError::Ports {
        address,
        cause: last,
    })
}

/// TLS, if the options name a certificate.
pub(crate) fn tls(options: &HostOptions) -> Result<Option<RustlsConfig>, HostError> {
    let (Some(chain), Some(key)) = (&options.tls_cert, &options.tls_key) else {
        return Ok(None);
    };
    let failed = |path: &Path| {
        let path = path.to_owned();
        |cause| HostError::Pem { path, cause }
    };
    let certificates = CertificateDer::pem_file_iter(chain)
        .and_then(Iterator::collect)
        .map_err(failed(chain))?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(failed(key))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(certificates, key)?;
    // WebSockets are opened by HTTP/1.1.
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Some(RustlsConfig::from_config(Arc::new(config))))
}

/// Answers on a socket until the handle says to stop.
pub(crate) fn serve(
    listener: TcpListener,
    router: Router,
    tls: Option<&RustlsConfig>,
) -> io::Result<Handle<SocketAddr>> {
    let handle = Handle::new();
    let mut server = axum_server::from_tcp(listener)?.handle(handle.clone());
    server
        .http_builder()
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    if let Some(tls) = tls {
        let inner = RustlsAcceptor::new(tls.clone()).handshake_timeout(HANDSHAKE);
        tokio::spawn(server.acceptor(Gate { inner, places }).serve(service));
    } else {
        let inner = DefaultAcceptor::new();
        tokio::spawn(server.acceptor(Gate { inner, places }).serve(service));
    }
    Ok(handle)
}

/// Lets a number of connections in at once, in front of another acceptor: TLS, or none.
#[derive(Clone, Debug)]
struct Gate<A> {
    inner: A,
    places: Arc<Semaphore>,
}

type Accepted<T, S> = io::Result<(T, S)>;

impl<A, S> Accept<TcpStream, S> for Gate<A>
where
    A: Accept<TcpStream, S> + Clone + Send + 'static,
    A::Future: Send,
    A::Service: Send,
    S: Send + 'static,
{
    type Stream = A::Stream;
    // The service goes with its connection, and the place with the service.
    type Service = AddExtension<A::Service, Arc<OwnedSemaphorePermit>>;
    type Future = Pin<Box<dyn Future<Output = Accepted<Self::Stream, Self::Service>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let gate = self.clone();
        Box::pin(async move {
            let place = gate.places.try_acquire_owned().map_err(io::Error::other)?;
            // A frame is wanted at once.
            stream.set_nodelay(true)?;
            let (stream, service) = gate.inner.accept(stream, service).await?;
            Ok((stream, Extension(Arc::new(place)).layer(service)))
        })
    }
}
