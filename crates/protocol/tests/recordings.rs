//! The recorded exchanges with the hosted service, read and written again.

#![cfg(test)]

use remote_rendering_protocol::{
    error::ErrorBody,
    session::{CreateSession, SessionList, SessionProperties, UpdateSession},
    sts::TokenResponse,
    v1,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

fn exchanges(file: &str) -> Vec<Value> {
    let path = format!(
        "{}/../../tests/recordings/{file}",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut recording: Value = serde_json::from_str(&text).unwrap();
    serde_json::from_value(recording["exchanges"].take()).unwrap()
}

/// Reads a body as `T`, writes it again, and gives the text.
fn through<T: DeserializeOwned + Serialize>(body: &Value) -> String {
    let value: T =
        serde_json::from_value(body.clone()).unwrap_or_else(|error| panic!("{error}: {body}"));
    serde_json::to_string(&value).unwrap()
}

/// The same JSON without members that say "not known yet" in January's way.
fn without_unknowns(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(name, value)| {
                let zero = value.as_f64() == Some(0.0)
                    && matches!(
                        name.as_str(),
                        "arrInspectorPort" | "handshakePort" | "teraflops"
                    );
                !value.is_null() && !zero
            })
            .map(|(name, value)| (name.clone(), without_unknowns(value)))
            .collect(),
        Value::Array(items) => items.iter().map(without_unknowns).collect(),
        other => other.clone(),
    }
}

/// What type a recorded body of the 2021 API has, and that body written again.
fn response_2021(exchange: &Value) -> Option<String> {
    let body = &exchange["response"];
    if body.is_null() {
        return None;
    }
    Some(if body.get("sessions").is_some() {
        through::<SessionList>(body)
    } else if exchange["status"] == 400 {
        through::<ErrorBody>(body)
    } else {
        through::<SessionProperties>(body)
    })
}

#[test]
fn bodies_of_may_2021_are_written_byte_for_byte() {
    let mut compared = 0;
    for exchange in exchanges("session-2021-05.json").iter().skip(1) {
        let Some(written) = response_2021(exchange) else {
            continue;
        };
        assert_eq!(
            serde_json::from_str::<Value>(&written).unwrap(),
            exchange["response"]
        );
        let length = exchange["headers"]["content-length"].as_str().unwrap();
        assert_eq!(written.len().to_string(), length, "{written}");
        compared += 1;
    }
    assert_eq!(compared, 5);
}

#[test]
fn bodies_of_january_2021_are_written_without_nulls_and_zeros() {
    let mut compared = 0;
    for file in ["session-2021-01.json", "session-refused.json"] {
        for exchange in exchanges(file) {
            let Some(written) = response_2021(&exchange) else {
                continue;
            };
            let written: Value = serde_json::from_str(&written).unwrap();
            assert_eq!(written, without_unknowns(&exchange["response"]));
            compared += 1;
        }
    }
    assert_eq!(compared, 7);
}

#[test]
fn requests_of_2021_are_written_as_recorded() {
    for file in [
        "session-2021-01.json",
        "session-2021-05.json",
        "session-refused.json",
    ] {
        for exchange in exchanges(file) {
            let body = &exchange["request"];
            let written = match exchange["method"].as_str().unwrap() {
                "PUT" => through::<CreateSession>(body),
                "PATCH" => through::<UpdateSession>(body),
                _ => continue,
            };
            assert_eq!(written, body.to_string());
        }
    }
}

#[test]
fn a_token_answer_has_nothing_but_the_token() {
    let exchange = exchanges("session-2021-05.json").remove(0);
    let length: usize = exchange["headers"]["content-length"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    // The recording's token was cut out; one of the right length fills the body to the recorded length.
    let token = "t".repeat(length - r#"{"AccessToken":""}"#.len());
    let text = exchange["response"]
        .to_string()
        .replace("<access_token>", &token);
    assert_eq!(text.len(), length);
    let answer: TokenResponse = serde_json::from_str(&text).unwrap();
    assert_eq!(
        format!("{answer:?}").matches('t').count(),
        format!("{:?}", empty_token()).matches('t').count()
    );
    assert_eq!(answer.into_access_token().expose(), token);
}

fn empty_token() -> TokenResponse {
    serde_json::from_str(r#"{"AccessToken":""}"#).unwrap()
}

#[test]
fn v1_bodies_are_written_as_recorded() {
    let exchanges = exchanges("v1-session.json");
    let [create, update, list, properties, stop] = exchanges.as_slice() else {
        panic!("five exchanges")
    };

    let created = through::<v1::SessionCreated>(&create["response"]);
    assert_eq!(
        created.len().to_string(),
        create["headers"]["Content-Length"].as_str().unwrap()
    );
    assert_eq!(update["headers"]["Content-Length"], "0");
    let listed = through::<v1::SessionList>(&list["response"]);
    assert_eq!(
        listed.len().to_string(),
        list["headers"]["Content-Length"].as_str().unwrap()
    );
    let written = through::<v1::SessionProperties>(&properties["response"]);
    assert_eq!(written, properties["response"].to_string());
    assert!(stop["response"].is_null());
}

#[test]
fn what_is_not_known_yet_is_carried_through() {
    let text = concat!(
        r#"{"id":"a","creationTime":"2026-01-01T00:00:00+00:00","elapsedTimeMinutes":0,"#,
        r#""maxLeaseTimeMinutes":4,"size":"Gigantic","status":"Hibernating"}"#
    );
    let properties: SessionProperties = serde_json::from_str(text).unwrap();
    assert!(!properties.status.is_final());
    assert_eq!(serde_json::to_string(&properties).unwrap(), text);
}
