//! What flags, the environment and `arrconfig.json` come to.

use std::path::PathBuf;

use remote_rendering_client::{Account, Credential, NewSession};
use remote_rendering_protocol::{
    AccessToken, Endpoint, Generation, GenerationError,
    arrconfig::{ArrConfig, SettingError, SettingProblem},
};

use super::region::UnknownRegion;

/// A setting by its three names.
#[derive(Debug, PartialEq, Eq)]
pub struct SettingName {
    what: &'static str,
    flag: &'static str,
    variable: &'static str,
    file: &'static str,
}

impl SettingName {
    pub(super) fn variable(&self) -> &'static str {
        self.variable
    }
}

pub(super) const ACCOUNT_ID: SettingName = SettingName {
    what: "account id",
    flag: "--account-id",
    variable: "REMOTE_RENDERING_ACCOUNT_ID",
    file: "accountSettings.arrAccountId",
};
pub(super) const ACCOUNT_KEY: SettingName = SettingName {
    what: "account key",
    flag: "--account-key-file",
    variable: "REMOTE_RENDERING_ACCOUNT_KEY",
    file: "accountSettings.arrAccountKey",
};
pub(super) const ACCOUNT_DOMAIN: SettingName = SettingName {
    what: "account domain",
    flag: "--account-domain",
    variable: "REMOTE_RENDERING_ACCOUNT_DOMAIN",
    file: "accountSettings.arrAccountDomain",
};
pub(super) const REMOTE_RENDERING_DOMAIN: SettingName = SettingName {
    what: "remote rendering domain",
    flag: "--remote-rendering-domain",
    variable: "REMOTE_RENDERING_REMOTE_RENDERING_DOMAIN",
    file: "renderingSessionSettings.remoteRenderingDomain",
};
pub(super) const VM_SIZE: SettingName = SettingName {
    what: "size",
    flag: "--vm-size",
    variable: "REMOTE_RENDERING_VM_SIZE",
    file: "renderingSessionSettings.vmSize",
};
pub(super) const MAX_LEASE_TIME: SettingName = SettingName {
    what: "lease",
    flag: "--max-lease-time",
    variable: "REMOTE_RENDERING_MAX_LEASE_TIME",
    file: "renderingSessionSettings.maxLeaseTime",
};

/// Where settings are from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Flags,
    Environment,
    File(PathBuf),
}

impl Origin {
    /// Where a person finds the setting.
    fn place(&self, name: &SettingName) -> String {
        match self {
            Self::Flags => name.flag.to_owned(),
            Self::Environment => name.variable.to_owned(),
            Self::File(path) => format!("{} in {}", name.file, path.display()),
        }
    }
}

/// A setting that is missing, or cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is nowhere.
    #[error(
        "there is no {what}: say {flag}, set {variable}, or fill in {file} of arrconfig.json",
        what = .0.what, flag = .0.flag, variable = .0.variable, file = .0.file
    )]
    Missing(&'static SettingName),
    /// It is none.
    #[error("{place}: {problem}")]
    Unusable {
        /// Where it is.
        place: String,
        /// What is wrong with it.
        problem: SettingProblem,
    },
    /// It names a region that there is not.
    #[error("{place}: {region}")]
    Region {
        /// Where it is.
        place: String,
        /// The region.
        region: UnknownRegion,
    },
    /// No such generation of the API.
    #[error("--api-version: {0}")]
    Generation(#[from] GenerationError),
}

/// The same settings from several origins; the first that has one counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Layers {
    by_rank: Vec<(Origin, ArrConfig)>,
    /// Tokens from flags, and from the environment.
    pub(super) flag_token: Option<AccessToken>,
    pub(super) variable_token: Option<AccessToken>,
    pub(super) api_version: Option<String>,
}

/// Where sessions are, and what proves that one may manage them.
#[derive(Clone, Debug)]
pub(super) struct Service {
    pub(super) account: Account,
    pub(super) endpoint: Endpoint,
    pub(super) generation: Generation,
}

fn account_domain(config: &ArrConfig) -> Option<&str> {
    config.account_settings.arr_account_domain.as_deref()
}

fn remote_rendering_domain(config: &ArrConfig) -> Option<&str> {
    let settings = &config.rendering_session_settings;
    settings.remote_rendering_domain.as_deref()
}

impl Layers {
    pub(super) fn push(&mut self, origin: Origin, config: ArrConfig) {
        self.by_rank.push((origin, config));
    }

