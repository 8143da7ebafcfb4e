//! Connections: how many there may be, and how long their clients may take.

mod admission;
mod stream;

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{Extension, middleware::AddExtension};
use axum_server::accept::Accept;
use tokio::net::TcpStream;
use tower::Layer as _;

pub(crate) use admission::Admission;
use stream::GuardedStream;

use crate::Limits;

/// A client's connection, as its requests see it: every request carries it as an extension.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) peer: SocketAddr,
    /// Requests that are being answered: meanwhile silence is the service's own.
    requests: AtomicUsize,
}

/// A request of a connection that is being answered, until it is dropped.
#[derive(Debug)]
pub(crate) struct Answering(Arc<Connection>);

impl Connection {
    pub(crate) fn begin(self: &Arc<Self>) -> Answering {
        self.requests.fetch_add(1, Ordering::Relaxed);
        Answering(Arc::clone(self))
    }

    fn is_answering(&self) -> bool {
        self.requests.load(Ordering::Relaxed) > 0
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.requests.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Lets connections in, in front of another acceptor: TLS, or none. What is refused is closed
/// before a byte of it is read.
#[derive(Clone, Debug)]
pub(crate) struct Gate<A> {
    pub(crate) inner: A,
    pub(crate) admission: Admission,
    pub(crate) limits: Arc<Limits>,
}

type Accepted<T, S> = io::Result<(T, S)>;

impl<A, S> Accept<TcpStream, S> for Gate<A>
where
    A: Accept<TcpStream, S> + Clone + Send + 'static,
    A::Future: Send,
    A::Stream: Send,
    A::Service: Send,
    S: Send + 'static,
{
    type Stream = GuardedStream<A::Stream>;
    type Service = AddExtension<A::Service, Arc<Connection>>;
    type Future = Pin<Box<dyn Future<Output = Accepted<Self::Stream, Self::Service>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let gate = self.clone();
        Box::pin(async move {
            let peer = stream.peer_addr()?;
            let place = gate.admission.enter(peer.ip())?;
            // Small answers in one piece each: there is nothing to wait for.
            stream.set_nodelay(true)?;
            let (stream, service) = gate.inner.accept(stream, service).await?;
            let connection = Arc::new(Connection {
                peer,
                requests: AtomicUsize::new(0),
            });
            let service = Extension(Arc::clone(&connection)).layer(service);
            let stream = GuardedStream::new(stream, connection, place, gate.limits);
            Ok((stream, service))
        })
    }
}
