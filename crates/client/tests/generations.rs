//! Every call in both generations of the API: where it goes, what it says, and what is made of the answer.
#![cfg(test)]

mod support;

use futures_executor::block_on;
use remote_rendering_client::{
    ErrorKind, NewSession, SessionCall,
    protocol::{
        ApiVersion, Generation, MaxLeaseTime, SessionSize, SessionStatus, Timespan,
        session::SessionProperties,
    },
    scripted::{Reply, ScriptedRuntime},
    session_call,
};
use support::{
    ACCOUNT, ENDPOINT, client_with_token, minutes, new_session, ok, refusal, session, standard,
    v1_client_with_token, v1_created, v1_properties,
};

/// Method, URL and body of every request.
fn requests(runtime: &ScriptedRuntime) -> Vec<(String, String, Option<String>)> {
    let requests = runtime.requests().into_iter();
    requests
        .map(|it| (it.method.to_string(), it.url, it.body))
        .collect()
}

const GRANT: &str =
    r#"{"address":"ws://a.vm:50001/connect","token":"secret-token","expiresInSeconds":60}"#;

/// The calls of one session: created, read, extended, connected to, stopped, listed.
fn make_every_call(generation: Generation) -> ScriptedRuntime {
    let runtime = ScriptedRuntime::default();
    let client = client_with_token(&runtime).with_generation(generation);
    let nothing = || Reply::new(204, "", &[]);
    let list = ok(r#"{"sessions":[]}"#);
    let replies = match generation {
        Generation::V1 => {
            let ready = || ok(v1_properties("Standard", "Ready", "00:05:00"));
            vec![
                v1_created(),
                ready(),
                nothing(),
                ready(),
                ok(GRANT),
                nothing(),
                list,
            ]
        }
        Generation::V2021(_) => {
            let ready = || standard("Ready");
            vec![ready(), ready(), ready(), ok(GRANT), nothing(), list]
        }
    };
    for reply in replies {
        runtime.reply(reply);
    }
    block_on(async {
        let created = client.create_session(&session(), &new_session()).await;
        let id = created.unwrap().id;
        client.get_session(&id).await.unwrap();
        client.update_session(&id, minutes(5)).await.unwrap();
        client.connect_session(&id).await.unwrap();
        client.stop_session(&id).await.unwrap();
        client.list_sessions().collect().await.unwrap();
    });
    assert_eq!(runtime.replies_left(), 0);
    runtime
}

#[test]
fn every_call_goes_where_its_generation_has_it() {
    let of = |method: &str, path: &str, body: Option<&str>| {
        let url = format!("{ENDPOINT}{path}").replace("<account>", &format!("accounts/{ACCOUNT}"));
        (method.to_owned(), url, body.map(str::to_owned))
    };
    let v1 = make_every_call(Generation::V1);
    let sessions = "/v1/<account>/sessions";
    assert_eq!(
        requests(&v1),
        [
            of(
                "POST",
                &format!("{sessions}/create"),
                Some(r#"{"maxLeaseTime":"00:04:00","models":[],"size":"Standard"}"#)
            ),
            of("GET", &format!("{sessions}/chosen/properties"), None),
            of(
                "PATCH",
                &format!("{sessions}/chosen"),
                Some(r#"{"maxLeaseTime":"00:05:00"}"#)
            ),
            of("GET", &format!("{sessions}/chosen/properties"), None),
            of("POST", &format!("{sessions}/chosen/connect"), None),
            of("DELETE", &format!("{sessions}/chosen"), None),
            of("GET", sessions, None),
        ]
    );
    for version in [ApiVersion::V2021_01_01, ApiVersion::V2021_01_01Preview] {
        let of_2021 = make_every_call(Generation::V2021(version));
        let of = |method, path, body| {
            let path = format!("/<account>/sessions{path}?api-version={version}");
            of(method, &path, body)
        };
        assert_eq!(
            requests(&of_2021),
            [
                of(
                    "PUT",
                    "/session",
                    Some(r#"{"maxLeaseTimeMinutes":4,"size":"Standard"}"#)
                ),
                of("GET", "/session", None),
                of("PATCH", "/session", Some(r#"{"maxLeaseTimeMinutes":5}"#)),
                of("POST", "/session/:connect", None),
                of("POST", "/session/:stop", None),
                of("GET", "", None),
            ]
        );
    }
}

#[test]
fn the_urls_that_are_told_are_those_that_are_called() {
    use SessionCall::{Connect, Create, Read, Stop, Update};
    let (endpoint, account) = (ENDPOINT.parse().unwrap(), ACCOUNT.parse().unwrap());
    for (generation, id, calls) in [
        (
            Generation::V1,
            "chosen",
            &[Create, Read, Update, Read, Connect, Stop][..],
        ),
        (
            Generation::default(),
            "session",
            &[Create, Read, Update, Connect, Stop],
        ),
    ] {
        let id = id.parse().unwrap();
        let runtime = make_every_call(generation);
        let called = runtime.requests().into_iter();
        let called: Vec<_> = called.map(|it| (it.method, it.url)).collect();
        let told = calls
            .iter()
            .map(|call| session_call(*call, &endpoint, account, &id, generation));
        // The list is nobody else's to show.
        assert_eq!(called[..calls.len()], told.collect::<Vec<_>>());
    }
}

#[test]
fn what_v1_creates_is_known_without_another_question() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(v1_created());
    let new = NewSession {
        max_lease_time: MaxLeaseTime::try_from(Timespan::from_seconds(5430)).unwrap(),
        size: SessionSize::Premium,
    };
    let client = v1_client_with_token(&runtime);
    let created = block_on(client.create_session(&session(), &new)).unwrap();
    let expected = SessionProperties {
        id: "chosen".parse().unwrap(),
        creation_time: None,
        arr_inspector_port: None,
        handshake_port: None,
        elapsed_time_minutes: 0,
        hostname: None,
        max_lease_time_minutes: 90,
        size: SessionSize::Premium,
        status: SessionStatus::Starting,
        teraflops: None,
        error: None,
    };
    assert_eq!(created, expected);
    let [request] = &runtime.requests()[..] else {
        panic!("one call")
    };
    // No part of a minute is cut here.
    let body = request.body.as_deref().unwrap();
    assert!(body.contains(r#""maxLeaseTime":"01:30:30""#), "{body}");
}

#[test]
fn v1_is_polled_until_its_session_is_ready() {
    for (size, seconds) in [("Standard", 2), ("Premium", 10)] {
        let runtime = ScriptedRuntime::default();
        runtime
            .reply(v1_created())
            .reply(ok(v1_properties(size, "starting", "4:0:0")))
            .reply(ok(v1_properties(size, "Ready", "4:0:0")));
        let new = NewSession {
            size: size.into(),
            ..new_session()
        };
        let client = v1_client_with_token(&runtime);
        let mut poller = block_on(client.begin_session(&session(), &new)).unwrap();
        let mut seen = Vec::new();
        let ready = block_on(poller.until_done(|it| seen.push(it.status.clone()))).unwrap();
        assert_eq!(ready.id.as_str(), "chosen");
        assert_eq!(ready.max_lease_time_minutes, 240);
        assert_eq!(seen, [SessionStatus::Starting, SessionStatus::Ready]);
        let cadence = std::time::Duration::from_secs(seconds);
        assert_eq!(runtime.sleeps(), [cadence; 2]);
    }
}

#[test]
fn a_session_of_v1_is_resumed_by_its_id() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(ok(v1_properties("Standard", "Expired", "00:04:00")));
    let client = v1_client_with_token(&runtime);
    let poller = block_on(client.resume_session(&"chosen".parse().unwrap())).unwrap();
    assert!(poller.is_done());
    assert_eq!(poller.latest().status, SessionStatus::Expired);
}

#[test]
fn the_list_of_v1_is_one_page_in_the_words_of_2021() {
    let runtime = ScriptedRuntime::default();
    let one = v1_properties("premium", "starting", "4:0:0");
    runtime.reply(ok(format!(
        r#"{{"sessions":[{one}],"@nextLink":"{ENDPOINT}/v1/more"}}"#
    )));
    let mut pages = v1_client_with_token(&runtime).list_sessions();
    let page = block_on(pages.next_page()).unwrap().unwrap();
    let [session] = &page[..] else {
        panic!("{page:?}")
    };
    assert_eq!(session.size, SessionSize::Premium);
    assert_eq!(session.status, SessionStatus::Starting);
    assert_eq!(session.creation_time, None);
    assert!(block_on(pages.next_page()).unwrap().is_none());
    assert_eq!(runtime.requests().len(), 1);
}

#[test]
fn an_update_of_v1_gives_what_the_session_is_then() {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(Reply::new(200, "", &[]))
        .reply(ok(v1_properties("Standard", "Ready", "00:05:00")));
    let client =
        v1_client_with_token(&runtime).with_retry(remote_rendering_client::RetryPolicy::once());
    let now = block_on(client.update_session(&session(), minutes(5))).unwrap();
    assert_eq!(now.max_lease_time_minutes, 5);
    // Whoever hears that the reading failed hears which call it was.
    runtime
        .reply(Reply::new(200, "", &[]))
        .reply(refusal(500, "Internal"));
    let error = block_on(client.update_session(&session(), minutes(5))).unwrap_err();
    assert_eq!(error.call().method, "GET");
}

#[test]
fn a_grant_is_asked_for_again_and_its_token_is_in_no_text() {
    for generation in [Generation::V1, Generation::default()] {
        let runtime = ScriptedRuntime::default();
        runtime.reply(refusal(504, "ServerSilent")).reply(ok(GRANT));
        let client = client_with_token(&runtime).with_generation(generation);
        let grant = block_on(client.connect_session(&session())).unwrap();
        assert_eq!(runtime.requests().len(), 2);
        assert_eq!(grant.address, "ws://a.vm:50001/connect");
        assert_eq!(grant.token.expose(), "secret-token");
        assert_eq!(grant.expires_in_seconds, 60);
        assert!(!format!("{grant:?}").contains("secret-token"));
    }
}

#[test]
fn who_cannot_connect_hears_why_at_once() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(refusal(409, "SessionStarting"));
    let client = client_with_token(&runtime);
    let error = block_on(client.connect_session(&session())).unwrap_err();
    assert_eq!(
        (error.kind(), error.call().attempts),
        (ErrorKind::Conflict, 1)
    );
    let code = &error.call().service.as_ref().unwrap().code;
    assert_eq!(code, "SessionStarting");
}
