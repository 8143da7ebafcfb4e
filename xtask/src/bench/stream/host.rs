//! A host without a service: it is told what the service would tell it.

use anyhow::{Context, Result, bail};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, ChildStdout, Stdio},
};

use super::way::{End, Way};
use crate::setup::Setup;

/// A host at its end of a way; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Host {
    child: Child,
    lines: BufReader<ChildStdout>,
    address: String,
    admitted: u64,
}

impl Host {
    pub(super) fn start(setup: &Setup, profile: &str, way: &Way, models: &Path) -> Result<Self> {
        let program = setup.workspace().service_binary(profile);
        let mut command = way.command(End::Host, setup, &program.to_string_lossy());
        command
            .args(["host", "--size=premium", "--bind", Way::HOST, "--models"])
            .arg(format!("bench={}", models.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().context("starting the host")?;
        let stdout = child.stdout.take().context("it has an output")?;
        let mut host = Self {
            child,
            lines: BufReader::new(stdout),
            address: String::new(),
            admitted: 0,
        };
        let told = host.line()?;
        let Some(port) = told["ready"]["handshake_port"].as_u64() else {
            bail!("the host did not start: {told}");
        };
        host.address = format!("ws://{}:{port}/connect", Way::HOST);
        Ok(host)
    }

    /// Its WebSocket.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// A token that lets a device in.
    pub(super) fn admit(&mut self) -> Result<String> {
        self.admitted += 1;
        // Nobody else is in the namespace.
        let token = URL_SAFE_NO_PAD.encode(Sha256::digest(self.admitted.to_le_bytes()));
        let digits: Vec<_> = Sha256::digest(&token)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let line = json!({"admit": {"number": self.admitted, "token_sha256": digits.concat(), "seconds": 60}});
        let stdin = self.child.stdin.as_mut().context("it has an input")?;
        writeln!(stdin, "{line}").context("telling the host")?;
        let told = self.line()?;
        if told["admitted"]["number"].as_u64() != Some(self.admitted) {
            bail!("the host lets nobody in: {told}");
        }
        Ok(token)
    }

    /// What it tells next, other than that it lives.
    fn line(&mut self) -> Result<Value> {
        loop {
            let mut line = String::new();
            self.lines
                .read_line(&mut line)
                .context("listening to the host")?;
            let told: Value = serde_json::from_str(&line).context("reading what the host told")?;
            if told.get("alive").is_none() {
                return Ok(told);
            }
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // It ends with its input.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
