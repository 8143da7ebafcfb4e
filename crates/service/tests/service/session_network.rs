//! The ways to the service: a private authority, and proxies that the environment names.

use std::{
    io::{self, BufRead as _, BufReader, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use crate::{
    command::{Printed, Running},
    session_command::{command, session},
};

/// A proxy that leads everything to one address, whatever host is asked for. It keeps the first line of each connection.
struct Proxy {
    url: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    fn to(address: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (address, lines) = (address.to_owned(), Arc::clone(&seen));
        thread::spawn(move || {
            for client in listener.incoming() {
                let (address, lines) = (address.clone(), Arc::clone(&lines));
                thread::spawn(move || lead(client.unwrap(), &address, &lines));
            }
        });
        Self { url, seen }
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

fn lead(client: TcpStream, address: &str, seen: &Mutex<Vec<String>>) -> io::Result<()> {
    let mut from_client = BufReader::new(client.try_clone()?);
    let mut to_client = client;
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        from_client.read_line(&mut head)?;
    }
    seen.lock()
        .unwrap()
        .push(head.lines().next().unwrap().to_owned());
    let mut service = TcpStream::connect(address)?;
    if head.starts_with("CONNECT ") {
        to_client.write_all(b"HTTP/1.1 200 Connected\r\n\r\n")?;
    } else {
        service.write_all(head.as_bytes())?;
    }
    let mut from_service = service.try_clone()?;
    let back = thread::spawn(move || {
        let _ = io::copy(&mut from_service, &mut to_client);
        let _ = to_client.shutdown(Shutdown::Write);
    });
    io::copy(&mut from_client, &mut service)?;
    service.shutdown(Shutdown::Write)?;
    let _ = back.join();
    Ok(())
}

#[test]
fn a_private_authority_is_believed_if_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let service = Running::start(&["--data", data, "--tls", "self-signed"]);
    let refused = session(&service, &["list", "--attempts", "1"]);
    assert_eq!(refused.status, 1);
    assert!(
        refused.errors.contains("cannot prove who it is"),
        "{}",
        refused.errors
    );
    let authority = folder.path().join("ca.pem");
    let authority = authority.to_str().unwrap();
    let listed = session(
        &service,
        &["list", "--ca-file", authority, "--output", "json"],
    );
    assert_eq!(
        (listed.status, listed.out.as_str()),
        (0, "[]\n"),
        "{}",
        listed.errors
    );
    let listed = command(&service, &["list"])
        .env("REMOTE_RENDERING_CA_FILE", authority)
        .output();
    assert_eq!(Printed::of(&listed.unwrap()).status, 0);
    service.stop();
}

#[test]
fn a_proxy_of_the_environment_is_asked_for_http() {
    let service = Running::start(&["--ephemeral"]);
    let proxy = Proxy::to(service.address());
    // No resolver knows that host: only the proxy leads there.
    let host = "http://service.invalid";
    let list = |no_proxy: &str| {
        let domains = ["--account-domain", host, "--remote-rendering-domain", host];
        let arguments = [&["list", "--attempts", "1"], &domains[..]].concat();
        let mut list = command(&service, &arguments);
        list.env("HTTP_PROXY", &proxy.url).env("NO_PROXY", no_proxy);
        Printed::of(&list.output().unwrap())
    };
    let listed = list("");
    assert_eq!(listed.status, 0, "{}", listed.errors);
    let seen = proxy.seen();
    assert!(
        seen[0].starts_with("GET http://service.invalid/accounts/"),
        "{seen:?}"
    );

    let direct = list("service.invalid");
    assert_eq!(direct.status, 1);
    assert!(
        direct.errors.contains("service.invalid does not resolve"),
        "{}",
        direct.errors
    );
    assert_eq!(proxy.seen(), seen);
    service.stop();
}

#[test]
fn a_proxy_of_the_environment_is_asked_to_connect_for_https() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let service = Running::start(&["--data", data, "--tls", "self-signed"]);
    let proxy = Proxy::to(service.address());
    let authority = folder.path().join("ca.pem");
    let authority = authority.to_str().unwrap();
    let list = |variable: &str| {
        let mut list = command(&service, &["list", "--ca-file", authority]);
        Printed::of(&list.env(variable, &proxy.url).output().unwrap())
    };
    // That of http is not for https.
    assert_eq!(list("HTTP_PROXY").status, 0);
    assert_eq!(proxy.seen(), [""; 0]);
    let listed = list("HTTPS_PROXY");
    assert_eq!(listed.status, 0, "{}", listed.errors);
    let address = service.url.trim_start_matches("https://");
    assert_eq!(proxy.seen()[0], format!("CONNECT {address} HTTP/1.1"));
    service.stop();
}
