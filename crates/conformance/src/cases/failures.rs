//! What goes wrong on the way and in a service.

use std::time::Duration;

use remote_rendering_client::{ErrorKind, RetryPolicy, Runtime};
use serde_json::json;

use super::{
    bodies::{VECTOR, ready, refused},
    script::{SESSION, Script, at_once},
};
use crate::{Answer, Place, Reply};

pub async fn every_status_has_its_kind<R: Runtime + Clone>(place: Place<R>) {
    for (status, kind) in [
        (400, ErrorKind::BadRequest),
        (401, ErrorKind::Unauthorized),
        (402, ErrorKind::UnexpectedStatus),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (405, ErrorKind::UnexpectedStatus),
        (409, ErrorKind::Conflict),
        (412, ErrorKind::UnexpectedStatus),
        (418, ErrorKind::UnexpectedStatus),
        (422, ErrorKind::LeaseRefused),
        (429, ErrorKind::Throttled),
        (500, ErrorKind::ServiceFailed),
        (502, ErrorKind::ServiceFailed),
        (503, ErrorKind::ServiceFailed),
        (504, ErrorKind::ServiceFailed),
        (599, ErrorKind::ServiceFailed),
    ] {
        let script = Script::of(&place, [refused(status, "Code")]).await;
        let client = script.client().with_retry(RetryPolicy::once());
        let error = client.get_session(&SESSION.parse().unwrap()).await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), kind, "{status}");
        assert_eq!(error.call().status, Some(status));
        assert_eq!(script.arrived().await.len(), 1);
    }
}

pub async fn a_refusal_is_told_in_the_service_s_words<R: Runtime + Clone>(place: Place<R>) {
    let body = json!({"error": {
        "code": "BadRequest",
        "message": "Größer als 1440.",
        "target": "maxLeaseTimeMinutes",
        "details": [{"code": "Inner", "message": "One.", "details": null, "target": null}],
        "innerError": {"code": "Innermost", "message": "Another.", "stack": [1]},
    }});
    let answer = Answer::new(400, body.to_string()).with("ms-cv", VECTOR);
    let script = Script::of(&place, [answer]).await;
    let error = script.failure().await;
    let call = error.call();
    let service = call.service.as_ref().unwrap();
    assert_eq!(service.code, "BadRequest");
    assert_eq!(service.message, "Größer als 1440.");
    assert_eq!(service.target.as_deref(), Some("maxLeaseTimeMinutes"));
    assert_eq!(service.details[0].code, "Inner");
    assert_eq!(service.inner_error.as_ref().unwrap().code, "Innermost");
    assert_eq!(call.correlation_vector.as_ref().unwrap().as_str(), VECTOR);
    assert!(error.to_string().contains("BadRequest: Größer als 1440."));
    script.arrived().await;
}

pub async fn a_refusal_without_words_is_told_by_its_status<R: Runtime + Clone>(place: Place<R>) {
    for body in [
        "",
        "<html>Access denied by the proxy</html>",
        "{}",
        r#"{"error":"no"}"#,
        r#"{"error":null}"#,
        r#"{"error":{"code":"NoMessage"}}"#,
    ] {
        let script = Script::of(&place, [Answer::new(403, body)]).await;
        let error = script.failure().await;
        assert_eq!(error.kind(), ErrorKind::Forbidden, "{body}");
        assert_eq!(error.call().service, None, "{body}");
        assert_eq!(error.call().correlation_vector, None);
        script.arrived().await;
    }
}

pub async fn a_throttled_call_is_repeated<R: Runtime + Clone>(place: Place<R>) {
    let throttled = || refused(429, "TooManyRequests");
    let good = ready(place.generation, SESSION);
    let script = Script::of(&place, [throttled(), throttled(), good]).await;
    script.read().await.unwrap();
    let arrived = script.arrived().await;
    assert_eq!(arrived.len(), 3);
    assert!(arrived.iter().all(|request| *request == arrived[0]));
}

pub async fn a_call_that_is_throttled_on_and_on_is_given_up<R: Runtime + Clone>(place: Place<R>) {
    let script = Script::of(&place, [(); 3].map(|()| refused(429, "TooManyRequests"))).await;
    let error = script.failure().await;
    assert_eq!(error.kind(), ErrorKind::Throttled);
    let call = error.call();
    assert_eq!((call.status, call.attempts), (Some(429), 3));
    assert_eq!(call.retry_after, Some(Duration::ZERO));
    assert_eq!(call.correlation_vector.as_ref().unwrap().as_str(), VECTOR);
    assert_eq!(script.arrived().await.len(), 3);
}

