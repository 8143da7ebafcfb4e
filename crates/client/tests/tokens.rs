//! How the client gets its tokens, keeps them and replaces them.
#![cfg(test)]

mod support;

use std::{cell::Cell, error::Error as _, pin::pin, rc::Rc, time::Duration};

use futures_executor::block_on;
use futures_util::future::{join, join_all};
use remote_rendering_client::{
    Credential, ErrorKind, TokenCallback,
    protocol::{AccessToken, ClaimsError, Generation, Timestamp},
    scripted::{Reply, ScriptedRuntime},
};
use support::{
    ACCOUNT, DAY, KEY, STS, ScriptedClient, client, client_with_key, client_with_token, issued,
    jwt, jwt_of, jwt_until, poll_once, refusal, sent_headers, session, standard, token_requests,
};

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

fn get(client: &ScriptedClient) {
    block_on(client.get_session(&session())).unwrap();
}

#[test]
fn a_key_is_exchanged_at_the_sts() {
    let runtime = ScriptedRuntime::default();
    runtime.set_randomness(0xfb);
    let token = jwt(&runtime, DAY, "first");
    runtime.reply(issued(&token)).reply(standard("Ready"));

    get(&client_with_key(&runtime));

    let request = &runtime.requests()[0];
    assert_eq!(request.method, "GET");
    assert_eq!(
        request.url,
        format!("{STS}/accounts/{ACCOUNT}/token?api-version=2019-02-28-preview")
    );
    let expected = [bearer(&format!("{ACCOUNT}:{KEY}")), bearer(&token)];
    assert_eq!(sent_headers(&runtime, "authorization"), expected);
    // 128 bits in base64 without padding, then the number of the call; to the STS only.
    assert_eq!(
        sent_headers(&runtime, "x-mrc-cv"),
        ["+/v7+/v7+/v7+/v7+/v7+w.0"]
    );
    assert!(sent_headers(&runtime, "content-type").is_empty());
}

#[test]
fn one_token_serves_many_calls_regions_and_both_generations() {
    let runtime = ScriptedRuntime::default();
    let client = client_with_key(&runtime);
    runtime.reply(issued(&jwt(&runtime, DAY, "first")));
    for _ in 0..3 {
        runtime.reply(standard("Ready"));
        get(&client);
    }
    runtime.reply(standard("Ready"));
    get(&client.at("https://eastus.example".parse().unwrap()));
    runtime.reply(Reply::new(204, "", &[]));
    block_on(
        client
            .with_generation(Generation::V1)
            .stop_session(&session()),
    )
    .unwrap();
    assert_eq!(token_requests(&runtime), 1);
}

#[test]
fn a_token_is_replaced_five_minutes_before_it_expires() {
    let runtime = ScriptedRuntime::default();
    let client = client_with_key(&runtime);
    assert_eq!(client.token_expires_at(), None);
    let first = jwt(&runtime, Duration::from_hours(1), "first");
    runtime.reply(issued(&first)).reply(standard("Ready"));
    get(&client);
    let expiry = Timestamp::from_unix_seconds(1_600_000_000 + 3600);
    assert_eq!(client.token_expires_at(), Some(expiry));

    runtime.advance(Duration::from_secs(3600 - 300 - 1));
    runtime.reply(standard("Ready"));
    get(&client);
    assert_eq!(token_requests(&runtime), 1);

    runtime.advance(Duration::from_secs(1));
    let second = jwt(&runtime, Duration::from_hours(1), "second");
    runtime.reply(issued(&second)).reply(standard("Ready"));
    get(&client);
    assert_eq!(token_requests(&runtime), 2);
    let last = sent_headers(&runtime, "authorization").pop().unwrap();
    assert_eq!(last, bearer(&second));
}

#[test]
fn calls_made_together_fetch_one_token() {
    let runtime = ScriptedRuntime::default();
    let client = client_with_key(&runtime);
    runtime.reply(issued(&jwt(&runtime, DAY, "first")));
    for _ in 0..10 {
        runtime.reply(standard("Ready"));
    }
    let id = session();
    let answers = block_on(join_all((0..10).map(|_| client.get_session(&id))));
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(token_requests(&runtime), 1);
}

