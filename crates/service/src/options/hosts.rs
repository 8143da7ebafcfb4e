//! The options of servers that are processes.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    str::FromStr,
    time::Duration,
};

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use super::{Allocation, OptionsError, ServeOptions, Tls, written};

/// How long a host may take to start. Compiling a driver's shaders can take seconds.
const START_TIMEOUT: Duration = Duration::from_secs(30);

/// How many hosts a region has of a size where no `[[pool]]` says so: each takes memory and a part of the graphics device.
pub(super) const HOSTS: u32 = 4;

/// The table `[host]` of the configuration file: what every host is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct HostTable {
    /// How long a host may take to start [default: 30s]
    #[serde(
        default,
        with = "written::time",
        skip_serializing_if = "Option::is_none"
    )]
    pub start_timeout: Option<Duration>,
    /// The hosts that models may be loaded from, over HTTPS [default: none]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub models_from: Vec<String>,
    /// The largest file of a model, in bytes [default: 1 GiB]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_model_size: Option<u64>,
    /// The most memory that a session's models may take, in bytes [default: 4 GiB]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<u64>,
    /// The folders that models may be loaded from, by the name that devices know [default: none]
    #[serde(
        default,
        deserialize_with = "folders",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub models: BTreeMap<String, PathBuf>,
}

/// Devices reach hosts by a name or an address, without a port.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HostAddress(String);

/// A text is no [`HostAddress`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write a name or an IP address, without a port")]
pub struct HostAddressError;

impl HostAddress {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address, if it is no name.
    pub fn ip(&self) -> Option<IpAddr> {
        self.0.parse().ok()
    }

    /// Whether the certificate that the service makes for itself is for it.
    fn is_this_machine(&self) -> bool {
        match self.ip() {
            Some(address) => address.is_loopback(),
            None => self.0.eq_ignore_ascii_case("localhost"),
        }
    }
}

impl FromStr for HostAddress {
    type Err = HostAddressError;

    fn from_str(text: &str) -> Result<Self, HostAddressError> {
        let is_label = |label: &str| {
            let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
            (1..=63).contains(&label.len()) && label.bytes().all(is_sign)
        };
        let is_name = text.len() <= 253 && text.split('.').all(is_label);
        if is_name || text.parse::<IpAddr>().is_ok() {
            Ok(Self(text.to_owned()))
        } else {
            Err(HostAddressError)
        }
    }
}

impl TryFrom<String> for HostAddress {
    type Error = HostAddressError;

    fn try_from(text: String) -> Result<Self, HostAddressError> {
        text.parse()
    }
}

impl From<HostAddress> for String {
    fn from(address: HostAddress) -> Self {
        address.0
    }
}

/// Servers that are processes, with everything filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPlan {
    /// Under which name or address devices reach them.
    pub address: HostAddress,
    /// The address that they listen on.
    pub bind: IpAddr,
    /// How long one may take to start.
    pub start_timeout: Duration,
    /// What every one is told beside that.
    pub table: HostTable,
}

impl ServeOptions {
    /// Fills in where hosts are, if there are any: on the address that the service listens on. One that listens on all
    /// addresses does not know by which of them devices reach this machine.
    pub(super) fn fill_in_hosts(&mut self, listen: SocketAddr) {
        if self.allocator != Some(Allocation::Process) {
            return;
        }
        self.host_bind.get_or_insert(listen.ip());
        if self.host_address.is_none() && !listen.ip().is_unspecified() {
            self.host_address = Some(HostAddress(listen.ip().to_string()));
        }
    }

    /// The plan of the hosts; none where servers are simulated.
    pub(super) fn hosts(&self, listen: SocketAddr) -> Result<Option<HostPlan>, OptionsError> {
        if self.allocator != Some(Allocation::Process) {
            return Ok(None);
        }
        if cfg!(not(feature = "host")) {
            return Err(OptionsError::NoHosts);
        }
        let address = self.host_address.clone();
        let address = address.ok_or(OptionsError::NoHostAddress(listen))?;
        if self.tls == Some(Tls::SelfSigned) && !address.is_this_machine() {
            return Err(OptionsError::SelfSignedHost(address.0));
        }
        let table = self.host.clone().unwrap_or_default();
        if let Some((name, folder)) = table.models.iter().find(|(_, folder)| !folder.is_dir()) {
            return Err(OptionsError::NoModels {
                name: name.clone(),
                folder: folder.clone(),
            });
        }
        Ok(Some(HostPlan {
            address,
            bind: self.host_bind.unwrap_or(listen.ip()),
            start_timeout: table.start_timeout.unwrap_or(START_TIMEOUT),
            table,
        }))
    }
}

/// Names stand in what devices ask for, so they are plain.
fn folders<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, PathBuf>, D::Error> {
    let folders = BTreeMap::<String, PathBuf>::deserialize(deserializer)?;
    let is_plain = |name: &str| {
        let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        !name.is_empty() && !name.starts_with('.') && name.bytes().all(is_sign)
    };
    match folders.keys().find(|name| !is_plain(name)) {
        None => Ok(folders),
        Some(name) => Err(D::Error::custom(format!(
            "{name:?} names no folder of models: write letters, digits, dots, dashes and underscores"
        ))),
    }
}
