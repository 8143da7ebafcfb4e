//! What the log says, and what it never says.

use std::{
    io,
    io::{Read as _, Write as _},
    net::TcpStream,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use remote_rendering_protocol::Timestamp;
use remote_rendering_service::Clock;

use crate::{
    command::{Running, command},
    support::{TestService, created, parts},
};

/// Sends a request; returns the whole answer.
fn send(running: &Running, method: &str, path: &str, headers: &str) -> String {
    let mut socket = TcpStream::connect(running.address()).unwrap();
    write!(
        socket,
        "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n",
        running.address()
    )
    .unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    answer
}

/// A service that logs everything it can; calls that succeed and calls that fail; its log, and
/// every secret that was in play.
fn logged(format: &str) -> (String, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let mut start = command(&[
        "--data",
        data,
        "--listen",
        "127.0.0.1:0",
        "--log-format",
        format,
    ]);
    let mut running = Running::of(start.env("REMOTE_RENDERING_LOG", "trace"));
    let config = running.config();
    let (id, key) = (
        config.account_id().unwrap().unwrap(),
        config.account_key().unwrap().unwrap(),
    );
    let bearer = |text: &str| format!("Authorization: Bearer {text}\r\n");
    let sts = format!("/Accounts/{id}/token?secret=of-the-query");
    let answer = send(
        &running,
        "GET",
        &sts,
        &bearer(&format!("{id}:{}", key.expose())),
    );
    let token = answer.rsplit_once(r#""AccessToken":""#).unwrap().1;
    let token = token.split('"').next().unwrap().to_owned();
    let wrong_key = format!("{id}:d3Jvbmcta2V5LXdyb25nLWtleQ==");
    send(&running, "GET", &sts, &bearer(&wrong_key));
    let sessions = format!("/accounts/{id}/sessions?api-version=2021-01-01&secret=of-the-query");
    let vector = "X-MRC-CV: clients.1\r\n";
    let ok = send(&running, "GET", &sessions, &(bearer(&token) + vector));
    assert!(ok.starts_with("HTTP/1.1 200"), "{ok}");
    let cut = &token[..token.len() - 4];
    let refused = send(&running, "GET", &sessions, &bearer(cut));
    assert!(refused.starts_with("HTTP/1.1 401"), "{refused}");
    send(&running, "PUT", &sessions, "X-Secret: of-the-header\r\n");
    let signing = std::fs::read_to_string(folder.path().join("signing-keys.json")).unwrap();
    let signing_key = signing.split('"').find(|text| text.len() == 44).unwrap();

    let mut secrets: Vec<_> = [key.expose(), signing_key, "d3Jvbmct"]
        .map(str::to_owned)
        .into();
    secrets.extend(token.split('.').map(str::to_owned));
    secrets.push(cut.rsplit('.').next().unwrap().to_owned());
    secrets.extend(["Bearer", "of-the-query", "of-the-header"].map(str::to_owned));
    let mut errors = running.take_errors();
    running.stop();
    let mut log = String::new();
    errors.read_to_string(&mut log).unwrap();
    (log, secrets)
}

#[test]
fn no_secret_is_in_a_log_of_either_format() {
    for format in ["text", "json"] {
        let (log, secrets) = logged(format);
        assert_eq!(log.matches("answered").count(), 5, "{log}");
        for secret in secrets {
            assert!(
                secret.len() >= 6 && !log.contains(&secret),
                "{secret} in\n{log}"
            );
        }
    }
}

#[test]
fn every_json_line_of_a_request_has_its_vector() {
    let (log, _) = logged("json");
    let lines = log.lines().map(|line| serde_json::from_str(line).unwrap());
    let lines: Vec<serde_json::Value> = lines.collect();
    let answered: Vec<_> = lines
        .iter()
        .filter(|line| line["message"] == "answered")
        .collect();
    for line in &answered {
        assert_eq!(line["span"]["vector"].as_str().unwrap().len(), 24, "{line}");
        assert!(line["elapsed"].is_string() && line["route"].is_string());
    }
    let statuses: Vec<_> = answered.iter().map(|line| &line["status"]).collect();
    assert_eq!(statuses, [200, 401, 200, 401, 405]);
    let levels: Vec<_> = answered.iter().map(|line| &line["level"]).collect();
    assert_eq!(levels, ["DEBUG", "INFO", "DEBUG", "INFO", "INFO"]);
    assert_eq!(answered[2]["client_vector"], "clients.1");
    assert_eq!(answered[2]["method"], "GET");
    let path = answered[2]["path"].as_str().unwrap();
    assert!(
        path.starts_with("/accounts/") && path.ends_with("/sessions"),
        "{path}"
    );
    assert_eq!(answered[2]["route"], "/accounts/{account}/sessions");
}

/// What is logged in this thread, as JSON lines.
#[derive(Clone, Debug, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A clock that stops when it is told to, with a panic.
#[derive(Debug, Default)]
struct Stopping(AtomicBool);

impl Clock for Stopping {
    fn now(&self) -> Timestamp {
        assert!(!self.0.load(Ordering::SeqCst), "the clock stands still");
        created()
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_one_error_with_its_cause() {
    let (lines, clock) = (Lines::default(), Arc::new(Stopping::default()));
    let mut parts = parts();
    parts.clock = Arc::clone(&clock) as Arc<dyn Clock>;
    let service = TestService::of(parts).await;
    let authorization = format!("Bearer {}", service.token_of(service.account));
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_writer(move || writer.clone())
        .finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    clock.0.store(true, Ordering::SeqCst);
    let headers = [("Authorization", &*authorization)];
    let answer = service.send("GET", &service.path(""), &headers, "").await;
    answer.refused(500, "InternalServerError");

    let bytes = lines.0.lock().unwrap().clone();
    let text = String::from_utf8(bytes).unwrap();
    let line: serde_json::Value = serde_json::from_str(text.trim()).unwrap();
    assert_eq!(line["level"], "ERROR");
    assert_eq!(line["fields"]["status"], 500);
    assert_eq!(line["fields"]["error"], "a handler panicked");
    assert_eq!(line["span"]["vector"], answer.header("MS-CV"));
}