#[test]
fn a_call_that_is_dropped_while_it_fetches_a_token_does_not_block_the_next() {
    let runtime = ScriptedRuntime::default();
    let client = client_with_key(&runtime);
    runtime
        .reply(Reply::Silence)
        .reply(issued(&jwt(&runtime, DAY, "second")))
        .reply(standard("Ready"));
    let id = session();
    {
        let mut dropped = pin!(client.get_session(&id));
        assert!(poll_once(dropped.as_mut()).is_pending());
    }
    get(&client);
    assert_eq!(token_requests(&runtime), 2);
}

#[test]
fn a_failed_fetch_is_reported_and_the_next_call_tries_again() {
    let runtime = ScriptedRuntime::default();
    let client = client_with_key(&runtime);
    runtime.reply(refusal(401, "Unauthorized"));
    let error = block_on(client.get_session(&session())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(
        error.call().url,
        format!("{STS}/accounts/{ACCOUNT}/token"),
        "whoever reads it can tell a wrong key from a refused token"
    );
    assert_eq!(runtime.requests().len(), 1);

    runtime
        .reply(issued(&jwt(&runtime, DAY, "first")))
        .reply(standard("Ready"));
    get(&client);
}

#[test]
fn what_the_sts_issues_must_be_a_token() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(issued("garbage"));
    let error = block_on(client_with_key(&runtime).access_token()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidToken);
}

#[test]
fn a_given_token_is_used_until_its_last_second_and_never_exchanged() {
    let runtime = ScriptedRuntime::default();
    let client = client_with_token(&runtime);
    runtime.reply(standard("Ready")).reply(standard("Ready"));
    get(&client);
    runtime.advance(DAY.saturating_sub(Duration::from_secs(1)));
    get(&client);
    assert_eq!(token_requests(&runtime), 0);

    runtime.advance(Duration::from_secs(1));
    let error = block_on(client.get_session(&session())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenExpired);
    assert_eq!(error.call().attempts, 0);
    assert_eq!(runtime.requests().len(), 2, "nothing was sent with it");
}

#[test]
fn a_given_token_that_has_expired_already_is_not_sent() {
    let runtime = ScriptedRuntime::default();
    let token = AccessToken::new(&jwt_until(1_600_000_000, "old"));
    let client = client(&runtime, Credential::AccessToken(token));
    let error = block_on(client.list_sessions().next_page()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenExpired);
    assert!(runtime.requests().is_empty());
}

