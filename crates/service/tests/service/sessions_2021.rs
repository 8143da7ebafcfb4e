//! The session API of 2021.

use remote_rendering_protocol::AccountId;

use crate::support::{STARTUP, TestService, VERSION};

const STANDARD: &str = r#"{"maxLeaseTimeMinutes":4,"size":"Standard"}"#;

#[tokio::test(start_paused = true)]
async fn a_create_that_is_repeated_is_the_same_create() {
    let service = TestService::start().await;
    let path = service.path("/s-1_A");
    let first = service.call("PUT", &path, STANDARD).await;
    assert_eq!(first.status, 201);
    let second = service
        .call(
            "PUT",
            &path,
            r#"{"size":"STANDARD","maxLeaseTimeMinutes":4,"more":[1]}"#,
        )
        .await;
    assert_eq!(second.status, 200);
    assert_eq!(second.body, first.body);
    for other in [
        r#"{"maxLeaseTimeMinutes":5,"size":"Standard"}"#,
        r#"{"maxLeaseTimeMinutes":4,"size":"Premium"}"#,
    ] {
        service
            .call("PUT", &path, other)
            .await
            .refused(409, "Conflict");
    }
    let other_id = service.call("PUT", &service.path("/S-1_A"), STANDARD).await;
    assert_eq!(other_id.status, 201, "ids are case sensitive");
}

/// `4.0` is a whole number in JSON's eyes, and some programs write every number so.
#[tokio::test(start_paused = true)]
async fn a_whole_number_may_have_a_fraction_of_zero() {
    let service = TestService::start().await;
    let path = service.path("/s");
    let created = service
        .call(
            "PUT",
            &path,
            r#"{"maxLeaseTimeMinutes":4.0,"size":"Standard"}"#,
        )
        .await;
    assert_eq!(created.status, 201, "{}", created.body);
    assert_eq!(created.json()["maxLeaseTimeMinutes"], 4);
    let updated = service
        .call("PATCH", &path, r#"{"maxLeaseTimeMinutes":5e0}"#)
        .await;
    assert_eq!(updated.json()["maxLeaseTimeMinutes"], 5);
}

#[tokio::test(start_paused = true)]
async fn fifty_creates_at_once_make_one_session() {
    let service = std::sync::Arc::new(TestService::start().await);
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let service = std::sync::Arc::clone(&service);
        calls.spawn(async move {
            service
                .call("PUT", &service.path("/s"), STANDARD)
                .await
                .status
                .as_u16()
        });
    }
    let statuses = calls.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1);
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 49);
}

