//! Latencies that are simulated.

use std::{sync::Arc, time::Duration};

use remote_rendering_service::{LatencyRule, Parts, Randomness};
use tokio::time::Instant;

use crate::support::{Answer, TestService, parts};

const EAST: &str = "remoterendering.eastus.mixedreality.localhost:8080";
const WEST: &str = "remoterendering.westeurope.mixedreality.localhost:8080";

/// What a timer may be late: it counts whole milliseconds.
const TIMER: Duration = Duration::from_millis(2);

fn rule(region: Option<&str>, milliseconds: u64) -> LatencyRule {
    LatencyRule {
        region: region.map(|name| name.parse().unwrap()),
        median: Duration::from_millis(milliseconds),
        ..LatencyRule::default()
    }
}

fn with(latency: Vec<LatencyRule>) -> Parts {
    Parts { latency, ..parts() }
}

/// The answer to a call under a host name, and how long it took.
async fn timed(service: &TestService, method: &str, host: &str, path: &str) -> (Answer, Duration) {
    let began = Instant::now();
    let answer = service.send(method, path, &[("Host", host)], "").await;
    (answer, began.elapsed())
}

#[tokio::test(start_paused = true)]
async fn a_ping_takes_what_the_first_rule_for_its_region_says() {
    let rules = vec![rule(Some("eastus"), 85), rule(None, 20), rule(None, 500)];
    let service = TestService::of(with(rules)).await;
    for (host, milliseconds) in [(EAST, 85), (WEST, 20), ("127.0.0.1:8080", 20)] {
        for method in ["GET", "HEAD"] {
            let (answer, took) = timed(&service, method, host, "/ping").await;
            assert_eq!(answer.status, 204);
            let latency = Duration::from_millis(milliseconds);
            let is_right = took >= latency && took <= latency + TIMER;
            assert!(is_right, "{method} {host}: {took:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_but_a_ping_waits() {
    let service = TestService::of(with(vec![rule(None, 1_000)])).await;
    for path in ["/regions", "/healthz", "/readyz", "/metrics"] {
        let (answer, took) = timed(&service, "GET", EAST, path).await;
        assert_eq!((answer.status.as_u16(), took), (200, Duration::ZERO));
    }
    let (_, took) = timed(&service, "OPTIONS", EAST, "/ping").await;
    assert_eq!(took, Duration::ZERO, "permission is no probe");
    let service = TestService::start().await;
    let (_, took) = timed(&service, "GET", EAST, "/ping").await;
    assert_eq!(took, Duration::ZERO, "nor does a ping without a rule");
}

/// The same bit everywhere: every share is 0.
#[derive(Debug)]
struct Zeros;

impl Randomness for Zeros {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

#[tokio::test(start_paused = true)]
async fn chance_comes_from_the_services_randomness() {
    let spiky = LatencyRule {
        jitter: Duration::from_millis(4),
        spikes: 0.001,
        ..rule(None, 18)
    };
    let service = TestService::of(Parts {
        randomness: Arc::new(Zeros),
        ..with(vec![spiky])
    })
    .await;
    let (_, took) = timed(&service, "GET", WEST, "/ping").await;
    let expected = Duration::from_millis(18 + 200 + 4);
    let is_right = took >= expected && took <= expected + TIMER;
    assert!(is_right, "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_lost_ping_is_not_answered_until_the_requests_end() {
    let lost = LatencyRule {
        loss: 1.0,
        ..rule(Some("eastus"), 85)
    };
    let service = TestService::of(with(vec![lost])).await;
    for method in ["GET", "HEAD"] {
        let (answer, took) = timed(&service, method, EAST, "/ping").await;
        answer.refused(408, "RequestTimeout");
        assert_eq!(answer.header("Connection"), "close");
        assert!(took >= Duration::from_secs(30), "{method}: {took:?}");
    }
    let (answer, _) = timed(&service, "GET", WEST, "/ping").await;
    assert_eq!(answer.status, 204);
}

#[tokio::test(start_paused = true)]
async fn pings_that_wait_keep_nobody_out() {
    let mut parts = with(vec![rule(None, 1_000)]);
    parts.limits.requests = 1;
    let service = TestService::of(parts).await;
    let (ping, regions) = tokio::join!(
        timed(&service, "GET", WEST, "/ping"),
        timed(&service, "GET", WEST, "/regions"),
    );
    assert_eq!(
        (ping.0.status.as_u16(), regions.0.status.as_u16()),
        (204, 200)
    );
}
