//! The exchanges that were recorded with the hosted service, asked again of a sandbox: the answers have the recorded
//! statuses, headers and members. Times, host names and ids are a sandbox's own.

use std::collections::BTreeMap;

use crate::support::{BOOTED, Bench, body, url};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Recording {
    exchanges: Vec<Exchange>,
}

#[derive(Deserialize)]
struct Exchange {
    method: String,
    url: String,
    #[serde(default)]
    request: Option<Value>,
    #[serde(default)]
    request_text: Option<String>,
    status: u16,
    headers: BTreeMap<String, String>,
    response: Option<Value>,
}

/// The members whose value is known, with the values that do not differ from run to run.
fn shape(value: &Value) -> Value {
    let differs = |name: &str| {
        matches!(
            name,
            "creationTime" | "arrInspectorPort" | "handshakePort" | "hostname" | "teraflops"
        )
    };
    match value {
        Value::Object(members) => {
            let is_known = |name: &str, value: &Value| {
                let zero = value.as_f64() == Some(0.0) && name != "elapsedTimeMinutes";
                // The hosted service told no target.
                !value.is_null() && !zero && name != "target"
            };
            let known = members.iter().filter(|(name, value)| is_known(name, value));
            let shaped = known.map(|(name, value)| {
                let value = if differs(name) {
                    Value::Null
                } else {
                    shape(value)
                };
                (name.clone(), value)
            });
            shaped.collect()
        }
        Value::Array(items) => items.iter().map(shape).collect(),
        other => other.clone(),
    }
}

fn recording(name: &str) -> Vec<Exchange> {
    let path = format!(
        "{}/../../tests/recordings/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let recording: Recording =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    recording.exchanges
}

fn replay(name: &str) {
    let mut bench = Bench::new();
    let account = bench.account().to_string();
    for exchange in &recording(name) {
        let (host, path) = exchange.url["https://".len()..].split_once('/').unwrap();
        let region = host.split('.').nth(1).unwrap();
        let mut words: Vec<&str> = path.split('/').collect();
        words[1] = &account;
        let to = url(region, &format!("/{}", words.join("/")));
        let sent = exchange
            .request
            .as_ref()
            .map_or_else(String::new, Value::to_string);
        let key = format!("Bearer {account}:{}", bench.sandbox.key().expose());
        let bearer = if to.contains("/token") {
            key
        } else {
            bench.bearer()
        };
        if exchange
            .response
            .as_ref()
            .is_some_and(|it| it["status"] == "Ready")
        {
            bench.pass(BOOTED);
        }
        let answer = bench
            .send((&exchange.method, &to, &sent), Some(&bearer))
            .unwrap();
        assert_eq!(answer.status, exchange.status, "{to}: {}", answer.body);
        for (name, value) in &exchange.headers {
            let name = name.to_ascii_lowercase();
            match name.as_str() {
                // Of the socket, or another one each time.
                "content-length" | "date" => {}
                "ms-cv" => assert!(answer.header("ms-cv").unwrap().ends_with(".0")),
                _ => assert_eq!(
                    answer.header(&name).unwrap_or_default().replace(", ", ","),
                    value.replace(", ", ","),
                    "{name}"
                ),
            }
        }
        match &exchange.response {
            None => assert_eq!(answer.body, ""),
            Some(_) if to.contains("/token") => {
                assert!(body(&answer)["AccessToken"].is_string());
            }
            Some(recorded) => assert_eq!(shape(&body(&answer)), shape(recorded), "{to}"),
        }
    }
}

#[test]
fn the_session_of_january_2021() {
    replay("session-2021-01");
}

#[test]
fn the_session_of_may_2021() {
    replay("session-2021-05");
}

#[test]
fn the_refused_lease() {
    replay("session-refused");
}

/// The exchanges are of several sessions, put together by the document: here they are of one, so the empty list comes
/// first, and the session that a sandbox created stands for the recorded ones.
#[test]
fn the_session_of_v1() {
    let mut exchanges = recording("v1-session");
    exchanges.sort_by_key(|it| it.method != "GET" || !it.url.ends_with("/sessions"));
    let mut bench = Bench::new();
    let mut id = String::new();
    for exchange in &exchanges {
        let (_, rest) = exchange.url.split_once("/sessions").unwrap();
        let words = rest
            .split('/')
            .map(|word| if word.len() == 36 { &id } else { word });
        let rest = words.collect::<Vec<_>>().join("/");
        if rest.ends_with("/properties") {
            bench.pass(BOOTED);
        }
        let sent = exchange.request_text.as_deref().unwrap_or_default();
        let answer = bench.call_v1(&exchange.method, "westus2", &rest, sent);
        assert_eq!(answer.status, exchange.status, "{rest}: {}", answer.body);
        let Some(Value::Object(recorded)) = &exchange.response else {
            assert_eq!(answer.body, "");
            continue;
        };
        let told = body(&answer);
        for (member, value) in recorded {
            match member.as_str() {
                "sessionId" => told[member].as_str().unwrap().clone_into(&mut id),
                "sessionHostname" => assert!(told[member].is_string()),
                // Of another server; the lease was extended before, to five hours.
                "sessionElapsedTime" => {
                    assert!(told[member].as_str().unwrap().starts_with("00:00:"));
                }
                "sessionMaxLeaseTime" => assert_eq!(told[member], "05:00:00"),
                _ => assert_eq!(told[member], *value, "{member}"),
            }
        }
    }
}
