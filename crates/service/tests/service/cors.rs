//! Calls from pages of other origins.

use crate::support::TestService;

#[tokio::test(start_paused = true)]
async fn a_preflight_allows_what_the_client_sends() {
    let service = TestService::start().await;
    for path in [
        service.path("/s"),
        service.v1("/create"),
        format!("/accounts/{}/token", service.account),
    ] {
        let headers = [
            ("Origin", "https://example.org"),
            ("Access-Control-Request-Method", "PATCH"),
            (
                "Access-Control-Request-Headers",
                "authorization,content-type,x-mrc-cv",
            ),
            ("Access-Control-Request-Private-Network", "true"),
        ];
        let answer = service.send("OPTIONS", &path, &headers, "").await;
        assert!(answer.status.is_success());
        assert_eq!(answer.header("Access-Control-Allow-Origin"), "*");
        for method in ["GET", "PUT", "PATCH", "POST", "DELETE"] {
            assert!(
                answer
                    .header("Access-Control-Allow-Methods")
                    .contains(method),
                "{method}"
            );
        }
        assert_eq!(
            answer.header("Access-Control-Allow-Headers"),
            "authorization,content-type,x-mrc-cv"
        );
        assert_eq!(
            answer.header("Access-Control-Allow-Private-Network"),
            "true"
        );
        assert_eq!(answer.header("Access-Control-Max-Age"), "7200");
    }
}

#[tokio::test(start_paused = true)]
async fn answers_can_be_read_errors_too() {
    let service = TestService::start().await;
    for path in [
        service.path(""),
        "/regions".to_owned(),
        "/nothing".to_owned(),
    ] {
        let answer = service.send("GET", &path, &[("Origin", "null")], "").await;
        assert_eq!(answer.header("Access-Control-Allow-Origin"), "*", "{path}");
        for name in ["ms-cv", "retry-after", "location", "api-supported-versions"] {
            assert!(
                answer
                    .header("Access-Control-Expose-Headers")
                    .contains(name),
                "{path}: {name}"
            );
        }
    }
}
