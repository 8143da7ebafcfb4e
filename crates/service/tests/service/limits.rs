//! Clients that take too long or too much, on real sockets: with limits so short that nobody waits.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum_server::tls_rustls::RustlsConfig;
use remote_rendering_service::{Limits, Listener, Server};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use crate::support::{TestService, parts};

/// A limit that a test waits for.
const SHORT: Duration = Duration::from_millis(50);

/// What no test ever waits for.
const HANGING: Duration = Duration::from_secs(30);

struct Served {
    service: TestService,
    server: Server,
}

async fn served(limits: Limits) -> Served {
    let mut parts = parts();
    parts.limits = limits;
    let service = TestService::of(parts).await;
    let listener = Listener::bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let server = listener.serve(service.service.clone(), None).unwrap();
    Served { service, server }
}

async fn connect(address: SocketAddr) -> TcpStream {
    TcpStream::connect(address).await.unwrap()
}

/// What comes until the service closes the connection.
async fn rest(socket: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = timeout(HANGING, socket.read_to_end(&mut bytes)).await;
    // A reset is an end as well: the service closes without having read everything.
    assert!(read.is_ok(), "the connection stays open");
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn ask(socket: &mut TcpStream, path: &str) -> String {
    ask_with("GET", socket, path).await
}

/// Sends a whole request, and returns the beginning of the answer.
async fn ask_with(method: &str, socket: &mut TcpStream, path: &str) -> String {
    let request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    if socket.write_all(request.as_bytes()).await.is_err() {
        return String::new();
    }
    let mut bytes = vec![0; 64 * 1024];
    let length = timeout(HANGING, socket.read(&mut bytes)).await.unwrap();
    String::from_utf8_lossy(&bytes[..length.unwrap_or_default()]).into_owned()
}

impl Served {
    async fn connect(&self) -> TcpStream {
        connect(self.server.addr()).await
    }

    async fn metrics(&self) -> String {
        self.service.send("GET", "/metrics", &[], "").await.body
    }

    /// Begins a create whose body never comes.
    async fn half_a_create(&self) -> TcpStream {
        let mut socket = self.connect().await;
        let (path, token) = (
            self.service.path("/s"),
            self.service.token_of(self.service.account),
        );
        let head = format!(
            "PUT {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Length: 40\r\n\r\n"
        );
        socket.write_all(head.as_bytes()).await.unwrap();
        socket
    }
}

#[tokio::test]
async fn who_sends_nothing_is_closed() {
    let served = served(Limits {
        head: SHORT,
        ..Limits::default()
    })
    .await;
    assert_eq!(rest(&mut served.connect().await).await, "");
}

#[tokio::test]
async fn headers_that_trickle_are_closed() {
    let served = served(Limits {
        head: SHORT,
        ..Limits::default()
    })
    .await;
    let mut socket = served.connect().await;
    socket
        .write_all(b"GET /ping HTTP/1.1\r\nX: ")
        .await
        .unwrap();
    let (mut reading, mut writing) = socket.split();
    let trickle = async {
        while writing.write_all(b"x").await.is_ok() {
            tokio::time::sleep(SHORT / 10).await;
        }
    };
    let mut byte = [0];
    tokio::select! {
        () = trickle => {}
        read = timeout(HANGING, reading.read(&mut byte)) => {
            assert!(!matches!(read.unwrap(), Ok(1..)), "an answer to half a request");
        }
    }
}

/// Lets time pass for the service, which runs in this thread as well.
async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    tokio::time::resume();
}

#[tokio::test]
async fn a_connection_is_kept_between_two_polls_and_not_for_ever() {
    let limits = Limits::default();
    let served = served(limits.clone()).await;
    let mut socket = served.connect().await;
    assert!(ask(&mut socket, "/ping").await.starts_with("HTTP/1.1 204"));
    let between = limits.idle / 2;
    assert!(between > 2 * limits.head, "longer than headers may take");
    pass(between).await;
    assert!(ask(&mut socket, "/ping").await.starts_with("HTTP/1.1 204"));
    pass(limits.idle).await;
    assert_eq!(rest(&mut socket).await, "");
}

#[tokio::test]
async fn a_handshake_that_does_not_come_is_closed() {
    let mut parts = parts();
    parts.limits.tls_handshake = SHORT;
    let service = TestService::of(parts).await;
    let own = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(own.signing_key.serialize_der());
    let tls = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], PrivateKeyDer::from(key))
        .unwrap();
    let listener = Listener::bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let tls = RustlsConfig::from_config(Arc::new(tls));
    let server = listener.serve(service.service.clone(), Some(tls)).unwrap();
    assert_eq!(rest(&mut connect(server.addr()).await).await, "");
}

