//! Nobody makes a token but the service: neither from nothing, nor by changing one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use remote_rendering_engine::{KeyRing, Role, SigningKey};
use remote_rendering_protocol::{AccessToken, AccessTokenClaims, AccountId, Timestamp};

const NOW: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);

fuzz_target!(|change: (u16, u16, &str)| {
    let (from, length, text) = change;
    let ring = KeyRing::new(SigningKey::from_bytes(&[7; 32]), NOW);
    let account = AccountId::from_bytes([1; 16]);
    let good = ring.issue(account, Role::Administrator, [9; 16], NOW);
    let made_up = AccessToken::new(text);
    let _ = AccessTokenClaims::json_of(&made_up);
    assert!(made_up.expose() == good.expose() || ring.verify(&made_up, account, NOW).is_err());

    // The token with a piece of it replaced; it is ASCII, so any place is one between characters.
    let mut changed = good.expose().to_owned();
    let from = usize::from(from) % changed.len();
    let to = changed.len().min(from + usize::from(length) % 8);
    changed.replace_range(from..to, text);
    let changed = AccessToken::new(&changed);
    assert!(changed.expose() == good.expose() || ring.verify(&changed, account, NOW).is_err());
});
