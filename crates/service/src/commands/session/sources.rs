//! Reading what settings are from: flags, the environment, files, standard input.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use remote_rendering_client::RetryPolicy;
use remote_rendering_native::{NativeRuntime, Trust};
use remote_rendering_protocol::{
    AccessToken,
    arrconfig::{AccountSettings, ArrConfig, RenderingSessionSettings},
};
use secrecy::SecretString;

use super::{
    SessionError,
    call_log::CallLog,
    options::{AccountOptions, NetworkOptions, NewSessionOptions, ServiceOptions},
    settings::{
        ACCOUNT_DOMAIN, ACCOUNT_ID, ACCOUNT_KEY, Layers, MAX_LEASE_TIME, Origin,
        REMOTE_RENDERING_DOMAIN, SettingName, VM_SIZE,
    },
};
use crate::commands::{configuration, terminal};

/// The variables of a process, by their names.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The file that is read where none is named: the old script's, in the folder where a person is.
const DEFAULT_FILE: &str = "arrconfig.json";

impl AccountOptions {
    /// Flags before the environment before the file.
    pub(super) async fn layers(
        &self,
        flags: ArrConfig,
        environment: Environment<'_>,
    ) -> Result<Layers, SessionError> {
        let mut flags = flags;
        if let Some(path) = &self.account_key_file {
            flags.account_settings.arr_account_key = Some(key_in(path).await?);
        }
        let mut layers = Layers::default();
        layers.push(Origin::Flags, flags);
        layers.push(Origin::Environment, of_environment(environment));
        let named = self.config_file.clone();
        let named = named.or_else(|| variable(environment, "CONFIG_FILE").map(PathBuf::from));
        let unnamed = || Some(PathBuf::from(DEFAULT_FILE)).filter(|path| path.is_file());
        if let Some(path) = named.or_else(unnamed) {
            let config = configuration::read(&path)?;
            layers.push(Origin::File(path), config);
        }
        Ok(layers)
    }
}

impl ServiceOptions {
    /// Flags before the environment before the file, for sessions.
    pub(super) async fn layers(
        &self,
        new: &NewSessionOptions,
        environment: Environment<'_>,
    ) -> Result<Layers, SessionError> {
        let flags = self.flags(new);
        let mut layers = self.account.layers(flags, environment).await?;
        layers.flag_token.clone_from(&self.access_token);
        layers.variable_token =
            variable(environment, "ACCESS_TOKEN").map(|it| AccessToken::new(&it));
        let version = self.api_version.clone();
        layers.api_version = version.or_else(|| variable(environment, "API_VERSION"));
        Ok(layers)
    }
}

impl NetworkOptions {
    /// What calls are sent by.
    pub(super) fn runtime(
        &self,
        environment: Environment<'_>,
    ) -> Result<CallLog<NativeRuntime>, SessionError> {
        let authority = self.ca_file.clone();
        let authority = authority.or_else(|| variable(environment, "CA_FILE").map(PathBuf::from));
        let trust = Trust::new(authority.as_deref())?;
        Ok(CallLog::new(NativeRuntime::new(&trust)?, self.verbose))
    }

    /// How calls are repeated.
    pub(super) fn retry(&self) -> RetryPolicy {
        RetryPolicy {
            max_attempts: self.attempts,
            ..RetryPolicy::default()
        }
    }
}

/// A variable of ours; an empty one is as good as none.
fn variable(environment: Environment<'_>, name: &str) -> Option<String> {
    environment(&format!("REMOTE_RENDERING_{name}")).filter(|it| !it.is_empty())
}

fn of_environment(environment: Environment<'_>) -> ArrConfig {
    let value = |name: &SettingName| environment(name.variable());
    ArrConfig {
        account_settings: AccountSettings {
            arr_account_id: value(&ACCOUNT_ID),
            arr_account_key: value(&ACCOUNT_KEY).map(Into::into),
            arr_account_domain: value(&ACCOUNT_DOMAIN),
        },
        rendering_session_settings: RenderingSessionSettings {
            remote_rendering_domain: value(&REMOTE_RENDERING_DOMAIN),
            vm_size: value(&VM_SIZE),
            max_lease_time: value(&MAX_LEASE_TIME),
        },
    }
}