    /// The first value there is, and where it is.
    fn find<T>(
        &self,
        name: &'static SettingName,
        read: impl Fn(&ArrConfig) -> Result<Option<T>, SettingError>,
    ) -> Result<Option<(T, &Origin)>, Fault> {
        for (origin, config) in &self.by_rank {
            match read(config) {
                Ok(Some(value)) => return Ok(Some((value, origin))),
                Ok(None) => {}
                Err(SettingError { problem, .. }) => {
                    let place = origin.place(name);
                    return Err(Fault::Unusable { place, problem });
                }
            }
        }
        Ok(None)
    }

    /// A value that must be there.
    fn need<T>(
        &self,
        name: &'static SettingName,
        faults: &mut Vec<Fault>,
        read: impl Fn(&ArrConfig) -> Result<Option<T>, SettingError>,
    ) -> Option<T> {
        let found = self.find(name, read);
        let found = found.and_then(|found| found.ok_or(Fault::Missing(name)));
        found
            .map(|(value, _)| value)
            .map_err(|fault| faults.push(fault))
            .ok()
    }

    /// A domain that must be there, and be no region that there is not.
    fn need_domain(
        &self,
        name: &'static SettingName,
        faults: &mut Vec<Fault>,
        text: impl Fn(&ArrConfig) -> Option<&str>,
        read: impl Fn(&ArrConfig) -> Result<Option<Endpoint>, SettingError>,
    ) -> Option<Endpoint> {
        let with_text = |config: &ArrConfig| {
            let unknown = UnknownRegion::of(text(config).unwrap_or_default());
            Ok(read(config)?.map(|endpoint| (endpoint, unknown)))
        };
        match self.find(name, with_text) {
            Ok(Some(((endpoint, None), _))) => Some(endpoint),
            Ok(Some(((_, Some(region)), origin))) => {
                let place = origin.place(name);
                faults.push(Fault::Region { place, region });
                None
            }
            Ok(None) => {
                faults.push(Fault::Missing(name));
                None
            }
            Err(fault) => {
                faults.push(fault);
                None
            }
        }
    }

    fn sts(&self, faults: &mut Vec<Fault>) -> Option<Endpoint> {
        self.need_domain(&ACCOUNT_DOMAIN, faults, account_domain, ArrConfig::sts)
    }

    /// An account whose key is known: a token is for the caller to get.
    pub(super) fn account_with_key(&self, faults: &mut Vec<Fault>) -> Option<Account> {
        let id = self.need(&ACCOUNT_ID, faults, ArrConfig::account_id);
        let sts = self.sts(faults);
        let key = self.need(&ACCOUNT_KEY, faults, ArrConfig::account_key);
        Some(Account {
            id: id?,
            sts: sts?,
            credential: Credential::AccountKey(key?),
        })
    }

    /// The token that is to be used: a flag's key counts before a variable's token.
    fn access_token(&self) -> Option<&AccessToken> {
        let has_key = |(origin, config): &(Origin, ArrConfig)| {
            *origin == Origin::Flags && config.account_settings.arr_account_key.is_some()
        };
        let variable = self.variable_token.as_ref();
        self.flag_token
            .as_ref()
            .or(variable.filter(|_| !self.by_rank.iter().any(has_key)))
    }

    /// Everything that a call for sessions needs.
    pub(super) fn service(&self, faults: &mut Vec<Fault>) -> Option<Service> {
        let endpoint = self.need_domain(
            &REMOTE_RENDERING_DOMAIN,
            faults,
            remote_rendering_domain,
            ArrConfig::remote_rendering,
        );
        let generation = match self.api_version.as_deref().map(str::parse) {
            None => Some(Generation::default()),
            Some(Ok(generation)) => Some(generation),
            Some(Err(error)) => {
                faults.push(Fault::Generation(error));
                None
            }
        };
        let account = match self.access_token() {
            // Whoever has a token needs no token service: whatever is said of one is not asked.
            Some(token) => {
                let id = self.need(&ACCOUNT_ID, faults, ArrConfig::account_id);
                let credential = Credential::AccessToken(token.clone());
                id.zip(endpoint.clone()).map(|(id, sts)| Account {
                    id,
                    sts,
                    credential,
                })
            }
            None => self.account_with_key(faults),
        };
        Some(Service {
            account: account?,
            endpoint: endpoint?,
            generation: generation?,
        })
    }

    /// What a new session is to be.
    pub(super) fn new_session(&self, faults: &mut Vec<Fault>) -> Option<NewSession> {
        let size = self.need(&VM_SIZE, faults, ArrConfig::size);
        let lease = self.need(&MAX_LEASE_TIME, faults, ArrConfig::max_lease_time);
        Some(NewSession {
            max_lease_time: lease?,
            size: size?,
        })
    }
}
