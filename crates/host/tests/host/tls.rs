//! Devices over TLS.

use std::{fs, sync::Arc};

use remote_rendering_protocol::device::{EndReason, FromHost, SUBPROTOCOL};
use rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::{
    client_async,
    tungstenite::{
        Message,
        client::IntoClientRequest as _,
        http::{HeaderValue, header::SEC_WEBSOCKET_PROTOCOL},
    },
};

use crate::{
    device::Hello,
    world::{Host, options},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_device_connects_over_tls() {
    use futures_util::{SinkExt as _, StreamExt as _};

    let folder = TempDir::new().unwrap();
    let pair = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (certificate, key) = (
        folder.path().join("cert.pem"),
        folder.path().join("key.pem"),
    );
    fs::write(&certificate, pair.cert.pem()).unwrap();
    fs::write(&key, pair.signing_key.serialize_pem()).unwrap();
    let mut options = options();
    options.tls_cert = Some(certificate);
    options.tls_key = Some(key);
    let mut host = Host::with(options).await;

    let mut roots = RootCertStore::empty();
    roots.add(pair.cert.der().clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(("127.0.0.1", host.port)).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await;
    let address = format!("wss://localhost:{}/connect", host.port);
    let mut request = address.into_client_request().unwrap();
    let protocol = HeaderValue::from_static(SUBPROTOCOL);
    request
        .headers_mut()
        .insert(SEC_WEBSOCKET_PROTOCOL, protocol);
    let (mut socket, _) = client_async(request, stream.unwrap()).await.unwrap();
    let hello = Hello::token(&host.admit(60).await).message();
    let hello = serde_json::to_string(&hello).unwrap();
    socket.send(Message::Text(hello.into())).await.unwrap();
    let first = socket.next().await.unwrap().unwrap();
    let first: FromHost = serde_json::from_str(first.to_text().unwrap()).unwrap();
    assert!(matches!(first, FromHost::Welcome(_)), "{first:?}");
    host.end(EndReason::Stopped).await.unwrap();
}
