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
