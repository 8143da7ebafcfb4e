//! The browser's JSON behind the client: what it reads and writes is what `serde_json` does, and its errors quote
//! nothing.
#![cfg(target_arch = "wasm32")]

mod support;

use std::fmt;

use remote_rendering::browser::BrowserJson;
use remote_rendering_client::{
    Json, JsonError, SerdeJson,
    protocol::{
        arrconfig::ArrConfig,
        error::ErrorBody,
        session::{CreateSession, SessionList, SessionProperties, UpdateSession},
        sts::TokenResponse,
        v1,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use support::recordings::{Exchange, JANUARY, MAY, REFUSED, V1, exchanges};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const SECRET: &str = "c2VjcmV0";

fn parsed<T: DeserializeOwned>(text: &str) -> T {
    BrowserJson::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn assert_read_as_natively<T: DeserializeOwned + PartialEq + fmt::Debug>(text: &str) {
    assert_eq!(parsed::<T>(text), SerdeJson::parse::<T>(text).unwrap());
}

/// The body, read and written again.
fn through<T: DeserializeOwned + Serialize>(text: &str) -> String {
    BrowserJson::write(&parsed::<T>(text)).unwrap()
}

fn answers(recording: &str) -> Vec<(Exchange, String)> {
    let with_body = |mut exchange: Exchange| {
        let body = exchange.response.take()?;
        Some((exchange, body))
    };
    exchanges(recording)
        .into_iter()
        .filter_map(with_body)
        .collect()
}

#[wasm_bindgen_test]
fn every_recorded_answer_of_2021_is_read_as_natively() {
    for (recording, count) in [(JANUARY, 6), (MAY, 6)] {
        let answers = answers(recording);
        assert!(answers.len() >= count, "{}", answers.len());
        for (exchange, body) in answers {
            if exchange.is_for_a_token() {
                let token = parsed::<TokenResponse>(&body).into_access_token();
                assert_eq!(token.expose(), "<access_token>");
            } else if exchange.is_about_one_session() {
                assert_read_as_natively::<SessionProperties>(&body);
            } else {
                assert_read_as_natively::<SessionList>(&body);
            }
        }
    }
}

#[wasm_bindgen_test]
fn every_recorded_answer_of_v1_is_read_as_natively() {
    for (exchange, body) in answers(V1) {
        match exchange.method.as_str() {
            "POST" => assert_read_as_natively::<v1::SessionCreated>(&body),
            _ if exchange.is_about_one_session() => {
                assert_read_as_natively::<v1::SessionProperties>(&body);
            }
            _ => assert_read_as_natively::<v1::SessionList>(&body),
        }
    }
}

#[wasm_bindgen_test]
fn a_recorded_refusal_is_read_as_natively() {
    let [(_, body)] = &answers(REFUSED)[..] else {
        panic!("one answer")
    };
    assert_read_as_natively::<ErrorBody>(body);
    assert_eq!(parsed::<ErrorBody>(body).error.code, "BadRequest");
}

#[wasm_bindgen_test]
fn nulls_and_zeros_are_read_as_absent() {
    let (_, starting) = answers(JANUARY).remove(0);
    assert!(starting.contains(r#""hostname":null"#) && starting.contains(r#""handshakePort":0"#));
    let session: SessionProperties = parsed(&starting);
    assert_eq!(session.hostname, None);
    assert_eq!(
        (session.arr_inspector_port, session.handshake_port),
        (None, None)
    );
    assert_eq!((session.teraflops, session.error), (None, None));
}

#[wasm_bindgen_test]
fn answers_of_may_2021_are_written_byte_for_byte() {
    let mut written = 0;
    for (exchange, body) in answers(MAY) {
        if exchange.is_for_a_token() {
            continue;
        }
        let again = if exchange.is_about_one_session() {
            through::<SessionProperties>(&body)
        } else {
            through::<SessionList>(&body)
        };
        assert_eq!(again, body);
        written += 1;
    }
    assert!(written >= 5, "{written}");
}

#[wasm_bindgen_test]
fn requests_of_2021_are_written_byte_for_byte() {
    let mut methods = Vec::new();
    for exchange in [JANUARY, MAY].into_iter().flat_map(exchanges) {
        let Some(body) = exchange.request else {
            continue;
        };
        let again = match exchange.method.as_str() {
            "PUT" => through::<CreateSession>(&body),
            "PATCH" => through::<UpdateSession>(&body),
            other => panic!("{other}"),
        };
        assert_eq!(again, body);
        methods.push(exchange.method);
    }
    assert_eq!(methods, ["PUT", "PATCH", "PUT", "PATCH"]);
}

#[wasm_bindgen_test]
fn requests_of_v1_are_written_as_natively() {
    let body: v1::CreateSession =
        parsed(r#"{"maxLeaseTime":"4:0:0","models":["a"],"size":"standard"}"#);
    assert_eq!(BrowserJson::write(&body), SerdeJson::write(&body));
    assert_eq!(
        BrowserJson::write(&body).unwrap(),
        r#"{"maxLeaseTime":"04:00:00","models":["a"],"size":"Standard"}"#
    );
}

#[wasm_bindgen_test]
fn what_is_not_json_is_told_so() {
    let not_json = Err(JsonError("not JSON".to_owned()));
    for text in [
        "",
        "<html>",
        "{'maxLeaseTimeMinutes':4}",
        r#"{"maxLeaseTimeMinutes":4"#,
    ] {
        assert_eq!(
            BrowserJson::parse::<UpdateSession>(text),
            not_json,
            "{text}"
        );
    }
}

#[wasm_bindgen_test]
fn a_missing_member_is_named() {
    let error = BrowserJson::parse::<TokenResponse>("{}").unwrap_err();
    assert_eq!(error.to_string(), "missing field `AccessToken`");
}

#[wasm_bindgen_test]
fn no_error_quotes_a_value() {
    fn error<T: DeserializeOwned>(text: &str) -> String {
        match BrowserJson::parse::<T>(text) {
            Ok(_) => panic!("read: {text}"),
            Err(error) => format!("{error} {error:?}"),
        }
    }
    let errors = [
        error::<TokenResponse>(SECRET),
        error::<TokenResponse>(&format!(r#"{{"AccessToken":"{SECRET}"#)),
        error::<TokenResponse>(&format!(r#""{SECRET}""#)),
        error::<TokenResponse>(&format!(r#"{{"AccessToken":["{SECRET}"]}}"#)),
        error::<TokenResponse>(&format!(r#"{{"{SECRET}":1}}"#)),
        error::<ErrorBody>(&format!(r#"{{"error":"{SECRET}"}}"#)),
        error::<UpdateSession>(&format!(r#"{{"maxLeaseTimeMinutes":"{SECRET}"}}"#)),
        error::<SessionList>(&format!(r#"{{"sessions":[{{"id":"{SECRET}!"}}]}}"#)),
        error::<ArrConfig>(&format!(r#"{{"accountSettings":"{SECRET}"}}"#)),
        error::<ArrConfig>(&format!(
            r#"{{"accountSettings":{{"arrAccountKey":{{"{SECRET}":0}}}}}}"#
        )),
    ];
    for error in errors {
        assert!(!error.contains(SECRET), "{error}");
    }
}

#[wasm_bindgen_test]
fn a_number_that_javascript_would_round_is_not_written() {
    let body = UpdateSession {
        max_lease_time_minutes: i64::MAX,
    };
    let error = BrowserJson::write(&body).unwrap_err();
    assert_eq!(error.to_string(), "cannot be written as JSON");
}
