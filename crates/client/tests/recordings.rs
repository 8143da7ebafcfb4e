//! The recorded exchanges with the hosted service, played to the client: it sends what was recorded.
#![cfg(test)]

mod support;

use std::{path::Path, time::Duration};

use futures_executor::block_on;
use remote_rendering_client::{
    Account, Client, Credential, ErrorKind, NewSession, Request, RetryPolicy,
    protocol::{
        Endpoint, Generation, SessionId, SessionSize, SessionStatus,
        session::{SessionList, SessionProperties},
        v1,
    },
    scripted::{Reply, ScriptedRuntime},
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use support::{DAY, ScriptedClient, issued, jwt, key, minutes, sent_headers, session};

const ANY_STS: &str = "https://sts.eastus2.mixedreality.azure.com";

fn exchanges(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/recordings")
        .join(file);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut recording: Value = serde_json::from_str(&text).expect("JSON");
    serde_json::from_value(recording["exchanges"].take()).expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// A recorded answer, on the script.
fn reply(exchange: &Value) -> Reply {
    let headers: Vec<_> = exchange["headers"]
        .as_object()
        .expect("headers")
        .iter()
        .map(|(name, value)| (name.as_str(), text(value)))
        .collect();
    let status = exchange["status"].as_u64().expect("a status");
    let body = match &exchange["response"] {
        Value::Null => String::new(),
        body => body.to_string(),
    };
    Reply::new(status.try_into().expect("a status"), body, &headers)
}

fn parsed<T: DeserializeOwned>(exchange: &Value) -> T {
    serde_json::from_value(exchange["response"].clone()).expect("a body")
}

/// A client for the account and the endpoint of a recorded URL, with a token in hand.
fn client_of(runtime: &ScriptedRuntime, exchange: &Value) -> ScriptedClient {
    let url = text(&exchange["url"]);
    let (endpoint, path) = url.split_at(url.find(".com/").expect("a host") + 4);
    let mut segments = path.split('/').skip_while(|segment| *segment != "accounts");
    let account = Account {
        id: segments.nth(1).expect("an account").parse().expect("an id"),
        sts: ANY_STS.parse().expect("an endpoint"),
        credential: Credential::AccountKey(key()),
    };
    let endpoint: Endpoint = endpoint.parse().expect("an endpoint");
    let client = Client::new(runtime.clone(), account, endpoint);
    runtime.reply(issued(&jwt(runtime, DAY, "first")));
    block_on(client.access_token()).expect("a token");
    client
}

/// The session of a recorded URL; `None` for the list.
fn session_of(exchange: &Value) -> Option<SessionId> {
    let (_, rest) = text(&exchange["url"]).split_once("/sessions/")?;
    let id = rest.split(['/', '?']).next().expect("an id");
    Some(id.parse().expect("a session id"))
}

/// Makes the recorded call of the 2021 API and compares its answer.
fn replay(client: &ScriptedClient, exchange: &Value) {
    let lease = || {
        minutes(
            exchange["request"]["maxLeaseTimeMinutes"]
                .as_i64()
                .expect("a lease"),
        )
    };
    let Some(id) = session_of(exchange) else {
        let listed = block_on(client.list_sessions().collect()).expect("a list");
        return assert_eq!(listed, parsed::<SessionList>(exchange).sessions);
    };
    let answer = match text(&exchange["method"]) {
        "PUT" => block_on(client.create_session(
            &id,
            &NewSession {
                max_lease_time: lease(),
                size: text(&exchange["request"]["size"]).into(),
            },
        )),
        "GET" => block_on(client.get_session(&id)),
        "PATCH" => block_on(client.update_session(&id, lease())),
        "POST" => return block_on(client.stop_session(&id)).expect("stopped"),
        other => panic!("{other}"),
    };
    assert_eq!(answer.expect("an answer"), parsed(exchange));
}

fn assert_sent_as_recorded(request: &Request, exchange: &Value) {
    assert_eq!(request.method.as_str(), text(&exchange["method"]));
    assert_eq!(request.url, text(&exchange["url"]));
    match &exchange["request"] {
        Value::Null => assert_eq!(request.body, None),
        body => assert_eq!(request.body, Some(body.to_string())),
    }
}

#[test]
fn every_recorded_call_of_2021_is_sent_as_recorded_and_its_answer_read() {
    for file in ["session-2021-01.json", "session-2021-05.json"] {
        let mut exchanges = exchanges(file);
        exchanges.retain(|exchange| !text(&exchange["url"]).starts_with("https://sts."));
        assert!(exchanges.len() >= 6);
        let runtime = ScriptedRuntime::default();
        let client = client_of(&runtime, &exchanges[0]);
        for exchange in &exchanges {
            runtime.reply(reply(exchange));
            replay(&client, exchange);
        }
        for (request, exchange) in runtime.requests().iter().skip(1).zip(&exchanges) {
            assert_sent_as_recorded(request, exchange);
        }
        assert_eq!(runtime.requests().len(), 1 + exchanges.len());
    }
}

#[test]
fn bodies_are_announced_as_json() {
    let exchanges = exchanges("session-2021-01.json");
    let runtime = ScriptedRuntime::default();
    let client = client_of(&runtime, &exchanges[0]);
    for exchange in &exchanges {
        runtime.reply(reply(exchange));
        replay(&client, exchange);
    }
    let with_body = exchanges
        .iter()
        .filter(|exchange| !exchange["request"].is_null());
    let announced = sent_headers(&runtime, "content-type");
    assert_eq!(announced.len(), with_body.count());
    assert!(announced.iter().all(|value| value == "application/json"));
}

#[test]
fn a_recorded_session_is_followed_until_it_is_ready() {
    let exchanges = exchanges("session-2021-01.json");
    let runtime = ScriptedRuntime::default();
    let client = client_of(&runtime, &exchanges[0]);
    let [create, starting, _, ready, ..] = exchanges.as_slice() else {
        panic!("seven exchanges")
    };
    runtime.reply(reply(create));
    runtime.reply(reply(starting));
    runtime.reply(reply(ready));

    let new = NewSession {
        max_lease_time: minutes(4),
        size: SessionSize::Standard,
    };
    let id = session_of(create).unwrap();
    let mut poller = block_on(client.begin_session(&id, &new)).unwrap();
    // January's way to say that something is not known yet.
    assert_eq!(poller.latest().hostname, None);
    assert_eq!(poller.latest().handshake_port, None);
    assert_eq!(poller.latest().teraflops, None);

    let session = block_on(poller.until_done(|_| {})).unwrap();
    assert_eq!(session.status, SessionStatus::Ready);
    assert_eq!(session.arr_inspector_port, Some(55669));
    assert_eq!(session.handshake_port, Some(53197));
    assert!(session.hostname.as_ref().unwrap().starts_with("977007394-"));
    assert_eq!(runtime.sleeps(), [Duration::from_secs(2); 2]);
}

#[test]
fn the_token_call_is_sent_as_recorded() {
    let exchanges = exchanges("session-2021-05.json");
    let runtime = ScriptedRuntime::default();
    client_of(&runtime, &exchanges[1]);
    let request = &runtime.requests()[0];
    assert_eq!(request.method.as_str(), text(&exchanges[0]["method"]));
    // The first word's case is the SDK's choice; this client writes it as the document does.
    let recorded = text(&exchanges[0]["url"]).replace("/Accounts/", "/accounts/");
    assert_eq!(request.url, recorded);
    assert_eq!(request.body, None);
}

#[test]
fn the_recorded_refusal_is_reported_in_the_services_words() {
    let exchange = exchanges("session-refused.json").remove(0);
    let runtime = ScriptedRuntime::default();
    let client = client_of(&runtime, &exchange).with_retry(RetryPolicy::default());
    runtime.reply(reply(&exchange));
    // The negative lease itself cannot be expressed here: `MaxLeaseTime` has none.
    let new = NewSession {
        max_lease_time: minutes(4),
        size: SessionSize::Standard,
    };
    let id = session_of(&exchange).unwrap();
    let error = block_on(client.create_session(&id, &new)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadRequest);
    let call = error.call();
    assert_eq!((call.status, call.attempts), (Some(400), 1));
    let service = call.service.as_ref().unwrap();
    assert_eq!(service.code, "BadRequest");
    assert_eq!(
        service.message,
        "The maxLeaseTimeMinutes value cannot be negative."
    );
    let correlation_vector = call.correlation_vector.as_ref().unwrap();
    assert_eq!(correlation_vector.as_str(), "+4U9n+1jNUS1W/ipHGuszw.0");
}

/// The documented bodies are single-quoted.
fn documented<T: DeserializeOwned>(exchange: &Value) -> T {
    serde_json::from_str(&text(&exchange["request_text"]).replace('\'', "\"")).expect("a body")
}

#[test]
fn every_recorded_call_of_v1_is_sent_as_recorded_and_its_answer_read() {
    let exchanges = exchanges("v1-session.json");
    let [create, update, list, properties, stop] = exchanges.as_slice() else {
        panic!("five exchanges")
    };
    let runtime = ScriptedRuntime::default();
    let client = client_of(&runtime, create).with_generation(Generation::V1);
    // An update says nothing: what the session is now is asked for.
    for exchange in [create, update, properties, list, properties, stop] {
        runtime.reply(reply(exchange));
    }
    let hours = |hours: i64| minutes(60 * hours);

    let new = NewSession {
        max_lease_time: hours(4),
        size: SessionSize::Standard,
    };
    let created = block_on(client.create_session(&session(), &new)).unwrap();
    let id = created.id;
    assert_eq!(id.as_str(), text(&create["response"]["sessionId"]));
    block_on(client.update_session(&id, hours(5))).unwrap();
    assert_eq!(block_on(client.list_sessions().collect()).unwrap(), []);
    let other = session_of(properties).unwrap();
    let session = block_on(client.get_session(&other)).unwrap();
    assert_eq!(session, parsed::<v1::SessionProperties>(properties).into());
    assert_eq!(session.status, SessionStatus::Ready);
    assert_eq!(session.max_lease_time_minutes, 240);
    assert!(session.hostname.unwrap().starts_with("5018fee8-"));
    block_on(client.stop_session(&id)).unwrap();
    assert_eq!(runtime.replies_left(), 0);

    let mut requests = runtime.requests();
    let look = requests.remove(3);
    assert_eq!(look.url, format!("{}/properties", text(&update["url"])));
    let requests = &requests[1..];
    assert_eq!(requests.len(), exchanges.len());
    for (request, exchange) in requests.iter().zip(&exchanges) {
        assert_eq!(request.method.as_str(), text(&exchange["method"]));
        assert_eq!(request.url, text(&exchange["url"]));
    }
    let body = |number: usize| requests[number].body.as_deref().unwrap();
    assert_eq!(
        serde_json::from_str::<v1::CreateSession>(body(0)).unwrap(),
        documented(create)
    );
    assert_eq!(
        serde_json::from_str::<v1::UpdateSession>(body(1)).unwrap(),
        documented(update)
    );
    assert_eq!(requests[2].body, None);
    for exchange in [list, properties, stop] {
        assert!(exchange["request_text"].is_null());
    }
}

#[test]
fn a_ready_session_of_may_2021_is_read_whole() {
    let exchange = &exchanges("session-2021-05.json")[4];
    let ready: SessionProperties = parsed(exchange);
    let runtime = ScriptedRuntime::default();
    let client = client_of(&runtime, exchange);
    runtime.reply(reply(exchange));
    let session = block_on(client.get_session(&ready.id)).unwrap();
    assert_eq!(session.status, SessionStatus::Ready);
    assert_eq!(session.handshake_port, Some(62073));
    assert_eq!(session.teraflops, Some(8.1));
    assert_eq!(session.max_lease_time_minutes, 5);
    assert_eq!(
        session.creation_time.unwrap().to_string(),
        "2021-05-14T16:25:13.5686988+00:00"
    );
}
