//! Too many requests.

use std::time::Duration;

use remote_rendering_protocol::AccountId;

use crate::support::{TestService, account_key, parts};

#[tokio::test(start_paused = true)]
async fn an_account_is_told_when_to_come_back() {
    let mut parts = parts();
    parts.throttle_per_minute = Some(3.try_into().unwrap());
    let service = TestService::of(parts).await;
    let key = format!("Bearer {}:{}", service.account, account_key(1).expose());
    let token = format!("/accounts/{}/token", service.account);
    assert_eq!(
        service
            .send("GET", &token, &[("Authorization", &key)], "")
            .await
            .status,
        200
    );
    tokio::time::sleep(Duration::from_secs(15)).await;
    for _ in 0..2 {
        assert_eq!(service.call("GET", &service.path(""), "").await.status, 200);
    }
    for path in [service.path(""), service.v1("")] {
        let answer = service.call("GET", &path, "").await;
        answer.refused(429, "TooManyRequests");
        let wait: u64 = answer.header("Retry-After").parse().unwrap();
        assert!((44..=45).contains(&wait), "{wait}");
    }
    assert_eq!(service.send("GET", "/ping", &[], "").await.status, 204);
    service
        .send("GET", &service.path(""), &[], "")
        .await
        .refused(401, "Unauthorized");

    let other = AccountId::from_bytes([2; 16]);
    service.add_account(other).await;
    let authorization = format!("Bearer {}", service.token_of(other));
    let path = service
        .path("")
        .replace(&service.account.to_string(), &other.to_string());
    assert_eq!(
        service
            .send("GET", &path, &[("Authorization", &authorization)], "")
            .await
            .status,
        200
    );

    tokio::time::sleep(Duration::from_secs(45)).await;
    assert_eq!(
        service.call("GET", &service.path(""), "").await.status,
        200,
        "what Retry-After says is true"
    );
}

/// A service behind one proxy that allows three refused logins in a minute.
async fn guarded() -> TestService {
    let mut parts = parts();
    parts.throttle_failures_per_minute = Some(3.try_into().unwrap());
    parts.trusted_proxies = 1;
    TestService::of(parts).await
}

#[tokio::test(start_paused = true)]
async fn an_address_that_guesses_is_told_when_to_come_back() {
    let service = guarded().await;
    let (account, good) = (service.account, service.token_of(service.account));
    let good = format!("Bearer {good}");
    let fresh = format!("Bearer {}:{}", account, account_key(1).expose());
    let wrong = format!("Bearer {}:{}", account, account_key(3).expose());
    let (sessions, sts) = (service.path(""), format!("/accounts/{account}/token"));
    let send = async |path: &str, address: &str, authorization: &str| {
        let headers = [
            ("X-Forwarded-For", address),
            ("Authorization", authorization),
        ];
        service.send("GET", path, &headers, "").await
    };
    assert_eq!(send(&sessions, "192.0.2.1", &good).await.status, 200);
    for (path, authorization) in [
        (&sts, wrong.as_str()),
        (&sessions, "Bearer a.b.c"),
        (&sessions, "Basic x"),
    ] {
        let answer = send(path, "192.0.2.1", authorization).await;
        answer.refused(401, "Unauthorized");
    }
    tokio::time::sleep(Duration::from_secs(20)).await;
    for (path, authorization) in [
        (&sts, wrong.as_str()),
        (&sts, fresh.as_str()),
        (&sessions, "Bearer a.b.c"),
    ] {
        let answer = send(path, "192.0.2.1", authorization).await;
        answer.refused(429, "TooManyRequests");
        assert_eq!(answer.header("Retry-After"), "40");
    }
    assert_eq!(
        send(&sessions, "192.0.2.1", &good).await.status,
        200,
        "others behind the address are unharmed"
    );
    assert_eq!(send(&sts, "192.0.2.2", &fresh).await.status, 200);
    assert_eq!(
        send(&sts, "192.0.2.1, 192.0.2.2", &fresh).await.status,
        200,
        "what a client writes itself is not believed"
    );
    let metrics = service.send("GET", "/metrics", &[], "").await.body;
    for line in [
        r#"requests_throttled_total{by="address"} 3"#,
        "logins_refused_total 3",
    ] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }
    tokio::time::sleep(Duration::from_secs(40)).await;
    assert_eq!(
        send(&sts, "192.0.2.1", &fresh).await.status,
        200,
        "what Retry-After says is true"
    );
}

#[tokio::test(start_paused = true)]
async fn a_network_of_ipv6_is_one_guesser() {
    let service = guarded().await;
    let send = async |address: &str| {
        let headers = [("X-Forwarded-For", address)];
        service.send("GET", &service.path(""), &headers, "").await
    };
    for host in 1..=3 {
        let answer = send(&format!("2001:db8::{host}")).await;
        answer.refused(401, "Unauthorized");
    }
    send("2001:db8::4").await.refused(429, "TooManyRequests");
    send("2001:db8:0:1::4").await.refused(401, "Unauthorized");
}

#[tokio::test(start_paused = true)]
async fn a_foreign_account_is_no_refused_login() {
    let service = guarded().await;
    let other = AccountId::from_bytes([2; 16]);
    let authorization = format!("Bearer {}", service.token_of(other));
    for _ in 0..5 {
        let headers = [("Authorization", &*authorization)];
        let answer = service.send("GET", &service.path(""), &headers, "").await;
        answer.refused(403, "Forbidden");
    }
}
