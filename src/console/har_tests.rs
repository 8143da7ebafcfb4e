//! The document, against what HAR 1.2 says, and that no secret is in it.

use std::rc::Rc;

use http::Method;
use proptest::{collection::vec, prelude::*};
use remote_rendering_client::{Json as _, Request, Response, SerdeJson, TransportErrorKind};
use remote_rendering_protocol::Timestamp;
use serde_json::json;

use super::*;
use crate::console::{
    redaction::Secrets,
    state::activity::tests::{MS_CV, URL, activity_of, answered, call},
};

const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

fn written(calls: impl IntoIterator<Item = Box<CallRecord>>) -> serde_json::Value {
    let activity = activity_of(calls);
    serde_json::to_value(document(&activity, AGENT)).unwrap()
}

#[test]
fn the_log_says_who_wrote_it_and_has_the_oldest_call_first() {
    let document = written([2, 1, 3].map(|at| call(at, Method::GET, answered(200))));
    let log = &document["log"];
    assert_eq!(log["version"], "1.2");
    assert_eq!(log["creator"]["name"], "remote-rendering console");
    assert_eq!(log["creator"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(
        log["browser"],
        json!({"name": "Firefox", "version": "140.0"})
    );
    assert_eq!(log["_dropped"], 0);
    let entries = log["entries"].as_array().unwrap();
    let times: Vec<_> = entries.iter().map(|it| &it["startedDateTime"]).collect();
    let second = |second: u32| format!("1970-01-01T00:00:0{second}+00:00");
    assert_eq!(times, [&second(1), &second(2), &second(3)]);
    // Who asks nothing gets a document all the same.
    assert_eq!(written([])["log"]["entries"], json!([]));
}

#[test]
fn an_entry_has_every_member_of_the_format() {
    let mut call = call(1_600_000_000, Method::PUT, answered(201));
    call.attempt = 2;
    call.request.headers = vec![("authorization", "Bearer [redacted]".to_owned())];
    call.request.body = Some(Body {
        size: 12,
        text: Some("{\u{22}size\u{22}:1}".to_owned()),
        is_cut: true,
    });
    let expected = json!({
        "startedDateTime": "2020-09-13T12:26:40+00:00",
        "time": 3,
        "request": {
            "method": "PUT",
            "url": URL,
            "httpVersion": "unknown",
            "cookies": [],
            "headers": [{"name": "authorization", "value": "Bearer [redacted]"}],
            "queryString": [{"name": "api-version", "value": "2021-01-01"}],
            "headersSize": -1,
            "bodySize": 12,
            "postData": {
                "mimeType": "application/json",
                "text": "{\u{22}size\u{22}:1}",
                "comment": "Only the beginning is kept.",
            },
        },
        "response": {
            "status": 201,
            "statusText": "",
            "httpVersion": "unknown",
            "cookies": [],
            "headers": [{"name": "ms-cv", "value": MS_CV}],
            "content": {"size": 2, "mimeType": "x-unknown", "text": "{}"},
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": -1,
        },
        "cache": {},
        "timings": {"send": 0, "wait": 3, "receive": 0},
        "_attempt": 2,
        "_correlationVector": MS_CV,
    });
    assert_eq!(written([call])["log"]["entries"], json!([expected]));
}

#[test]
fn a_call_without_an_answer_has_no_status_and_says_why() {
    for (outcome, why) in [
        (
            Outcome::Failed(TransportErrorKind::Unreachable),
            "nothing answers at the endpoint",
        ),
        (Outcome::GivenUp, "given up before an answer came"),
    ] {
        let document = written([call(1, Method::GET, outcome)]);
        let entry = &document["log"]["entries"][0];
        let response = &entry["response"];
        assert_eq!(
            (&response["status"], &response["_error"]),
            (&json!(0), &json!(why))
        );
        assert_eq!(
            response["content"],
            json!({"size": 0, "mimeType": "x-unknown"})
        );
        assert!(entry.get("_correlationVector").is_none());
    }
}

#[test]
fn a_body_that_is_not_kept_is_said_to_be_left_out() {
    let mut outcome = answered(200);
    if let Outcome::Answered(answer) = &mut outcome {
        answer
            .headers
            .push(("content-type", "application/json".to_owned()));
        answer.headers.push(("location", "/elsewhere".to_owned()));
        answer.body.text = None;
    }
    let document = written([call(1, Method::GET, outcome)]);
    let response = &document["log"]["entries"][0]["response"];
    let expected = json!({"size": 2, "mimeType": "application/json", "comment": "Left out."});
    assert_eq!(response["content"], expected);
    assert_eq!(response["redirectURL"], "/elsewhere");
}

#[test]
fn browsers_are_known_by_what_they_call_themselves() {
    for (user_agent, known) in [
        (AGENT, Some(("Firefox", "140.0"))),
        (
            "Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36",
            Some(("Chrome", "140.0.0.0")),
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.1.2",
            Some(("Edge", "140.0.1.2")),
        ),
        (
            "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
            Some(("Safari", "18.5")),
        ),
        ("curl/8.0", None),
        ("", None),
    ] {
        assert_eq!(browser(user_agent), known, "{user_agent}");
    }
}

#[test]
fn numbers_that_are_too_large_are_the_largest() {
    assert_eq!(number(u64::MAX), Value::Number(i32::MAX));
    assert_eq!(number(-1), Value::Number(-1));
}

/// Something with secrets anywhere in it.
const ANYTHING: &str = "([a-z0-9:/?&=# .@%\\[\\]-]{0,8}|KEY|TOKEN){0,5}";

/// Names of headers, some of which are kept.
const NAMES: [&str; 7] = [
    "api-supported-versions",
    "content-type",
    "location",
    "MS-CV",
    "retry-after",
    "set-cookie",
    "www-authenticate",
];

/// What one call and its answer carry: in the URL, in the bodies, in the answer's headers.
type Texts = (String, String, Vec<(&'static str, String)>);

fn texts() -> impl Strategy<Value = Texts> {
    let headers = vec((prop::sample::select(NAMES.to_vec()), ANYTHING), 0..6);
    (ANYTHING, ANYTHING, headers)
}

fn record(secrets: &mut Secrets, request: &Request, response: &Response) -> Box<CallRecord> {
    let sent = secrets.request(request);
    let answer = secrets.answer(&sent.url, response);
    Box::new(CallRecord {
        outcome: Outcome::Answered(answer),
        ..CallRecord::begun(Timestamp::UNIX_EPOCH, request.attempt, sent)
    })
}

proptest! {
    #[test]
    fn no_secret_is_in_a_record_or_in_the_document(
        key in "[A-Za-z0-9+/]{42}(=|[A-Za-z0-9+/]=|==)",
        token in "[A-Za-z0-9_-]{20,40}\\.[A-Za-z0-9_-]{20,60}\\.[A-Za-z0-9_-]{43}",
        exchange in texts(),
        calls in vec(texts(), 0..4),
    ) {
        let fill = |text: &str| text.replace("KEY", &key).replace("TOKEN", &token);
        let account = "http://localhost:8080/accounts/1b405859-8af9-47e6-941d-9205163c0f63";
        let mut secrets = Secrets::default();
        let mut send = |url: String, bearer: &str, body: &str, (_, text, headers): &Texts| {
            let request = Request {
                method: Method::PUT,
                url,
                authorization: Some(format!("Bearer {bearer}").into()),
                correlation_vector: None,
                body: Some(fill(text)),
                attempt: 1,
            };
            let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), fill(value)));
            let response = Response {
                status: 200,
                headers: headers.collect(),
                body: body.to_owned(),
            };
            record(&mut secrets, &request, &response)
        };
        let own = format!("1b405859-8af9-47e6-941d-9205163c0f63:{key}");
        let issued = json!({"AccessToken": token}).to_string();
        let mut records = vec![send(format!("{account}/token"), &own, &issued, &exchange)];
        for call in &calls {
            let (url, text, _) = call;
            let url = format!("{account}/sessions{}", fill(url));
            records.push(send(url, &token, &fill(text), call));
        }
        let activity: Rc<Activity> = activity_of(records);
        let document = SerdeJson::write(&document(&activity, "")).unwrap();
        for text in [format!("{activity:?}"), document] {
            prop_assert!(!text.contains(&key), "{text}");
            prop_assert!(!text.contains(&token), "{text}");
        }
    }
}