#[test]
fn a_given_text_that_is_no_token_is_not_sent() {
    let table = [
        ("garbage".to_owned(), ClaimsError::Parts),
        ("one.two.three.four".to_owned(), ClaimsError::Parts),
        ("one.t*o.three".to_owned(), ClaimsError::Encoding),
        (jwt_of("no json"), ClaimsError::Expiry),
        (jwt_of(r#"{"sub":"me"}"#), ClaimsError::Expiry),
        (jwt_of(r#"{"exp":"tomorrow"}"#), ClaimsError::Expiry),
    ];
    for (text, expected) in table {
        let runtime = ScriptedRuntime::default();
        let credential = Credential::AccessToken(AccessToken::new(&text));
        let error = block_on(client(&runtime, credential).get_session(&session())).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidToken, "{text}");
        let cause = error.source().and_then(|cause| cause.downcast_ref());
        assert_eq!(cause, Some(&expected), "{text}");
        assert!(runtime.requests().is_empty());
    }
}

#[test]
fn an_identity_providers_token_is_fetched_anew_for_each_exchange() {
    let runtime = ScriptedRuntime::default();
    let fetched = Rc::new(Cell::new(0));
    let callback = TokenCallback::new({
        let fetched = Rc::clone(&fetched);
        move || {
            fetched.set(fetched.get() + 1);
            let token = AccessToken::new(&format!("identity-{}", fetched.get()));
            async move { Ok::<_, std::io::Error>(token) }
        }
    });
    let client = client(&runtime, Credential::Callback(callback));
    for name in ["first", "second"] {
        let token = jwt(&runtime, DAY, name);
        runtime
            .reply(issued(&token))
            .reply(standard("Ready"))
            .reply(standard("Ready"));
        get(&client);
        get(&client);
        runtime.advance(DAY);
    }
    assert_eq!(fetched.get(), 2);
    let authorization = sent_headers(&runtime, "authorization");
    assert_eq!(authorization[0], "Bearer identity-1");
    assert_eq!(authorization[3], "Bearer identity-2");
}

#[test]
fn a_callback_that_fails_is_reported_with_its_cause() {
    let runtime = ScriptedRuntime::default();
    let callback = TokenCallback::new(|| async { Err("the person closed the window") });
    let client = client(&runtime, Credential::Callback(callback));
    let error = block_on(client.get_session(&session())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::CredentialFailed);
    assert_eq!(
        error.source().unwrap().to_string(),
        "the person closed the window"
    );
    assert!(runtime.requests().is_empty());
}

#[test]
fn a_refused_token_is_replaced_and_the_call_sent_once_more() {
    let runtime = ScriptedRuntime::default();
    let (first, second) = (jwt(&runtime, DAY, "first"), jwt(&runtime, DAY, "second"));
    runtime
        .reply(issued(&first))
        .reply(refusal(401, "Unauthorized"))
        .reply(issued(&second))
        .reply(standard("Ready"));
    get(&client_with_key(&runtime));
    let authorization = sent_headers(&runtime, "authorization");
    assert_eq!(authorization[1], bearer(&first));
    assert_eq!(authorization[3], bearer(&second));
    // The exchanges for tokens are calls of their own.
    let attempts = runtime
        .requests()
        .iter()
        .map(|it| it.attempt)
        .collect::<Vec<_>>();
    assert_eq!(attempts, [1, 1, 1, 2]);
    assert!(runtime.sleeps().is_empty(), "at once");
}

#[test]
fn a_second_refusal_is_reported() {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(issued(&jwt(&runtime, DAY, "first")))
        .reply(refusal(401, "Unauthorized"))
        .reply(issued(&jwt(&runtime, DAY, "second")))
        .reply(refusal(401, "Unauthorized"));
    let error = block_on(client_with_key(&runtime).get_session(&session())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(error.call().attempts, 2);
    assert_eq!(runtime.replies_left(), 0);
}

#[test]
fn a_refused_given_token_is_reported_at_once() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(refusal(401, "Unauthorized"));
    let error = block_on(client_with_token(&runtime).get_session(&session())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(error.call().attempts, 1);
}

#[test]
fn calls_refused_together_fetch_one_new_token() {
    let runtime = ScriptedRuntime::default();
    let client = client_with_key(&runtime);
    runtime
        .reply(issued(&jwt(&runtime, DAY, "first")))
        .reply(standard("Ready"));
    get(&client);
    runtime
        .reply(refusal(401, "Unauthorized"))
        .reply(refusal(401, "Unauthorized"))
        .reply(issued(&jwt(&runtime, DAY, "second")))
        .reply(standard("Ready"))
        .reply(standard("Ready"));
    let id = session();
    let (one, other) = block_on(join(client.get_session(&id), client.get_session(&id)));
    assert!(one.is_ok() && other.is_ok());
    assert_eq!(token_requests(&runtime), 2);
}

#[test]
fn a_refusal_that_comes_late_does_not_throw_the_new_token_away() {
    let runtime = ScriptedRuntime::default();
    let client = client_with_key(&runtime);
    runtime
        .reply(issued(&jwt(&runtime, DAY, "first")))
        .reply(standard("Ready"));
    get(&client);

    runtime
        .reply(refusal(401, "Unauthorized"))
        .reply(refusal(401, "Unauthorized"))
        .reply(issued(&jwt(&runtime, DAY, "second")))
        .reply(standard("Ready"))
        .reply(standard("Ready"));
    let id = session();
    let mut late = pin!(client.get_session(&id));
    assert!(poll_once(late.as_mut()).is_pending());
    get(&client);
    block_on(late).unwrap();
    assert_eq!(token_requests(&runtime), 2);
}
