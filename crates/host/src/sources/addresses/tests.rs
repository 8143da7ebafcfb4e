use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
    sync::Mutex,
};

use axum::{Router, body::Body, extract::Request, response::Response};
use axum_server::tls_rustls::RustlsConfig;
use futures_util::stream;
use http::HeaderValue;
use remote_rendering_scene::Limits;
use rustls::{ServerConfig, pki_types::PrivateKeyDer};

use super::*;
use crate::sources::network::Lookup;

/// The smallest model, which has nothing to see.
const MODEL: &str = r#"{"asset":{"version":"2.0"}}"#;

/// The largest model.
const MOST: u64 = 100_000;

/// A server of models on this machine, with names that the world does not know.
struct World {
    port: u16,
    addresses: Addresses,
}

impl World {
    /// A server, and what fetches from `models.test` and the other names there.
    fn new() -> Self {
        let names = ["models.test", "inside.test", "both.test", "none.test"];
        let pair = rcgen::generate_simple_self_signed(names.map(str::to_owned)).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(pair.cert.der().clone()).unwrap();
        let key = PrivateKeyDer::try_from(pair.signing_key.serialize_der()).unwrap();
        let tls = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![pair.cert.der().clone()], key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let tls = RustlsConfig::from_config(Arc::new(tls));
        let server = axum_server::from_tcp_rustls(listener, tls).unwrap();
        let router = Router::new().fallback(move |request| async move { answer(port, &request) });
        tokio::spawn(server.serve(router.into_make_service()));

        let allowed = names.map(|name| format!("{name}:{port}"));
        let network = Network {
            lookup,
            // What stands for the public internet here.
            admits: |address| address == Ipv4Addr::LOCALHOST,
        };
        let addresses = Addresses::with(&allowed, MOST, network, roots).unwrap();
        Self { port, addresses }
    }

    fn at(&self, path: &str) -> String {
        format!("https://models.test:{}{path}", self.port)
    }

    async fn code(&self, address: &str) -> Option<FailedCode> {
        self.failed(address).await.map(|failed| failed.code)
    }

    async fn failed(&self, address: &str) -> Option<Failure> {
        let fetched = self.addresses.fetch(address, &|_, _| {}).await;
        let read = fetched.and_then(|fetched| fetched.read(&Limits::default()));
        read.err()
    }
}

fn lookup(name: &str) -> Lookup {
    let at = |address: [u8; 4]| SocketAddr::new(IpAddr::from(address), 0);
    let found = match name {
        "models.test" => Ok(vec![at([127, 0, 0, 1])]),
        "inside.test" => Ok(vec![at([10, 0, 0, 1])]),
        "both.test" => Ok(vec![at([127, 0, 0, 1]), at([192, 168, 0, 1])]),
        _ => Err(io::Error::new(io::ErrorKind::NotFound, "no such name")),
    };
    Box::pin(async move { found })
}

fn answer(port: u16, request: &Request) -> Response {
    let path = request.uri().path();
    let redirect = |to: String| {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::FOUND;
        let to = HeaderValue::from_str(&to).unwrap();
        response.headers_mut().insert(LOCATION, to);
        response
    };
    let status = |status| {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        response
    };
    match path {
        "/alpha.glb" => Response::new(Body::from(MODEL)),
        "/text" => Response::new(Body::from("no model")),
        "/large" => Response::new(Body::from(vec![0; 100_001])),
        // Nobody says how long it is.
        "/endless" => {
            let piece = || Ok::<_, io::Error>(vec![0; 10_000]);
            Response::new(Body::from_stream(stream::repeat_with(piece)))
        }
        "/away" => redirect("http://models.test/alpha.glb".to_owned()),
        "/other" => redirect(format!("https://other.test:{port}/alpha.glb")),
        "/inside" => redirect(format!("https://inside.test:{port}/alpha.glb")),
        "/loopback" => redirect("https://[::1]/alpha.glb".to_owned()),
        "/file" => redirect("file:///etc/passwd".to_owned()),
        "/nowhere" => status(StatusCode::FOUND),
        "/busy" => status(StatusCode::SERVICE_UNAVAILABLE),
        "/0" => redirect("alpha.glb".to_owned()),
        _ => match path.get(1..).and_then(|number| number.parse::<u32>().ok()) {
            Some(number) => redirect(format!("/{}", number - 1)),
            None => status(StatusCode::NOT_FOUND),
        },
    }
}

