//! What is made of an answer.

use std::time::Duration;

use remote_rendering_client::{
    ErrorKind, RetryPolicy, Runtime,
    protocol::{Generation, SessionSize, SessionStatus},
};
use serde_json::{Value, json};

use super::{
    bodies::{VECTOR, ready, refused, session, told},
    script::{SESSION, Script},
};
use crate::{Answer, Place};

/// The name of a member in a generation.
fn member(generation: Generation, v2021: &'static str, v1: &'static str) -> &'static str {
    match generation {
        Generation::V1 => v1,
        Generation::V2021(_) => v2021,
    }
}

pub async fn what_is_not_known_yet_is_carried<R: Runtime + Clone>(place: Place<R>) {
    let generation = place.generation;
    let mut described = session(
        generation,
        SESSION,
        &json!({"new": {"deep": [1, null]}, "": 1}),
    );
    described[member(generation, "status", "sessionStatus")] = "Hibernating".into();
    described[member(generation, "size", "sessionSize")] = "Colossal".into();
    let script = Script::of(&place, [told(&described)]).await;
    let read = script.read().await.unwrap();
    assert_eq!(read.status, SessionStatus::Other("Hibernating".to_owned()));
    assert_eq!(read.size, SessionSize::Other("Colossal".to_owned()));
    assert!(!read.status.is_final());
    assert_eq!(
        (read.max_lease_time_minutes, read.elapsed_time_minutes),
        (240, 5)
    );
    assert_eq!(read.hostname.as_deref(), Some("host.example"));
    script.arrived().await;
}

pub async fn what_is_missing_is_absent<R: Runtime + Clone>(place: Place<R>) {
    // What the service of another time left out, or sent as nothing.
    let described = match place.generation {
        Generation::V1 => vec![json!({
            "message": null,
            "sessionElapsedTime": "0:0:0",
            "sessionId": SESSION,
            "sessionMaxLeaseTime": "4:0:0",
            "sessionStatus": "starting",
        })],
        Generation::V2021(_) => {
            let whole = json!({
                "id": SESSION, "creationTime": "2021-05-14T16:25:13.5686988+00:00",
                "elapsedTimeMinutes": 0, "maxLeaseTimeMinutes": 240,
                "size": "Standard", "status": "starting",
            });
            let mut with_nothing = whole.clone();
            for name in ["arrInspectorPort", "handshakePort"] {
                with_nothing[name] = 0.into();
            }
            with_nothing["teraflops"] = json!(0.0);
            with_nothing["hostname"] = Value::Null;
            with_nothing["error"] = Value::Null;
            vec![whole, with_nothing]
        }
    };
    for described in described {
        let script = Script::of(&place, [told(&described)]).await;
        let read = script.read().await.unwrap();
        assert_eq!(read.status, SessionStatus::Starting);
        assert_eq!((&read.hostname, &read.teraflops), (&None, &None));
        assert_eq!((read.arr_inspector_port, read.handshake_port), (None, None));
        assert_eq!((&read.error, read.max_lease_time_minutes), (&None, 240));
        script.arrived().await;
    }
}

pub async fn a_session_that_failed_says_why<R: Runtime + Clone>(place: Place<R>) {
    let generation = place.generation;
    for (word, status) in [
        ("Error", SessionStatus::Error),
        ("Expired", SessionStatus::Expired),
    ] {
        let why = match generation {
            Generation::V1 => json!({"sessionStatus": word, "message": "Why."}),
            Generation::V2021(_) => {
                json!({"status": word, "error": {"code": word, "message": "Why."}})
            }
        };
        let script = Script::of(&place, [told(&session(generation, SESSION, &why))]).await;
        let id = SESSION.parse().unwrap();
        let poller = script.client().resume_session(&id).await.unwrap();
        assert!(poller.is_done());
        assert_eq!(poller.latest().status, status);
        let error = poller.latest().error.as_ref().unwrap();
        assert_eq!(
            (error.code.as_str(), error.message.as_str()),
            (word, "Why.")
        );
        script.arrived().await;
    }
}

