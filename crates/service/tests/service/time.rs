//! Sessions on virtual time.

use std::time::Duration;

use crate::support::{STARTUP, TestService};

const MINUTE: Duration = Duration::from_mins(1);

#[tokio::test(start_paused = true)]
async fn a_session_starts_is_ready_and_expires() {
    let service = TestService::start().await;
    let created = service
        .call(
            "PUT",
            &service.path("/s"),
            r#"{"maxLeaseTimeMinutes":4,"size":"Premium"}"#,
        )
        .await;
    assert_eq!(created.json()["status"], "Starting");
    tokio::time::sleep(Duration::from_millis(149_999)).await;
    assert_eq!(service.session("s").await["status"], "Starting");
    tokio::time::sleep(Duration::from_millis(2)).await;
    let ready = service.session("s").await;
    assert_eq!(ready["status"], "Ready");
    assert_eq!(ready["teraflops"], 10.6);
    tokio::time::sleep(Duration::from_millis(239_995)).await;
    let last = service.session("s").await;
    assert_eq!(
        (&last["status"], &last["elapsedTimeMinutes"]),
        (&"Ready".into(), &3.into())
    );
    tokio::time::sleep(Duration::from_millis(10)).await;
    let expired = service.session("s").await;
    assert_eq!(
        (&expired["status"], &expired["elapsedTimeMinutes"]),
        (&"Expired".into(), &4.into())
    );
    tokio::time::sleep(60 * MINUTE).await;
    assert_eq!(service.session("s").await, expired, "an end is final");
    let living = service.call("GET", &service.path(""), "").await;
    assert_eq!(living.body, r#"{"sessions":[]}"#);
}

#[tokio::test(start_paused = true)]
async fn a_lease_ends_though_nobody_asks() {
    let service = TestService::start().await;
    for id in ["one", "two"] {
        service
            .call(
                "PUT",
                &service.path(&format!("/{id}")),
                r#"{"maxLeaseTimeMinutes":4,"size":"Standard"}"#,
            )
            .await;
    }
    tokio::time::sleep(STARTUP + MINUTE).await;
    let live = service.call("GET", "/metrics", "").await.body;
    assert!(
        live.contains(r#"remote_rendering_sessions{state="ready"} 2"#),
        "{live}"
    );
    service
        .call(
            "PATCH",
            &service.path("/two"),
            r#"{"maxLeaseTimeMinutes":10}"#,
        )
        .await;
    tokio::time::sleep(4 * MINUTE).await;
    let ended = service.call("GET", "/metrics", "").await.body;
    assert!(
        ended.contains(r#"remote_rendering_sessions{state="ready"} 1"#),
        "{ended}"
    );
    assert!(
        ended.contains(r#"remote_rendering_sessions_ended_total{how="expired"} 1"#),
        "{ended}"
    );
    tokio::time::sleep(6 * MINUTE).await;
    let ended = service.call("GET", "/metrics", "").await.body;
    assert!(
        ended.contains(r#"remote_rendering_sessions_ended_total{how="expired"} 2"#),
        "{ended}"
    );
    assert_eq!(service.session("two").await["elapsedTimeMinutes"], 10);
}

#[tokio::test(start_paused = true)]
async fn v1_says_why_a_session_is_over() {
    let service = TestService::start().await;
    service.ready("s", 4).await;
    tokio::time::sleep(5 * MINUTE).await;
    let properties = service
        .call("GET", &service.v1("/s/properties"), "")
        .await
        .json();
    assert_eq!(properties["sessionStatus"], "Expired");
    assert!(
        properties["message"]
            .as_str()
            .unwrap()
            .contains("lease of 00:04:00")
    );
    assert_eq!(properties["sessionElapsedTime"], "00:04:00");
}
