//! The development account: made by the first start, kept by the next ones.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    os::unix::fs::PermissionsExt as _,
    path::Path,
};

use crate::command::{Running, command, refused};

/// The first line of the answer to a token request with the file's key.
fn token_status(running: &Running) -> String {
    token_answer(running)
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn token_answer(running: &Running) -> String {
    let config = running.config();
    let (id, key) = (
        config.account_id().unwrap().unwrap(),
        config.account_key().unwrap().unwrap(),
    );
    let mut socket = TcpStream::connect(running.address()).unwrap();
    write!(
        socket,
        "GET /Accounts/{id}/token HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {id}:{}\r\nConnection: close\r\n\r\n",
        running.address(),
        key.expose()
    )
    .unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    answer
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_first_start_makes_an_account_that_works() {
    let running = Running::start(&["--ephemeral"]);
    let config = running.config();
    let url = running.url.as_str();
    assert_eq!(config.sts().unwrap().unwrap().as_str(), url);
    assert_eq!(config.remote_rendering().unwrap().unwrap().as_str(), url);
    assert!(config.size().unwrap().is_some() && config.max_lease_time().unwrap().is_some());
    assert_eq!(mode(&running.account_file), 0o600);
    assert_eq!(token_status(&running), "HTTP/1.1 200 OK");
    let folder = running.account_file.parent().unwrap().to_owned();
    running.stop();
    assert!(!folder.exists(), "nothing is left of an ephemeral service");
}

#[test]
fn a_later_start_keeps_the_account_and_tells_the_new_address() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let first = Running::start(&["--data", data]);
    let before = first.config();
    assert_eq!(
        mode(&first.account_file.with_file_name("signing-keys.json")),
        0o600
    );
    assert_eq!(mode(Path::new(data)), 0o700);
    first.stop();

    let second = Running::start(&["--data", data]);
    let after = second.config();
    assert_eq!(after.account_id(), before.account_id());
    assert_eq!(
        after.account_key().unwrap().unwrap().expose(),
        before.account_key().unwrap().unwrap().expose()
    );
    assert_eq!(after.sts().unwrap().unwrap().as_str(), second.url);
    assert_eq!(token_status(&second), "HTTP/1.1 200 OK");
    std::fs::remove_file(&second.account_file).unwrap();
    second.stop();

    let third = Running::start(&["--data", data]);
    let rekeyed = third.config();
    assert_eq!(rekeyed.account_id(), before.account_id());
    assert_ne!(
        rekeyed.account_key().unwrap().unwrap().expose(),
        before.account_key().unwrap().unwrap().expose()
    );
    assert_eq!(token_status(&third), "HTTP/1.1 200 OK");
    third.stop();

    let message = refused(&mut command(&["--data", data, "--listen", "0.0.0.0:0"]));
    assert!(message.contains("loopback"), "{message}");
}

#[test]
fn what_cannot_be_served_is_said() {
    assert!(refused(&mut command(&["--ephemeral", "--listen", "0.0.0.0:0"])).contains("loopback"));
    assert!(
        refused(&mut command(&["--ephemeral", "--console", "/nowhere"]))
            .contains("no console in /nowhere")
    );
    assert!(refused(&mut command(&["--ephemeral", "--listen", "somewhere"])).contains("--listen"));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    assert!(
        refused(&mut command(&["--ephemeral", "--listen", &address]))
            .contains(&format!("cannot listen on {address}"))
    );
}

#[test]
fn no_secret_is_logged() {
    let mut running = Running::of(
        command(&["--ephemeral", "--listen", "127.0.0.1:0"]).env("REMOTE_RENDERING_LOG", "trace"),
    );
    let key = running.config().account_key().unwrap().unwrap();
    let answer = token_answer(&running);
    let token = answer
        .rsplit_once(r#""AccessToken":""#)
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap();
    let mut errors = running.take_errors();
    running.stop();
    let mut log = String::new();
    errors.read_to_string(&mut log).unwrap();
    assert!(log.contains("answered"), "{log}");
    assert!(
        !log.contains(key.expose()) && !log.contains("Bearer"),
        "{log}"
    );
    let signature = token.rsplit('.').next().unwrap();
    assert!(signature.len() > 80 && !log.contains(signature), "{log}");
}
