//! What a person types to sign in, and what is wrong with it.

use std::fmt;

use remote_rendering_client::{Account, Credential};
use remote_rendering_protocol::{
    AccessToken, AccessTokenClaims, AccountId, AccountKey, AccountKeyError, ClaimsError, Endpoint,
    EndpointError, Generation,
    arrconfig::{ArrConfig, SettingProblem},
};

use super::{connection::Profile, profiles::SavedProfile};

/// Which secret is typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecretKind {
    /// An account key.
    #[default]
    AccountKey,
    /// An access token of the STS.
    AccessToken,
}

/// What is in the fields, as typed. Printing it hides the secret.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SignInForm {
    /// The endpoint: a region's short name or a URL.
    pub endpoint: String,
    /// The account's id.
    pub account_id: String,
    /// Which secret it is.
    pub secret_kind: SecretKind,
    /// The key or the token.
    pub secret: String,
    /// The account's domain; empty when the endpoint's own STS is meant.
    pub account_domain: String,
    /// The generation of the session API.
    pub generation: Generation,
    /// Whether the tab keeps the token.
    pub keep_token: bool,
    /// Whether the browser keeps everything but the secret for the next time.
    pub remember: bool,
}

/// What a person signs in with.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The account.
    pub account: Account,
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The generation of the session API.
    pub generation: Generation,
    /// Whether the tab keeps the token.
    pub keep_token: bool,
    /// What the browser keeps for the next time, if anything.
    pub remember: Option<SavedProfile>,
}

impl fmt::Debug for SignInForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignInForm")
            .field("endpoint", &self.endpoint)
            .field("account_id", &self.account_id)
            .finish_non_exhaustive()
    }
}

/// The message of what is wrong with each field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    /// With the endpoint.
    pub endpoint: Option<&'static str>,
    /// With the account id.
    pub account_id: Option<&'static str>,
    /// With the key or the token.
    pub secret: Option<&'static str>,
    /// With the account's domain.
    pub account_domain: Option<&'static str>,
}

impl Problems {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl SignInForm {
    /// A form that knows where, and whose, but not the secret.
    pub fn of_profile(profile: &SavedProfile) -> Self {
        Self {
            endpoint: profile.endpoint.clone(),
            account_id: profile.account_id.clone(),
            account_domain: profile.account_domain.clone(),
            generation: profile.generation,
            ..Self::default()
        }
    }

    /// A form for who is signed in with a token, and needs another one.
    pub fn again(profile: &Profile) -> Self {
        let sts = (profile.sts != profile.endpoint).then(|| profile.sts.to_string());
        Self {
            endpoint: profile.endpoint.to_string(),
            account_id: profile.account.to_string(),
            account_domain: sts.unwrap_or_default(),
            generation: profile.generation,
            secret_kind: SecretKind::AccessToken,
            ..Self::default()
        }
    }

    /// Whether it says what most people need not say: an account domain, or a generation of their own choice.
    pub fn says_more(&self) -> bool {
        !self.account_domain.trim().is_empty() || self.generation != Generation::default()
    }

    /// What is in the fields but the secret.
    pub fn profile(&self) -> SavedProfile {
        let text = |text: &str| text.trim().to_owned();
        SavedProfile {
            endpoint: text(&self.endpoint),
            account_id: text(&self.account_id),
            account_domain: text(&self.account_domain),
            generation: self.generation,
        }
    }

    /// What the fields mean, or what is wrong with each of them.
    pub fn read(&self) -> Result<SignIn, Problems> {
        let endpoint = Endpoint::remote_rendering(&self.endpoint);
        let id = self.account_id.parse::<AccountId>();
        let credential = self.credential();
        let sts = self.sts();
        match (endpoint, id, credential, sts) {
            (Ok(endpoint), Ok(id), Ok(credential), Ok(sts)) => Ok(SignIn {
                account: Account {
                    id,
                    sts,
                    credential,
                },
                endpoint,
                generation: self.generation,
                keep_token: self.keep_token,
                remember: self.remember.then(|| self.profile()),
            }),
            (endpoint, id, credential, sts) => Err(Problems {
                endpoint: endpoint.err().map(endpoint_problem),
                account_id: id.err().map(|_| self.account_id_problem()),
                secret: credential.err(),
                // Without a domain of its own the STS is the endpoint's: one problem is not told twice.
                account_domain: sts.err().filter(|_| !self.account_domain.trim().is_empty()),
            }),
        }
    }

