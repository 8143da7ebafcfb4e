//! The document that describes the API.

use std::{fs, path::Path};

use serde_json::Value;

use crate::support::TestService;

/// The document as it was looked at last.
const SNAPSHOT: &str = "tests/openapi.json";

/// Writes the snapshot anew.
const RENEW: &str = "RENEW_OPENAPI=1 cargo test -p remote-rendering-service --test service openapi";

async fn document() -> Value {
    let service = TestService::start().await;
    let answer = service.send("GET", "/openapi.json", &[], "").await;
    assert_eq!(answer.status, 200);
    answer.json()
}

#[tokio::test(start_paused = true)]
async fn the_document_is_the_one_that_was_looked_at() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(SNAPSHOT);
    let served = document().await;
    if std::env::var_os("RENEW_OPENAPI").is_some() {
        let text = serde_json::to_string_pretty(&served).unwrap();
        fs::write(&path, text + "\n").unwrap();
    }
    let looked_at = fs::read_to_string(&path).unwrap_or_default();
    let looked_at: Value = serde_json::from_str(&looked_at).unwrap_or_default();
    assert!(
        looked_at == served,
        "GET /openapi.json is not {SNAPSHOT} any more: run `{RENEW}` and look at the difference"
    );
}

#[tokio::test(start_paused = true)]
async fn the_document_can_be_read_by_every_page_and_kept_for_a_while() {
    let service = TestService::start().await;
    for method in ["GET", "HEAD"] {
        let answer = service.send(method, "/openapi.json", &[], "").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("Cache-Control"), "public, max-age=300");
        assert_eq!(answer.header("Pragma"), "");
        assert_eq!(answer.header("Access-Control-Allow-Origin"), "*");
        let content = answer.header("Content-Type");
        assert_eq!(content, "application/json; charset=utf-8");
    }
}

/// Every operation says what can go wrong before its handler is asked, and every answer what it
/// carries.
#[tokio::test(start_paused = true)]
async fn every_operation_documents_what_holds_for_all() {
    let document = document().await;
    let paths = document["paths"].as_object().unwrap();
    let operations: Vec<_> = paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().iter();
            methods.map(move |(method, operation)| (path, method, operation))
        })
        .collect();
    assert_eq!(operations.len(), 19);
    for (path, method, operation) in operations {
        let responses = operation["responses"].as_object().unwrap();
        for status in ["400", "404", "408", "429", "500", "503"] {
            assert!(responses.contains_key(status), "{method} {path}: {status}");
        }
        for (status, response) in responses {
            let has = |name: &str| response["headers"].get(name).is_some();
            let place = format!("{method} {path}: {status}");
            assert!(has("MS-CV"), "{place}");
            let is_grant = status == "200" && path.ends_with("connect");
            let is_not_kept = method == "get" || is_grant;
            assert_eq!(has("Cache-Control"), is_not_kept, "{place}");
            let is_2021 = path.starts_with("/accounts/{account}/sessions");
            assert_eq!(has("api-supported-versions"), is_2021, "{place}");
            assert_eq!(has("Retry-After"), ["429", "503"].contains(&&**status));
            if status.starts_with(['4', '5']) {
                let schema = &response["content"]["application/json"]["schema"]["$ref"];
                assert_eq!(*schema, "#/components/schemas/ErrorBody", "{place}");
            }
        }
        let is_guarded = path.contains("{account}");
        assert_eq!(operation.get("security").is_some(), is_guarded, "{path}");
        assert_eq!(responses.contains_key("401"), is_guarded, "{path}");
    }
}

/// Whatever the document refers to is in it.
#[tokio::test(start_paused = true)]
async fn every_reference_leads_somewhere() {
    let document = document().await;
    let mut open = vec![&document];
    let mut references = 0;
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get("$ref") {
                    let place = reference.strip_prefix('#').unwrap();
                    assert!(document.pointer(place).is_some(), "{reference}");
                    references += 1;
                }
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    assert!(references > 0);
}
