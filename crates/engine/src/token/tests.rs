use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use proptest::prelude::*;
use remote_rendering_protocol::{AccessToken, AccountId, Timestamp};

use super::*;

const NOW: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);

fn key(byte: u8) -> SigningKey {
    SigningKey::from_bytes(&[byte; 32])
}

fn ring() -> KeyRing {
    KeyRing::new(key(7), NOW)
}

fn account(byte: u8) -> AccountId {
    AccountId::from_bytes([byte; 16])
}

fn issued_by(key: &SigningKey) -> AccessToken {
    key.issue(account(1), Role::Administrator, [9; 16], NOW)
}

fn token() -> AccessToken {
    issued_by(&key(7))
}

fn seconds_later(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(NOW.unix_seconds() + seconds)
}

fn refusal(token: &AccessToken) -> Option<TokenError> {
    ring().verify(token, account(1), NOW).err()
}

/// The token with one of its three parts replaced by other bytes.
fn with_part(part: usize, bytes: &[u8]) -> AccessToken {
    let token = token();
    let mut parts: Vec<String> = token.expose().split('.').map(str::to_owned).collect();
    parts[part] = URL_SAFE_NO_PAD.encode(bytes);
    AccessToken::new(&parts.join("."))
}

fn claims_of(token: &AccessToken) -> Claims {
    let part = token.expose().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// A token of ours, properly signed, with one claim changed.
fn signed_with(change: impl FnOnce(&mut Claims)) -> AccessToken {
    let mut claims = claims_of(&token());
    change(&mut claims);
    AccessToken::new(&key(7).sign(&claims))
}

#[test]
fn an_issued_token_is_good_for_a_day() {
    let ring = ring();
    let grant = ring.verify(&token(), account(1), NOW).unwrap();
    assert_eq!(
        (grant.role(), grant.key()),
        (Role::Administrator, key(7).id())
    );
    let claims = claims_of(&token());
    assert_eq!(claims.exp - claims.iat, 86_400);
    assert_eq!(claims.jti, URL_SAFE_NO_PAD.encode([9; 16]));
    let at = |seconds| ring.verify(&token(), account(1), seconds_later(seconds));
    assert!(at(86_399).is_ok());
    assert_eq!(at(86_400), Err(TokenError::Expired));
    assert_eq!(at(-1), Err(TokenError::NotYetValid));
}

#[test]
fn a_foreign_account_is_told_from_a_bad_token() {
    let ring = ring();
    let foreign = ring.verify(&token(), account(2), NOW);
    assert_eq!(foreign, Err(TokenError::ForeignAccount));
    let expired = ring.verify(&token(), account(2), seconds_later(86_400));
    assert_eq!(
        expired,
        Err(TokenError::Expired),
        "who holds no valid token learns nothing about accounts"
    );
}

#[test]
fn no_other_algorithm_is_accepted() {
    let kid = key(7).id();
    for algorithm in ["none", "None", "HS256", "eddsa", "RS256", ""] {
        let header = format!(r#"{{"alg":"{algorithm}","kid":"{kid}","typ":"JWT"}}"#);
        let forged = with_part(0, header.as_bytes());
        assert_eq!(refusal(&forged), Some(TokenError::Algorithm), "{header}");
        let unsigned = forged.expose().rsplit_once('.').unwrap().0.to_owned() + ".";
        let unsigned = AccessToken::new(&unsigned);
        assert_eq!(refusal(&unsigned), Some(TokenError::Algorithm), "{header}");
    }
}

/// The confusion of old libraries: a signature by HMAC, with the public key as its secret.
#[test]
fn a_hash_with_the_public_key_is_no_signature() {
    use sha2::{Digest as _, Sha256};
    let public = ed25519_dalek::SigningKey::from_bytes(&[7; 32])
        .verifying_key()
        .to_bytes();
    let pad = |byte: u8| -> Vec<u8> {
        let mut block = public.to_vec();
        block.resize(64, 0);
        block.iter().map(|key| key ^ byte).collect()
    };
    for algorithm in ["HS256", "EdDSA"] {
        let header = format!(r#"{{"alg":"{algorithm}","kid":"{}"}}"#, key(7).id());
        let forged = with_part(0, header.as_bytes());
        let signed = forged.expose().rsplit_once('.').unwrap().0;
        let inner = Sha256::digest([pad(0x36), signed.as_bytes().to_vec()].concat());
        let mac = Sha256::digest([pad(0x5c), inner.to_vec()].concat());
        for signature in [mac.to_vec(), [mac, mac].concat()] {
            let forged = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature));
            let refused = refusal(&AccessToken::new(&forged));
            let expected = match algorithm {
                "EdDSA" => TokenError::Signature,
                _ => TokenError::Algorithm,
            };
            assert_eq!(refused, Some(expected));
        }
    }
}

#[test]
fn a_token_names_a_key_of_the_ring() {
    assert_eq!(refusal(&issued_by(&key(8))), Some(TokenError::UnknownKey));
    for header in [
        r#"{"alg":"EdDSA","typ":"JWT"}"#.to_owned(),
        r#"{"alg":"EdDSA","kid":null}"#.to_owned(),
        r#"{"alg":"EdDSA","kid":"../signing.key"}"#.to_owned(),
        format!(r#"{{"alg":"EdDSA","kid":"{}"}}"#, key(8).id()),
    ] {
        let forged = with_part(0, header.as_bytes());
        assert_eq!(refusal(&forged), Some(TokenError::UnknownKey), "{header}");
    }
    // Two keys of one ring: the id of one does not help the signature of the other.
    let ring = ring().rotated(key(8), NOW);
    let header = format!(r#"{{"alg":"EdDSA","kid":"{}","typ":"JWT"}}"#, key(8).id());
    let crossed = with_part(0, header.as_bytes());
    let refused = ring.verify(&crossed, account(1), NOW);
    assert_eq!(refused, Err(TokenError::Signature));
}

#[test]
fn a_replaced_key_is_kept_until_its_last_token_has_expired() {
    let before = issued_by(&key(7));
    let replaced = seconds_later(10);
    let ring = ring().rotated(key(8), replaced);
    assert!(ring.verify(&before, account(1), replaced).is_ok());
    let after = ring.issue(account(1), Role::Client, [1; 16], replaced);
    let grant = ring.verify(&after, account(1), replaced).unwrap();
    assert_eq!(grant.key(), key(8).id(), "the newest key signs");

    let has = |ring: &KeyRing| [7, 8, 9].map(|byte| ring.has(key(byte).id()));
    let over = replaced.after(LIFETIME).after(KeyRing::SLACK);
    let early = Timestamp::from_unix_seconds(over.unix_seconds() - 1);
    assert_eq!(has(&ring.rotated(key(9), early)), [true, true, true]);
    let late = ring.rotated(key(9), over);
    assert_eq!(has(&late), [false, true, true]);
    let refused = late.verify(&before, account(1), NOW);
    assert_eq!(refused, Err(TokenError::UnknownKey));
}

#[test]
fn every_process_signs_with_the_same_key() {
    let keys = [1, 2, 3].map(|byte| RingKey {
        key: key(byte),
        created_at: NOW,
    });
    let [a, b, c] = keys;
    let one = KeyRing::of([a.clone(), b.clone(), c.clone()]).unwrap();
    let other = KeyRing::of([c, a, b]).unwrap();
    assert_eq!(one.newest().key.id(), other.newest().key.id());
    assert!(KeyRing::of([]).is_none());
    let set_back = ring().rotated(key(8), seconds_later(-3600));
    let read_again = KeyRing::of(set_back.keys().cloned()).unwrap();
    assert_eq!(read_again.newest().key.id(), key(8).id());
}

#[test]
fn what_was_changed_after_signing_is_refused() {
    let mut claims = claims_of(&token());
    claims.exp = 9_999_999_999;
    let tampered = with_part(1, &serde_json::to_vec(&claims).unwrap());
    assert_eq!(refusal(&tampered), Some(TokenError::Signature));
    let header = format!(r#"{{"alg":"EdDSA","kid":"{}","typ":"other"}}"#, key(7).id());
    let other_header = with_part(0, header.as_bytes());
    assert_eq!(refusal(&other_header), Some(TokenError::Signature));
    for signature in [&[][..], &[0; 64], &[0; 63]] {
        let forged = with_part(2, signature);
        assert_eq!(refusal(&forged), Some(TokenError::Signature));
    }
}

#[test]
fn what_is_no_token_is_malformed() {
    let whole = token();
    let whole = whole.expose();
    let texts = [
        "",
        ".",
        "..",
        "...",
        "a.b",
        "a.b.c",
        "not a token",
        &whole[..20],
        &format!("{whole}.x"),
        &format!("x{whole}"),
    ];
    for text in texts {
        let refused = refusal(&AccessToken::new(text));
        assert_eq!(refused, Some(TokenError::Malformed), "{text:?}");
    }
}

#[test]
fn no_truncated_token_is_accepted() {
    let whole = token();
    let whole = whole.expose();
    for length in 0..whole.len() {
        let cut = AccessToken::new(&whole[..length]);
        assert!(refusal(&cut).is_some(), "the first {length} characters");
    }
}

#[test]
fn a_token_for_something_else_is_refused() {
    let other_audience = signed_with(|claims| claims.aud = "conversions".to_owned());
    assert_eq!(refusal(&other_audience), Some(TokenError::Audience));
    let other_issuer = signed_with(|claims| claims.iss = "someone".to_owned());
    assert_eq!(refusal(&other_issuer), Some(TokenError::Audience));
}

#[test]
fn no_secret_is_printed() {
    assert_eq!(format!("{:?}", key(7)), "SigningKey([redacted])");
    let printed = format!("{:?}", ring());
    assert!(printed.contains("redacted") && !printed.contains("7, 7"));
}

proptest! {
    // A signature takes long without optimisation.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_token_survives_its_text_and_no_change_of_a_byte(
        account: [u8; 16],
        id: [u8; 16],
        place: prop::sample::Index,
        byte in 0_u8..128,
    ) {
        let account = AccountId::from_bytes(account);
        let token = key(7).issue(account, Role::Client, id, NOW);
        let mut changed = token.expose().as_bytes().to_vec();
        prop_assert!(ring().verify(&token, account, NOW).is_ok());

        let place = place.index(changed.len());
        prop_assume!(changed[place] != byte);
        changed[place] = byte;
        let changed = AccessToken::new(std::str::from_utf8(&changed).unwrap());
        prop_assert!(ring().verify(&changed, account, NOW).is_err());
    }

    #[test]
    fn no_text_is_a_token(text in "\\PC{0,60}|[A-Za-z0-9_.-]{0,200}") {
        let made_up = AccessToken::new(&text);
        prop_assert!(ring().verify(&made_up, account(1), NOW).is_err());
    }
}