pub async fn a_wait_that_is_too_long_ends_the_call<R: Runtime + Clone>(place: Place<R>) {
    let busy = refused(429, "TooManyRequests").with("retry-after", "3000");
    let script = Script::of(&place, [busy]).await;
    let error = script.failure().await;
    assert_eq!(error.kind(), ErrorKind::Throttled);
    let wait = Some(Duration::from_mins(50));
    assert_eq!((error.call().retry_after, error.call().attempts), (wait, 1));
    script.arrived().await;
}

pub async fn a_service_that_failed_is_asked_again<R: Runtime + Clone>(place: Place<R>) {
    let replies: [Reply; 3] = [
        Answer::new(500, "<html>").into(),
        Reply::BreaksOff(ready(place.generation, SESSION)),
        ready(place.generation, SESSION).into(),
    ];
    let script = Script::of(&place, replies).await;
    assert_eq!(script.read().await.unwrap().id.as_str(), SESSION);
    assert_eq!(script.arrived().await.len(), 3);
}

pub async fn a_service_that_fails_on_and_on_is_given_up<R: Runtime + Clone>(place: Place<R>) {
    let replies = [500, 503, 502].map(|status| refused(status, "Failed"));
    let script = Script::of(&place, replies).await;
    let error = script.failure().await;
    assert_eq!(error.kind(), ErrorKind::ServiceFailed);
    // The last answer is told.
    assert_eq!((error.call().status, error.call().attempts), (Some(502), 3));
    assert_eq!(script.arrived().await.len(), 3);
}

pub async fn an_answer_that_breaks_off_is_interrupted<R: Runtime + Clone>(place: Place<R>) {
    for answer in [
        ready(place.generation, SESSION),
        // Whether it would have been a refusal is not known then.
        refused(403, "Forbidden"),
    ] {
        let script = Script::of(&place, [Reply::BreaksOff(answer)]).await;
        let client = script.client().with_retry(RetryPolicy::once());
        let error = client.get_session(&SESSION.parse().unwrap()).await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted);
        assert_eq!((error.call().status, error.call().attempts), (None, 1));
        assert_eq!(script.arrived().await.len(), 1);
    }
}

pub async fn silence_is_a_timeout<R: Runtime + Clone>(place: Place<R>) {
    let script = Script::of(&place, [Reply::Silence, Reply::Silence]).await;
    let impatient = RetryPolicy {
        attempt_timeout: Duration::from_millis(200),
        max_attempts: 2,
        ..at_once()
    };
    let client = script.client().with_retry(impatient);
    let error = client.stop_session(&SESSION.parse().unwrap()).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!((error.call().status, error.call().attempts), (None, 2));
    assert!(error.call().elapsed >= Duration::from_millis(398));
    assert_eq!(script.arrived().await.len(), 2);
}

pub async fn where_nobody_listens_is_unreachable<R: Runtime + Clone>(place: Place<R>) {
    let script = Script::open(&place);
    let client = script.client().at(place.closed.clone());
    let error = client.get_session(&SESSION.parse().unwrap()).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreachable);
    assert_eq!((error.call().status, error.call().attempts), (None, 3));
    assert!(!format!("{error} {error:?}").contains("api-version"));
}

pub async fn a_redirect_is_not_followed<R: Runtime + Clone>(place: Place<R>) {
    for status in [301, 302, 303, 307, 308] {
        for origin in [&place.elsewhere, &place.scripted] {
            let script = Script::open(&place);
            let location = origin.join(&script.path("/sessions/session"));
            let redirect = Answer::new(status, "").with("Location", location);
            script.put([redirect]).await;
            let error = script.failure().await;
            assert_eq!(error.kind(), ErrorKind::UnexpectedStatus, "{status}");
            assert_eq!(error.call().attempts, 1);
            // A browser does not tell it.
            assert!(error.call().status.is_none_or(|it| it == status));
            // Neither origin has seen the token again.
            assert_eq!(script.arrived().await.len(), 1);
        }
    }
}