#[tokio::test(start_paused = true)]
async fn an_extension_is_a_total_and_must_be_longer() {
    let service = TestService::start().await;
    service.ready("s", 10).await;
    let path = service.path("/s");
    let update = |minutes: i64| format!(r#"{{"maxLeaseTimeMinutes":{minutes}}}"#);
    let longer = service.call("PATCH", &path, &update(20)).await;
    assert_eq!(longer.status, 200);
    assert_eq!(longer.json()["maxLeaseTimeMinutes"], 20);
    assert_eq!(longer.json()["status"], "Ready");
    for refused in [20, 19, 0] {
        service
            .call("PATCH", &path, &update(refused))
            .await
            .refused(422, "UnprocessableEntity");
    }
    let negative = service
        .call("PATCH", &path, &update(-1))
        .await
        .refused(422, "UnprocessableEntity");
    assert_eq!(
        negative,
        "The maxLeaseTimeMinutes value cannot be negative."
    );
    service
        .call("PATCH", &path, &update(1441))
        .await
        .refused(422, "UnprocessableEntity");
    assert_eq!(
        service.call("PATCH", &path, &update(1440)).await.status,
        200
    );
    service
        .call("PATCH", &path, "{}")
        .await
        .refused(400, "BadRequest");
}

#[tokio::test(start_paused = true)]
async fn a_stop_is_final_and_can_be_repeated() {
    let service = TestService::start().await;
    service.ready("s", 10).await;
    for _ in 0..2 {
        let stopped = service.call("POST", &service.path("/s/:stop"), "").await;
        assert_eq!(stopped.status, 204);
        assert_eq!(stopped.body, "");
    }
    let session = service.session("s").await;
    assert_eq!(session["status"], "Stopped");
    assert!(session.get("hostname").is_none() && session.get("handshakePort").is_none());
    assert_eq!(session["teraflops"], 8.1);
    let message = service
        .call(
            "PATCH",
            &service.path("/s"),
            r#"{"maxLeaseTimeMinutes":60}"#,
        )
        .await;
    assert!(
        message
            .refused(422, "UnprocessableEntity")
            .contains("stopped")
    );
    let again = service
        .call(
            "PUT",
            &service.path("/s"),
            r#"{"maxLeaseTimeMinutes":10,"size":"Standard"}"#,
        )
        .await;
    assert_eq!(
        again.status, 200,
        "a retried create finds its session, ended as it is"
    );
    assert_eq!(again.json()["status"], "Stopped");
}

#[tokio::test(start_paused = true)]
async fn a_session_can_be_stopped_while_it_starts() {
    let service = TestService::start().await;
    service.call("PUT", &service.path("/s"), STANDARD).await;
    assert_eq!(
        service
            .call("POST", &service.path("/s/:stop"), "")
            .await
            .status,
        204
    );
    tokio::time::sleep(2 * STARTUP).await;
    assert_eq!(service.session("s").await["status"], "Stopped");
}

#[tokio::test(start_paused = true)]
async fn what_is_not_there_is_not_found() {
    let service = TestService::start().await;
    for (method, rest, body) in [
        ("GET", "/s", ""),
        ("PATCH", "/s", r#"{"maxLeaseTimeMinutes":4}"#),
        ("POST", "/s/:stop", ""),
    ] {
        let answer = service.call(method, &service.path(rest), body).await;
        answer.refused(404, "NotFound");
        assert_eq!(
            answer.header("api-supported-versions"),
            "2021-01-01-preview, 2021-01-01"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn accounts_do_not_see_each_other() {
    let service = TestService::start().await;
    service.call("PUT", &service.path("/s"), STANDARD).await;
    let stranger = AccountId::from_bytes([2; 16]);
    service.add_account(stranger).await;
    let token = format!("Bearer {}", service.token_of(stranger));
    let own = service
        .path("/s")
        .replace(&service.account.to_string(), &stranger.to_string());
    service
        .send("GET", &own, &[("Authorization", &token)], "")
        .await
        .refused(404, "NotFound");
    service
        .send("GET", &service.path("/s"), &[("Authorization", &token)], "")
        .await
        .refused(403, "Forbidden");
}

#[tokio::test(start_paused = true)]
async fn the_list_has_the_living_in_the_order_of_their_creation() {
    let service = TestService::start().await;
    for id in ["c", "a", "b"] {
        service
            .call("PUT", &service.path(&format!("/{id}")), STANDARD)
            .await;
    }
    service.call("POST", &service.path("/a/:stop"), "").await;
    let list = service.call("GET", &service.path(""), "").await.json();
    let ids: Vec<_> = list["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|session| session["id"].clone())
        .collect();
    assert_eq!(ids, ["c", "b"]);
    assert!(list.get("@nextLink").is_none());
}

#[tokio::test(start_paused = true)]
async fn both_versions_are_served_and_no_other() {
    let service = TestService::start().await;
    let path = service.path("");
    assert_eq!(
        service
            .call(
                "GET",
                &path.replace(VERSION, "api-version=2021-01-01-preview"),
                ""
            )
            .await
            .status,
        200
    );
    for query in [
        "",
        "api-version=",
        "api-version=2019-01-01",
        "version=2021-01-01",
    ] {
        let answer = service.call("GET", &path.replace(VERSION, query), "").await;
        let message = answer.refused(400, "UnsupportedApiVersion");
        assert!(
            message.contains("2021-01-01-preview, 2021-01-01"),
            "{message}"
        );
    }
}
