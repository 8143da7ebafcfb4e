//! What the service does not accept, in whichever generation.

use remote_rendering_engine::{Role, SigningKey};

use crate::support::{TestService, created};

#[tokio::test(start_paused = true)]
async fn a_bad_token_is_refused() {
    let service = TestService::start().await;
    let stranger = SigningKey::from_bytes(&[8; 32]).issue(
        service.account,
        Role::Administrator,
        [0; 16],
        created(),
    );
    let good = service.token_of(service.account);
    let truncated = &good[..good.len() - 10];
    let unsigned = format!("{}.", &good[..good.rfind('.').unwrap()]);
    for path in [service.path(""), service.v1("")] {
        for token in [stranger.expose(), truncated, &unsigned, "a.b.c", "nonsense"] {
            let answer = service
                .send(
                    "GET",
                    &path,
                    &[("Authorization", &format!("Bearer {token}"))],
                    "",
                )
                .await;
            assert!(answer.refused(401, "Unauthorized").contains("Unauthorized"));
            assert!(
                answer.header("WWW-Authenticate").contains("invalid_token"),
                "{token}"
            );
        }
        let answer = service.send("GET", &path, &[], "").await;
        answer.refused(401, "Unauthorized");
        assert_eq!(
            answer.header("WWW-Authenticate"),
            r#"Bearer realm="remote-rendering""#
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_is_good_for_a_day() {
    let service = TestService::start().await;
    let authorization = format!("Bearer {}", service.token_of(service.account));
    let list = async || {
        service
            .send(
                "GET",
                &service.path(""),
                &[("Authorization", &authorization)],
                "",
            )
            .await
    };
    tokio::time::sleep(std::time::Duration::from_secs(86_399)).await;
    assert_eq!(list().await.status, 200);
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert!(
        list()
            .await
            .refused(401, "Unauthorized")
            .contains("expired")
    );
}

#[tokio::test(start_paused = true)]
async fn a_wrong_body_is_refused_with_the_member_named() {
    let service = TestService::start().await;
    for (body, member) in [
        (
            r#"{"maxLeaseTimeMinutes":1441,"size":"Standard"}"#,
            "maxLeaseTimeMinutes",
        ),
        (
            r#"{"maxLeaseTimeMinutes":"4","size":"Standard"}"#,
            "maxLeaseTimeMinutes",
        ),
        (
            r#"{"maxLeaseTimeMinutes":4.5,"size":"Standard"}"#,
            "maxLeaseTimeMinutes",
        ),
        (
            r#"{"maxLeaseTimeMinutes":99999999999999999999,"size":"Standard"}"#,
            "maxLeaseTimeMinutes",
        ),
        (r#"{"size":"Standard"}"#, "maxLeaseTimeMinutes"),
        (r#"{"maxLeaseTimeMinutes":4}"#, "size"),
        (r#"{"maxLeaseTimeMinutes":4,"size":null}"#, "size"),
        (r#"{"maxLeaseTimeMinutes":4,"size":"Huge"}"#, "size"),
    ] {
        let message = service
            .call("PUT", &service.path("/s"), body)
            .await
            .refused(400, "BadRequest");
        assert!(message.contains(member), "{body}: {message}");
    }
    for body in [
        "",
        "{",
        "[]",
        "4",
        "{'maxLeaseTimeMinutes':4,'size':'Standard'}",
        &"[".repeat(60_000),
    ] {
        service
            .call("PUT", &service.path("/s"), body)
            .await
            .refused(400, "BadRequest");
    }
    let trailing = r#"{"maxLeaseTimeMinutes":4,"size":"Standard"} more"#;
    service
        .call("PUT", &service.path("/s"), trailing)
        .await
        .refused(400, "BadRequest");
    service
        .call("GET", &service.path("/s"), "")
        .await
        .refused(404, "NotFound");
}

#[tokio::test(start_paused = true)]
async fn a_wrong_id_is_refused() {
    let service = TestService::start().await;
    for id in ["a.b", "a%20b", "%C3%A4", "%FF", &"a".repeat(257)] {
        service
            .call("GET", &service.path(&format!("/{id}")), "")
            .await
            .refused(400, "BadRequest");
    }
    let account = service
        .path("/s")
        .replace(&service.account.to_string(), "me");
    assert!(
        service
            .call("GET", &account, "")
            .await
            .refused(400, "BadRequest")
            .contains("accountId")
    );
}

#[tokio::test(start_paused = true)]
async fn a_large_body_is_refused() {
    let service = TestService::start().await;
    let body = |length: usize| {
        let start = r#"{"maxLeaseTimeMinutes":4,"size":"Standard","x":""#;
        format!("{start}{}\"}}", "x".repeat(length - start.len() - 2))
    };
    let large = service
        .call("PUT", &service.path("/s"), &body(64 * 1024 + 1))
        .await;
    large.refused(413, "PayloadTooLarge");
    assert_eq!(
        large.header("Connection"),
        "close",
        "the rest of the body may be on its way"
    );
    assert_eq!(
        service
            .call("PUT", &service.path("/s"), &body(64 * 1024))
            .await
            .status,
        201
    );
}

#[tokio::test(start_paused = true)]
async fn a_wrong_method_is_refused_with_those_that_there_are() {
    let service = TestService::start().await;
    for (method, path, allow) in [
        ("DELETE", service.path("/s"), "GET,HEAD,PUT,PATCH"),
        ("GET", service.path("/s/:stop"), "POST"),
        ("POST", service.path(""), "GET,HEAD"),
        ("GET", service.v1("/create"), "POST"),
        ("PUT", service.v1("/s"), "PATCH,DELETE"),
        ("POST", "/ping".to_owned(), "GET,HEAD"),
    ] {
        let answer = service.call(method, &path, "").await;
        answer.refused(405, "MethodNotAllowed");
        assert_eq!(answer.header("Allow"), allow, "{method} {path}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_unknown_path_is_not_found() {
    let service = TestService::start().await;
    for path in [
        "/nothing",
        "/accounts",
        "/accounts/x/sessions/y/z",
        "/v2/accounts/x/sessions",
        "//",
        "/../etc/passwd",
    ] {
        for method in ["GET", "POST", "DELETE"] {
            service
                .call(method, path, "")
                .await
                .refused(404, "NotFound");
        }
    }
}
