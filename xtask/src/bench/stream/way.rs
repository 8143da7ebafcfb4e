//! The ways between host and device, laid by `remote-rendering-stream-bench`.

use anyhow::{Context, Result, bail};
use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use crate::setup::Setup;

/// A way, by what it does to packets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link(&'static [&'static str]);

impl Link {
    pub(super) const LOCALHOST: Self = Self(&[]);
    pub(super) const FAR: Self = Self(&["--delay=25ms"]);
    pub(super) const LOSSY: Self = Self(&["--delay=25ms", "--loss=0.01"]);
    pub(super) const BAD: Self = Self(&["--delay=25ms", "--loss=0.03"]);
    pub(super) const NARROW: Self = Self(&["--delay=25ms", "--rate=4000000", "--queue=300ms"]);
}

/// A way that is there; it is taken away when this is dropped.
#[derive(Debug)]
pub(super) struct Way {
    child: Child,
    name: String,
}

impl Way {
    /// The host's address.
    pub(super) const HOST: &str = "10.99.0.1";

    pub(super) fn lay(setup: &Setup, profile: &str, link: Link) -> Result<Self> {
        // Two benches at once are in nobody's way.
        let name = format!("rr-bench-{}", std::process::id());
        let program = setup
            .workspace()
            .target()
            .join(profile)
            .join("remote-rendering-stream-bench");
        let mut child = setup
            .command(program)
            .args(["--name", &name])
            .args(link.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the way")?;
        let mut line = String::new();
        let stdout = child.stdout.take().context("it has an output")?;
        let way = Self { child, name };
        BufReader::new(stdout)
            .read_line(&mut line)
            .context("waiting for the way")?;
        if line.trim() != "ready" {
            bail!("the way between host and device was not laid");
        }
        Ok(way)
    }

    /// A command at one of its ends.
    pub(super) fn command(&self, end: End, setup: &Setup, program: &str) -> Command {
        let Self { name, .. } = self;
        let end = match end {
            End::Host => "host",
            End::Device => "device",
        };
        let mut command = setup.command("ip");
        command.args(["netns", "exec", &format!("{name}-{end}"), program]);
        command
    }
}

/// An end of a way.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    Host,
    Device,
}

impl Drop for Way {
    fn drop(&mut self) {
        // It ends with its input, and takes the namespaces away.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