async fn key_in(path: &Path) -> Result<SecretString, SessionError> {
    let text = if path == Path::new("-") {
        terminal::standard_input("Account key:").await
    } else {
        fs::read_to_string(path)
    };
    let unreadable = |cause: io::Error| SessionError::KeyFile {
        path: path.to_owned(),
        cause,
    };
    let text = text.map_err(unreadable)?;
    if text.trim().is_empty() {
        return Err(unreadable(io::Error::other("it is empty")));
    }
    Ok(text.into())
}

#[cfg(test)]
mod tests {
    use remote_rendering_client::Credential;

    use super::{super::settings::Fault, *};

    const ID: [&str; 3] = [
        "00000000-0000-0000-0000-000000000001",
        "00000000-0000-0000-0000-000000000002",
        "00000000-0000-0000-0000-000000000003",
    ];

    /// Nothing here waits.
    fn ready<T>(future: impl Future<Output = T>) -> T {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match std::pin::pin!(future).poll(&mut context) {
            std::task::Poll::Ready(value) => value,
            std::task::Poll::Pending => panic!("it waits"),
        }
    }

    struct Files(tempfile::TempDir);

    impl Files {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn write(&self, name: &str, text: &str) -> PathBuf {
            let path = self.0.path().join(name);
            fs::write(&path, text).unwrap();
            path
        }
    }

