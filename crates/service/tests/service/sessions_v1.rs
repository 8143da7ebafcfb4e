//! The older generation of the session API.

use crate::support::{STARTUP, TestService};

async fn create(service: &TestService, body: &str) -> String {
    let created = service.call("POST", &service.v1("/create"), body).await;
    assert_eq!(created.status, 202, "{}", created.body);
    let id = created.json()["sessionId"].as_str().unwrap().to_owned();
    assert_eq!(
        created.header("Location"),
        format!("accounts/{}/sessions/{id}/properties", service.account)
    );
    assert!(
        created.headers.get("api-supported-versions").is_none(),
        "this generation has no versions"
    );
    id
}

#[tokio::test(start_paused = true)]
async fn a_session_from_create_to_delete() {
    let service = TestService::start().await;
    let id = create(
        &service,
        "{ 'maxLeaseTime': '4:0:0', 'models': [], 'size': 'standard' }",
    )
    .await;
    let properties = service.v1(&format!("/{id}/properties"));
    let starting = service.call("GET", &properties, "").await.json();
    assert_eq!(
        starting,
        serde_json::json!({
            "message": null, "sessionElapsedTime": "00:00:00", "sessionHostname": "", "sessionId": id,
            "sessionMaxLeaseTime": "04:00:00", "sessionSize": "Standard", "sessionStatus": "Starting",
        })
    );
    tokio::time::sleep(STARTUP + std::time::Duration::from_millis(1_500)).await;
    let ready = service.call("GET", &properties, "").await.json();
    assert_eq!(ready["sessionStatus"], "Ready");
    assert_eq!(ready["sessionElapsedTime"], "00:00:01");
    assert!(
        ready["sessionHostname"]
            .as_str()
            .unwrap()
            .contains(".remoterendering.vm.westeurope.")
    );

    let updated = service
        .call(
            "PATCH",
            &service.v1(&format!("/{id}")),
            "{ 'maxLeaseTime': '5:0:0' }",
        )
        .await;
    assert_eq!((updated.status.as_u16(), updated.body.as_str()), (200, ""));
    let list = service.call("GET", &service.v1(""), "").await.json();
    assert_eq!(list["sessions"][0]["sessionMaxLeaseTime"], "05:00:00");

    let deleted = service
        .call("DELETE", &service.v1(&format!("/{id}")), "")
        .await;
    assert_eq!((deleted.status.as_u16(), deleted.body.as_str()), (204, ""));
    assert_eq!(
        service.call("GET", &properties, "").await.json()["sessionStatus"],
        "Stopped"
    );
    assert_eq!(
        service.call("GET", &service.v1(""), "").await.body,
        r#"{"sessions":[]}"#
    );
}

#[tokio::test(start_paused = true)]
async fn bodies_are_read_in_every_form() {
    let service = TestService::start().await;
    for body in [
        r#"{"maxLeaseTime":"04:00:00","models":["https://a.example/b"],"size":"Premium"}"#,
        "{ 'maxLeaseTime': '4:0:0', 'size': 'PREMIUM' }",
        "{ maxLeaseTime: '1.00:00:00', size: 'standard', unknown: [1, { a: null }], }",
    ] {
        create(&service, body).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_wrong_body_is_refused_with_the_member_named() {
    let service = TestService::start().await;
    for (body, member) in [
        (
            "{ 'maxLeaseTime': '-4:0:0', 'size': 'standard' }",
            "maxLeaseTime",
        ),
        (
            "{ 'maxLeaseTime': '1.00:00:01', 'size': 'standard' }",
            "maxLeaseTime",
        ),
        (
            "{ 'maxLeaseTime': 'soon', 'size': 'standard' }",
            "maxLeaseTime",
        ),
        ("{ 'maxLeaseTime': 4, 'size': 'standard' }", "maxLeaseTime"),
        ("{ 'maxLeaseTime': '4:0:0' }", "size"),
        ("{ 'maxLeaseTime': '4:0:0', 'size': 'huge' }", "size"),
        (
            "{ 'maxLeaseTime': '4:0:0', 'size': 'standard', 'models': 'x' }",
            "models",
        ),
    ] {
        let message = service
            .call("POST", &service.v1("/create"), body)
            .await
            .refused(400, "BadRequest");
        assert!(message.contains(member), "{body}: {message}");
    }
    for body in [
        "",
        "no",
        "{",
        "{ 'maxLeaseTime': '4:0:0', 'size': 'standard' } more",
        &"[".repeat(60_000),
        &format!("{{'a':{}", "[".repeat(60_000)),
    ] {
        service
            .call("POST", &service.v1("/create"), body)
            .await
            .refused(400, "BadRequest");
    }
}

#[tokio::test(start_paused = true)]
async fn both_generations_have_the_same_sessions() {
    let service = TestService::start().await;
    service.ready("s", 60).await;
    let properties = service
        .call("GET", &service.v1("/s/properties"), "")
        .await
        .json();
    assert_eq!(properties["sessionMaxLeaseTime"], "01:00:00");
    let id = create(&service, "{ 'maxLeaseTime': '0:30:0', 'size': 'premium' }").await;
    assert_eq!(service.session(&id).await["maxLeaseTimeMinutes"], 30);
}
