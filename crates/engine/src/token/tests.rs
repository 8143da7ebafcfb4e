use proptest::prelude::*;

use super::*;

const NOW: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn account(byte: u8) -> AccountId {
    AccountId::from_bytes([byte; 16])
}

fn token() -> AccessToken {
    key().issue(account(1), Role::Administrator, [9; 16], NOW)
}

fn seconds_later(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(NOW.unix_seconds() + seconds)
}

/// The token with one of its three parts replaced by other bytes.
fn with_part(part: usize, bytes: &[u8]) -> AccessToken {
    let token = token();
    let mut parts: Vec<String> = token.expose().split('.').map(str::to_owned).collect();
    parts[part] = URL_SAFE_NO_PAD.encode(bytes);
    AccessToken::new(&parts.join("."))
}

/// A token of ours, properly signed, with one claim changed.
fn signed_with(change: impl FnOnce(&mut Claims)) -> AccessToken {
    let mut claims = key().verify(&token(), account(1), NOW).unwrap();
    change(&mut claims);
    AccessToken::new(&key().sign(&claims))
}

#[test]
fn an_issued_token_is_good_for_a_day() {
    let claims = key().verify(&token(), account(1), NOW).unwrap();
    assert_eq!(claims.sub, account(1));
    assert_eq!(claims.role, Role::Administrator);
    assert_eq!(claims.exp - claims.iat, 86_400);
    assert_eq!(claims.jti, URL_SAFE_NO_PAD.encode([9; 16]));
    assert!(
        key()
            .verify(&token(), account(1), seconds_later(86_399))
            .is_ok()
    );
    assert_eq!(
        key().verify(&token(), account(1), seconds_later(86_400)),
        Err(TokenError::Expired)
    );
    assert_eq!(
        key().verify(&token(), account(1), seconds_later(-1)),
        Err(TokenError::NotYetValid)
    );
}

#[test]
fn a_foreign_account_is_told_from_a_bad_token() {
    assert_eq!(
        key().verify(&token(), account(2), NOW),
        Err(TokenError::ForeignAccount)
    );
    let expired = key().verify(&token(), account(2), seconds_later(86_400));
    assert_eq!(
        expired,
        Err(TokenError::Expired),
        "who holds no valid token learns nothing about accounts"
    );
}

#[test]
fn no_other_algorithm_is_accepted() {
    for header in [
        r#"{"alg":"none"}"#,
        r#"{"alg":"HS256"}"#,
        r#"{"alg":"eddsa"}"#,
        r#"{"alg":"RS256","typ":"JWT"}"#,
    ] {
        let forged = with_part(0, header.as_bytes());
        assert_eq!(
            key().verify(&forged, account(1), NOW),
            Err(TokenError::Algorithm),
            "{header}"
        );
    }
}

#[test]
fn what_was_changed_after_signing_is_refused() {
    let mut claims: serde_json::Value =
        serde_json::from_slice(&decoded(token().expose().split('.').nth(1).unwrap()).unwrap())
            .unwrap();
    claims["exp"] = 9_999_999_999_i64.into();
    let tampered = with_part(1, claims.to_string().as_bytes());
    assert_eq!(
        key().verify(&tampered, account(1), NOW),
        Err(TokenError::Signature)
    );
    let other_header = with_part(0, br#"{"alg":"EdDSA","typ":"other"}"#);
    assert_eq!(
        key().verify(&other_header, account(1), NOW),
        Err(TokenError::Signature)
    );
    for signature in [&[][..], &[0; 64], &[0; 63]] {
        assert_eq!(
            key().verify(&with_part(2, signature), account(1), NOW),
            Err(TokenError::Signature)
        );
    }
    let stranger = SigningKey::from_bytes(&[8; 32]).issue(account(1), Role::Client, [0; 16], NOW);
    assert_eq!(
        key().verify(&stranger, account(1), NOW),
        Err(TokenError::Signature)
    );
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
        assert_eq!(
            key().verify(&AccessToken::new(text), account(1), NOW),
            Err(TokenError::Malformed),
            "{text:?}"
        );
    }
}

#[test]
fn a_token_for_something_else_is_refused() {
    let other_audience = signed_with(|claims| claims.aud = "conversions".to_owned());
    assert_eq!(
        key().verify(&other_audience, account(1), NOW),
        Err(TokenError::Audience)
    );
    let other_issuer = signed_with(|claims| claims.iss = "someone".to_owned());
    assert_eq!(
        key().verify(&other_issuer, account(1), NOW),
        Err(TokenError::Audience)
    );
}

#[test]
fn no_secret_is_printed() {
    assert_eq!(format!("{:?}", key()), "SigningKey([redacted])");
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
        let token = key().issue(account, Role::Client, id, NOW);
        let mut changed = token.expose().as_bytes().to_vec();
        let claims = key().verify(&token, account, NOW);
        prop_assert_eq!(claims.map(|claims| claims.sub), Ok(account));

        let place = place.index(changed.len());
        prop_assume!(changed[place] != byte);
        changed[place] = byte;
        let changed = AccessToken::new(std::str::from_utf8(&changed).unwrap());
        prop_assert!(key().verify(&changed, account, NOW).is_err());
    }

    #[test]
    fn no_text_is_a_token(text in "\\PC{0,60}|[A-Za-z0-9_.-]{0,200}") {
        let made_up = AccessToken::new(&text);
        prop_assert!(key().verify(&made_up, account(1), NOW).is_err());
    }
}
