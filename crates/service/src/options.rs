use std::{
    fs, io,
    net::{Ipv4Addr, SocketAddr},
    num::NonZeroU32,
    path::PathBuf,
    str::FromStr,
    time::Duration,
};

use clap::{ArgMatches, Args, ValueEnum, parser::ValueSource};
use serde::{Deserialize, Deserializer, de::Error as _};

use crate::{Certificate, PoolOptions, PoolRule};

const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
const DEFAULT_STARTUP_TIME: Duration = Duration::from_secs(5);

/// The options of `serve`. Each is a flag, an environment variable, and a key of the configuration
/// file; a flag wins over the environment, the environment over the file.
#[derive(Clone, Debug, Default, Args, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ServeOptions {
    /// The address to listen on; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT", env = "REMOTE_RENDERING_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// The folder of the store, the keys and arrconfig.json [default: the system's folder for such
    /// data]
    #[arg(long, value_name = "DIR", env = "REMOTE_RENDERING_DATA")]
    pub data: Option<PathBuf>,
    /// Keep everything in memory; it is gone when the service stops
    #[arg(long, env = "REMOTE_RENDERING_EPHEMERAL", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true")]
    pub ephemeral: Option<bool>,
    /// A file with these options, in TOML
    #[arg(long, value_name = "FILE", env = "REMOTE_RENDERING_CONFIG")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// The folder of the built console [default: dist, if it is there]
    #[arg(long, value_name = "DIR", env = "REMOTE_RENDERING_CONSOLE")]
    pub console: Option<PathBuf>,
    /// Serve over TLS with a certificate that the service makes; clients trust ca.pem in the data
    /// folder
    #[arg(long, value_name = "CERTIFICATE", env = "REMOTE_RENDERING_TLS")]
    pub tls: Option<Tls>,
    /// Serve over TLS with this certificate and those that follow it in the file, in PEM
    #[arg(long, value_name = "FILE", env = "REMOTE_RENDERING_TLS_CERT")]
    pub tls_cert: Option<PathBuf>,
    /// The private key of --tls-cert, in PEM
    #[arg(long, value_name = "FILE", env = "REMOTE_RENDERING_TLS_KEY")]
    pub tls_key: Option<PathBuf>,
    /// How long a server takes to start, such as 5s or 2m30s [default: 5s]
    #[arg(long, value_name = "TIME", env = "REMOTE_RENDERING_STARTUP_TIME")]
    pub startup_time: Option<StartupTime>,
    /// Requests that an account may send in a minute [default: no limit]
    #[arg(long, value_name = "N", env = "REMOTE_RENDERING_THROTTLE_PER_MINUTE")]
    pub throttle_per_minute: Option<NonZeroU32>,
    /// How the simulated servers behave: tables `[[pool]]`, in the configuration file only.
    #[arg(skip)]
    pub pool: Option<Vec<PoolOptions>>,
}

/// What `--tls` can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Tls {
    /// A certificate that the service makes.
    SelfSigned,
}

/// A length of time as people write it: `5s`, `2m30s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StartupTime(pub Duration);

impl FromStr for StartupTime {
    type Err = humantime::DurationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        humantime::parse_duration(text).map(Self)
    }
}

impl<'de> Deserialize<'de> for StartupTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}

/// The options with everything filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// Where to keep accounts, sessions and keys.
    pub storage: Storage,
    /// The folder of the built console.
    pub console: Option<PathBuf>,
    /// How the simulated servers behave; the first rule that fits counts.
    pub pool: Vec<PoolRule>,
    /// Requests that an account may send in a minute.
    pub throttle_per_minute: Option<NonZeroU32>,
    /// The certificate to serve TLS with; without TLS if absent.
    pub certificate: Option<Certificate>,
}

/// Where to keep accounts, sessions and keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage {
    /// In a folder.
    Folder(PathBuf),
    /// In memory.
    Memory,
}

/// The options cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OptionsError {
    /// The configuration file cannot be read.
    #[error("the configuration file {} cannot be read", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// The configuration file is not TOML, or has a key or a value that is not one of the options.
    #[error("the configuration file {} is not valid", .path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Where and why.
        #[source]
        cause: Box<toml::de::Error>,
    },
    /// Two options that exclude each other.
    #[error("the options {0} and {1} exclude each other: give one of them")]
    Exclusive(&'static str, &'static str),
    /// A certificate without its key, or the other way round.
    #[error("a certificate needs its key: give both tls-cert and tls-key")]
    HalfCertificate,
    /// No folder for data is known on this system.
    #[error("this system names no folder for data: say where with --data DIR, or use --ephemeral")]
    NoDataFolder,
    /// The console's folder has no `index.html`.
    #[error("there is no console in {}: build it with `trunk build --release`", .0.display())]
    NoConsole(PathBuf),
}

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
        let options = match &self.config {
            None => self,
            Some(path) => {
                let unreadable = |cause| OptionsError::Unreadable {
                    path: path.clone(),
                    cause,
                };
                let text = fs::read_to_string(path).map_err(unreadable)?;
                let invalid = |cause| OptionsError::Invalid {
                    path: path.clone(),
                    cause: Box::new(cause),
                };
                let file = toml::from_str(&text).map_err(invalid)?;
                self.over(file)
            }
        };
        Ok(Settings {
            listen: options.listen.unwrap_or(DEFAULT_LISTEN),
            storage: storage(options.data, options.ephemeral)?,
            console: console(options.console)?,
            pool: PoolOptions::rules(
                &options.pool.unwrap_or_default(),
                options
                    .startup_time
                    .map_or(DEFAULT_STARTUP_TIME, |time| time.0),
            ),
            throttle_per_minute: options.throttle_per_minute,
            certificate: certificate(options.tls, options.tls_cert, options.tls_key)?,
        })
    }

    /// These options, and those of `file` where these say nothing.
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
            pool: self.pool.or(file.pool),
            startup_time: self.startup_time.or(file.startup_time),
            throttle_per_minute: self.throttle_per_minute.or(file.throttle_per_minute),
        }
    }
}

fn storage(data: Option<PathBuf>, ephemeral: Option<bool>) -> Result<Storage, OptionsError> {
    match (data, ephemeral.unwrap_or_default()) {
        (Some(_), true) => Err(OptionsError::Exclusive("data", "ephemeral")),
        (None, true) => Ok(Storage::Memory),
        (Some(folder), false) => Ok(Storage::Folder(folder)),
        (None, false) => default_data_folder()
            .map(Storage::Folder)
            .ok_or(OptionsError::NoDataFolder),
    }
}

/// The system's folder for such data.
pub(crate) fn default_data_folder() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "remote-rendering")?;
    Some(folders.data_dir().to_owned())
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

/// A folder that was named must have a console; the default one may.
fn console(folder: Option<PathBuf>) -> Result<Option<PathBuf>, OptionsError> {
    let is_console = |folder: &PathBuf| folder.join("index.html").is_file();
    match folder {
        Some(folder) if is_console(&folder) => Ok(Some(folder)),
        Some(folder) => Err(OptionsError::NoConsole(folder)),
        None => Ok(Some(PathBuf::from("dist")).filter(is_console)),
    }
}
