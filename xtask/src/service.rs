//! Running the service as a process of its own.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use crate::{process, setup::Setup};

/// How long the service may take until it listens. A debug build on a busy machine needs some of
/// it.
const START_WITHIN: Duration = Duration::from_secs(30);

/// How long the service may take to write its account line after it listens.
const ACCOUNT_WITHIN: Duration = Duration::from_secs(2);

/// How long the service may take to end once asked to.
const END_WITHIN: Duration = Duration::from_secs(10);

/// A running service, which ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Service {
    child: Child,
    /// Its address: `http://127.0.0.1:8080`.
    pub(crate) url: String,
    /// The development account's file, where there is such an account.
    pub(crate) account_file: Option<PathBuf>,
}

/// What the tests take from a development account's file.
#[derive(Debug)]
pub(crate) struct Account {
    /// The account's id.
    pub(crate) id: String,
    /// Its primary key.
    pub(crate) key: String,
}

/// Builds the service, and the scripted server of the conformance suite, with everything that the native tests build too, so that neither builds
/// anything twice: the same packages, features and development dependencies.
pub(crate) fn build_for_tests(setup: &Setup) -> Result<PathBuf> {
    let features = crate::test::NATIVE_FEATURES;
    let mut cargo = setup.cargo();
    cargo.args(["build", "--workspace", "--features", features, "--tests"]);
    cargo.args(["--bin=remote-rendering", "--bin=scripted-server"]);
    process::run(&mut cargo)?;
    Ok(setup.workspace().service_binary("debug"))
}

impl Service {
    /// Starts the command, which is the service's `serve`, and waits until it listens.
    pub(crate) fn start(mut command: Command) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("starting {}", command.get_program().display()))?;
        let lines = child
            .stdout
            .take()
            .map(read_lines)
            .context("the service has an output")?;
        let mut service = Self {
            child,
            url: String::new(),
            account_file: None,
        };
        service.url = wait_for(&lines, "listening on ", START_WITHIN)?
            .context("the service did not say where it listens")?;
        service.account_file =
            wait_for(&lines, "development account: ", ACCOUNT_WITHIN)?.map(PathBuf::from);
        // The rest is for whoever watches; reading on keeps the service from writing to a closed
        // pipe.
        thread::spawn(move || lines.iter().for_each(|line| println!("{line}")));
        Ok(service)
    }

    /// The service of the tests: sessions start fast, data and log lie in the folder. `more` are further arguments.
    pub(crate) fn start_for_test(
        binary: &Path,
        listen: &str,
        folder: &Path,
        more: &[&OsStr],
    ) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        let log = folder.join("service.log");
        let mut command = Command::new(binary);
        command
            .args([
                "serve",
                "--listen",
                listen,
                "--startup-time",
                "2s",
                "--data",
            ])
            .arg(folder.join("data"))
            .stderr(File::create(&log).context("making the service's log")?);
        command.args(more);
        Self::start(command).map_err(|error| {
            let said = fs::read_to_string(&log).unwrap_or_default();
            error.context(format!("the service's log ends with:\n{}", tail(&said)))
        })
    }

    /// The service of the tests, on a port if that is free, and on the data of the last run in the folder: both are compiled
    /// into the tests. Data that the service does not take any more is thrown away.
    pub(crate) fn start_on_kept_data(binary: &Path, port: u16, folder: &Path) -> Result<Self> {
        let listen = format!("127.0.0.1:{}", free_or_any(port));
        let start = || Self::start_for_test(binary, &listen, folder, &[]);
        start().or_else(|error| {
            if !folder.join("data").exists() {
                return Err(error);
            }
            println!("  the data of the last run is not taken ({error:#}); starting afresh");
            fs::remove_dir_all(folder.join("data")).context("removing old test data")?;
            start()
        })
    }

    /// The development account.
    pub(crate) fn account(&self) -> Result<Account> {
        let file = self
            .account_file
            .as_ref()
            .context("the service made no account")?;
        let text =
            fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        Account::parse(&text).with_context(|| format!("{} is not as expected", file.display()))
    }

    /// The number of its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the service ends by itself, or until `stopped` says so; then ends it.
    pub(crate) fn wait(mut self, stopped: impl Fn() -> bool) -> Result<()> {
        loop {
            if let Some(status) = self.child.try_wait().context("waiting for the service")? {
                if status.success() {
                    return Ok(());
                }
                bail!("the service ended with {status}");
            }
            if stopped() {
                self.end();
                return Ok(());
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// Asks the service to end, and insists after a while.
    fn end(&mut self) {
        // The standard library can only kill; `kill` asks, so that the service can put its store in
        // order.
        let asked = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        let deadline = Instant::now() + END_WITHIN;
        while asked.as_ref().is_ok_and(std::process::ExitStatus::success)
            && Instant::now() < deadline
        {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        // Both fail only where it has ended meanwhile.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.end();
        }
    }
}

/// The port, or 0 where somebody has it.
pub(crate) fn free_or_any(port: u16) -> u16 {
    let is_free = TcpListener::bind(("127.0.0.1", port)).is_ok();
    if is_free { port } else { 0 }
}

fn read_lines(output: ChildStdout) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    receiver
}

/// The rest of the first line with the prefix; nothing once the time is over; an error if the
/// service ended.
fn wait_for(lines: &Receiver<String>, prefix: &str, within: Duration) -> Result<Option<String>> {
    let deadline = Instant::now() + within;
    loop {
        match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) => match line.strip_prefix(prefix) {
                Some(rest) => return Ok(Some(rest.trim().to_owned())),
                None => println!("{line}"),
            },
            Err(RecvTimeoutError::Timeout) => return Ok(None),
            Err(RecvTimeoutError::Disconnected) => bail!("the service ended while it started"),
        }
    }
}

/// The last lines of a log.
fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

impl Account {
    fn parse(text: &str) -> Result<Self> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct File {
            account_settings: Settings,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Settings {
            arr_account_id: String,
            arr_account_key: String,
        }
        let file: File = serde_json::from_str(text)?;
        let settings = file.account_settings;
        Ok(Self {
            id: settings.arr_account_id,
            key: settings.arr_account_key,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_file_is_the_scripts_own_format() {
        let account = Account::parse(
            r#"{"accountSettings":{"arrAccountId":"an id","arrAccountKey":"a key",
                "arrAccountDomain":"westeurope"},"renderingSessionSettings":{}}"#,
        )
        .unwrap();
        assert_eq!(
            (account.id.as_str(), account.key.as_str()),
            ("an id", "a key")
        );
    }

    #[test]
    fn waiting_gives_the_line_ends_with_the_output_and_ends_with_the_time() {
        let (sender, lines) = channel();
        sender.send("a note".to_owned()).unwrap();
        sender
            .send("listening on http://127.0.0.1:1".to_owned())
            .unwrap();
        let within = Duration::from_millis(1);
        let line = wait_for(&lines, "listening on ", within).unwrap();
        assert_eq!(line.as_deref(), Some("http://127.0.0.1:1"));
        assert!(wait_for(&lines, "listening on ", within).unwrap().is_none());
        drop(sender);
        assert!(wait_for(&lines, "listening on ", within).is_err());
    }
}
