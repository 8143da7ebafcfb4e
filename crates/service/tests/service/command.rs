//! The command `remote-rendering serve`, run as a person runs it.

use std::{
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, ChildStderr, Command, Output, Stdio},
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

/// The command without the environment of the one who runs the tests.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .arg("serve")
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("REMOTE_RENDERING_")) {
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

impl Running {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::of(command(arguments).args(["--listen", "127.0.0.1:0"]))
    }

    pub(crate) fn of(command: &mut Command) -> Self {
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut after = |start: &str| {
            let line = lines.next().unwrap().unwrap();
            line.strip_prefix(start)
                .unwrap_or_else(|| panic!("{line}"))
                .to_owned()
        };
        let url = after("listening on ");
        let account_file = PathBuf::from(after("development account: "));
        Self {
            process,
            url,
            account_file,
        }
    }

    /// The address and port, without the scheme.
    pub(crate) fn address(&self) -> &str {
        self.url.rsplit('/').next().unwrap()
    }

    pub(crate) fn config(&self) -> ArrConfig {
        serde_json::from_slice(&std::fs::read(&self.account_file).unwrap()).unwrap()
    }

    /// What it logs, to be read when it has stopped.
    pub(crate) fn take_errors(&mut self) -> ChildStderr {
        self.process.stderr.take().unwrap()
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
