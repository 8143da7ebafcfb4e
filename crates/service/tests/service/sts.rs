//! The secure token service.

use remote_rendering_protocol::{AccessToken, AccountId};

use crate::support::{TestService, account_key, created};

fn authorization(account: AccountId, key: u8) -> String {
    format!("Bearer {account}:{}", account_key(key).expose())
}

#[tokio::test(start_paused = true)]
async fn either_key_gets_a_token_whatever_the_case_of_the_path() {
    let service = TestService::start().await;
    for (path, key) in [("accounts", 1), ("Accounts", 99), ("ACCOUNTS", 1)] {
        let path = format!(
            "/{path}/{}/token?api-version=2019-02-28-preview",
            service.account
        );
        let authorization = authorization(service.account, key);
        let answer = service
            .send(
                "GET",
                &path,
                &[("Authorization", &authorization), ("X-MRC-CV", "abc.0")],
                "",
            )
            .await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.header("Cache-Control"), "no-store,no-cache");
        assert_eq!(answer.header("Pragma"), "no-cache");
        assert_eq!(
            answer.header("Content-Type"),
            "application/json; charset=utf-8"
        );
        let token = AccessToken::new(answer.json()["AccessToken"].as_str().unwrap());
        let grant = service.tokens.open_token(token.expose()).unwrap();
        assert_eq!(grant.permits(service.account, created()), Ok(()));
    }
}

/// The Python SDK reads the middle part as plain base64, which has other signs for 62 and 63 than a
/// token. Claims of ASCII without `>`, `?` and `~` need neither.
#[tokio::test(start_paused = true)]
async fn the_claims_can_be_read_as_plain_base64() {
    let service = TestService::start().await;
    for _ in 0..100 {
        let path = format!("/Accounts/{}/token", service.account);
        let key = authorization(service.account, 1);
        let headers = [("Authorization", key.as_str())];
        let answer = service.send("GET", &path, &headers, "").await.json();
        let token = answer["AccessToken"].as_str().unwrap();
        let claims = token.split('.').nth(1).unwrap();
        assert!(!claims.contains(['-', '_']), "{claims}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_is_not_known_gets_nothing() {
    let service = TestService::start().await;
    let stranger = AccountId::from_bytes([2; 16]);
    let own = format!("/accounts/{}/token", service.account);
    let foreign = format!("/accounts/{stranger}/token");
    let own_key = authorization(service.account, 1);
    let cases = [
        ("wrong key", &own, authorization(service.account, 2)),
        ("unknown account", &foreign, authorization(stranger, 1)),
        ("key of another account", &foreign, own_key.clone()),
        ("key under another id", &own, authorization(stranger, 1)),
        (
            "key that is not base64",
            &own,
            format!("Bearer {}:???", service.account),
        ),
        (
            "account that is not a GUID",
            &own,
            "Bearer me:AAAA".to_owned(),
        ),
        ("other scheme", &own, "Basic AAAA".to_owned()),
        ("no scheme", &own, "AAAA".to_owned()),
        ("identity provider", &own, "Bearer a.b.c".to_owned()),
        ("neither key nor token", &own, "Bearer something".to_owned()),
    ];
    for (case, path, authorization) in cases {
        let answer = service
            .send("GET", path, &[("Authorization", &authorization)], "")
            .await;
        let message = answer.refused(401, "Unauthorized");
        assert!(message.contains("Unauthorized"), "{case}: {message}");
        assert!(
            answer.header("WWW-Authenticate").starts_with("Bearer"),
            "{case}"
        );
    }
    service
        .send("GET", &own, &[], "")
        .await
        .refused(401, "Unauthorized");
}

#[tokio::test(start_paused = true)]
async fn no_refusal_repeats_the_key() {
    let service = TestService::start().await;
    let path = format!("/accounts/{}/token", service.account);
    let wrong = authorization(service.account, 2);
    let answer = service
        .send("GET", &path, &[("Authorization", &wrong)], "")
        .await;
    assert!(!answer.body.contains(account_key(2).expose()));
}

#[tokio::test(start_paused = true)]
async fn a_malformed_account_is_named() {
    let service = TestService::start().await;
    let wrong = authorization(service.account, 1);
    let answer = service
        .send(
            "GET",
            "/accounts/me/token",
            &[("Authorization", &wrong)],
            "",
        )
        .await;
    assert!(answer.refused(400, "BadRequest").contains("accountId"));
    assert!(answer.header("WWW-Authenticate").starts_with("Bearer"));
}