pub async fn the_wait_before_the_next_question_is_told<R: Runtime + Clone>(place: Place<R>) {
    let ready = || ready(place.generation, SESSION);
    let replies = [
        ready().with("Retry-After", "7"),
        ready(),
        refused(429, "TooManyRequests").with("Retry-After", "9"),
    ];
    let script = Script::of(&place, replies).await;
    let client = script.client().with_retry(RetryPolicy::once());
    let mut poller = client
        .resume_session(&SESSION.parse().unwrap())
        .await
        .unwrap();
    let cadence = Duration::from_secs(1);
    assert_eq!(poller.wait(cadence), Duration::from_secs(7));
    poller.poll().await.unwrap();
    assert_eq!(poller.wait(cadence), cadence);
    poller.poll().await.unwrap_err();
    assert_eq!(poller.wait(cadence), Duration::from_secs(9));
    script.arrived().await;
}

pub async fn signs_of_the_whole_world_arrive<R: Runtime + Clone>(place: Place<R>) {
    let generation = place.generation;
    let host = "größe-\u{1F30D}-\u{202E}\"\\";
    let mut described = session(generation, SESSION, &json!({}));
    described[member(generation, "hostname", "sessionHostname")] = host.into();
    for kind in [
        "application/json",
        // JSON is UTF-8, whatever a proxy says.
        "application/json; charset=iso-8859-1",
        "text/plain; charset=\"utf-16\"",
        "nonsense",
    ] {
        let answer = told(&described).with("Content-Type", kind);
        let script = Script::of(&place, [answer]).await;
        let read = script.read().await.unwrap();
        assert_eq!(read.hostname.as_deref(), Some(host), "{kind}");
        script.arrived().await;
    }
}

pub async fn a_mark_before_the_text_is_no_part_of_it<R: Runtime + Clone>(place: Place<R>) {
    let mut answer = ready(place.generation, SESSION);
    answer.body.insert(0, '\u{FEFF}');
    let script = Script::of(&place, [answer]).await;
    assert_eq!(script.read().await.unwrap().id.as_str(), SESSION);
    script.arrived().await;
}

pub async fn a_long_answer_arrives_whole<R: Runtime + Clone>(place: Place<R>) {
    let ids = (0..2000).map(|number| format!("session-{number}"));
    let sessions: Vec<Value> = ids
        .map(|id| session(place.generation, &id, &json!({})))
        .collect();
    let answer = Answer::new(200, json!({"sessions": sessions}).to_string());
    let script = Script::of(&place, [answer]).await;
    let read = script.client().list_sessions().collect().await.unwrap();
    assert_eq!(read.len(), 2000);
    assert_eq!(read[1999].id.as_str(), "session-1999");
    script.arrived().await;
}

pub async fn what_is_not_as_agreed_is_an_invalid_answer<R: Runtime + Clone>(place: Place<R>) {
    let whole = session(place.generation, SESSION, &json!({})).to_string();
    let status = member(place.generation, "status", "sessionStatus");
    let lease = member(
        place.generation,
        "maxLeaseTimeMinutes",
        "sessionMaxLeaseTime",
    );
    let without_status = without(&whole, status);
    let of_wrong_kind = whole.replace("\"Standard\"", "7");
    let mut wrong_lease: Value = serde_json::from_str(&whole).unwrap();
    wrong_lease[lease] = "a while".into();
    let wrong_id = whole.replace("\"session\"", "\"a/b\"");
    for body in [
        "",
        " ",
        "<html><body>Sign in to the network</body></html>",
        "null",
        "[]",
        "{}",
        "7",
        "\"Ready\"",
        &whole[..whole.len() - 1],
        &format!("{whole}}}"),
        &whole.replace('"', "'"),
        &without_status,
        &of_wrong_kind,
        &wrong_lease.to_string(),
        &wrong_id,
    ] {
        let answer = Answer::new(200, body).with("MS-CV", VECTOR);
        let script = Script::of(&place, [answer]).await;
        let error = script.failure().await;
        assert_eq!(error.kind(), ErrorKind::InvalidAnswer, "{body}");
        let call = error.call();
        assert_eq!((call.status, call.attempts), (Some(200), 1));
        assert_eq!(call.correlation_vector.as_ref().unwrap().as_str(), VECTOR);
        assert_eq!(script.arrived().await.len(), 1);
    }
}

fn without(object: &str, member: &str) -> String {
    let mut object: Value = serde_json::from_str(object).unwrap();
    object.as_object_mut().unwrap().remove(member);
    object.to_string()
}
