//! The list in pages.

use crate::support::TestService;

const STANDARD: &str = r#"{"maxLeaseTimeMinutes":4,"size":"Standard"}"#;

fn ids(page: &serde_json::Value) -> Vec<String> {
    let sessions = page["sessions"].as_array().unwrap();
    sessions
        .iter()
        .map(|session| session["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(start_paused = true)]
async fn pages_follow_each_other_while_sessions_come_and_go() {
    let service = TestService::start().await;
    let create = async |number: usize| {
        let path = service.path(&format!("/s{number:03}"));
        assert_eq!(service.call("PUT", &path, STANDARD).await.status, 201);
    };
    for number in 0..250 {
        create(number).await;
    }
    let host = "remoterendering.westeurope.mixedreality.localhost:8080";
    let mut path = service.path("");
    let mut seen = Vec::new();
    let mut pages = 0;
    loop {
        let page = service.call_at(host, "GET", &path, "").await.json();
        seen.extend(ids(&page));
        pages += 1;
        let Some(next) = page["@nextLink"].as_str() else {
            break;
        };
        path = next
            .strip_prefix(&format!("http://{host}"))
            .unwrap()
            .to_owned();
        if pages == 1 {
            service.call("POST", &service.path("/s010/:stop"), "").await;
            service.call("POST", &service.path("/s120/:stop"), "").await;
            create(250).await;
        }
    }
    let expected: Vec<_> = (0..=250)
        .filter(|number| *number != 120)
        .map(|number| format!("s{number:03}"))
        .collect();
    assert_eq!(seen, expected);
    assert_eq!(pages, 3);
}

#[tokio::test(start_paused = true)]
async fn exactly_one_page_has_no_next() {
    let service = TestService::start().await;
    for number in 0..100 {
        service
            .call("PUT", &service.path(&format!("/s{number}")), STANDARD)
            .await;
    }
    let page = service.call("GET", &service.path(""), "").await.json();
    assert_eq!(ids(&page).len(), 100);
    assert!(page.get("@nextLink").is_none());
}

#[tokio::test(start_paused = true)]
async fn a_cursor_that_was_not_given_is_refused() {
    let service = TestService::start().await;
    for cursor in ["", "1", "zzzz", "AAAAAAAAAAAAAAAAAAAA"] {
        let path = format!("{}&cursor={cursor}", service.path(""));
        assert!(
            service
                .call("GET", &path, "")
                .await
                .refused(400, "BadRequest")
                .contains("cursor")
        );
    }
}
