//! A server that does as it is told. Its delays are on tokio's clock, which the tests pause: they are exact and take no
//! time.

#![allow(dead_code, reason = "no test needs everything")]

use std::{
    cell::{Cell, RefCell},
    io,
    net::SocketAddr,
    rc::Rc,
    sync::Arc,
    time::Duration,
};

use http_body_util::Empty;
use hyper::{Request, Response, body::Incoming, service::service_fn};
use hyper_util::rt::TokioIo;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{PrivateKeyDer, pem::PemObject as _},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpListener,
    task::spawn_local,
    time::sleep,
};
use tokio_rustls::TlsAcceptor;

/// What comes of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reply {
    /// An answer of a status, after a while.
    Answer(u16, Duration),
    /// Nothing, ever.
    Silence,
    /// The connection ends.
    Close,
    /// An answer, and then the connection ends without having said so.
    AnswerAndClose,
}

/// 204 after so many milliseconds.
pub(crate) const fn after(milliseconds: u64) -> Reply {
    Reply::Answer(204, Duration::from_millis(milliseconds))
}

/// What a server has seen.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) connections: Cell<usize>,
    /// Connections that the client ended.
    pub(crate) ended: Cell<usize>,
    pub(crate) requests: RefCell<Vec<String>>,
}

#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) seen: Rc<Seen>,
}

impl Server {
    /// HTTP/1.1 without TLS.
    pub(crate) async fn plain(reply: impl Fn() -> Reply + 'static) -> Self {
        let reply = Rc::new(reply);
        Self::start(move |stream, seen| {
            let reply = Rc::clone(&reply);
            async move { serve_http1(stream, &seen, &*reply).await }
        })
        .await
    }

    /// TLS, begun after a while, with HTTP/2 or HTTP/1.1. Gives the certificate, too.
    pub(crate) async fn tls(
        protocol: &'static [u8],
        pause: Duration,
        reply: impl Fn() -> Reply + 'static,
    ) -> (Self, String) {
        let own = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let key =
            PrivateKeyDer::from_pem_slice(own.signing_key.serialize_pem().as_bytes()).unwrap();
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![own.cert.der().clone()], key)
            .unwrap();
        config.alpn_protocols = vec![protocol.to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let reply = Rc::new(reply);
        let server = Self::start(move |stream, seen| {
            let (acceptor, reply) = (acceptor.clone(), Rc::clone(&reply));
            async move {
                sleep(pause).await;
                let stream = acceptor.accept(stream).await?;
                if protocol == b"h2" {
                    serve_http2(stream, seen, reply()).await
                } else {
                    serve_http1(stream, &seen, &*reply).await
                }
            }
        })
        .await;
        (server, own.cert.pem())
    }

    async fn start<F: Future<Output = io::Result<()>> + 'static>(
        serve: impl Fn(tokio::net::TcpStream, Rc<Seen>) -> F + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Rc::new(Seen::default());
        let server = Self {
            address,
            seen: Rc::clone(&seen),
        };
        spawn_local(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                stream.set_nodelay(true).unwrap();
                seen.connections.update(|it| it + 1);
                let served = serve(stream, Rc::clone(&seen));
                let seen = Rc::clone(&seen);
                spawn_local(async move {
                    // A client that goes away is what some tests wait for.
                    let _ = served.await;
                    seen.ended.update(|it| it + 1);
                });
            }
        });
        server
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn secure_url(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.address.port())
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.connections.get()
    }
}

async fn serve_http1<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    seen: &Seen,
    reply: &dyn Fn() -> Reply,
) -> io::Result<()> {
    let mut received = Vec::new();
    loop {
        while !received.ends_with(b"\r\n\r\n") {
            if stream.read_buf(&mut received).await? == 0 {
                return Ok(());
            }
        }
        let request = String::from_utf8(std::mem::take(&mut received)).unwrap();
        seen.requests.borrow_mut().push(request);
        let (status, pause, closes) = match reply() {
            Reply::Answer(status, pause) => (status, pause, false),
            Reply::AnswerAndClose => (204, Duration::ZERO, true),
            Reply::Silence => continue,
            Reply::Close => return Ok(()),
        };
        sleep(pause).await;
        let answer = format!("HTTP/1.1 {status} Whatever\r\nContent-Length: 2\r\n\r\n");
        stream.write_all(answer.as_bytes()).await?;
        if seen
            .requests
            .borrow()
            .last()
            .is_some_and(|it| it.starts_with("GET"))
        {
            stream.write_all(b"{}").await?;
        }
        if closes {
            return Ok(());
        }
    }
}

async fn serve_http2<S: AsyncRead + AsyncWrite + Unpin + 'static>(
    stream: S,
    seen: Rc<Seen>,
    reply: Reply,
) -> io::Result<()> {
    let service = service_fn(move |request: Request<Incoming>| {
        let line = format!(
            "{} {} {:?}",
            request.method(),
            request.uri(),
            request.headers()
        );
        seen.requests.borrow_mut().push(line);
        async move {
            let Reply::Answer(status, pause) = reply else {
                return std::future::pending().await;
            };
            sleep(pause).await;
            let answer = Response::builder().status(status);
            Ok::<_, io::Error>(answer.body(Empty::<bytes::Bytes>::new()).unwrap())
        }
    });
    let http2 = hyper::server::conn::http2::Builder::new(LocalExecutor);
    let connection = http2.serve_connection(TokioIo::new(stream), service);
    connection.await.map_err(io::Error::other)
}

#[derive(Clone, Copy, Debug)]
struct LocalExecutor;

impl<F: Future<Output = ()> + 'static> hyper::rt::Executor<F> for LocalExecutor {
    fn execute(&self, task: F) {
        spawn_local(task);
    }
}
