//! What is sent, and when it is sent again: told by the server that it arrived at.

use std::time::Duration;

use remote_rendering_client::{
    Credential, ErrorKind, RetryPolicy, Runtime,
    protocol::{AccountKey, Generation},
};
use serde_json::{Value, json};

use super::{
    DAY,
    bodies::{granted, issued, ready, refused, session, told},
    minutes,
    script::{SESSION, Script, token},
    standard,
};
use crate::{Answer, Arrival, Place, Reply};

fn key() -> AccountKey {
    AccountKey::from_bytes(&[7; 32])
}

/// The methods and the last parts of the paths.
fn calls(arrived: &[Arrival]) -> Vec<String> {
    let call = |it: &Arrival| {
        let path = it.url.split('?').next().unwrap();
        let last = path.rsplit('/').next().unwrap();
        format!("{} {last}", it.method)
    };
    arrived.iter().map(call).collect()
}

fn bearers(arrived: &[Arrival]) -> Vec<&str> {
    let shown = arrived.iter().filter_map(|it| it.authorization.as_deref());
    shown.filter_map(|it| it.strip_prefix("Bearer ")).collect()
}

pub async fn requests_arrive_as_they_were_meant<R: Runtime + Clone>(place: Place<R>) {
    let generation = place.generation;
    let is_v1 = generation == Generation::V1;
    let empty = |status| Answer::new(status, "");
    let told = || ready(generation, SESSION);
    let list = Answer::new(200, r#"{"sessions":[]}"#);
    let replies = if is_v1 {
        let created = Answer::new(202, json!({"sessionId": SESSION}).to_string());
        vec![
            created,
            told(),
            empty(200),
            told(),
            granted(),
            empty(204),
            list,
        ]
    } else {
        vec![told(), told(), told(), granted(), empty(204), list]
    };
    let script = Script::of(&place, replies).await;
    let client = script.client();
    let id = SESSION.parse().unwrap();
    client.create_session(&id, &standard()).await.unwrap();
    client.get_session(&id).await.unwrap();
    client.update_session(&id, minutes(5)).await.unwrap();
    let grant = client.connect_session(&id).await.unwrap();
    assert_eq!(grant.address, "ws://host.example:50001/connect");
    assert_eq!(grant.token.expose(), "shown once");
    assert_eq!(grant.expires_in_seconds, 60);
    client.stop_session(&id).await.unwrap();
    client.list_sessions().collect().await.unwrap();
    let arrived = script.arrived().await;
    let expected: &[(&str, &str, Value)] = if is_v1 {
        let (create, update) = (
            json!({"maxLeaseTime": "00:04:00", "models": [], "size": "Standard"}),
            json!({"maxLeaseTime": "00:05:00"}),
        );
        &[
            ("POST", "/create", create),
            ("GET", "/session/properties", Value::Null),
            ("PATCH", "/session", update),
            ("GET", "/session/properties", Value::Null),
            ("POST", "/session/connect", Value::Null),
            ("DELETE", "/session", Value::Null),
            ("GET", "", Value::Null),
        ]
    } else {
        let (create, update) = (
            json!({"maxLeaseTimeMinutes": 4, "size": "Standard"}),
            json!({"maxLeaseTimeMinutes": 5}),
        );
        &[
            ("PUT", "/session", create),
            ("GET", "/session", Value::Null),
            ("PATCH", "/session", update),
            ("POST", "/session/:connect", Value::Null),
            ("POST", "/session/:stop", Value::Null),
            ("GET", "", Value::Null),
        ]
    };
    assert_eq!(arrived.len(), expected.len());
    for (request, (method, below, body)) in arrived.iter().zip(expected) {
        let end = if is_v1 {
            format!("/sessions{below}")
        } else {
            format!("/sessions{below}?api-version=2021-01-01")
        };
        assert_eq!(request.method, *method);
        assert!(request.url.ends_with(&end), "{} {end}", request.url);
        assert_eq!(request.url.contains("/v1/accounts/"), is_v1);
        let content = serde_json::from_str(&request.body).unwrap_or(Value::Null);
        assert_eq!(content, *body, "{method} {end}");
        let is_json = request.content_type.as_deref() == Some("application/json");
        assert_eq!(is_json, !body.is_null(), "{method} {end}");
    }
}

pub async fn a_refused_token_is_replaced_and_the_call_sent_again<R: Runtime + Clone>(
    place: Place<R>,
) {
    let (first, second) = (token(&place, "first", DAY), token(&place, "second", DAY));
    let replies = [
        issued(&first),
        refused(401, "Unauthorized"),
        issued(&second),
        ready(place.generation, SESSION),
    ];
    let script = Script::of(&place, replies).await;
    let client = script.client_with(Credential::AccountKey(key()));
    client.get_session(&SESSION.parse().unwrap()).await.unwrap();
    let arrived = script.arrived().await;
    let [asked, used, asked_again, used_again] = bearers(&arrived)[..] else {
        panic!("{arrived:?}")
    };
    assert_eq!((used, used_again), (first.as_str(), second.as_str()));
    // The key goes to the STS alone.
    assert!(asked.ends_with(key().expose()) && asked == asked_again);
    assert!(arrived[0].url.contains("/token?") && arrived[2].url.contains("/token?"));
}

pub async fn a_token_that_is_refused_again_is_unauthorized<R: Runtime + Clone>(place: Place<R>) {
    let replies = [
        issued(&token(&place, "first", DAY)),
        refused(401, "Unauthorized"),
        issued(&token(&place, "second", DAY)),
        refused(401, "Unauthorized"),
    ];
    let script = Script::of(&place, replies).await;
    let client = script.client_with(Credential::AccountKey(key()));
    let error = client
        .stop_session(&SESSION.parse().unwrap())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(error.call().attempts, 2);
    assert_eq!(script.arrived().await.len(), 4);
}

pub async fn a_given_token_that_is_refused_is_unauthorized_at_once<R: Runtime + Clone>(
    place: Place<R>,
) {
    let script = Script::of(&place, [refused(401, "Unauthorized")]).await;
    let error = script.failure().await;
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(error.call().attempts, 1);
    assert_eq!(script.arrived().await.len(), 1);
}

pub async fn a_wait_that_the_service_asks_for_is_kept<R: Runtime + Clone>(place: Place<R>) {
    let throttled = refused(429, "TooManyRequests").with("Retry-After", "1");
    let script = Script::of(&place, [throttled, ready(place.generation, SESSION)]).await;
    let begun = place.runtime.now();
    script.read().await.unwrap();
    let waited = Duration::from(place.runtime.now().since(begun));
    // Browsers round both times to a millisecond.
    assert!(waited >= Duration::from_millis(998), "{waited:?}");
    assert_eq!(script.arrived().await.len(), 2);
}

pub async fn a_create_is_repeated<R: Runtime + Clone>(place: Place<R>) {
    let replies: [Reply; 4] = [
        refused(429, "TooManyRequests").into(),
        refused(500, "InternalServerError").into(),
        ready(place.generation, SESSION).into(),
        Answer::new(204, "").into(),
    ];
    let script = Script::of(&place, replies).await;
    let client = script.client();
    let id = SESSION.parse().unwrap();
    client.create_session(&id, &standard()).await.unwrap();
    client.stop_session(&id).await.unwrap();
    let arrived = script.arrived().await;
    assert_eq!(
        calls(&arrived),
        ["PUT session", "PUT session", "PUT session", "POST :stop"]
    );
    assert!(arrived[1] == arrived[0] && arrived[2] == arrived[0]);
}

pub async fn a_create_is_sent_once<R: Runtime + Clone>(place: Place<R>) {
    for (reply, kind) in [
        (
            Reply::from(refused(429, "TooManyRequests")),
            ErrorKind::Throttled,
        ),
        (
            refused(500, "InternalServerError").into(),
            ErrorKind::ServiceFailed,
        ),
        (
            Reply::BreaksOff(Answer::new(202, "{")),
            ErrorKind::Interrupted,
        ),
    ] {
        let script = Script::of(&place, [reply]).await;
        let new = standard();
        let error = script
            .client()
            .create_session(&place.fresh_id(), &new)
            .await;
        let error = error.unwrap_err();
        assert_eq!((error.kind(), error.call().attempts), (kind, 1));
        assert_eq!(calls(&script.arrived().await), ["POST create"]);
    }
}

pub async fn an_update_that_arrived_unseen_is_a_success<R: Runtime + Clone>(place: Place<R>) {
    let now = |minutes: i64| {
        let more = json!({"maxLeaseTimeMinutes": minutes});
        told(&session(place.generation, SESSION, &more))
    };
    for (minutes_now, is_success) in [(300, true), (240, false)] {
        let replies = [
            Reply::BreaksOff(now(300)),
            refused(422, "UnprocessableEntity").into(),
            now(minutes_now).into(),
        ];
        let script = Script::of(&place, replies).await;
        let id = SESSION.parse().unwrap();
        let outcome = script.client().update_session(&id, minutes(300)).await;
        match outcome {
            Ok(updated) => assert!(is_success && updated.max_lease_time_minutes == 300),
            Err(error) => assert!(!is_success && error.kind() == ErrorKind::LeaseRefused),
        }
        let calls = calls(&script.arrived().await);
        assert_eq!(calls, ["PATCH session", "PATCH session", "GET session"]);
    }
}

/// A page with one session, and with a link.
fn page<R>(place: &Place<R>, id: &str, link: Option<&str>) -> Answer {
    let sessions = [session(place.generation, id, &json!({}))];
    Answer::new(
        200,
        json!({"sessions": sessions, "@nextLink": link}).to_string(),
    )
}

pub async fn pages_follow_their_links<R: Runtime + Clone>(place: Place<R>) {
    let script = Script::open(&place);
    let second = place.scripted.join(&script.path("/sessions?page=%32&a=b"));
    let replies: [Reply; 4] = [
        page(&place, "first", Some(&second)).into(),
        refused(503, "Unavailable").into(),
        Reply::BreaksOff(Answer::new(200, "{")),
        page(&place, "second", None).into(),
    ];
    script.put(replies).await;
    let client = script.client().with_retry(RetryPolicy::once());
    let mut pages = client.list_sessions();
    let first = pages.next_page().await.unwrap().unwrap();
    assert_eq!(first[0].id.as_str(), "first");
    // A page that failed can be asked for again.
    for kind in [ErrorKind::ServiceFailed, ErrorKind::Interrupted] {
        assert_eq!(pages.next_page().await.unwrap_err().kind(), kind);
    }
    let last = pages.next_page().await.unwrap().unwrap();
    assert_eq!(last[0].id.as_str(), "second");
    assert!(pages.next_page().await.unwrap().is_none());
    let arrived = script.arrived().await;
    for request in &arrived[1..] {
        assert_eq!(request.url, second);
    }
    let tokens = bearers(&arrived);
    assert!(tokens.iter().all(|token| *token == tokens[0]));
}

pub async fn a_link_that_leads_away_is_not_followed<R: Runtime + Clone>(place: Place<R>) {
    let here = place.scripted.as_str();
    let (scheme, host) = here.split_once("://").unwrap();
    for origin in [
        place.elsewhere.as_str().to_owned(),
        // It only begins like the endpoint.
        format!("{here}0"),
        format!("{here}.example"),
        format!("{here}@elsewhere.invalid"),
        format!("{scheme}://user@{host}"),
        String::new(),
    ] {
        let script = Script::open(&place);
        let link = format!("{origin}{}", script.path("/sessions"));
        script.put([page(&place, "first", Some(&link))]).await;
        let mut pages = script.client().list_sessions();
        pages.next_page().await.unwrap().unwrap();
        let error = pages.next_page().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ForeignLink, "{link}");
        // Neither origin has seen the token again.
        assert_eq!(script.arrived().await.len(), 1, "{link}");
    }
}

pub async fn a_page_that_links_to_itself_is_the_last<R: Runtime + Clone>(place: Place<R>) {
    let script = Script::open(&place);
    let link = place.scripted.join(&script.path("/sessions?page=2"));
    let replies = ["first", "second"].map(|id| page(&place, id, Some(&link)));
    script.put(replies).await;
    let sessions = script.client().list_sessions().collect().await.unwrap();
    let ids: Vec<_> = sessions.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["first", "second"]);
    assert_eq!(script.arrived().await.len(), 2);
}
