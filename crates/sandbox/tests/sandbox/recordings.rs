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
    request: Option<Value>,
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

fn replay(name: &str) {
    let path = format!(
        "{}/../../tests/recordings/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let recording: Recording =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut bench = Bench::new();
    let account = bench.account().to_string();
    for exchange in &recording.exchanges {
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
