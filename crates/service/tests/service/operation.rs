//! The probe, health and metrics.

use crate::support::{TestService, parts};

#[tokio::test(start_paused = true)]
async fn a_ping_is_empty_and_never_kept() {
    let service = TestService::start().await;
    for method in ["GET", "HEAD"] {
        let answer = service.send(method, "/ping", &[], "").await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (204, ""));
        assert_eq!(answer.header("Cache-Control"), "no-store");
        assert_eq!(answer.header("Access-Control-Allow-Origin"), "*");
        assert_eq!(answer.header("Timing-Allow-Origin"), "*");
        let policy = answer.header("Cross-Origin-Resource-Policy");
        assert_eq!(policy, "cross-origin");
        assert_eq!(answer.header("Content-Length"), "", "{method}");
    }
}

/// A probe that waits for a throttle, or is refused, would be taken for a far region.
#[tokio::test(start_paused = true)]
async fn a_ping_is_answered_whoever_else_is_told_to_wait() {
    let mut parts = parts();
    parts.throttle_per_minute = Some(1.try_into().unwrap());
    parts.throttle_failures_per_minute = Some(1.try_into().unwrap());
    let service = TestService::of(parts).await;
    let path = service.path("");
    let good = format!("Bearer {}", service.token_of(service.account));
    for (authorization, first) in [(good.as_str(), 200), ("Bearer a.b.c", 401)] {
        let headers = [("Authorization", authorization)];
        let answer = service.send("GET", &path, &headers, "").await;
        assert_eq!(answer.status, first);
        let answer = service.send("GET", &path, &headers, "").await;
        answer.refused(429, "TooManyRequests");
        for method in ["GET", "HEAD"] {
            for _ in 0..3 {
                let answer = service.send(method, "/ping", &headers, "").await;
                assert_eq!(answer.status, 204, "{method} with {authorization}");
                assert_eq!(answer.header("Retry-After"), "");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn it_is_alive_and_ready() {
    let service = TestService::start().await;
    for path in ["/healthz", "/readyz"] {
        let answer = service.send("GET", path, &[], "").await;
        assert_eq!(
            (answer.status.as_u16(), answer.body.as_str()),
            (200, "ok\n")
        );
    }
}

#[tokio::test(start_paused = true)]
async fn requests_are_counted_by_route_not_by_path() {
    let service = TestService::start().await;
    for id in ["a", "b"] {
        service
            .call("GET", &service.path(&format!("/{id}")), "")
            .await;
    }
    service.send("BREW", "/coffee", &[], "").await;
    let metrics = service.send("GET", "/metrics", &[], "").await.body;
    let missing = r#"requests_total{route="/accounts/{account}/sessions/{session}",method="GET",status="404"} 2"#;
    assert!(metrics.contains(missing), "{metrics}");
    assert!(
        metrics.contains(r#"requests_total{route="other",method="other",status="404"} 1"#),
        "{metrics}"
    );
    assert!(
        !metrics.contains("coffee") && !metrics.contains("BREW"),
        "{metrics}"
    );
}