#[tokio::test]
async fn who_does_not_read_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), "").unwrap();
    let large = vec![b'x'; 32 * 1024 * 1024];
    std::fs::write(folder.path().join("large"), &large).unwrap();
    let mut parts = parts();
    parts.console = Some(folder.path().to_owned());
    parts.limits.write_stall = SHORT;
    let service = TestService::of(parts).await;
    let listener = Listener::bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let server = listener.serve(service.service.clone(), None).unwrap();
    let served = Served { service, server };

    let mut socket = served.connect().await;
    let request = b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.write_all(request).await.unwrap();
    let closed = async {
        let mut was_open = false;
        loop {
            let metrics = served.metrics().await;
            was_open |= metrics.contains("remote_rendering_connections 1");
            if was_open && metrics.contains("remote_rendering_connections 0") {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    timeout(HANGING, closed).await.unwrap();
    assert!(rest(&mut socket).await.len() < large.len());
}

#[tokio::test]
async fn a_request_that_does_not_come_is_answered_408() {
    let served = served(Limits {
        request: SHORT,
        ..Limits::default()
    })
    .await;
    let answer = rest(&mut served.half_a_create().await).await.to_lowercase();
    assert!(
        answer.starts_with("http/1.1 408 request timeout"),
        "{answer}"
    );
    for part in ["\r\nconnection: close", "\r\nms-cv: ", "\"requesttimeout\""] {
        assert!(answer.contains(part), "{part}: {answer}");
    }
}

#[tokio::test]
async fn more_connections_are_closed_and_counted() {
    let few = Limits {
        connections: 1,
        ..Limits::default()
    };
    let few_per_address = Limits {
        connections_per_address: 1,
        ..Limits::default()
    };
    for (limits, limit) in [(few, "all"), (few_per_address, "address")] {
        let served = served(limits).await;
        let mut first = served.connect().await;
        assert!(ask(&mut first, "/ping").await.starts_with("HTTP/1.1 204"));
        assert_eq!(rest(&mut served.connect().await).await, "");
        let counted = format!(r#"connections_refused_total{{limit="{limit}"}} 1"#);
        let metrics = served.metrics().await;
        assert!(metrics.contains(&counted), "{metrics}");
        assert!(
            ask(&mut first, "/ping").await.starts_with("HTTP/1.1 204"),
            "who is in stays in"
        );
        drop(first);
        let let_in = async {
            while !ask(&mut served.connect().await, "/ping")
                .await
                .starts_with("HTTP/1.1 204")
            {}
        };
        timeout(HANGING, let_in).await.unwrap();
    }
}

#[tokio::test]
async fn more_requests_are_turned_away() {
    let served = served(Limits {
        requests: 1,
        ..Limits::default()
    })
    .await;
    let waiting = served.half_a_create().await;
    let mut socket = served.connect().await;
    let turned_away = async {
        loop {
            let answer = ask(&mut socket, "/regions").await.to_lowercase();
            if !answer.starts_with("http/1.1 200") {
                return answer;
            }
        }
    };
    let answer = timeout(HANGING, turned_away).await.unwrap();
    assert!(answer.starts_with("http/1.1 503"), "{answer}");
    for part in [
        "\r\nretry-after: 1\r\n",
        "\r\nms-cv: ",
        "\"serviceunavailable\"",
    ] {
        assert!(answer.contains(part), "{part}: {answer}");
    }
    for method in ["GET", "HEAD"] {
        let pinged = ask_with(method, &mut socket, "/ping").await;
        assert!(pinged.starts_with("HTTP/1.1 204"), "{method}: {pinged}");
    }
    let alive = ask(&mut socket, "/healthz").await;
    assert!(alive.starts_with("HTTP/1.1 200"));
    drop(waiting);
    let let_in = async {
        while !ask(&mut socket, "/regions")
            .await
            .starts_with("HTTP/1.1 200")
        {}
    };
    timeout(HANGING, let_in).await.unwrap();
}

#[tokio::test]
async fn a_header_block_has_a_largest_size() {
    let served = served(Limits::default()).await;
    let long = |size: usize| format!("X: {}\r\n", "x".repeat(size));
    for (headers, status) in [
        (long(16 * 1024), "HTTP/1.1 204"),
        (long(40 * 1024), "HTTP/1.1 431"),
        ("X: x\r\n".repeat(90), "HTTP/1.1 204"),
        ("X: x\r\n".repeat(110), "HTTP/1.1 431"),
    ] {
        let mut socket = served.connect().await;
        let request =
            format!("GET /ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");
        // Refused before it is read whole.
        let _ = socket.write_all(request.as_bytes()).await;
        let answer = rest(&mut socket).await;
        assert!(answer.starts_with(status), "{}: {answer}", headers.len());
    }
}
