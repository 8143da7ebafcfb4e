use std::{
    collections::BTreeMap, ffi::OsString, io, net::IpAddr, path::PathBuf, process::Stdio,
    time::Duration,
};

use remote_rendering_engine::Settings;
use remote_rendering_protocol::SessionSize;
use tokio::process::{Child, Command};

/// The variable that names the models that a host loads by itself, a line for each. Not an argument: everybody on the machine
/// can read those, and an address may be signed.
const PRELOAD: &str = "REMOTE_RENDERING_HOST_PRELOAD";

/// The program that serves a session, and what every one is told.
#[derive(Clone, Debug)]
pub struct HostProgram {
    /// The program's file.
    pub program: PathBuf,
    /// Its arguments in front of the options.
    pub arguments: Vec<OsString>,
    /// How long it may take until it is ready.
    pub start_timeout: Duration,
    /// What every host is told.
    pub settings: HostSettings,
}

/// What every host is told, and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostSettings {
    /// The name or address that devices connect to: what sessions say as `hostname`.
    pub hostname: String,
    /// The same as an address: where the device's packets go.
    pub public_address: IpAddr,
    /// The address that hosts listen on.
    pub bind: IpAddr,
    /// The files of the certificate and its key, in PEM; without TLS if absent.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// The folders that models may be read from, by the name that devices know.
    pub models: BTreeMap<String, PathBuf>,
    /// The hosts that models may be fetched from, over HTTPS.
    pub models_from: Vec<String>,
    /// The largest model, in bytes; the host's own limit if absent.
    pub max_model_size: Option<u64>,
    /// How much memory a host's models may take, in bytes; the host's own limit if absent.
    pub memory: Option<u64>,
}

impl HostProgram {
    /// Starts a process for a session. It is killed when it is dropped.
    pub(super) fn start(&self, session: &Settings) -> io::Result<Child> {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .args(self.settings.arguments(&session.size))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let models: Vec<_> = session.models.iter().map(ToString::to_string).collect();
        if models.is_empty() {
            command.env_remove(PRELOAD);
        } else {
            command.env(PRELOAD, models.join("\n"));
        }
        // A signal of the terminal is for the service, which ends its hosts in order.
        #[cfg(unix)]
        command.process_group(0);
        command.spawn()
    }
}

impl HostSettings {
    fn arguments(&self, size: &SessionSize) -> Vec<OsString> {
        let mut arguments = Arguments::default();
        arguments.add("--size", size.as_str().to_ascii_lowercase());
        arguments.add("--bind", self.bind.to_string());
        arguments.add("--public-address", self.public_address.to_string());
        if let Some((chain, key)) = &self.tls {
            arguments.add("--tls-cert", chain);
            arguments.add("--tls-key", key);
        }
        for (name, folder) in &self.models {
            let mut model = OsString::from(format!("{name}="));
            model.push(folder);
            arguments.add("--models", model);
        }
        for host in &self.models_from {
            arguments.add("--models-from", host);
        }
        if let Some(bytes) = self.max_model_size {
            arguments.add("--max-model-size", bytes.to_string());
        }
        if let Some(bytes) = self.memory {
            arguments.add("--memory", bytes.to_string());
        }
        arguments.0
    }
}

#[derive(Default)]
struct Arguments(Vec<OsString>);

impl Arguments {
    /// Name and value in one, so that a value that begins with a hyphen is none of its own.
    fn add(&mut self, name: &str, value: impl Into<OsString>) {
        let mut argument = OsString::from(format!("{name}="));
        argument.push(value.into());
        self.0.push(argument);
    }
}
