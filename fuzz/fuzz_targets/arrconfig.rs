//! A file that is read is written and read again as the same, and no setting breaks its reader.
#![no_main]

use libfuzzer_sys::fuzz_target;
use remote_rendering_protocol::arrconfig::ArrConfig;

/// Everything that the file says.
fn settings(config: &ArrConfig) -> String {
    let key = config
        .account_key()
        .map(|key| key.map(|key| key.expose().to_owned()));
    format!(
        "{:?} {key:?} {:?} {:?} {:?} {:?}",
        config.account_id(),
        config.sts(),
        config.remote_rendering(),
        config.size(),
        config.max_lease_time(),
    )
}

fuzz_target!(|bytes: &[u8]| {
    if let Ok(config) = serde_json::from_slice::<ArrConfig>(bytes) {
        let text = serde_json::to_vec(&config).unwrap();
        let again: ArrConfig = serde_json::from_slice(&text).unwrap();
        assert_eq!(settings(&config), settings(&again));
    }
});
