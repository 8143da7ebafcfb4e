//! What holds for many routes at once, or for odd requests that tools of 2021 could send.

use crate::support::{TestService, VERSION};

const STANDARD: &str = r#"{"maxLeaseTimeMinutes":4,"size":"Standard"}"#;
const SUPPORTED: &str = "2021-01-01-preview, 2021-01-01";

/// Every route with its methods.
fn routes(service: &TestService) -> Vec<(String, &'static str)> {
    vec![
        (service.path(""), "GET,HEAD"),
        (service.path("/s"), "GET,HEAD,PUT,PATCH"),
        (service.path("/s/:stop"), "POST"),
        (service.v1(""), "GET,HEAD"),
        (service.v1("/create"), "POST"),
        (service.v1("/s"), "PATCH,DELETE"),
        (service.v1("/s/properties"), "GET,HEAD"),
        (format!("/accounts/{}/token", service.account), "GET,HEAD"),
        ("/ping".to_owned(), "GET,HEAD"),
        ("/regions".to_owned(), "GET,HEAD"),
        ("/healthz".to_owned(), "GET,HEAD"),
        ("/readyz".to_owned(), "GET,HEAD"),
        ("/metrics".to_owned(), "GET,HEAD"),
        ("/openapi.json".to_owned(), "GET,HEAD"),
    ]
}

#[tokio::test(start_paused = true)]
async fn every_route_refuses_other_methods_and_names_its_own() {
    let service = TestService::start().await;
    for (path, allowed) in routes(&service) {
        for method in ["GET", "PUT", "PATCH", "POST", "DELETE", "TRACE", "BREW"] {
            if allowed.split(',').any(|it| it == method) {
                continue;
            }
            // Without a token: the method comes before who calls.
            let answer = service.send(method, &path, &[], "").await;
            answer.refused(405, "MethodNotAllowed");
            let mut allow: Vec<_> = answer.header("Allow").split(',').collect();
            let mut expected: Vec<_> = allowed.split(',').collect();
            allow.sort_unstable();
            expected.sort_unstable();
            assert_eq!(allow, expected, "{method} {path}");
        }
        let answer = service.send("OPTIONS", &path, &[], "").await;
        assert_eq!(answer.status, 200, "OPTIONS {path}");
    }
}

