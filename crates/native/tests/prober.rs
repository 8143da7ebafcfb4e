//! The prober against servers that do as they are told, on a paused clock.
#![expect(
    clippy::unwrap_used,
    reason = "what the tests share is not within a test function"
)]

mod support;

use std::{future::Future, time::Duration};

use futures_util::FutureExt as _;
use remote_rendering_client::probe::{Clock, Connection, ProbeFailure, Prober as _};
use remote_rendering_native::{FetchError, NativeProber, ReachError, Trust, fetch};
use support::{Reply, Server, after};
use tokio::{net::TcpListener, task::LocalSet};

const MS: Duration = Duration::from_millis(1);

fn prober() -> NativeProber {
    NativeProber::new(Trust::new(None).unwrap())
}

/// Trusts this certificate, too.
fn trust(certificate: &str) -> Trust {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), certificate).unwrap();
    Trust::new(Some(file.path())).unwrap()
}

/// With the servers' tasks beside it.
async fn locally(test: impl Future<Output = ()>) {
    LocalSet::new().run_until(test).await;
}

/// A port that nobody listens at.
async fn dead_url() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}/ping", listener.local_addr().unwrap())
}

#[tokio::test(start_paused = true)]
async fn the_opening_of_a_connection_is_no_part_of_the_exchange() {
    locally(async {
        for protocol in [&b"h2"[..], b"http/1.1"] {
            let (server, certificate) = Server::tls(protocol, 50 * MS, || after(20)).await;
            let prober = NativeProber::new(trust(&certificate));
            let url = server.secure_url("/ping");

            let cold = prober.probe(&url, Connection::Shared).await.unwrap();
            assert_eq!(cold.exchange, Some(20 * MS));
            assert_eq!(cold.total, 70 * MS);
            assert!(cold.handshake.is_some());
            assert_eq!(cold.clock, Clock::Observed);

            let warm = prober.probe(&url, Connection::Shared).await.unwrap();
            assert_eq!((warm.total, warm.exchange), (20 * MS, Some(20 * MS)));
            assert_eq!(warm.handshake, None);
            assert_eq!(server.connections(), 1);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn each_kind_of_connection_is_opened_once_and_kept() {
    locally(async {
        let (one, other) = (
            Server::plain(|| after(5)).await,
            Server::plain(|| after(5)).await,
        );
        let prober = prober();
        let steps = [
            (&one, Connection::Shared, true, 1),
            (&one, Connection::Shared, false, 1),
            (&one, Connection::Own, true, 2),
            (&one, Connection::Own, false, 2),
            (&one, Connection::Shared, false, 2),
            (&other, Connection::Shared, true, 1),
            (&one, Connection::Shared, false, 2),
        ];
        for (server, connection, opens, connections) in steps {
            let reading = prober
                .probe(&server.url("/ping"), connection)
                .await
                .unwrap();
            assert_eq!(reading.handshake.is_some(), opens);
            assert_eq!(server.connections(), connections);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_request_says_what_it_must_and_nothing_else() {
    locally(async {
        let server = Server::plain(|| after(0)).await;
        prober()
            .probe(&server.url("/a/ping"), Connection::Shared)
            .await
            .unwrap();
        let expected = format!("HEAD /a/ping HTTP/1.1\r\nhost: {}\r\n\r\n", server.address);
        assert_eq!(*server.seen.requests.borrow(), [expected]);

        let (server, certificate) = Server::tls(b"h2", Duration::ZERO, || after(0)).await;
        let prober = NativeProber::new(trust(&certificate));
        let url = server.secure_url("/a/ping");
        prober.probe(&url, Connection::Shared).await.unwrap();
        assert_eq!(*server.seen.requests.borrow(), [format!("HEAD {url} {{}}")]);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn only_success_is_a_reading() {
    locally(async {
        for (status, failure) in [
            (200, None),
            (204, None),
            (299, None),
            (301, Some(ProbeFailure::Redirected)),
            (304, Some(ProbeFailure::Redirected)),
            (404, Some(ProbeFailure::Status(404))),
            (429, Some(ProbeFailure::Status(429))),
            (503, Some(ProbeFailure::Status(503))),
        ] {
            let server = Server::plain(move || Reply::Answer(status, MS)).await;
            let prober = prober();
            let url = server.url("/ping");
            let probed = prober.probe(&url, Connection::Shared).await;
            assert_eq!(probed.err(), failure, "{status}");
            let reason = prober.reason(&url);
            assert_eq!(reason.is_some(), failure.is_some());
            assert!(reason.is_none_or(|it| it.contains(&status.to_string())));
            // Whatever it said, its connection is as good as before.
            let _ = prober.probe(&url, Connection::Shared).await;
            assert_eq!(server.connections(), 1);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn where_nothing_answers_a_probe_fails_and_says_why() {
    locally(async {
        let prober = prober();
        let (server, _) = Server::tls(b"h2", Duration::ZERO, || after(0)).await;
        let closing = Server::plain(|| Reply::Close).await;
        for (url, words) in [
            (dead_url().await, "nothing takes a connection"),
            (closing.url("/ping"), "broke"),
            (server.secure_url("/ping"), "cannot prove who it is"),
            ("ftp://localhost/ping".to_owned(), "not a URL"),
            ("http://user@localhost/ping".to_owned(), "not a URL"),
            ("/ping".to_owned(), "not a URL"),
        ] {
            let failure = prober.probe(&url, Connection::Shared).await.unwrap_err();
            assert_eq!(failure, ProbeFailure::Unreachable, "{url}");
            let reason = prober.reason(&url).unwrap();
            assert!(reason.contains(words), "{reason}");
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_broken_connection_is_opened_anew_once() {
    locally(async {
        // Each connection serves one request.
        let server = Server::plain(|| Reply::AnswerAndClose).await;
        let probing = prober();
        for connections in 1..=3 {
            let reading = probing
                .probe(&server.url("/ping"), Connection::Shared)
                .await;
            assert!(reading.unwrap().handshake.is_some());
            assert_eq!(server.connections(), connections);
        }

        // The first answer is the last: what was kept breaks under the second request, and so does what is opened.
        let answered = std::cell::Cell::new(0);
        let server = Server::plain(move || {
            answered.update(|it| it + 1);
            if answered.get() == 1 {
                after(0)
            } else {
                Reply::Close
            }
        })
        .await;
        let url = server.url("/ping");
        probing.probe(&url, Connection::Shared).await.unwrap();
        let failure = probing.probe(&url, Connection::Shared).await.unwrap_err();
        assert_eq!(failure, ProbeFailure::Unreachable);
        assert_eq!(server.connections(), 2);
        assert_eq!(server.seen.requests.borrow().len(), 3);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_dropped_probe_closes_its_connection() {
    locally(async {
        let server = Server::plain(|| Reply::Silence).await;
        let prober = prober();
        let url = server.url("/ping");
        let mut probe = Box::pin(prober.probe(&url, Connection::Shared));
        while server.seen.requests.borrow().is_empty() {
            assert!(probe.as_mut().now_or_never().is_none());
            tokio::task::yield_now().await;
        }
        assert_eq!(server.seen.ended.get(), 0);
        drop(probe);
        while server.seen.ended.get() == 0 {
            tokio::task::yield_now().await;
        }
        // The next one is not behind it.
        let again = prober.probe(&url, Connection::Shared).now_or_never();
        assert!(again.is_none());
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_document_is_read_whole_or_not_at_all() {
    locally(async {
        let trust = Trust::new(None).unwrap();
        let server = Server::plain(|| Reply::Answer(200, MS)).await;
        assert_eq!(fetch(&server.url("/regions"), &trust).await.unwrap(), "{}");
        assert!(server.seen.requests.borrow()[0].starts_with("GET /regions HTTP/1.1\r\n"));

        let gone = Server::plain(|| Reply::Answer(410, MS)).await;
        let error = fetch(&gone.url("/regions"), &trust).await.unwrap_err();
        assert!(matches!(error, FetchError::Reach(ReachError::Status(410))));

        let silent = Server::plain(|| Reply::Silence).await;
        let error = fetch(&silent.url("/regions"), &trust).await.unwrap_err();
        assert!(matches!(error, FetchError::Late));
    })
    .await;
}
