//! The flags. Their comments are what `--help` prints.
#![expect(
    clippy::doc_markdown,
    reason = "clap prints the comments, and backticks with them"
)]

use std::{convert::Infallible, path::PathBuf};

use clap::Args;
use remote_rendering_protocol::{
    AccessToken,
    arrconfig::{AccountSettings, ArrConfig, RenderingSessionSettings},
};

/// Whose sessions. Flags count before variables, and those before the file.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct AccountOptions {
    /// A file in the format of arrconfig.json [default: arrconfig.json in this folder, if it is there]
    /// [env: REMOTE_RENDERING_CONFIG_FILE]
    #[arg(long, value_name = "FILE")]
    pub(super) config_file: Option<PathBuf>,
    /// The account's id [env: REMOTE_RENDERING_ACCOUNT_ID]
    #[arg(long, value_name = "GUID")]
    pub(super) account_id: Option<String>,
    /// The account's domain, a region's short name, or the URL of the token service
    /// [env: REMOTE_RENDERING_ACCOUNT_DOMAIN]
    #[arg(long, value_name = "DOMAIN")]
    pub(super) account_domain: Option<String>,
    /// A file with the account's key; - reads standard input. No flag takes the key itself, since whoever lists
    /// processes would see it [env: REMOTE_RENDERING_ACCOUNT_KEY, the key itself]
    #[arg(long, value_name = "FILE")]
    pub(super) account_key_file: Option<PathBuf>,
    #[command(flatten)]
    pub(super) network: NetworkOptions,
}

/// How the service is called.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct NetworkOptions {
    /// Trust the authority in this file, too, such as the ca.pem of a service with --tls self-signed
    /// [env: REMOTE_RENDERING_CA_FILE]
    #[arg(long, value_name = "FILE")]
    pub(super) ca_file: Option<PathBuf>,
    /// How often a call is sent at most, if it fails in a way that may pass
    #[arg(long, value_name = "N", default_value_t = 4)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=20))]
    pub(super) attempts: u32,
    /// Tell each call on standard error: method, URL, status, time, MS-CV; never a key or a token
    #[arg(long, short)]
    pub(super) verbose: bool,
}

/// Whose sessions, and where.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct ServiceOptions {
    #[command(flatten)]
    pub(super) account: AccountOptions,
    /// An access token of the token service in place of the account's key; better given by the variable, since
    /// whoever lists processes sees flags [env: REMOTE_RENDERING_ACCESS_TOKEN]
    #[arg(long, value_name = "TOKEN", conflicts_with = "account_key_file")]
    #[arg(value_parser = access_token)]
    pub(super) access_token: Option<AccessToken>,
    /// The session API: a region's short name, a host, or a URL [env: REMOTE_RENDERING_REMOTE_RENDERING_DOMAIN]
    #[arg(long, value_name = "DOMAIN")]
    pub(super) remote_rendering_domain: Option<String>,
    /// The generation of the API: 2021-01-01, 2021-01-01-preview or v1 [default: 2021-01-01]
    /// [env: REMOTE_RENDERING_API_VERSION]
    #[arg(long, value_name = "VERSION")]
    pub(super) api_version: Option<String>,
}

/// What a new session is to be.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct NewSessionOptions {
    /// The server's size: standard or premium [env: REMOTE_RENDERING_VM_SIZE]
    #[arg(long, value_name = "SIZE")]
    pub(super) vm_size: Option<String>,
    /// How long the session may stay ready, as hh:mm:ss [env: REMOTE_RENDERING_MAX_LEASE_TIME]
    #[arg(long, value_name = "TIME")]
    pub(super) max_lease_time: Option<String>,
}

#[expect(clippy::unnecessary_wraps, reason = "clap's form of a parser")]
fn access_token(text: &str) -> Result<AccessToken, Infallible> {
    Ok(AccessToken::new(text))
}

impl AccountOptions {
    /// The flags in the file's form, but for the key, which is in a file of its own.
    pub(super) fn flags(&self) -> ArrConfig {
        ArrConfig {
            account_settings: AccountSettings {
                arr_account_id: self.account_id.clone(),
                arr_account_key: None,
                arr_account_domain: self.account_domain.clone(),
            },
            rendering_session_settings: RenderingSessionSettings::default(),
        }
    }
}

impl ServiceOptions {
    /// The flags in the file's form; `new` has those of a create.
    pub(super) fn flags(&self, new: &NewSessionOptions) -> ArrConfig {
        ArrConfig {
            rendering_session_settings: RenderingSessionSettings {
                remote_rendering_domain: self.remote_rendering_domain.clone(),
                vm_size: new.vm_size.clone(),
                max_lease_time: new.max_lease_time.clone(),
            },
            ..self.account.flags()
        }
    }
}
