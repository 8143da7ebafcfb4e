//! `arrconfig.json`: the file of the script `RenderingSession.ps1`, which the console, the command line and the
//! script's users share.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};

use crate::{
    AccountId, AccountIdError, AccountKey, AccountKeyError, Endpoint, EndpointError, MaxLeaseTime,
    MaxLeaseTimeError, SessionSize, Timespan, TimespanError,
};

/// The file as it is written. Every part may be missing; `assetConversionSettings` and unknown members are passed
/// over. The getters check one value each, and tell a value that was never filled in from a wrong one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ArrConfig {
    /// Whose sessions.
    #[serde(default)]
    pub account_settings: AccountSettings,
    /// Where, and with what lease and size.
    #[serde(default)]
    pub rendering_session_settings: RenderingSessionSettings,
}

/// The part `accountSettings`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountSettings {
    /// The account's id.
    #[serde(default)]
    pub arr_account_id: Option<String>,
    /// The account's key. The one place where a key is written: into the file that a person keeps it in.
    #[serde(default, serialize_with = "write_key")]
    pub arr_account_key: Option<SecretString>,
    /// The account's domain, a region's short name, or the URL of an STS.
    #[serde(default)]
    pub arr_account_domain: Option<String>,
}

/// The part `renderingSessionSettings`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RenderingSessionSettings {
    /// A region's short name, or the URL of a session API.
    #[serde(default)]
    pub remote_rendering_domain: Option<String>,
    /// The size: `standard` or `premium`, in any case.
    #[serde(default)]
    pub vm_size: Option<String>,
    /// The lease as a time span.
    #[serde(default)]
    pub max_lease_time: Option<String>,
}

/// A setting that cannot be used. Its text begins with the setting's place in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{setting}: {problem}")]
pub struct SettingError {
    /// The setting's place in the file, such as `accountSettings.arrAccountId`.
    pub setting: &'static str,
    /// What is wrong with it.
    #[source]
    pub problem: SettingProblem,
}

/// What is wrong with a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingProblem {
    /// A text in angle brackets: the file's template was not filled in here.
    #[error("not filled in yet: replace the text in angle brackets")]
    Unfilled,
    /// Not an account id.
    #[error(transparent)]
    AccountId(#[from] AccountIdError),
    /// Not an account key.
    #[error(transparent)]
    AccountKey(#[from] AccountKeyError),
    /// Not an endpoint.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// Not a time span.
    #[error(transparent)]
    Timespan(#[from] TimespanError),
    /// Not a possible lease.
    #[error("the lease {0}")]
    MaxLeaseTime(#[from] MaxLeaseTimeError),
    /// Neither `standard` nor `premium`.
    #[error("not a size: write standard or premium")]
    Size,
}

/// A setting that is absent, empty or fine, or an error.
type Setting<T> = Result<Option<T>, SettingError>;

impl ArrConfig {
    /// The account's id.
    pub fn account_id(&self) -> Setting<AccountId> {
        setting(
            "accountSettings.arrAccountId",
            self.account_settings.arr_account_id.as_deref(),
            |text| Ok(text.parse::<AccountId>()?),
        )
    }

    /// The account's key.
    pub fn account_key(&self) -> Setting<AccountKey> {
        let key = self
            .account_settings
            .arr_account_key
            .as_ref()
            .map(ExposeSecret::expose_secret);
        setting("accountSettings.arrAccountKey", key, |text| {
            Ok(AccountKey::parse(text)?)
        })
    }

    /// The STS of the account's domain.
    pub fn sts(&self) -> Setting<Endpoint> {
        setting(
            "accountSettings.arrAccountDomain",
            self.account_settings.arr_account_domain.as_deref(),
            |text| Ok(Endpoint::sts(text)?),
        )
    }

    /// The session API.
    pub fn remote_rendering(&self) -> Setting<Endpoint> {
        let text = self
            .rendering_session_settings
            .remote_rendering_domain
            .as_deref();
        setting(
            "renderingSessionSettings.remoteRenderingDomain",
            text,
            |text| Ok(Endpoint::remote_rendering(text)?),
        )
    }

    /// The size.
    pub fn size(&self) -> Setting<SessionSize> {
        setting(
            "renderingSessionSettings.vmSize",
            self.rendering_session_settings.vm_size.as_deref(),
            |text| match SessionSize::from(text) {
                SessionSize::Other(_) => Err(SettingProblem::Size),
                size => Ok(size),
            },
        )
    }

    /// The lease.
    pub fn max_lease_time(&self) -> Setting<MaxLeaseTime> {
        let text = self.rendering_session_settings.max_lease_time.as_deref();
        setting("renderingSessionSettings.maxLeaseTime", text, |text| {
            Ok(MaxLeaseTime::try_from(text.parse::<Timespan>()?)?)
        })
    }
}

fn setting<T>(
    setting: &'static str,
    text: Option<&str>,
    read: impl FnOnce(&str) -> Result<T, SettingProblem>,
) -> Setting<T> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let value = if text.starts_with('<') && text.ends_with('>') {
        Err(SettingProblem::Unfilled)
    } else {
        read(text)
    };
    value
        .map(Some)
        .map_err(|problem| SettingError { setting, problem })
}

impl fmt::Debug for AccountSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountSettings")
            .field("arr_account_id", &self.arr_account_id)
            .field(
                "arr_account_key",
                &self.arr_account_key.as_ref().map(|_| "[redacted]"),
            )
            .field("arr_account_domain", &self.arr_account_domain)
            .finish()
    }
}

#[expect(
    clippy::ref_option,
    reason = "serde's serialize_with hands a reference to the field"
)]
fn write_key<S: Serializer>(key: &Option<SecretString>, serializer: S) -> Result<S::Ok, S::Error> {
    key.as_ref()
        .map(ExposeSecret::expose_secret)
        .serialize(serializer)
}
