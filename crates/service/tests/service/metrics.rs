//! What Prometheus reads.

use std::time::Duration;

use remote_rendering_service::Metrics;

use crate::support::{TestService, parts};

#[tokio::test(start_paused = true)]
async fn the_text_is_what_its_content_type_says() {
    let service = TestService::start().await;
    service.call("GET", &service.path("/s"), "").await;
    let answer = service.send("GET", "/metrics", &[], "").await;
    assert_eq!(
        answer.header("Content-Type"),
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
    );
    assert!(answer.body.ends_with("# EOF\n"));
    for line in answer.body.lines().filter(|line| !line.starts_with('#')) {
        let (_, value) = line.rsplit_once(' ').unwrap();
        assert!(value.parse::<f64>().is_ok(), "{line}");
    }
    for line in [
        r#"remote_rendering_request_duration_seconds_count{route="/accounts/{account}/sessions/{session}"} 1"#,
        r#"remote_rendering_request_duration_seconds_bucket{le="+Inf",route="/accounts/{account}/sessions/{session}"} 1"#,
        "remote_rendering_requests_in_flight 1",
        r#"remote_rendering_requests_throttled_total{by="account"} 0"#,
        r#"remote_rendering_requests_throttled_total{by="address"} 0"#,
        "process_start_time_seconds 1621009513",
    ] {
        assert!(
            answer.body.lines().any(|is| is == line),
            "{line}:\n{}",
            answer.body
        );
    }
    #[cfg(target_os = "linux")]
    assert!(answer.body.contains("\nprocess_resident_memory_bytes "));
}

#[tokio::test(start_paused = true)]
async fn store_and_pool_count_into_the_same_text() {
    let metrics = Metrics::new();
    metrics.store.committed(3, Duration::from_millis(5));
    metrics.pool.servers("westeurope", "Standard", 2, Some(5));
    metrics.pool.servers("eastus", "Premium", 1, None);
    let mut parts = parts();
    parts.metrics = metrics;
    let service = TestService::of(parts).await;
    let text = service.send("GET", "/metrics", &[], "").await.body;
    for line in [
        "remote_rendering_store_commit_duration_seconds_sum 0.005",
        "remote_rendering_store_commit_changes_sum 3.0",
        r#"remote_rendering_servers{region="westeurope",size="Standard",state="leased"} 2"#,
        r#"remote_rendering_servers{region="westeurope",size="Standard",state="free"} 3"#,
        r#"remote_rendering_servers{region="eastus",size="Premium",state="leased"} 1"#,
    ] {
        assert!(text.lines().any(|is| is == line), "{line}:\n{text}");
    }
    assert!(!text.contains(r#"size="Premium",state="free""#));
}
