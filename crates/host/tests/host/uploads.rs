//! Uploads.

use remote_rendering_protocol::device::{EndReason, FromDevice, FromHost, Uploaded};
use remote_rendering_scene::samples;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::world::Host;

/// An answer: its status, its head in small letters, and its body.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

/// Sends a request over a connection of its own, and reads the answer.
async fn ask(port: u16, head: &str, body: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let head = format!("{head}\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    // A host that refuses closes before it has read everything.
    let _ = stream.write_all(body).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    Answer {
        status: head.get(9..12).unwrap().parse().unwrap(),
        head: head.to_lowercase(),
        body: body.to_owned(),
    }
}

fn put(name: &str, key: &str, length: usize) -> String {
    format!(
        "PUT /uploads/{name} HTTP/1.1\r\nauthorization: Bearer {key}\r\ncontent-length: {length}"
    )
}

async fn upload(port: u16, name: &str, key: &str, body: &[u8]) -> Answer {
    ask(port, &put(name, key, body.len()), body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_uploaded_can_be_loaded() {
    let mut host = Host::start().await;
    let mut device = host.device().await;
    let key = device.welcome.upload.clone();
    let answer = upload(host.port, "my%20model.glb", key.expose(), &samples::alpha()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.head.contains("access-control-allow-origin: *"));
    let Uploaded { source } = serde_json::from_str(&answer.body).unwrap();
    device
        .say(&FromDevice::Load {
            request: 5,
            source: source.clone(),
        })
        .await;
    let loaded = device.said(|said| match said {
        FromHost::Loaded { request, model } => Some((request, model)),
        FromHost::Failed { failure, .. } => panic!("{failure:?}"),
        _ => None,
    });
    let (request, model) = loaded.await;
    assert_eq!(
        (request, model.name.as_str(), model.source),
        (Some(5), "my model.glb", source)
    );
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_connected_device_uploads() {
    let mut host = Host::start().await;
    let mut device = host.device().await;
    let key = device.welcome.upload.clone();
    for wrong in ["guess", "", device.welcome.resume.expose()] {
        let answer = upload(host.port, "a.glb", wrong, b"bytes").await;
        assert_eq!(answer.status, 401, "{}", answer.body);
        assert!(answer.body.contains("\"code\":\"Unauthorized\""));
        assert!(answer.head.contains("access-control-allow-origin: *"));
    }
    device.say(&FromDevice::Leave {}).await;
    device.closed().await;
    let answer = upload(host.port, "a.glb", key.expose(), b"bytes").await;
    assert_eq!(answer.status, 401);
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_has_limits() {
    let mut host = Host::start().await;
    let device = host.device().await;
    let key = device.welcome.upload.expose();
    let most = usize::try_from(device.welcome.max_upload_bytes).unwrap();
    let announced = ask(host.port, &put("a.glb", key, most + 1), b"").await;
    assert_eq!(announced.status, 413);
    assert!(announced.body.contains("\"code\":\"TooLarge\""));
    let head = format!(
        "PUT /uploads/a.glb HTTP/1.1\r\nauthorization: Bearer {key}\r\ntransfer-encoding: chunked"
    );
    let mut body = format!("{:x}\r\n", most + 1).into_bytes();
    body.resize(body.len() + most + 1, 0);
    body.extend(b"\r\n0\r\n\r\n");
    let unannounced = ask(host.port, &head, &body).await;
    assert_eq!(unannounced.status, 413);
    let name = upload(host.port, &"a".repeat(300), key, b"bytes").await;
    assert_eq!(name.status, 400);
    let control = upload(host.port, "a%00.glb", key, b"bytes").await;
    assert_eq!(control.status, 400);
    host.end(EndReason::Stopped).await.unwrap();
}

/// Begins an upload: the host asks for the body once it has begun to keep it.
async fn begin(port: u16, key: &str, length: usize) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let head = put("a.glb", key, length);
    let head = format!("{head}\r\nhost: a\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).await.unwrap();
    assert!(go_on.starts_with(b"HTTP/1.1 100"));
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_ends_with_its_device() {
    let mut host = Host::start().await;
    let mut device = host.device().await;
    let mut slow = begin(host.port, device.welcome.upload.expose(), 1000).await;
    device.say(&FromDevice::Leave {}).await;
    device.closed().await;
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 410"), "{answer}");
    let next = host.device().await;
    let key = next.welcome.upload.expose();
    let uploaded = upload(host.port, "b.glb", key, &samples::alpha()).await;
    assert_eq!(uploaded.status, 200, "{}", uploaded.body);
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_upload_is_taken_at_a_time() {
    let mut host = Host::start().await;
    let device = host.device().await;
    let key = device.welcome.upload.expose();
    let body = samples::alpha();
    let mut first = begin(host.port, key, body.len()).await;
    let second = upload(host.port, "b.glb", key, &body).await;
    assert_eq!(second.status, 409, "{}", second.body);
    first.write_all(&body).await.unwrap();
    let mut answer = String::new();
    first.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let third = upload(host.port, "b.glb", key, &body).await;
    assert_eq!(third.status, 200);
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_any_origin_may_upload() {
    let host = Host::start().await;
    let head = "OPTIONS /uploads/a.glb HTTP/1.1\r\norigin: https://example.com\r\n\
                access-control-request-method: PUT\r\naccess-control-request-headers: authorization";
    let answer = ask(host.port, head, b"").await;
    assert_eq!(answer.status, 204);
    for line in [
        "access-control-allow-origin: *",
        "access-control-allow-methods: put",
        "access-control-allow-headers: authorization, content-type",
    ] {
        assert!(answer.head.contains(line), "{}", answer.head);
    }
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_page_tells_the_operator() {
    let mut host = Host::start().await;
    let device = host.device().await;
    let page = ask(host.inspector, "GET / HTTP/1.1", b"").await;
    assert_eq!(page.status, 200);
    assert!(page.head.contains("default-src 'none'"));
    assert!(page.body.contains("127.0.0.1") && page.body.contains("Standard"));
    let status = ask(host.inspector, "GET /status HTTP/1.1", b"").await;
    let body: serde_json::Value = serde_json::from_str(&status.body).unwrap();
    assert_eq!(body["device"]["ip"], "127.0.0.1");
    for secret in [
        device.welcome.upload.expose(),
        device.welcome.resume.expose(),
    ] {
        assert!(!status.body.contains(secret) && !page.body.contains(secret));
    }
    let style = ask(host.inspector, "GET /inspector.css HTTP/1.1", b"").await;
    assert!(style.head.contains("content-type: text/css"));
    assert_eq!(
        ask(host.inspector, "GET /connect HTTP/1.1", b"")
            .await
            .status,
        404
    );
    host.end(EndReason::Stopped).await.unwrap();
}
