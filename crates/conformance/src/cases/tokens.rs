//! What proves that one may act for an account.

use std::{cell::Cell, error::Error as _, rc::Rc, time::Duration};

use futures_util::future::join_all;
use http::Method;
use remote_rendering_client::{
    Credential, ErrorKind, Runtime, TokenCallback,
    protocol::{AccessToken, AccountKey},
};
use serde_json::json;

use super::{
    DAY,
    bodies::{issued, ready, refused},
    code_of,
    script::{SESSION, Script, jwt, token},
};
use crate::{Answer, Place};

/// A key in the right form, and of nobody.
const WRONG_KEY: &str = "bm90IHRoZSBrZXkgb2YgYW55IGFjY291bnQ=";

/// An identity provider whose tokens are numbered.
fn identity() -> Credential {
    let fetched = Rc::new(Cell::new(0));
    Credential::Callback(TokenCallback::new(move || {
        fetched.set(fetched.get() + 1);
        let token = AccessToken::new(&format!("identity.{}.token", fetched.get()));
        async move { Ok::<_, std::fmt::Error>(token) }
    }))
}

pub async fn a_key_buys_one_token_for_many_calls<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client();
    assert_eq!(client.token_expires_at(), None);
    let first = client.access_token().await.unwrap();
    client.list_sessions().next_page().await.unwrap().unwrap();
    let second = client.access_token().await.unwrap();
    assert_eq!(first.expose(), second.expose());
    assert_eq!(client.runtime().count(&Method::GET, "/token?"), 1);
    let in_an_hour = place.runtime.now().after(Duration::from_hours(1));
    assert!(client.token_expires_at().unwrap() > in_an_hour);
}

pub async fn calls_at_once_buy_one_token_together<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client();
    let tokens = join_all((0..5).map(|_| client.access_token())).await;
    assert!(tokens.iter().all(Result::is_ok));
    assert_eq!(client.runtime().count(&Method::GET, "/token?"), 1);
}

pub async fn a_token_got_elsewhere_is_enough<R: Runtime + Clone>(place: Place<R>) {
    let token = place.client().access_token().await.unwrap();
    let token = AccessToken::new(token.expose());
    let client = place.client_with(Credential::AccessToken(token));
    client.list_sessions().next_page().await.unwrap().unwrap();
    assert_eq!(client.runtime().count(&Method::GET, "/token?"), 0);
}

pub async fn a_wrong_key_is_unauthorized<R: Runtime + Clone>(place: Place<R>) {
    let key = AccountKey::parse(WRONG_KEY).unwrap();
    let client = place.client_with(Credential::AccountKey(key));
    let error = client.list_sessions().next_page().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(code_of(&error), "Unauthorized");
    let call = error.call();
    assert_eq!((call.status, call.attempts), (Some(401), 1));
    assert!(call.url.ends_with("/token"), "{}", call.url);
    assert!(!format!("{error} {error:?}").contains(WRONG_KEY));
}

pub async fn an_identity_token_of_nobody_is_unauthorized<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client_with(identity());
    let error = client.access_token().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(code_of(&error), "Unauthorized");
    assert!(!format!("{error} {error:?}").contains("identity.1.token"));
}

pub async fn an_identity_token_is_exchanged<R: Runtime + Clone>(place: Place<R>) {
    let generation = place.generation;
    // The first token is refused by the session API, so that a second one is fetched.
    let (first, second) = (token(&place, "first", DAY), token(&place, "second", DAY));
    let script = Script::of(
        &place,
        [
            issued(&first),
            refused(401, "Unauthorized"),
            issued(&second),
            ready(generation, SESSION),
            ready(generation, SESSION),
        ],
    )
    .await;
    let client = script.client_with(identity());
    for _ in 0..2 {
        client.get_session(&SESSION.parse().unwrap()).await.unwrap();
    }
    let arrived = script.arrived().await;
    let shown: Vec<_> = arrived
        .iter()
        .map(|it| it.authorization.as_deref().unwrap())
        .collect();
    let bearers = [&first, &second].map(|token| format!("Bearer {token}"));
    assert_eq!(
        shown,
        [
            "Bearer identity.1.token",
            bearers[0].as_str(),
            "Bearer identity.2.token",
            &bearers[1],
            &bearers[1]
        ]
    );
    for request in &arrived {
        let is_for_a_token = request.url.contains("/token?");
        assert_eq!(request.correlation_vector.is_some(), is_for_a_token);
    }
    assert_ne!(arrived[0].correlation_vector, arrived[2].correlation_vector);
}

