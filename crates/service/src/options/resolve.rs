use std::{
    fs,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    num::{NonZeroU32, NonZeroUsize},
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{ArgMatches, parser::ValueSource};

use super::{
    LogFormat, OptionsError, ServeOptions, Settings, Storage, Tls, WrittenDuration, hosts::HOSTS,
};
use crate::{Certificate, LatencyOptions, Limits, PoolOptions, PoolRule, RegionPlan};

const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
const STARTUP_TIME: Duration = Duration::from_secs(5);
const THROTTLE_FAILURES_PER_MINUTE: u32 = 60;

impl ServeOptions {
    /// Lets the flags win over the environment where several options are one choice: `--ephemeral`
    /// over `REMOTE_RENDERING_DATA`, and the other way round; the same with the certificate.
    #[must_use]
    pub fn with_flags_first(mut self, matches: &ArgMatches) -> Self {
        let is_flag = |id| matches.value_source(id) == Some(ValueSource::CommandLine);
        if is_flag("ephemeral") && !is_flag("data") {
            self.data = None;
        }
        if is_flag("data") && !is_flag("ephemeral") {
            self.ephemeral = None;
        }
        if is_flag("tls") && !is_flag("tls_cert") && !is_flag("tls_key") {
            (self.tls_cert, self.tls_key) = (None, None);
        }
        if (is_flag("tls_cert") || is_flag("tls_key")) && !is_flag("tls") {
            self.tls = None;
        }
        self
    }

    /// Reads the configuration file, if one is named, and fills in what is left open.
    pub fn resolve(self) -> Result<Settings, OptionsError> {
        self.with_file()?.filled_in()?.settings()
    }

    /// These options, and those of the file where these say nothing.
    pub(super) fn with_file(self) -> Result<Self, OptionsError> {
        let file = match &self.config {
            None => return Ok(self),
            Some(path) => read(path)?,
        };
        Ok(self.over(file))
    }

    fn over(self, file: Self) -> Self {
        // Where to keep things, and the certificate, are one choice of several options each: it is
        // taken whole.
        let keeps = self.data.is_some() || self.ephemeral.is_some();
        let (data, ephemeral) = if keeps {
            (self.data, self.ephemeral)
        } else {
            (file.data, file.ephemeral)
        };
        let certified = self.tls.is_some() || self.tls_cert.is_some() || self.tls_key.is_some();
        let (tls, tls_cert, tls_key) = if certified {
            (self.tls, self.tls_cert, self.tls_key)
        } else {
            (file.tls, file.tls_cert, file.tls_key)
        };
        Self {
            listen: self.listen.or(file.listen),
            data,
            ephemeral,
            tls,
            tls_cert,
            tls_key,
            config: self.config,
            console: self.console.or(file.console),
            regions: self.regions.or(file.regions),
            allocator: self.allocator.or(file.allocator),
            host_address: self.host_address.or(file.host_address),
            host_bind: self.host_bind.or(file.host_bind),
            startup_time: self.startup_time.or(file.startup_time),
            throttle_per_minute: self.throttle_per_minute.or(file.throttle_per_minute),
            throttle_failures_per_minute: self
                .throttle_failures_per_minute
                .or(file.throttle_failures_per_minute),
            trusted_proxies: self.trusted_proxies.or(file.trusted_proxies),
            request_timeout: self.request_timeout.or(file.request_timeout),
            max_requests: self.max_requests.or(file.max_requests),
            max_connections: self.max_connections.or(file.max_connections),
            max_connections_per_address: self
                .max_connections_per_address
                .or(file.max_connections_per_address),
            log_format: self.log_format.or(file.log_format),
            host: self.host.or(file.host),
            pool: self.pool.or(file.pool),
            latency: self.latency.or(file.latency),
        }
    }

    /// Fills in the defaults; what stays open has none.
    pub(super) fn filled_in(mut self) -> Result<Self, OptionsError> {
        let limits = Limits::default();
        if self.data.is_none() && self.ephemeral != Some(true) {
            self.data = Some(data_folder(None)?);
        }
        if self.console.is_none() {
            self.console = Some(PathBuf::from("dist")).filter(|folder| is_console(folder));
        }
        let listen = *self.listen.get_or_insert(LISTEN);
        self.allocator.get_or_insert_default();
        self.fill_in_hosts(listen);
        self.startup_time
            .get_or_insert(WrittenDuration(STARTUP_TIME));
        self.throttle_failures_per_minute
            .get_or_insert(THROTTLE_FAILURES_PER_MINUTE);
        self.trusted_proxies.get_or_insert(0);
        self.request_timeout
            .get_or_insert(WrittenDuration(limits.request));
        self.max_requests = self.max_requests.or(NonZeroUsize::new(limits.requests));
        self.max_connections = self
            .max_connections
            .or(NonZeroUsize::new(limits.connections));
        self.max_connections_per_address = self
            .max_connections_per_address
            .or(NonZeroUsize::new(limits.connections_per_address));
        self.log_format.get_or_insert_default();
        Ok(self)
    }

    /// What options that are filled in come to.
    pub(super) fn settings(self) -> Result<Settings, OptionsError> {
        let default = Limits::default();
        let limits = Limits {
            request: self.request_timeout.map_or(default.request, |time| time.0),
            requests: self
                .max_requests
                .map_or(default.requests, NonZeroUsize::get),
            connections: self
                .max_connections
                .map_or(default.connections, NonZeroUsize::get),
            connections_per_address: self
                .max_connections_per_address
                .map_or(default.connections_per_address, NonZeroUsize::get),
            ..default
        };
        let listen = self.listen.unwrap_or(LISTEN);
        let hosts = self.hosts(listen)?;
        let most = hosts.is_some().then_some(HOSTS);
        Ok(Settings {
            listen,
            hosts,
            storage: storage(self.data, self.ephemeral)?,
            console: console(self.console)?,
            pool: PoolOptions::rules(
                &self.pool.unwrap_or_default(),
                PoolRule {
                    servers: most,
                    ..PoolRule::endless(self.startup_time.map_or(STARTUP_TIME, |time| time.0))
                },
            ),
            latency: LatencyOptions::rules(self.latency.unwrap_or_default()),
            regions: match &self.regions {
                Some(file) => RegionPlan::read(file)?,
                None => RegionPlan::documented(),
            },
            throttle_per_minute: self.throttle_per_minute,
            throttle_failures_per_minute: self
                .throttle_failures_per_minute
                .and_then(NonZeroU32::new),
            trusted_proxies: self.trusted_proxies.unwrap_or_default(),
            limits,
            log_format: self.log_format.unwrap_or(LogFormat::Text),
            certificate: certificate(self.tls, self.tls_cert, self.tls_key)?,
        })
    }
}

/// The options of a file.
pub(super) fn read(path: &Path) -> Result<ServeOptions, OptionsError> {
    let text = fs::read_to_string(path).map_err(|cause| OptionsError::Unreadable {
        path: path.to_owned(),
        cause,
    })?;
    toml::from_str(&text).map_err(|cause| OptionsError::Invalid {
        path: path.to_owned(),
        cause: Box::new(cause),
    })
}

/// The folder that was named, or the system's for such data.
pub(crate) fn data_folder(named: Option<PathBuf>) -> Result<PathBuf, OptionsError> {
    named
        .or_else(|| {
            let folders = directories::ProjectDirs::from("", "", "remote-rendering")?;
            Some(folders.data_dir().to_owned())
        })
        .ok_or(OptionsError::NoDataFolder)
}

fn storage(data: Option<PathBuf>, ephemeral: Option<bool>) -> Result<Storage, OptionsError> {
    match (data, ephemeral.unwrap_or_default()) {
        (Some(_), true) => Err(OptionsError::Exclusive("data", "ephemeral")),
        (None, true) => Ok(Storage::Memory),
        (folder, false) => data_folder(folder).map(Storage::Folder),
    }
}

fn certificate(
    tls: Option<Tls>,
    chain: Option<PathBuf>,
    key: Option<PathBuf>,
) -> Result<Option<Certificate>, OptionsError> {
    match (tls, chain, key) {
        (None, None, None) => Ok(None),
        (Some(Tls::SelfSigned), None, None) => Ok(Some(Certificate::SelfSigned)),
        (None, Some(chain), Some(key)) => Ok(Some(Certificate::Files { chain, key })),
        (None, _, _) => Err(OptionsError::HalfCertificate),
        (Some(_), _, _) => Err(OptionsError::Exclusive("tls", "tls-cert")),
    }
}

fn is_console(folder: &Path) -> bool {
    folder.join("index.html").is_file()
}

/// A folder that was named must have a console.
fn console(folder: Option<PathBuf>) -> Result<Option<PathBuf>, OptionsError> {
    match folder {
        Some(folder) if !is_console(&folder) => Err(OptionsError::NoConsole(folder)),
        folder => Ok(folder),
    }
}
