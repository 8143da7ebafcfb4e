//! The command `remote-rendering serve`, run as a person runs it.

use std::{
    io::{BufRead as _, BufReader, Lines, Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Child, ChildStderr, ChildStdout, Command, Output, Stdio},
};

use remote_rendering_protocol::arrconfig::ArrConfig;

const PROGRAM: &str = env!("CARGO_BIN_EXE_remote-rendering");

/// A running command on a free port. Killed when a test fails before it stops it.
#[derive(Debug)]
pub(crate) struct Running {
    process: Child,
    /// What it listens on, such as `http://127.0.0.1:40000`.
    pub(crate) url: String,
    pub(crate) account_file: PathBuf,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
    }
}

/// An exit status, and what was printed.
#[derive(Debug)]
pub(crate) struct Printed {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) errors: String,
}

impl Printed {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self {
            status: output.status.code().unwrap(),
            out: text(&output.stdout),
            errors: text(&output.stderr),
        }
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// `serve` without the environment of the one who runs the tests.
pub(crate) fn command(arguments: &[&str]) -> Command {
    program(&[&["serve"], arguments].concat())
}

/// The program without the environment of the one who runs the tests.
pub(crate) fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let is_read = |name: &str| {
        name.starts_with("REMOTE_RENDERING_") || name.to_lowercase().ends_with("_proxy")
    };
    for (name, _) in std::env::vars().filter(|(name, _)| is_read(name)) {
        command.env_remove(name);
    }
    command
}

/// Runs a command that does not start, and returns what it said.
pub(crate) fn refused(command: &mut Command) -> String {
    let Output { status, stderr, .. } = command.output().unwrap();
    assert!(!status.success());
    String::from_utf8(stderr).unwrap()
}

/// The rest of the next line, which begins so.
fn after(lines: &mut Lines<BufReader<ChildStdout>>, start: &str) -> String {
    let line = lines.next().unwrap().unwrap();
    line.strip_prefix(start)
        .unwrap_or_else(|| panic!("{line}"))
        .to_owned()
}

impl Running {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::of(command(arguments).args(["--listen", "127.0.0.1:0"]))
    }

    pub(crate) fn of(command: &mut Command) -> Self {
        let (mut running, mut lines) = Self::listening(command);
        running.account_file = PathBuf::from(after(&mut lines, "development account: "));
        running
    }

    /// A service on a folder that has an account: it makes none, and has no file of one.
    pub(crate) fn start_with_accounts(arguments: &[&str]) -> Self {
        Self::listening(command(arguments).args(["--listen", "127.0.0.1:0"])).0
    }

    fn listening(command: &mut Command) -> (Self, Lines<BufReader<ChildStdout>>) {
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let url = after(&mut lines, "listening on ");
        let running = Self {
            process,
            url,
            account_file: PathBuf::new(),
        };
        (running, lines)
    }

    /// The address and port, without the scheme.
    pub(crate) fn address(&self) -> &str {
        self.url.rsplit('/').next().unwrap()
    }

    pub(crate) fn config(&self) -> ArrConfig {
        serde_json::from_slice(&std::fs::read(&self.account_file).unwrap()).unwrap()
    }

    /// Creates a session under a host name; returns its status when it is no longer starting.
    pub(crate) fn first_session(&self, host: &str) -> String {
        let config = self.config();
        let id = config.account_id().unwrap().unwrap();
        let key = config.account_key().unwrap().unwrap();
        let call = |method, path: &str, bearer: &str, body| {
            let (_, answer) = call_at(self.address(), host, method, path, bearer, body);
            serde_json::from_str::<serde_json::Value>(&answer).unwrap()
        };
        let credential = format!("{id}:{}", key.expose());
        let token = call("GET", &format!("/accounts/{id}/token"), &credential, "");
        let token = token["AccessToken"].as_str().unwrap();
        let path = format!("/accounts/{id}/sessions/s?api-version=2021-01-01");
        let body = r#"{"maxLeaseTimeMinutes":10,"size":"Standard"}"#;
        let mut session = call("PUT", &path, token, body);
        while session["status"] == "Starting" {
            session = call("GET", &path, token, "");
        }
        session["status"].as_str().unwrap().to_owned()
    }

    /// What it logs, to be read when it has stopped.
    pub(crate) fn take_errors(&mut self) -> ChildStderr {
        self.process.stderr.take().unwrap()
    }

    /// The number of its process.
    #[cfg(all(target_os = "linux", feature = "host"))]
    pub(crate) fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// Ends it without a warning.
    #[cfg(all(target_os = "linux", feature = "host"))]
    pub(crate) fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Ends it as a supervisor does.
    pub(crate) fn stop(mut self) {
        let id = self.process.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        assert!(self.process.wait().unwrap().success());
    }
}

/// The status of an answer to a call, and its body.
pub(crate) fn call(
    address: &str,
    method: &str,
    path: &str,
    bearer: &str,
    body: &str,
) -> (u16, String) {
    call_at(address, address, method, path, bearer, body)
}

/// The same under a host name.
fn call_at(
    address: &str,
    host: &str,
    method: &str,
    path: &str,
    bearer: &str,
    body: &str,
) -> (u16, String) {
    let mut socket = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        socket,
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {bearer}\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    let status = answer[9..12].parse().unwrap();
    let body = answer.split_once("\r\n\r\n").unwrap().1;
    (status, body.to_owned())
}
