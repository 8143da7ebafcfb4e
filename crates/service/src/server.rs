use std::{
    io,
    net::{SocketAddr, TcpListener},
    time::Duration,
};

use axum_server::{Handle, tls_rustls::RustlsConfig};
use tokio::task::JoinHandle;

use crate::Service;

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
        let router = service.router().into_make_service();
        let serving = match tls {
            Some(tls) => {
                let server =
                    axum_server::from_tcp_rustls(self.listener, tls)?.handle(handle.clone());
                tokio::spawn(server.serve(router))
            }
            None => tokio::spawn(
                axum_server::from_tcp(self.listener)?
                    .handle(handle.clone())
                    .serve(router),
            ),
        };
        Ok(Server {
            addr: self.addr,
            handle,
            serving,
            service,
        })
    }
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
