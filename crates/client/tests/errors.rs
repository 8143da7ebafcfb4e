//! What an error tells, and what nothing tells: keys and tokens.
#![cfg(test)]

mod support;

use std::{error::Error as _, fmt::Write as _, time::Duration};

use futures_executor::block_on;
use remote_rendering_client::{
    Credential, Error, ErrorKind, Json as _, SerdeJson, TokenCallback, TransportError,
    TransportErrorKind,
    protocol::{AccessToken, Generation, session::SessionProperties},
    scripted::{Reply, ScriptedRuntime},
};
use support::{
    ACCOUNT, DAY, ENDPOINT, KEY, MS_CV, STS, ScriptedClient, client, client_with_key,
    client_with_token, error_body, issued, jwt, key, minutes, new_session, ok, refusal, session,
    standard,
};

/// What asking for a session reports after these replies.
fn failure(replies: impl IntoIterator<Item = Reply>) -> Error {
    let runtime = ScriptedRuntime::default();
    for reply in replies {
        runtime.reply(reply);
    }
    let error = block_on(client_with_token(&runtime).get_session(&session())).unwrap_err();
    assert_eq!(runtime.replies_left(), 0);
    error
}

fn server_failures() -> [Reply; 4] {
    [(); 4].map(|()| refusal(500, "Internal"))
}

#[test]
fn an_error_carries_the_whole_call() {
    let error = failure(server_failures());
    let call = error.call();
    assert_eq!(call.kind, ErrorKind::ServiceFailed);
    assert_eq!(call.method, "GET");
    let url = format!("{ENDPOINT}/accounts/{ACCOUNT}/sessions/session");
    assert_eq!(call.url, url, "without its query");
    assert_eq!(call.attempts, 4);
    assert_eq!(call.elapsed, Duration::from_millis(3500));
    assert_eq!(call.status, Some(500));
    let service = call.service.as_ref().unwrap();
    assert_eq!(service.code, "Internal");
    assert_eq!(service.message, "The words of Internal.");
    assert_eq!(call.correlation_vector.as_ref().unwrap().as_str(), MS_CV);
}

#[test]
fn an_error_reads_as_one_line_with_all_that_helps() {
    let url = format!("{ENDPOINT}/accounts/{ACCOUNT}/sessions/session");
    assert_eq!(
        failure(server_failures()).to_string(),
        format!(
            "GET {url}: the service failed (500): Internal: The words of Internal., \
             after 4 attempts, MS-CV {MS_CV}"
        )
    );
    assert_eq!(
        failure([Reply::Failure(TransportErrorKind::Offline)]).to_string(),
        format!("GET {url}: no network")
    );
}

#[test]
fn an_error_is_one_pointer_wide() {
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
}

#[test]
fn the_cause_of_a_call_without_answer_is_the_shells() {
    let error = failure([Reply::Failure(TransportErrorKind::CorsRefused)]);
    assert_eq!(error.call().status, None);
    let cause: &TransportError = error.source().unwrap().downcast_ref().unwrap();
    assert_eq!(cause.kind, TransportErrorKind::CorsRefused);
    assert_eq!(cause.to_string(), "refused by CORS: scripted");
}

#[test]
fn a_success_that_is_not_json_or_of_another_shape_is_an_invalid_answer() {
    for body in [
        "",
        "<html>It works!</html>",
        "null",
        "[]",
        "{}",
        r#"{"id":"session"}"#,
        r#""a text""#,
    ] {
        let error = failure([refusal(500, "Internal"), ok(body)]);
        assert_eq!(error.kind(), ErrorKind::InvalidAnswer, "{body}");
        let call = error.call();
        assert_eq!(call.status, Some(200));
        assert_eq!(call.attempts, 2, "{body}");
        assert_eq!(call.elapsed, Duration::from_millis(500));
        assert_eq!(call.correlation_vector.as_ref().unwrap().as_str(), MS_CV);
        assert!(error.source().is_some());
    }
}

#[test]
fn every_call_that_reads_an_answer_finds_it_invalid() {
    let runtime = ScriptedRuntime::default();
    for _ in 0..10 {
        runtime.reply(ok("<html>"));
    }
    let client = client_with_token(&runtime);
    let (v1, id) = (client.with_generation(Generation::V1), session());
    let failures = block_on(async {
        [
            client_with_key(&runtime).access_token().await.err(),
            client.regions().await.err(),
            client.create_session(&id, &new_session()).await.err(),
            client.begin_session(&id, &new_session()).await.err(),
            client.resume_session(&id).await.err(),
            client.update_session(&id, minutes(5)).await.err(),
            client.list_sessions().next_page().await.err(),
            v1.create_session(&id, &new_session()).await.err(),
            v1.get_session(&id).await.err(),
            v1.list_sessions().next_page().await.err(),
        ]
    });
    for error in failures {
        assert_eq!(error.unwrap().kind(), ErrorKind::InvalidAnswer);
    }
    assert_eq!(runtime.replies_left(), 0, "none is sent again");
}

