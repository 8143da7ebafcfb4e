//! What a service would say, in both generations.

use remote_rendering_client::protocol::Generation;
use serde_json::{Value, json};

use crate::Answer;

/// A session that is ready for five minutes of its four hours, with members more.
pub(super) fn session(generation: Generation, id: &str, more: &Value) -> Value {
    let mut session = match generation {
        Generation::V1 => json!({
            "message": null,
            "sessionElapsedTime": "00:05:30",
            "sessionHostname": "host.example",
            "sessionId": id,
            "sessionMaxLeaseTime": "04:00:00",
            "sessionSize": "Standard",
            "sessionStatus": "Ready",
        }),
        Generation::V2021(_) => json!({
            "id": id,
            "creationTime": "2021-05-14T16:25:13.5686988+00:00",
            "arrInspectorPort": 59540,
            "handshakePort": 62073,
            "elapsedTimeMinutes": 5,
            "hostname": "host.example",
            "maxLeaseTimeMinutes": 240,
            "size": "Standard",
            "status": "Ready",
            "teraflops": 8.1,
        }),
    };
    for (name, value) in more.as_object().unwrap() {
        session[name] = value.clone();
    }
    session
}

/// The answer that tells of a session.
pub(super) fn told(session: &Value) -> Answer {
    Answer::new(200, session.to_string()).with("MS-CV", VECTOR)
}

/// The answer that tells of a ready session of that id.
pub(super) fn ready(generation: Generation, id: &str) -> Answer {
    told(&session(generation, id, &json!({})))
}

/// A refusal in the service's form, with a wait of no time.
pub(super) fn refused(status: u16, code: &str) -> Answer {
    let body = json!({"error": {"code": code, "message": "The words."}});
    Answer::new(status, body.to_string())
        .with("MS-CV", VECTOR)
        .with("Retry-After", "0")
}

/// The STS's answer with a token.
pub(super) fn issued(token: &str) -> Answer {
    Answer::new(200, json!({"AccessToken": token}).to_string())
}

/// What lets a device connect.
pub(super) fn granted() -> Answer {
    let grant = json!({
        "address": "ws://host.example:50001/connect",
        "token": "shown once",
        "expiresInSeconds": 60,
    });
    Answer::new(200, grant.to_string())
}

/// The correlation vector of these answers.
pub(super) const VECTOR: &str = "AAAAAAAAAAAAAAAAAAAAAA.0";
