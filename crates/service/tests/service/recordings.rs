//! The exchanges that were recorded with the hosted service, asked again of this one.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use async_trait::async_trait;
use remote_rendering_engine::{SessionKey, Settings, session::Host};
use remote_rendering_protocol::{SessionSize, device::EndReason, error::ServiceError};
use remote_rendering_service::{Allocator, HostFailure, NotAdmitted, TimerClock, TokenHash};
use serde::Deserialize;
use serde_json::Value;

use crate::support::{Answer, STARTUP, TestService, account_key, parts, wait_for_server};

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

fn recording(name: &str) -> Vec<Exchange> {
    let path = format!(
        "{}/../../tests/recordings/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_str::<Recording>(&std::fs::read_to_string(path).unwrap())
        .unwrap()
        .exchanges
}

/// An allocator that gives the server of a recording.
#[derive(Debug)]
struct RecordedAllocator(Host);

#[async_trait]
impl Allocator for RecordedAllocator {
    async fn allocate(&self, _: &SessionKey, _: &Settings) -> Result<Host, ServiceError> {
        tokio::time::sleep(STARTUP).await;
        Ok(self.0.clone())
    }

    async fn resume(&self, _: &SessionKey, _: &SessionSize, _: &Host) -> Result<(), ServiceError> {
        Ok(())
    }

    async fn admit(&self, _: &SessionKey, _: TokenHash, _: Duration) -> Result<(), NotAdmitted> {
        Err(NotAdmitted::Silent)
    }

    async fn release(&self, _: &SessionKey, _: EndReason) {}

    async fn close(&self) {}

    async fn watch(&self) -> HostFailure {
        std::future::pending().await
    }
}

/// A service with the account, the clock and the server of a recording.
async fn service_of(exchanges: &[Exchange]) -> TestService {
    let path = exchanges[0].url.splitn(4, '/').nth(3).unwrap();
    let account = path.split('/').find(|word| word.len() == 36).unwrap();
    let bodies = || {
        exchanges
            .iter()
            .filter_map(|exchange| exchange.response.as_ref())
    };
    let mut parts = parts();
    if let Some(created) = bodies().find_map(|body| body["creationTime"].as_str()) {
        parts.clock = Arc::new(TimerClock::starting_at(created.parse().unwrap()));
    }
    if let Some(ready) = bodies().find(|body| body["status"] == "Ready") {
        let port = |name: &str| u16::try_from(ready[name].as_u64().unwrap()).unwrap();
        parts.allocator = Arc::new(RecordedAllocator(Host {
            hostname: ready["hostname"].as_str().unwrap().to_owned(),
            arr_inspector_port: port("arrInspectorPort"),
            handshake_port: port("handshakePort"),
            teraflops: ready["teraflops"].as_f64().unwrap(),
        }));
    }
    TestService::of_account(parts, account.parse().unwrap()).await
}

/// Asks as was asked, under the recorded host name; waits for the server where one was ready.
async fn ask(service: &TestService, exchange: &Exchange, authorization: &str) -> Answer {
    let mut url = exchange
        .url
        .strip_prefix("https://")
        .unwrap()
        .splitn(2, '/');
    let (host, path) = (url.next().unwrap(), format!("/{}", url.next().unwrap()));
    let body = match (&exchange.request, &exchange.request_text) {
        (Some(json), _) => json.to_string(),
        (None, Some(text)) => text.clone(),
        (None, None) => String::new(),
    };
    if exchange
        .response
        .as_ref()
        .is_some_and(|body| body["status"] == "Ready")
    {
        wait_for_server().await;
    }
    let headers = [("Host", host), ("Authorization", authorization)];
    let answer = service.send(&exchange.method, &path, &headers, &body).await;
    assert_eq!(
        answer.status.as_u16(),
        exchange.status,
        "{} {path}: {}",
        exchange.method,
        answer.body
    );
    check_headers(exchange, &answer);
    answer
}

/// Every recorded header is there, with the recorded value unless it is another one each time.
fn check_headers(exchange: &Exchange, answer: &Answer) {
    let normal = |value: &str| value.replace(", ", ",");
    for (name, value) in &exchange.headers {
        match name.to_ascii_lowercase().as_str() {
            // The socket adds it.
            "date" => {}
            "ms-cv" => assert_eq!(answer.header(name).rsplit('.').next(), Some("0")),
            "location" => assert_eq!(answer.header(name)[..30], value[..30]),
            // A token of this service is shorter.
            "content-length" if exchange.url.contains("/token") => {}
            "content-length" => assert_eq!(
                answer.body.len().to_string(),
                *value,
                "{}: {}",
                exchange.url,
                answer.body
            ),
            _ => assert_eq!(normal(answer.header(name)), normal(value), "{name}"),
        }
    }
}

/// What is not known yet, left out: `null`, and `0` in ports and teraflops.
fn without_unknowns(body: &Value) -> Value {
    match body {
        Value::Object(members) => {
            let is_unknown = |name: &str, value: &Value| {
                let zero = value.as_f64() == Some(0.0) && name != "elapsedTimeMinutes";
                value.is_null() || zero
            };
            let known = members
                .iter()
                .filter(|(name, value)| !is_unknown(name, value));
            known
                .map(|(name, value)| (name.clone(), without_unknowns(value)))
                .collect()
        }
        Value::Array(items) => items.iter().map(without_unknowns).collect(),
        other => other.clone(),
    }
}

async fn replay(name: &str) {
    let exchanges = recording(name);
    let service = service_of(&exchanges).await;
    for exchange in &exchanges {
        if exchange.url.contains("/token") {
            let key = format!("Bearer {}:{}", service.account, account_key(1).expose());
            let answer = ask(&service, exchange, &key).await;
            assert!(answer.json()["AccessToken"].is_string());
            continue;
        }
        let token = format!("Bearer {}", service.token_of(service.account));
        let answer = ask(&service, exchange, &token).await;
        match &exchange.response {
            Some(body) => assert_eq!(answer.json(), without_unknowns(body), "{}", exchange.url),
            None => assert_eq!(answer.body, ""),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_session_of_january_2021() {
    replay("session-2021-01").await;
}

#[tokio::test(start_paused = true)]
async fn the_session_of_may_2021_to_the_byte() {
    replay("session-2021-05").await;
}

#[tokio::test(start_paused = true)]
async fn the_refused_lease() {
    let exchanges = recording("session-refused");
    let service = service_of(&exchanges).await;
    let token = format!("Bearer {}", service.token_of(service.account));
    let answer = ask(&service, &exchanges[0], &token).await;
    let recorded = &exchanges[0].response.as_ref().unwrap()["error"];
    assert_eq!(answer.json()["error"]["code"], recorded["code"]);
    assert_eq!(answer.json()["error"]["message"], recorded["message"]);
}

/// The exchanges are of several sessions, put together by the document: here they are of one, so
/// the empty list comes first, and the recorded ids stand for the one that this service chose.
#[tokio::test(start_paused = true)]
async fn the_session_of_v1() {
    let mut exchanges = recording("v1-session");
    exchanges
        .sort_by_key(|exchange| exchange.method != "GET" || !exchange.url.ends_with("/sessions"));
    let service = service_of(&exchanges).await;
    let mut id = String::new();
    for exchange in &mut exchanges {
        for recorded in [
            "d31bddca-dab7-498e-9bc9-7594bc12862f",
            "e13d2c44-63e0-4591-991e-f9e05e599a93",
        ] {
            exchange.url = exchange.url.replace(recorded, &id);
        }
        let token = format!("Bearer {}", service.token_of(service.account));
        if exchange.url.ends_with("/properties") {
            tokio::time::sleep(STARTUP + Duration::from_secs(1)).await;
        }
        let answer = ask(&service, exchange, &token).await;
        let Some(recorded) = &exchange.response else {
            assert_eq!(answer.body, "");
            continue;
        };
        if let Some(created) = answer.json()["sessionId"].as_str() {
            created.clone_into(&mut id);
        }
        for (member, value) in recorded.as_object().unwrap() {
            match member.as_str() {
                "sessionId" | "sessionHostname" => assert!(answer.json()[member].is_string()),
                // The lease was extended before, to five hours.
                "sessionMaxLeaseTime" => assert_eq!(answer.json()[member], "05:00:00"),
                _ => assert_eq!(answer.json()[member], *value, "{member}"),
            }
        }
    }
}
