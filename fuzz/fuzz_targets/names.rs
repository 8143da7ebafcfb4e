//! Every name that is read is written and read again as the same.
#![no_main]

use std::{fmt::Display, str::FromStr};

use libfuzzer_sys::fuzz_target;
use remote_rendering_protocol::{
    AccountId, AccountKey, ApiVersion, CorrelationVector, Endpoint, RegionName, SessionId,
    Timestamp,
};

fn survives<T: FromStr + Display + PartialEq>(text: &str) {
    if let Ok(name) = text.parse::<T>() {
        assert!(
            name.to_string().parse().is_ok_and(|again: T| again == name),
            "{text:?}"
        );
    }
}

fuzz_target!(|text: &str| {
    survives::<AccountId>(text);
    survives::<ApiVersion>(text);
    survives::<RegionName>(text);
    survives::<SessionId>(text);
    survives::<Timestamp>(text);
    if let Ok(endpoint) = text.parse::<Endpoint>() {
        assert_eq!(endpoint.as_str().parse().as_ref(), Ok(&endpoint));
    }
    let _ = Endpoint::sts(text);
    let _ = Endpoint::remote_rendering(text);
    if let Ok(key) = AccountKey::parse(text) {
        assert!(AccountKey::parse(key.expose()).is_ok());
    }
    if let Some(vector) = CorrelationVector::from_header(text) {
        assert!(vector.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
    }
});
