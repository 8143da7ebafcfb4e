use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use axum::{ServiceExt, extract::Request};
use axum_server::{
    Handle,
    accept::DefaultAcceptor,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use hyper_util::{rt::TokioExecutor, server::conn::auto::Builder};
use tokio::task::JoinHandle;

use crate::{Limits, Service, connection::Gate};

/// How long open calls may take to end when the server shuts down.
const GRACE: Duration = Duration::from_secs(10);

/// A [`Service`] on a socket.
#[derive(Debug)]
pub struct Server {
    addr: SocketAddr,
    handle: Handle<SocketAddr>,
    serving: JoinHandle<io::Result<()>>,
    service: Service,
}

/// A socket that listens, but does not answer yet: its address is known before the service is.
#[derive(Debug)]
pub struct Listener {
    listener: TcpListener,
    addr: SocketAddr,
}

impl Listener {
    /// Binds an address; port 0 takes a free one.
    pub fn bind(addr: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(addr)?;
        listener.set_nonblocking(true)?;
        Ok(Self {
            addr: listener.local_addr()?,
            listener,
        })
    }

    /// The address with the real port.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Answers with `service` from now on, over TLS if there is a certificate.
    pub fn serve(self, service: Service, tls: Option<RustlsConfig>) -> io::Result<Server> {
        let handle = Handle::new();
        let entrance = ServiceExt::<Request>::into_make_service(service.entrance());
        let limits = Arc::new(service.limits().clone());
        let admission = service.admission();
        let mut server = axum_server::from_tcp(self.listener)?.handle(handle.clone());
        limit(server.http_builder(), &limits);
        let serving = if let Some(tls) = tls {
            let gate = Gate {
                inner: RustlsAcceptor::new(tls).handshake_timeout(limits.tls_handshake),
                admission,
                limits,
            };
            tokio::spawn(server.acceptor(gate).serve(entrance))
        } else {
            let gate = Gate {
                inner: DefaultAcceptor::new(),
                admission,
                limits,
            };
            tokio::spawn(server.acceptor(gate).serve(entrance))
        };
        Ok(Server {
            addr: self.addr,
            handle,
            serving,
            service,
        })
    }
}

/// What hyper itself limits. The times are watched by the connection's stream. HTTP/1 has hyper's
/// own limit of 100 headers: another number would move them from the stack to the heap.
fn limit(builder: &mut Builder<TokioExecutor>, limits: &Limits) {
    let head_bytes = usize::try_from(limits.head_bytes).unwrap_or(usize::MAX);
    builder
        .http1()
        .header_read_timeout(None)
        // Answers are small: one buffer is cheaper than two in one call.
        .writev(false)
        .max_buf_size(head_bytes);
    builder
        .http2()
        .max_header_list_size(limits.head_bytes)
        .max_concurrent_streams(limits.streams)
        .max_pending_accept_reset_streams(limits.reset_streams)
        .max_local_error_reset_streams(limits.reset_streams);
}

impl Server {
    /// The address with the real port.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Takes no more calls, waits for those under way, and ends what runs in the background.
    pub async fn shutdown(self) -> io::Result<()> {
        self.handle.graceful_shutdown(Some(GRACE));
        let served = self.serving.await.map_err(io::Error::other)?;
        self.service.shutdown().await;
        served
    }
}