#[test]
fn a_failure_whose_body_is_not_the_services_still_has_its_kind() {
    for body in [
        "",
        "<html>Bad gateway</html>",
        "null",
        r#"{"error":"a text"}"#,
        r#"{"error":{"code":"NoMessage"}}"#,
    ] {
        let error = failure([Reply::new(404, body, &[("ms-cv", MS_CV)])]);
        assert_eq!(error.kind(), ErrorKind::NotFound, "{body}");
        assert_eq!(error.call().service, None);
        assert!(error.call().correlation_vector.is_some());
    }
}

#[test]
fn nested_service_errors_and_nulls_are_read() {
    let body = concat!(
        r#"{"error":{"code":"BadRequest","message":"Outer.","target":"size","details":[{"code":"A","#,
        r#""message":"Detail.","details":null}],"innerError":{"code":"B","message":"Inner."},"new":1}}"#
    );
    let error = failure([Reply::new(400, body, &[])]);
    let service = error.call().service.clone().unwrap();
    assert_eq!(service.target.as_deref(), Some("size"));
    assert_eq!(service.details[0].message, "Detail.");
    assert_eq!(service.inner_error.unwrap().code, "B");
}

#[test]
fn a_correlation_vector_that_could_do_harm_is_dropped() {
    for header in ["", "<script>", "line\nbreak", &"A".repeat(129)] {
        let error = failure([Reply::new(
            404,
            error_body("NotFound"),
            &[("MS-CV", header)],
        )]);
        assert_eq!(error.call().correlation_vector, None);
    }
}

#[test]
fn what_was_wrong_with_a_json_text_is_told_without_its_values() {
    let table = [
        (r#""eyJ.secret""#, "unexpected value at line 1 column 12"),
        (
            r#"{"id":["secret"]}"#,
            "unexpected value at line 1 column 6",
        ),
        ("{}", "missing field `id` at line 1 column 2"),
        ("{", "EOF while parsing an object at line 1 column 1"),
    ];
    for (text, expected) in table {
        let error = SerdeJson::parse::<SessionProperties>(text).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}

/// An error and all its causes, in every way they print.
fn printed(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        write!(text, " {error} {error:?}").unwrap();
        cause = error.source();
    }
    text
}

fn assert_no_secret(text: &str, token: &str) {
    let (header_and_claims, signature) = token.rsplit_once('.').unwrap();
    let claims = header_and_claims.rsplit_once('.').unwrap().1;
    for secret in [KEY, claims, signature] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

/// Everything that can go wrong with a token in play.
#[test]
fn no_error_tells_a_key_or_a_token() {
    let quoted = |token: &str| format!(r#""{token}""#);
    let list = |token: &str| format!(r#"{{"AccessToken":["{token}"]}}"#);
    let token = jwt(&ScriptedRuntime::default(), DAY, "secret");
    let sts_answers = [
        refusal(401, "Unauthorized"),
        ok(quoted(&token)),
        ok(list(&token)),
        ok(&token),
        issued(&format!("{token}.{token}")),
        issued(&token.replacen('.', ".*", 1)),
        Reply::Failure(TransportErrorKind::Offline),
    ];
    for answer in sts_answers {
        let runtime = ScriptedRuntime::default();
        runtime.reply(answer);
        let outcome = block_on(client_with_key(&runtime).get_session(&session()));
        assert_no_secret(&printed(&outcome.unwrap_err()), &token);
    }
    for answer in [
        refusal(403, "Forbidden"),
        ok("<html>"),
        Reply::Failure(TransportErrorKind::Offline),
    ] {
        let runtime = ScriptedRuntime::default();
        runtime.reply(issued(&token)).reply(answer);
        let outcome = block_on(client_with_key(&runtime).get_session(&session()));
        assert_no_secret(&printed(&outcome.unwrap_err()), &token);
    }
    let runtime = ScriptedRuntime::default();
    let client = client_given(&runtime, &format!("{token}.{token}"));
    let error = block_on(client.get_session(&session())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidToken);
    assert_no_secret(&printed(&error), &token);
}

fn client_given(runtime: &ScriptedRuntime, token: &str) -> ScriptedClient {
    client(runtime, Credential::AccessToken(AccessToken::new(token)))
}

#[test]
fn nothing_else_prints_a_key_or_a_token() {
    let runtime = ScriptedRuntime::default();
    let token = jwt(&runtime, DAY, "secret");
    let client = client_with_key(&runtime);
    runtime.reply(issued(&token)).reply(standard("Starting"));
    let poller = block_on(client.begin_session(&session(), &new_session())).unwrap();
    runtime.reply(issued(&token));
    let fetched = AccessToken::new(&token);
    let callback = TokenCallback::new(move || {
        let fetched = fetched.clone();
        async move { Ok::<_, std::io::Error>(fetched) }
    });
    let mut text = format!("{:?} {runtime:?} {client:?} {poller:?}", runtime.requests());
    write!(text, "{:?}", client.list_sessions()).unwrap();
    let credentials = [
        Credential::AccountKey(key()),
        Credential::AccessToken(AccessToken::new(&token)),
        Credential::Callback(callback),
    ];
    write!(text, "{credentials:?}").unwrap();
    assert_no_secret(&text, &token);
    assert!(text.contains(STS) && text.contains(ENDPOINT), "{text}");
}