    /// Takes over what a configuration file says; what it does not say stays as typed. Gives the settings that cannot
    /// be used, each with its message.
    pub fn take_over(&mut self, config: &ArrConfig) -> Vec<(&'static str, &'static str)> {
        let account = &config.account_settings;
        let mut problems = Vec::new();
        let mut usable = |outcome: Result<
            bool,
            remote_rendering_protocol::arrconfig::SettingError,
        >| match outcome {
            Ok(present) => present,
            Err(error) => {
                problems.push((error.setting, setting_problem(error.problem)));
                false
            }
        };
        let text = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
        if usable(config.account_id().map(|id| id.is_some())) {
            self.account_id = text(&account.arr_account_id);
        }
        if usable(config.sts().map(|sts| sts.is_some())) {
            self.account_domain = text(&account.arr_account_domain);
        }
        if usable(config.remote_rendering().map(|endpoint| endpoint.is_some())) {
            self.endpoint = text(&config.rendering_session_settings.remote_rendering_domain);
        }
        match config.account_key() {
            Ok(Some(key)) => {
                self.secret_kind = SecretKind::AccountKey;
                key.expose().clone_into(&mut self.secret);
            }
            Ok(None) => {}
            Err(error) => problems.push((error.setting, setting_problem(error.problem))),
        }
        problems
    }

    fn credential(&self) -> Result<Credential, &'static str> {
        match self.secret_kind {
            SecretKind::AccountKey => AccountKey::parse(&self.secret)
                .map(Credential::AccountKey)
                .map_err(key_problem),
            SecretKind::AccessToken if self.secret.trim().is_empty() => Err("token-empty"),
            SecretKind::AccessToken => {
                let token = AccessToken::new(&self.secret);
                match AccessTokenClaims::json_of(&token) {
                    Ok(_) => Ok(Credential::AccessToken(token)),
                    Err(ClaimsError::Parts | ClaimsError::Encoding | ClaimsError::Expiry) => {
                        Err("token-invalid")
                    }
                }
            }
        }
    }

    /// A URL is its own STS, as this project's service is; a region's short name leads to the hosted service's naming.
    fn sts(&self) -> Result<Endpoint, &'static str> {
        let domain = if self.account_domain.trim().is_empty() {
            &self.endpoint
        } else {
            &self.account_domain
        };
        Endpoint::sts(domain).map_err(endpoint_problem)
    }

    fn account_id_problem(&self) -> &'static str {
        if self.account_id.trim().is_empty() {
            "account-id-empty"
        } else {
            "account-id-invalid"
        }
    }
}

fn endpoint_problem(error: EndpointError) -> &'static str {
    match error {
        EndpointError::Empty => "endpoint-empty",
        EndpointError::Format => "endpoint-invalid",
        EndpointError::Scheme => "endpoint-scheme",
        EndpointError::Extra => "endpoint-extra",
    }
}

fn key_problem(error: AccountKeyError) -> &'static str {
    match error {
        AccountKeyError::Empty => "key-empty",
        AccountKeyError::Base64 => "key-invalid",
    }
}

fn setting_problem(problem: SettingProblem) -> &'static str {
    match problem {
        SettingProblem::Unfilled => "setting-unfilled",
        SettingProblem::AccountId(_) => "account-id-invalid",
        SettingProblem::AccountKey(error) => key_problem(error),
        SettingProblem::Endpoint(error) => endpoint_problem(error),
        SettingProblem::Timespan(_) | SettingProblem::MaxLeaseTime(_) => "lease-invalid",
        SettingProblem::Size => "size-invalid",
    }
}

#[cfg(test)]
#[path = "sign_in_form_tests.rs"]
mod tests;
