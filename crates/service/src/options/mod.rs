//! The options of `serve`: where they come from, and what they come to.

mod effective;
mod hosts;
mod resolve;
mod values;
pub(crate) mod written;

use std::{
    io,
    net::{IpAddr, SocketAddr},
    num::{NonZeroU32, NonZeroUsize},
    path::PathBuf,
};

use clap::Args;
use serde::{Deserialize, Serialize};

use crate::{
    Certificate, LatencyOptions, LatencyRule, Limits, PoolOptions, PoolRule, RegionPlan,
    RegionsFileError,
};
pub use hosts::{HostAddress, HostAddressError, HostPlan, HostTable};
pub(crate) use resolve::data_folder;
pub use values::{Allocation, LogFormat, Tls, WrittenDuration};

/// The options of `serve`. Each is a flag, an environment variable, and a key of the configuration
/// file; a flag wins over the environment, the environment over the file.
///
/// The field's name is the one source of all three names.
#[derive(Clone, Debug, Default, Args, Deserialize, Serialize)]
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
    /// A file with the regions, in the JSON of GET /regions [default: the ten documented ones]
    #[arg(long, value_name = "FILE", env = "REMOTE_RENDERING_REGIONS")]
    pub regions: Option<PathBuf>,
    /// Where servers come from: made up, or a process for each session, to which devices connect
    /// [default: simulated]
    #[arg(long, value_name = "WAY", env = "REMOTE_RENDERING_ALLOCATOR")]
    pub allocator: Option<Allocation>,
    /// The name or address under which devices reach the processes of sessions [default: that of --listen, if it is
    /// one machine's]
    #[arg(long, value_name = "HOST", env = "REMOTE_RENDERING_HOST_ADDRESS")]
    pub host_address: Option<HostAddress>,
    /// The address that the processes of sessions listen on [default: that of --listen]
    #[arg(long, value_name = "IP", env = "REMOTE_RENDERING_HOST_BIND")]
    pub host_bind: Option<IpAddr>,
    /// How long a simulated server takes to start, such as 5s or 2m30s [default: 5s]
    #[arg(long, value_name = "TIME", env = "REMOTE_RENDERING_STARTUP_TIME")]
    pub startup_time: Option<WrittenDuration>,
    /// Requests that an account may send in a minute [default: no limit]
    #[arg(long, value_name = "N", env = "REMOTE_RENDERING_THROTTLE_PER_MINUTE")]
    pub throttle_per_minute: Option<NonZeroU32>,
    /// Refused logins that an address may have in a minute; 0 is no limit [default: 60]
    #[arg(
        long,
        value_name = "N",
        env = "REMOTE_RENDERING_THROTTLE_FAILURES_PER_MINUTE"
    )]
    pub throttle_failures_per_minute: Option<u32>,
    /// How many proxies stand in front, whose entries of X-Forwarded-For are believed [default: 0]
    #[arg(long, value_name = "N", env = "REMOTE_RENDERING_TRUSTED_PROXIES")]
    pub trusted_proxies: Option<u8>,
    /// How long a request may take until its answer begins [default: 30s]
    #[arg(long, value_name = "TIME", env = "REMOTE_RENDERING_REQUEST_TIMEOUT")]
    pub request_timeout: Option<WrittenDuration>,
    /// Requests that are answered at once; more are answered 503 [default: 2048]
    #[arg(long, value_name = "N", env = "REMOTE_RENDERING_MAX_REQUESTS")]
    pub max_requests: Option<NonZeroUsize>,
    /// Connections at once; more are closed [default: 8192]
    #[arg(long, value_name = "N", env = "REMOTE_RENDERING_MAX_CONNECTIONS")]
    pub max_connections: Option<NonZeroUsize>,
    /// Connections at once from one address, where no proxy is trusted [default: 1024]
    #[arg(
        long,
        value_name = "N",
        env = "REMOTE_RENDERING_MAX_CONNECTIONS_PER_ADDRESS"
    )]
    pub max_connections_per_address: Option<NonZeroUsize>,
    /// How the log is written [default: text]
    #[arg(long, value_name = "FORMAT", env = "REMOTE_RENDERING_LOG_FORMAT")]
    pub log_format: Option<LogFormat>,
    /// What the processes of sessions are told: a table `[host]`, in the configuration file only.
    #[arg(skip)]
    pub host: Option<HostTable>,
    /// How many servers there are, and how simulated ones behave: tables `[[pool]]`, in the configuration file
    /// only.
    #[arg(skip)]
    pub pool: Option<Vec<PoolOptions>>,
    /// Latencies that pings are answered with: tables `[[latency]]`, in the configuration file only.
    #[arg(skip)]
    pub latency: Option<Vec<LatencyOptions>>,
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
    /// The processes that serve sessions; simulated servers if absent.
    pub hosts: Option<HostPlan>,
    /// How many servers there are, and how simulated ones behave; the first rule that fits counts.
    pub pool: Vec<PoolRule>,
    /// How long pings wait for their answers; the first rule that fits counts.
    pub latency: Vec<LatencyRule>,
    /// The regions.
    pub regions: RegionPlan,
    /// Requests that an account may send in a minute.
    pub throttle_per_minute: Option<NonZeroU32>,
    /// Refused logins that an address may have in a minute.
    pub throttle_failures_per_minute: Option<NonZeroU32>,
    /// How many proxies stand in front.
    pub trusted_proxies: u8,
    /// How long clients may take, and how many there may be.
    pub limits: Limits,
    /// How the log is written.
    pub log_format: LogFormat,
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
    /// Servers that are processes are left out of this program.
    #[error(
        "this program is built without the feature `host`: its servers are simulated, so leave --allocator out"
    )]
    NoHosts,
    /// Nobody knows under which name devices reach this machine.
    #[error(
        "devices cannot be told where their servers are: say with --host-address under which name or address they \
         reach this machine, on which the service listens at {0}"
    )]
    NoHostAddress(SocketAddr),
    /// The certificate that the service makes is for this machine alone.
    #[error(
        "the certificate of --tls self-signed is not for {0}: give one with --tls-cert and --tls-key that is"
    )]
    SelfSignedHost(String),
    /// A folder of models is not there.
    #[error("there is no folder {} for the models {name:?}", .folder.display())]
    NoModels {
        /// What devices call it.
        name: String,
        /// Where it should be.
        folder: PathBuf,
    },
    /// The file of the regions cannot be used.
    #[error(transparent)]
    Regions(#[from] RegionsFileError),
    /// The settings cannot be written as TOML.
    #[error("the settings cannot be printed")]
    Unprintable(#[from] toml::ser::Error),
}