/// HEAD is GET without its body.
#[tokio::test(start_paused = true)]
async fn head_is_answered_as_get() {
    let service = TestService::start().await;
    service.ready("s", 4).await;
    for (path, allowed) in routes(&service) {
        if !allowed.contains("HEAD") || path.ends_with("/token") {
            continue;
        }
        let get = service.call("GET", &path, "").await;
        let head = service.call("HEAD", &path, "").await;
        assert_eq!(head.status, get.status, "{path}");
        assert_eq!(head.body, "", "{path}");
        for name in [
            "Content-Type",
            "Cache-Control",
            "Pragma",
            "api-supported-versions",
        ] {
            assert_eq!(head.header(name), get.header(name), "{path}: {name}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_answer_of_2021_names_the_versions() {
    let service = TestService::start().await;
    service.call("PUT", &service.path("/s"), STANDARD).await;
    let large = "x".repeat(64 * 1024 + 1);
    let other = STANDARD.replace('4', "5");
    let shorter = r#"{"maxLeaseTimeMinutes":3}"#;
    for (status, method, path, body) in [
        (200, "GET", service.path(""), ""),
        (200, "GET", service.path("/s"), ""),
        (200, "PUT", service.path("/s"), STANDARD),
        (201, "PUT", service.path("/other"), STANDARD),
        (204, "POST", service.path("/other/:stop"), ""),
        (400, "PUT", service.path("/s"), "{"),
        (400, "GET", service.path("").replace(VERSION, ""), ""),
        (400, "GET", "/accounts/me/sessions".to_owned(), ""),
        (404, "GET", service.path("/none"), ""),
        (405, "DELETE", service.path("/s"), ""),
        (409, "PUT", service.path("/s"), other.as_str()),
        (413, "PUT", service.path("/s"), large.as_str()),
        (422, "PATCH", service.path("/s"), shorter),
        (
            200,
            "GET",
            service.path("").replace("accounts", "Accounts"),
            "",
        ),
    ] {
        let answer = service.call(method, &path, body).await;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
        assert_eq!(answer.header("api-supported-versions"), SUPPORTED, "{path}");
        let (control, pragma) = match method {
            "GET" => ("no-store,no-cache", "no-cache"),
            _ => ("", ""),
        };
        assert_eq!(answer.header("Cache-Control"), control, "{method} {path}");
        assert_eq!(answer.header("Pragma"), pragma, "{method} {path}");
    }
    let stranger = service.send("GET", &service.path(""), &[], "").await;
    stranger.refused(401, "Unauthorized");
    assert_eq!(stranger.header("api-supported-versions"), SUPPORTED);
    assert_eq!(stranger.header("Cache-Control"), "no-store,no-cache");
}

#[tokio::test(start_paused = true)]
async fn the_version_is_found_in_any_case_and_must_be_one() {
    let service = TestService::start().await;
    let with = |query: &str| service.path("").replace(VERSION, query);
    for query in [
        "API-Version=2021-01-01",
        "api-version=2021-01-01-Preview",
        "x=1&api-version=2021-01-01",
        "api-version=2021-01-01&api-version=2021-01-01",
        "api-version=2021%2D01-01",
    ] {
        let answer = service.call("GET", &with(query), "").await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.body);
    }
    for query in [
        "api-version=2021-01-01&api-version=2021-01-01-preview",
        "api-version=2021-01-01&API-VERSION=2020-01-01",
        "api-version=%202021-01-01",
        "api-version=2021-1-1",
        "api-version[]=2021-01-01",
    ] {
        let answer = service.call("GET", &with(query), "").await;
        let message = answer.refused(400, "UnsupportedApiVersion");
        assert!(message.contains(SUPPORTED), "{message}");
        assert_eq!(answer.json()["error"]["target"], "api-version");
    }
}

#[tokio::test(start_paused = true)]
async fn ids_are_read_after_percent_decoding_up_to_256_characters() {
    let service = TestService::start().await;
    let longest = format!("/{}", "a-_9".repeat(64));
    let created = service.call("PUT", &service.path(&longest), STANDARD).await;
    assert_eq!(created.status, 201);
    assert_eq!(created.json()["id"].as_str().unwrap().len(), 256);
    let too_long = service.path(&format!("{longest}a"));
    let message = service.call("PUT", &too_long, STANDARD).await;
    let message = message.refused(400, "BadRequest");
    assert!(message.contains("sessionId") && message.contains("256"));

    service.call("PUT", &service.path("/Ses-1"), STANDARD).await;
    let encoded = service.call("GET", &service.path("/%53es%2D1"), "").await;
    assert_eq!(encoded.json()["id"], "Ses-1");
    for path in [
        service.path("/a%2Fb"),
        service.path("/%00"),
        service.path("/%FF"),
        service.path("/%"),
        service.v1("/%FF/properties"),
        format!("/accounts/%FF/sessions?{VERSION}"),
        "/accounts/%C3%28/token".to_owned(),
    ] {
        let answer = service.call("GET", &path, "").await;
        let message = answer.refused(400, "BadRequest");
        assert!(!message.is_empty(), "{path}");
    }
}

/// PowerShell and curl send a form's content type if they are told none, and some editors write a
/// byte order mark.
#[tokio::test(start_paused = true)]
async fn a_body_is_json_whatever_is_said_of_it() {
    let service = TestService::start().await;
    let authorization = format!("Bearer {}", service.token_of(service.account));
    let v1 = "{ 'maxLeaseTime': '4:0:0', 'size': 'standard' }";
    for content_type in [
        "application/json",
        "application/json; charset=utf-8",
        "application/x-www-form-urlencoded",
        "text/plain",
        "nonsense",
    ] {
        let headers = [
            ("Authorization", authorization.as_str()),
            ("Content-Type", content_type),
        ];
        let (put, create) = (service.path("/s"), service.v1("/create"));
        let put = service.send("PUT", &put, &headers, STANDARD).await;
        assert!(put.status.is_success(), "{content_type}");
        let create = service.send("POST", &create, &headers, v1).await;
        assert_eq!(create.status, 202, "{content_type}");
    }
    let marked = format!("\u{feff}{STANDARD}");
    let answer = service.call("PUT", &service.path("/s"), &marked).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let marked = format!("\u{feff}{v1}");
    let answer = service.call("POST", &service.v1("/create"), &marked).await;
    assert_eq!(answer.status, 202, "{}", answer.body);
    for body in ["\u{feff}", "\u{feff}\u{feff}{}", " \u{feff}{}"] {
        let answer = service.call("PUT", &service.path("/s"), body).await;
        answer.refused(400, "BadRequest");
    }
}

#[tokio::test(start_paused = true)]
async fn unknown_members_are_ignored_and_wrong_ones_are_the_target() {
    let service = TestService::start().await;
    let more = r#"{"x":{"y":[null,1e300]},"maxLeaseTimeMinutes":4,"":"","size":"Standard"}"#;
    let answer = service.call("PUT", &service.path("/s"), more).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let longer = r#"{"maxLeaseTimeMinutes":6,"size":7}"#;
    let answer = service.call("PATCH", &service.path("/s"), longer).await;
    assert_eq!(answer.status, 200, "size is no member of an update");
    for (method, path, body, target) in [
        (
            "PUT",
            service.path("/t"),
            r#"{"maxLeaseTimeMinutes":true,"size":"Standard"}"#,
            "maxLeaseTimeMinutes",
        ),
        (
            "PUT",
            service.path("/t"),
            r#"{"maxLeaseTimeMinutes":4,"size":["Standard"]}"#,
            "size",
        ),
        (
            "PATCH",
            service.path("/s"),
            r#"{"maxLeaseTimeMinutes":null}"#,
            "maxLeaseTimeMinutes",
        ),
        (
            "POST",
            service.v1("/create"),
            "{ 'maxLeaseTime': '4:0:0', 'models': [1], 'size': 'standard' }",
            "models[0]",
        ),
        (
            "PATCH",
            service.v1("/s"),
            "{ 'maxLeaseTime': '24:00:00' }",
            "maxLeaseTime",
        ),
    ] {
        let answer = service.call(method, &path, body).await;
        let message = answer.refused(400, "BadRequest");
        assert!(message.contains(target), "{body}: {message}");
        assert_eq!(answer.json()["error"]["target"], target, "{body}");
    }
}

/// The generations differ here: v1 is read as the old documents wrote it, 2021 is strict JSON.
#[tokio::test(start_paused = true)]
async fn only_v1_reads_json5() {
    let service = TestService::start().await;
    for body in [
        "{'maxLeaseTimeMinutes':4,'size':'Standard'}",
        "{maxLeaseTimeMinutes:4,size:\"Standard\"}",
        r#"{"maxLeaseTimeMinutes":4,"size":"Standard",}"#,
        r#"/* */{"maxLeaseTimeMinutes":4,"size":"Standard"}"#,
        r#"{"maxLeaseTimeMinutes":0x4,"size":"Standard"}"#,
    ] {
        let answer = service.call("PUT", &service.path("/s"), body).await;
        answer.refused(400, "BadRequest");
    }
}