    fn options(files: &Files) -> ServiceOptions {
        let text = format!(
            r#"{{"accountSettings":{{"arrAccountId":"{}","arrAccountKey":"ZmlsZQ==","arrAccountDomain":"westeurope"}},
            "renderingSessionSettings":{{"remoteRenderingDomain":"westus2","vmSize":"standard","maxLeaseTime":"0:30:0"}}}}"#,
            ID[0]
        );
        ServiceOptions {
            account: AccountOptions {
                config_file: Some(files.write("arrconfig.json", &text)),
                ..AccountOptions::default()
            },
            ..ServiceOptions::default()
        }
    }

    fn key_of(credential: &Credential) -> &str {
        match credential {
            Credential::AccountKey(key) => key.expose(),
            Credential::AccessToken(token) => token.expose(),
            Credential::Callback(_) => panic!("nothing is called back"),
        }
    }

    /// Id, key or token, endpoint, size and lease that come out.
    fn outcome(
        options: &ServiceOptions,
        new: &NewSessionOptions,
        variables: &[(&str, &str)],
    ) -> [String; 5] {
        let environment = |name: &str| {
            let found = variables.iter().find(|(it, _)| *it == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let layers = ready(options.layers(new, &environment)).unwrap();
        let mut faults = Vec::new();
        let (service, new) = (layers.service(&mut faults), layers.new_session(&mut faults));
        assert_eq!(faults, []);
        let (service, new) = (service.unwrap(), new.unwrap());
        [
            service.account.id.to_string(),
            key_of(&service.account.credential).to_owned(),
            service.endpoint.to_string(),
            new.size.to_string(),
            new.max_lease_time.to_string(),
        ]
    }

    #[test]
    fn a_flag_counts_before_a_variable_and_that_before_the_file() {
        let files = Files::new();
        let region = |name| format!("https://remoterendering.{name}.mixedreality.azure.com");
        let mut options = options(&files);
        let mut new = NewSessionOptions::default();
        assert_eq!(
            outcome(&options, &new, &[]),
            [
                ID[0],
                "ZmlsZQ==",
                &region("westus2"),
                "Standard",
                "00:30:00"
            ]
        );
        let variables = [
            ("REMOTE_RENDERING_ACCOUNT_ID", ID[1]),
            ("REMOTE_RENDERING_ACCOUNT_KEY", "ZW52"),
            ("REMOTE_RENDERING_REMOTE_RENDERING_DOMAIN", "eastus"),
            ("REMOTE_RENDERING_VM_SIZE", "Premium"),
            ("REMOTE_RENDERING_MAX_LEASE_TIME", "0:31:0"),
        ];
        let middle = [ID[1], "ZW52", &region("eastus"), "Premium", "00:31:00"];
        assert_eq!(outcome(&options, &new, &variables), middle);

        options.account.account_id = Some(ID[2].to_owned());
        options.account.account_key_file = Some(files.write("key", "ZmxhZw==\n"));
        options.remote_rendering_domain = Some("http://127.0.0.1:8080/".to_owned());
        new.vm_size = Some("standard".to_owned());
        new.max_lease_time = Some("0:32:0".to_owned());
        assert_eq!(
            outcome(&options, &new, &variables),
            [
                ID[2],
                "ZmxhZw==",
                "http://127.0.0.1:8080",
                "Standard",
                "00:32:00"
            ]
        );
    }

    #[test]
    fn a_token_takes_the_place_of_a_key_of_no_higher_rank() {
        let files = Files::new();
        let mut options = options(&files);
        let new = NewSessionOptions::default();
        let used = |options: &ServiceOptions, variables: &[(&str, &str)]| {
            outcome(options, &new, variables)[1].clone()
        };
        let token = [("REMOTE_RENDERING_ACCESS_TOKEN", "a.b.c")];
        assert_eq!(used(&options, &token), "a.b.c");
        options.account.account_key_file = Some(files.write("key", "ZmxhZw=="));
        assert_eq!(used(&options, &token), "ZmxhZw==");
        options.account.account_key_file = None;
        options.access_token = Some(AccessToken::new("d.e.f"));
        assert_eq!(used(&options, &token), "d.e.f");
        // An empty variable is none.
        options.access_token = None;
        let empty = [("REMOTE_RENDERING_ACCESS_TOKEN", "")];
        assert_eq!(used(&options, &empty), "ZmlsZQ==");
    }

    #[test]
    fn every_fault_is_told_at_once_with_its_place() {
        let files = Files::new();
        let mut options = options(&files);
        let path = files.write(
            "template.json",
            r#"{"accountSettings":{"arrAccountId":"<fill in>","arrAccountKey":"<fill in>"},
                "renderingSessionSettings":{"remoteRenderingDomain":"westeuorpe"}}"#,
        );
        options.account.config_file = Some(path.clone());
        options.api_version = Some("v2".to_owned());
        let new = NewSessionOptions {
            vm_size: Some("huge".to_owned()),
            max_lease_time: None,
        };
        let variables =
            |name: &str| (name == "REMOTE_RENDERING_MAX_LEASE_TIME").then(|| "25:00:00".to_owned());
        let layers = ready(options.layers(&new, &variables)).unwrap();
        let mut faults = Vec::new();
        assert!(layers.service(&mut faults).is_none());
        assert!(layers.new_session(&mut faults).is_none());
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        let path = path.display();
        for begin in [
            format!("renderingSessionSettings.remoteRenderingDomain in {path}: westeuorpe is no"),
            "--api-version: not a generation".to_owned(),
            format!("accountSettings.arrAccountId in {path}: not filled in"),
            format!("accountSettings.arrAccountKey in {path}: not filled in"),
            "there is no account domain: say --account-domain".to_owned(),
            "--vm-size: not a size".to_owned(),
            "REMOTE_RENDERING_MAX_LEASE_TIME: hours go".to_owned(),
        ] {
            assert!(told.iter().any(|it| it.starts_with(&begin)), "{told:#?}");
        }
        assert_eq!(told.len(), 7, "{told:#?}");
        assert!(faults.contains(&Fault::Missing(&ACCOUNT_DOMAIN)));
    }
}
