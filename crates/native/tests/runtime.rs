//! What every shell of the client has to do, asked of the native one over real sockets.
#![expect(
    clippy::unwrap_used,
    reason = "what the tests share is not within a test function"
)]

mod support;

use std::{cell::RefCell, future::Future, rc::Rc, time::Duration};

use http::Method;
use remote_rendering_client::{Request, Runtime as _, TransportErrorKind};
use remote_rendering_native::{NativeRuntime, Trust};
use support::{Server, after};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    sync::oneshot,
    task::{LocalSet, spawn_local},
};

fn runtime() -> NativeRuntime {
    NativeRuntime::new(&Trust::new(None).unwrap()).unwrap()
}

fn get(url: String) -> Request {
    Request {
        method: Method::GET,
        url,
        authorization: None,
        correlation_vector: None,
        body: None,
        attempt: 1,
    }
}

/// With the servers' tasks beside it.
async fn locally(test: impl Future<Output = ()>) {
    LocalSet::new().run_until(test).await;
}

/// A server that answers each connection's first request with these bytes, and keeps the requests.
async fn answering(answer: Vec<u8>) -> (String, Rc<RefCell<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let requests = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&requests);
    spawn_local(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut received = Vec::new();
            while !is_whole(&received) {
                stream.read_buf(&mut received).await.unwrap();
            }
            seen.borrow_mut().push(String::from_utf8(received).unwrap());
            // A client that has read enough goes away.
            let _ = stream.write_all(&answer).await;
        }
    });
    (url, requests)
}

/// Whether a request's body is there as well; the tests' bodies end in a brace.
fn is_whole(received: &[u8]) -> bool {
    let text = String::from_utf8_lossy(received).to_lowercase();
    text.contains("\r\n\r\n") && (!text.contains("content-length") || text.ends_with('}'))
}

#[tokio::test]
async fn a_request_is_sent_as_it_is_and_the_answer_told_whole() {
    locally(async {
        let answer =
            "HTTP/1.1 201 Created\r\nMS-CV: abc.0\r\nContent-Length: 9\r\n\r\n{\"a\":\"ä\"}";
        let answer = answer.replace("Length: 9", "Length: 10");
        let (url, requests) = answering(answer.into_bytes()).await;
        let request = Request {
            method: Method::PUT,
            authorization: Some("Bearer secret".into()),
            body: Some("{\"size\":1}".to_owned()),
            ..get(format!("{url}/a?b=c"))
        };
        let answer = runtime().send(request).await.unwrap();
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (201, "{\"a\":\"ä\"}")
        );
        assert_eq!(answer.header("ms-cv"), Some("abc.0"));

        let request = requests.borrow()[0].clone();
        assert!(request.starts_with("PUT /a?b=c HTTP/1.1\r\n"), "{request}");
        assert!(request.ends_with("\r\n\r\n{\"size\":1}"), "{request}");
        for header in [
            "authorization: Bearer secret",
            "content-type: application/json",
        ] {
            assert!(request.lines().any(|it| it == header), "{request}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_is_no_success_is_an_answer() {
    locally(async {
        for status in [302, 400, 401, 429, 503] {
            let answer = format!(
                "HTTP/1.1 {status} Whatever\r\nLocation: /elsewhere\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\n{{}}"
            );
            let (url, requests) = answering(answer.into_bytes()).await;
            let answer = runtime().send(get(url)).await.unwrap();
            assert_eq!((answer.status, answer.body.as_str()), (status, "{}"));
            assert_eq!(answer.retry_after(), Some(Duration::from_secs(7)));
            // Nothing was repeated, and no redirect followed.
            assert_eq!(requests.borrow().len(), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn names_below_localhost_are_this_machine() {
    locally(async {
        let (url, _) = answering(b"HTTP/1.1 204 None\r\n\r\n".to_vec()).await;
        let url = url.replace("127.0.0.1", "remoterendering.north.localhost");
        assert_eq!(runtime().send(get(url)).await.unwrap().status, 204);
    })
    .await;
}

#[tokio::test]
async fn where_nobody_listens_nothing_is_reachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/?token=secret", listener.local_addr().unwrap());
    drop(listener);
    let error = runtime().send(get(url)).await.unwrap_err();
    assert_eq!(error.kind, TransportErrorKind::Unreachable);
    assert!(error.message.contains("refused"), "{error}");
    assert!(!error.message.contains("secret"), "{error}");
}

#[tokio::test]
async fn a_name_that_leads_nowhere_is_told() {
    let error = runtime()
        .send(get("http://nobody.invalid/".to_owned()))
        .await;
    let error = error.unwrap_err();
    assert_eq!(error.kind, TransportErrorKind::Unreachable);
    assert!(
        error.message.contains("nobody.invalid does not resolve"),
        "{error}"
    );
}

#[tokio::test]
async fn only_an_authority_that_is_trusted_can_vouch_for_a_host() {
    locally(async {
        for protocol in [&b"h2"[..], b"http/1.1"] {
            let (server, certificate) = Server::tls(protocol, Duration::ZERO, || after(0)).await;
            let url = server.secure_url("/");
            let error = runtime().send(get(url.clone())).await.unwrap_err();
            assert_eq!(error.kind, TransportErrorKind::Unreachable);
            assert!(error.message.contains("cannot prove who it is"), "{error}");

            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(file.path(), certificate).unwrap();
            let trust = Trust::new(Some(file.path())).unwrap();
            let trusting = NativeRuntime::new(&trust).unwrap();
            assert_eq!(trusting.send(get(url)).await.unwrap().status, 204);
        }
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_none() {
    locally(async {
        let (url, _) = answering(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}".to_vec()).await;
        let error = runtime().send(get(url)).await.unwrap_err();
        assert_eq!(error.kind, TransportErrorKind::Interrupted);
    })
    .await;
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    locally(async {
        let most = 16 << 20;
        for (length, is_read) in [(most, true), (most + 1, false)] {
            let mut answer = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
            answer.resize(answer.len() + length, b' ');
            let (url, _) = answering(answer).await;
            match runtime().send(get(url)).await {
                Ok(answer) => assert!(is_read && answer.body.len() == length),
                Err(error) => {
                    assert!(!is_read, "{error}");
                    assert_eq!(error.kind, TransportErrorKind::Interrupted);
                    assert!(error.message.contains("longer than"), "{error}");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn dropping_the_future_aborts_the_request() {
    locally(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (arrived, has_arrived) = oneshot::channel();
        let server = spawn_local(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut received = Vec::new();
            stream.read_buf(&mut received).await.unwrap();
            arrived.send(()).unwrap();
            // Ends when the client closes the connection, and never before.
            stream.read_to_end(&mut received).await.unwrap();
        });
        let runtime = runtime();
        tokio::select! {
            answer = runtime.send(get(url)) => panic!("{answer:?}"),
            arrived = has_arrived => arrived.unwrap(),
        }
        server.await.unwrap();
    })
    .await;
}

#[test]
fn randomness_differs_and_the_clock_goes() {
    let runtime = runtime();
    assert_ne!(runtime.random(), runtime.random());
    assert!(runtime.now().unix_seconds() > 1_700_000_000);
}
