//! What is forgotten, and when.

use std::{sync::Arc, time::Duration};

use remote_rendering_protocol::Timestamp;
use remote_rendering_service::Clock as _;

use crate::{
    jumping_clock::JumpingClock,
    support::{TestService, account, account_key, created, parts, wait_for_server},
};

const DAY: Duration = Duration::from_hours(24);

#[tokio::test(start_paused = true)]
async fn a_session_can_be_read_for_thirty_days_after_its_end_and_its_id_is_free_then() {
    let clock = Arc::new(JumpingClock::starting_at(created()));
    let mut parts = parts();
    parts.clock = Arc::<JumpingClock>::clone(&clock);
    let service = TestService::of(parts).await;
    service.ready("s", 10).await;
    service.call("POST", &service.path("/s/:stop"), "").await;
    clock.jump(29 * DAY);
    clock.jump(DAY.saturating_sub(Duration::from_secs(1)));
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(service.session("s").await["status"], "Stopped");
    clock.jump(Duration::from_secs(1));
    service
        .call("GET", &service.path("/s"), "")
        .await
        .refused(404, "NotFound");
    let body = r#"{"maxLeaseTimeMinutes":20,"size":"Premium"}"#;
    let again = service.call("PUT", &service.path("/s"), body).await;
    assert_eq!(again.status, 201, "{again:?}");
    service.call("POST", &service.path("/s/:stop"), "").await;
    clock.jump(31 * DAY);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let due = service.store.due(clock.now(), 9).await.unwrap();
    assert_eq!(due, [], "it is removed though nobody asks");
}

#[tokio::test(start_paused = true)]
async fn an_account_that_is_deleted_loses_its_sessions() {
    let service = TestService::start().await;
    service.ready("ready", 1_000).await;
    let body = r#"{"maxLeaseTimeMinutes":20,"size":"Premium"}"#;
    service.call("PUT", &service.path("/starting"), body).await;
    let mut closed = account(service.account, &account_key(1));
    closed.closed_at = Some(Timestamp::UNIX_EPOCH);
    service.store.put_account(&closed).await.unwrap();
    service
        .send(
            "GET",
            &format!("/accounts/{}/token", service.account),
            &[(
                "Authorization",
                &format!("Bearer {}:{}", service.account, account_key(1).expose()),
            )],
            "",
        )
        .await
        .refused(401, "Unauthorized");
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert_eq!(service.store.account(service.account).await.unwrap(), None);
    assert_eq!(service.store.live_of(service.account, 9).await.unwrap(), []);
    wait_for_server().await;
    assert_eq!(service.store.live_of(service.account, 9).await.unwrap(), []);
}
