//! What v1 says of a session, in the words of 2021.
#![cfg(test)]

use remote_rendering_protocol::{
    SessionSize, SessionStatus, error::ServiceError, session::SessionProperties, v1,
};
use serde_json::{Value, json};

/// A session of v1 with some of its members replaced.
fn v1_session(changes: &Value) -> SessionProperties {
    let mut body = json!({
        "message": null,
        "sessionElapsedTime": "00:00:00",
        "sessionHostname": "",
        "sessionId": "one",
        "sessionMaxLeaseTime": "00:30:00",
        "sessionSize": "Standard",
        "sessionStatus": "Starting",
    });
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    serde_json::from_value::<v1::SessionProperties>(body)
        .unwrap()
        .into()
}

/// What a session is of which v1 says nothing special.
fn plain() -> SessionProperties {
    SessionProperties {
        id: "one".parse().unwrap(),
        creation_time: None,
        arr_inspector_port: None,
        handshake_port: None,
        elapsed_time_minutes: 0,
        hostname: None,
        max_lease_time_minutes: 30,
        size: SessionSize::Standard,
        status: SessionStatus::Starting,
        teraflops: None,
        error: None,
    }
}

fn in_status(status: SessionStatus) -> SessionProperties {
    SessionProperties { status, ..plain() }
}

#[test]
fn a_session_of_v1_is_told_in_the_words_of_2021() {
    let ended = |status: SessionStatus, code, message| SessionProperties {
        error: Some(ServiceError::new(code, message)),
        ..in_status(status)
    };
    for (told, expected) in [
        (json!({}), plain()),
        (
            json!({"sessionElapsedTime": "01:02:59.9", "sessionMaxLeaseTime": "1.00:00:00"}),
            SessionProperties {
                elapsed_time_minutes: 62,
                max_lease_time_minutes: 1440,
                ..plain()
            },
        ),
        (
            json!({"sessionMaxLeaseTime": "4:0:59", "sessionHostname": "host.example"}),
            SessionProperties {
                max_lease_time_minutes: 240,
                hostname: Some("host.example".to_owned()),
                ..plain()
            },
        ),
        (
            json!({"sessionHostname": null, "sessionSize": "premium"}),
            SessionProperties {
                size: SessionSize::Premium,
                ..plain()
            },
        ),
        (
            json!({"sessionSize": null}),
            SessionProperties {
                size: SessionSize::Other(String::new()),
                ..plain()
            },
        ),
        (
            json!({"sessionStatus": "ready"}),
            in_status(SessionStatus::Ready),
        ),
        (
            json!({"sessionStatus": "stopping"}),
            in_status(SessionStatus::Other("Stopping".to_owned())),
        ),
        (
            json!({"sessionStatus": "stopped", "message": "Stopped by its owner."}),
            in_status(SessionStatus::Stopped),
        ),
        (
            json!({"sessionStatus": "error", "message": "None is free."}),
            ended(SessionStatus::Error, "Error", "None is free."),
        ),
        (
            json!({"sessionStatus": "Expired", "message": "It is over."}),
            ended(SessionStatus::Expired, "Expired", "It is over."),
        ),
        (
            json!({"sessionStatus": "Error", "message": ""}),
            in_status(SessionStatus::Error),
        ),
    ] {
        assert_eq!(v1_session(&told), expected, "{told}");
    }
}

#[test]
fn the_api_of_2021_always_tells_when_a_session_was_created() {
    let told = r#"{"id":"one","creationTime":"2021-05-14T16:25:13+00:00","size":"Standard","status":"Ready"}"#;
    let session: SessionProperties = serde_json::from_str(told).unwrap();
    assert!(session.creation_time.is_some());
    for member in [r#""creationTime":"2021-05-14T16:25:13+00:00","#] {
        for without in ["", r#""creationTime":null,"#] {
            let untold = told.replace(member, without);
            serde_json::from_str::<SessionProperties>(&untold).unwrap_err();
        }
    }
    let untold = serde_json::to_value(plain()).unwrap();
    assert_eq!(untold.get("creationTime"), None);
}
