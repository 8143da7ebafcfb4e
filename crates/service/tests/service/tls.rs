//! TLS with the service's own authority.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    path::Path,
    sync::Arc,
};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, Stream,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};

use crate::command::{Running, command, refused};

/// The status line of a ping under a name, by a client who trusts the authority in this file only.
fn ping(running: &Running, name: &str, authority: &Path) -> std::io::Result<String> {
    ping_at(running.address(), name, authority)
}

fn ping_at(address: &str, name: &str, authority: &Path) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(authority).unwrap())
        .unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut client = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut socket = TcpStream::connect(address)?;
    let mut stream = Stream::new(&mut client, &mut socket);
    stream.write_all(b"GET /ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.lines().next().unwrap_or_default().to_owned())
}

#[test]
fn the_certificate_is_for_the_regions_of_the_operator() {
    let folder = tempfile::tempdir().unwrap();
    let regions = folder.path().join("regions.json");
    let text = r#"{"regions": [{"name": "north", "displayName": "North",
        "coordinates": {"latitude": 60, "longitude": 10}}]}"#;
    std::fs::write(&regions, text).unwrap();
    let [data, regions] = [folder.path(), &regions].map(|path| path.to_str().unwrap());
    let arguments = ["--data", data, "--tls", "self-signed", "--regions", regions];
    let running = Running::start(&arguments);
    let host = "remoterendering.north.mixedreality.localhost";
    let answer = ping(&running, host, &folder.path().join("ca.pem"));
    assert_eq!(answer.unwrap(), "HTTP/1.1 204 No Content");
    running.stop();
}

#[test]
fn the_authority_is_trusted_under_every_name_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let authority = folder.path().join("ca.pem");
    let first = Running::start(&["--data", data, "--tls", "self-signed"]);
    assert!(first.url.starts_with("https://127.0.0.1:"));
    assert_eq!(first.config().sts().unwrap().unwrap().as_str(), first.url);
    let names = [
        "127.0.0.1",
        "::1",
        "localhost",
        "sts.mixedreality.localhost",
        "sts.westeurope.mixedreality.localhost",
        "remoterendering.southcentralus.mixedreality.localhost",
    ];
    for name in names {
        assert_eq!(
            ping(&first, name, &authority).unwrap(),
            "HTTP/1.1 204 No Content",
            "{name}"
        );
    }
    assert!(ping(&first, "example.org", &authority).is_err());
    let before = std::fs::read(&authority).unwrap();
    first.stop();

    let second = Running::start(&["--data", data, "--tls", "self-signed"]);
    assert_eq!(std::fs::read(&authority).unwrap(), before);
    assert_eq!(
        ping(&second, "localhost", &authority).unwrap(),
        "HTTP/1.1 204 No Content"
    );
    second.stop();
}

#[test]
fn an_own_certificate_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let own = rcgen::generate_simple_self_signed(vec!["arr.example.org".to_owned()]).unwrap();
    let (chain, key) = (
        folder.path().join("cert.pem"),
        folder.path().join("key.pem"),
    );
    std::fs::write(&chain, own.cert.pem()).unwrap();
    std::fs::write(&key, own.signing_key.serialize_pem()).unwrap();
    let (chain_text, key_text) = (chain.to_str().unwrap(), key.to_str().unwrap());
    let running = Running::start(&[
        "--ephemeral",
        "--tls-cert",
        chain_text,
        "--tls-key",
        key_text,
    ]);
    assert_eq!(
        ping(&running, "arr.example.org", &chain).unwrap(),
        "HTTP/1.1 204 No Content"
    );
    running.stop();

    let missing = refused(&mut command(&[
        "--ephemeral",
        "--tls-cert",
        "/nowhere.pem",
        "--tls-key",
        key_text,
    ]));
    assert!(missing.contains("/nowhere.pem"), "{missing}");
    let half = refused(&mut command(&["--ephemeral", "--tls-cert", chain_text]));
    assert!(half.contains("tls-key"), "{half}");
}

/// Devices trust a session's server as they trust the service.
#[cfg(all(target_os = "linux", feature = "host"))]
#[test]
fn the_processes_of_sessions_have_the_service_s_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("ca.pem");
    let [data, trusted] = [folder.path(), &authority].map(|path| path.to_str().unwrap());
    let arguments = ["--tls=self-signed", "--allocator=process", "--data", data];
    let running = Running::start(&arguments);
    let session = |arguments: &[&str]| {
        let common = ["--id", "s", "--ca-file", trusted, "--output", "json"];
        let printed = crate::session_command::session(&running, &[arguments, &common].concat());
        assert_eq!(printed.status, 0, "{}", printed.errors);
        printed.json()
    };
    session(&["create", "--wait"]);
    let grant = session(&["connect"]);
    let address = grant["address"].as_str().unwrap();
    let at = address.strip_prefix("wss://").unwrap();
    let at = at.strip_suffix("/connect").unwrap();
    let answer = ping_at(at, "127.0.0.1", &authority).unwrap();
    assert_eq!(answer, "HTTP/1.1 404 Not Found");
    for name in ["service.key", "ca.key"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(folder.path().join(name)).unwrap();
        assert_eq!(mode.permissions().mode() & 0o777, 0o600, "{name}");
    }
    running.stop();
}