#[tokio::test]
async fn a_model_is_fetched_and_named_after_its_address() {
    let world = World::new();
    let told = Mutex::new(Vec::new());
    let tell = |done, total| told.lock().unwrap().push((done, total));
    let address = world.at("/alpha.glb?signature=secret");
    let fetched = world.addresses.fetch(&address, &tell).await.unwrap();
    assert_eq!(fetched.name, "alpha.glb");
    assert!(fetched.read(&Limits::default()).is_ok());
    let length = u64::try_from(MODEL.len()).unwrap();
    let last = told.into_inner().unwrap().last().copied();
    assert_eq!(last, Some((length, Some(length))));
}

#[tokio::test]
async fn three_redirects_are_followed() {
    let world = World::new();
    assert_eq!(world.code(&world.at("/2")).await, None);
    let code = world.code(&world.at("/3")).await;
    assert_eq!(code, Some(FailedCode::Unreachable));
}

#[tokio::test]
async fn every_redirect_is_checked() {
    let world = World::new();
    for path in ["/away", "/other", "/inside", "/loopback", "/file"] {
        let code = world.code(&world.at(path)).await;
        assert_eq!(code, Some(FailedCode::NotAllowed), "{path}");
    }
    let code = world.code(&world.at("/nowhere")).await;
    assert_eq!(code, Some(FailedCode::Unreachable));
}

#[tokio::test]
async fn only_allowed_hosts_of_the_public_internet_are_asked() {
    let world = World::new();
    let port = world.port;
    for (address, code) in [
        (
            "https://models.test/alpha.glb".to_owned(),
            FailedCode::NotAllowed,
        ),
        (
            format!("https://localhost:{port}/alpha.glb"),
            FailedCode::NotAllowed,
        ),
        (
            format!("https://127.0.0.1:{port}/alpha.glb"),
            FailedCode::NotAllowed,
        ),
        (
            format!("https://u:p@models.test:{port}/alpha.glb"),
            FailedCode::NotAllowed,
        ),
        (
            format!("https://inside.test:{port}/alpha.glb"),
            FailedCode::NotAllowed,
        ),
        (
            format!("https://both.test:{port}/alpha.glb"),
            FailedCode::NotAllowed,
        ),
        (
            format!("https://none.test:{port}/alpha.glb"),
            FailedCode::Unreachable,
        ),
        ("https://".to_owned(), FailedCode::NotFound),
    ] {
        assert_eq!(world.code(&address).await, Some(code), "{address}");
    }
}

#[tokio::test]
async fn what_the_server_answers_is_told_apart() {
    let world = World::new();
    for (path, code, status) in [
        ("/none", FailedCode::NotFound, Some(404)),
        ("/busy", FailedCode::Unreachable, Some(503)),
        ("/text", FailedCode::Broken, None),
        ("/large", FailedCode::TooLarge, None),
        ("/endless", FailedCode::TooLarge, None),
    ] {
        let failed = world.failed(&world.at(path)).await.unwrap();
        assert_eq!(
            (failed.code, failed.detail.status),
            (code, status),
            "{path}"
        );
    }
}

#[tokio::test]
async fn no_message_has_the_query() {
    let world = World::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = listener.local_addr().unwrap().port();
    drop(listener);
    let allowed = [format!("models.test:{closed}")];
    let network = world.addresses.network.clone();
    let dead = Addresses::with(&allowed, MOST, network, RootCertStore::empty()).unwrap();
    let dead = World {
        port: closed,
        addresses: dead,
    };
    for (world, path) in [
        (&world, "/none"),
        (&world, "/busy"),
        (&world, "/other"),
        (&dead, "/"),
    ] {
        let address = world.at(&format!("{path}?signature=secret"));
        let failed = world.failed(&address).await.unwrap();
        assert!(!failed.message.contains("secret"), "{}", failed.message);
    }
}