pub async fn a_callback_that_fails_is_told_with_its_cause<R: Runtime + Clone>(place: Place<R>) {
    let callback = TokenCallback::new(|| async { Err("the person closed the window") });
    let client = place.client_with(Credential::Callback(callback));
    let error = client.list_sessions().next_page().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::CredentialFailed);
    let cause = error.source().unwrap().to_string();
    assert_eq!(cause, "the person closed the window");
    assert_eq!(client.runtime().count(&Method::GET, ""), 0);
}

pub async fn a_token_near_its_end_is_replaced_by_one_call<R: Runtime + Clone>(place: Place<R>) {
    let old = token(&place, "old", Duration::from_mins(4));
    let new = token(&place, "new", DAY);
    let ready = || ready(place.generation, SESSION);
    let replies = [
        issued(&old),
        ready(),
        issued(&new),
        ready(),
        ready(),
        ready(),
    ];
    let script = Script::of(&place, replies).await;
    let client = script.client_with(Credential::AccountKey(AccountKey::from_bytes(&[1; 32])));
    let id = SESSION.parse().unwrap();
    client.get_session(&id).await.unwrap();
    let reads = join_all((0..3).map(|_| client.get_session(&id))).await;
    assert!(reads.iter().all(Result::is_ok), "{reads:?}");
    let arrived = script.arrived().await;
    let tokens = arrived.iter().filter(|it| it.url.contains("/token?"));
    assert_eq!(tokens.count(), 2);
    let new = format!("Bearer {new}");
    let with_new = arrived
        .iter()
        .filter(|it| it.authorization.as_deref() == Some(&new));
    assert_eq!(with_new.count(), 3);
}

pub async fn a_given_token_past_its_end_is_not_sent<R: Runtime + Clone>(place: Place<R>) {
    let token = AccessToken::new(&jwt(&json!({"exp": 1_600_000_000}).to_string()));
    let client = place.client_with(Credential::AccessToken(token));
    let error = client.list_sessions().next_page().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenExpired);
    assert_eq!(client.runtime().count(&Method::GET, ""), 0);
}

pub async fn a_text_that_is_no_token_is_not_sent<R: Runtime + Clone>(place: Place<R>) {
    for text in [
        "",
        "garbage",
        "one.two.three.four",
        "one.t*o.three",
        "ä.e30.ö",
        &jwt("no JSON"),
        &jwt("{}"),
        &jwt(r#"{"exp":"tomorrow"}"#),
    ] {
        let credential = Credential::AccessToken(AccessToken::new(text));
        let client = place.client_with(credential);
        let error = client.list_sessions().next_page().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidToken, "{text}");
        assert_eq!(client.runtime().count(&Method::GET, ""), 0, "{text}");
    }
}

pub async fn an_answer_of_the_sts_that_holds_no_token_is_told<R: Runtime + Clone>(place: Place<R>) {
    for (body, kind) in [
        (r#"{"AccessToken":"garbage"}"#, ErrorKind::InvalidToken),
        (r#"{"accesstoken":"a.b.c"}"#, ErrorKind::InvalidAnswer),
        (r#"{"AccessToken":null}"#, ErrorKind::InvalidAnswer),
        ("<html>Sign in</html>", ErrorKind::InvalidAnswer),
        ("", ErrorKind::InvalidAnswer),
    ] {
        let script = Script::of(&place, [Answer::new(200, body)]).await;
        let error = script.client_with(identity()).access_token().await;
        assert_eq!(error.unwrap_err().kind(), kind, "{body}");
        assert_eq!(script.arrived().await.len(), 1);
    }
}

pub async fn a_throttled_sts_is_asked_again<R: Runtime + Clone>(place: Place<R>) {
    let token = token(&place, "issued", DAY);
    let replies = [
        refused(429, "TooManyRequests"),
        refused(503, "Unavailable"),
        issued(&token),
    ];
    let script = Script::of(&place, replies).await;
    let got = script.client_with(identity()).access_token().await;
    assert_eq!(got.unwrap().expose(), token);
    let arrived = script.arrived().await;
    // One call, whose repetitions an operator sees as one.
    assert!(arrived[0].correlation_vector.is_some());
    for again in &arrived[1..] {
        assert_eq!(again, &arrived[0]);
    }
}

pub async fn a_header_that_cannot_be_sent_is_a_failure<R: Runtime + Clone>(place: Place<R>) {
    for text in ["a\nb", "a\u{2026}", "a\0b"] {
        let callback =
            TokenCallback::new(
                move || async move { Ok::<_, std::fmt::Error>(AccessToken::new(text)) },
            );
        let client = place.client_with(Credential::Callback(callback));
        let error = client.access_token().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unreachable, "{text:?}");
        assert!(!format!("{error} {error:?}").contains(text), "{text:?}");
    }
}
