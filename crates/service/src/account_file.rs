//! An account's `arrconfig.json`: the file that the console, the command line and the scripts of
//! Azure Remote Rendering read.

use remote_rendering_protocol::{
    AccountId, AccountKey, SessionId,
    arrconfig::{AccountSettings, ArrConfig, RenderingSessionSettings},
};

use crate::Randomness;

/// The file's text, filled in for a service whose account domain and rendering domain are `domain`.
pub(crate) fn text(id: AccountId, key: &AccountKey, domain: &str) -> Vec<u8> {
    let config = ArrConfig {
        account_settings: AccountSettings {
            arr_account_id: Some(id.to_string()),
            arr_account_key: Some(key.expose().to_owned().into()),
            arr_account_domain: Some(domain.to_owned()),
        },
        rendering_session_settings: RenderingSessionSettings {
            remote_rendering_domain: Some(domain.to_owned()),
            vm_size: Some("standard".to_owned()),
            max_lease_time: Some("00:30:00".to_owned()),
        },
    };
    // Texts only: there is nothing in it that JSON cannot write.
    let mut text = serde_json::to_vec_pretty(&config).unwrap_or_default();
    text.push(b'\n');
    text
}

/// A GUID of version 4, as a session id made of random bytes is one.
pub(crate) fn new_id(randomness: &dyn Randomness) -> AccountId {
    let bytes = randomness.bytes();
    SessionId::from_bytes(bytes)
        .as_str()
        .parse()
        .unwrap_or(AccountId::from_bytes(bytes))
}
