//! A client on a script, and what the script answers.
// By this clippy knows that helpers are test code, too: they may unwrap.
#![cfg(test)]
#![allow(dead_code, reason = "every test file uses another part of it")]

pub(crate) mod plans;

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use futures_util::task::noop_waker_ref;
use remote_rendering_client::{
    Account, Client, Credential, NewSession, Response, Runtime as _,
    protocol::{AccessToken, AccountKey, Generation, MaxLeaseTime, SessionId, SessionSize},
    scripted::{Reply, ScriptedRuntime},
};

pub(crate) const ACCOUNT: &str = "1b405859-8af9-47e6-941d-9205163c0f63";
pub(crate) const ENDPOINT: &str = "https://remoterendering.westeurope.mixedreality.azure.com";
pub(crate) const STS: &str = "https://sts.westeurope.mixedreality.azure.com";
pub(crate) const KEY: &str = "c2VjcmV0IGtleSBvZiB0aGUgYWNjb3VudA==";
pub(crate) const MS_CV: &str = "GosT3yrFvEGhrMFkLF5lNg.0";

/// How long the STS's tokens live.
pub(crate) const DAY: Duration = Duration::from_hours(24);

pub(crate) type ScriptedClient = Client<ScriptedRuntime>;

/// A client of the account at the region's endpoint.
pub(crate) fn client(runtime: &ScriptedRuntime, credential: Credential) -> ScriptedClient {
    let account = Account {
        id: ACCOUNT.parse().expect("an account id"),
        sts: STS.parse().expect("an endpoint"),
        credential,
    };
    let endpoint = ENDPOINT.parse().expect("an endpoint");
    Client::new(runtime.clone(), account, endpoint)
}

/// A client that exchanges the account's key at the STS.
pub(crate) fn client_with_key(runtime: &ScriptedRuntime) -> ScriptedClient {
    client(runtime, Credential::AccountKey(key()))
}

/// A client that was given a token for a day: it sends nothing but what a test is about.
pub(crate) fn client_with_token(runtime: &ScriptedRuntime) -> ScriptedClient {
    client(
        runtime,
        Credential::AccessToken(AccessToken::new(&jwt(runtime, DAY, "given"))),
    )
}

/// The same, speaking v1.
pub(crate) fn v1_client_with_token(runtime: &ScriptedRuntime) -> ScriptedClient {
    client_with_token(runtime).with_generation(Generation::V1)
}

pub(crate) fn key() -> AccountKey {
    AccountKey::parse(KEY).expect("a key")
}

/// A token that expires so much later than now; `name` tells tokens apart.
pub(crate) fn jwt(runtime: &ScriptedRuntime, lifetime: Duration, name: &str) -> String {
    jwt_until(runtime.now().after(lifetime).unix_seconds(), name)
}

/// A token that expires so many seconds after 1970.
pub(crate) fn jwt_until(exp: i64, name: &str) -> String {
    jwt_of(&format!(r#"{{"sub":"{name}","exp":{exp}}}"#))
}

/// A token with these claims.
pub(crate) fn jwt_of(claims: &str) -> String {
    let [header, claims, signature] =
        [r#"{"alg":"EdDSA"}"#, claims, "signature"].map(|part| URL_SAFE_NO_PAD.encode(part));
    format!("{header}.{claims}.{signature}")
}

/// What the STS answers.
pub(crate) fn issued(token: &str) -> Reply {
    ok(format!(r#"{{"AccessToken":"{token}"}}"#))
}

/// A success.
pub(crate) fn ok(body: impl Into<String>) -> Reply {
    Reply::new(200, body, &[("MS-CV", MS_CV)])
}

/// A failure, in the service's words.
pub(crate) fn refusal(status: u16, code: &str) -> Reply {
    Reply::new(status, error_body(code), &[("MS-CV", MS_CV)])
}

/// A failure that asks for so many seconds of patience.
pub(crate) fn refusal_for(status: u16, seconds: u64) -> Reply {
    let headers = [("Retry-After", &*seconds.to_string())];
    Reply::new(status, error_body("TooManyRequests"), &headers)
}

pub(crate) fn error_body(code: &str) -> String {
    format!(r#"{{"error":{{"code":"{code}","message":"The words of {code}."}}}}"#)
}

/// A session's properties in the form of May 2021.
pub(crate) fn properties(size: &str, status: &str, lease: i64) -> String {
    format!(
        concat!(
            r#"{{"id":"session","creationTime":"2021-05-14T16:25:13.5686988+00:00","elapsedTimeMinutes":0,"#,
            r#""maxLeaseTimeMinutes":{lease},"size":"{size}","status":"{status}"}}"#
        ),
        size = size,
        status = status,
        lease = lease
    )
}

/// A Standard session with a lease of four minutes.
pub(crate) fn standard(status: &str) -> Reply {
    ok(properties("Standard", status, 4))
}

/// A session's properties in v1, its lease as a time span.
pub(crate) fn v1_properties(size: &str, status: &str, lease: &str) -> String {
    format!(
        concat!(
            r#"{{"message":null,"sessionElapsedTime":"00:00:00","sessionHostname":"","sessionId":"chosen","#,
            r#""sessionMaxLeaseTime":"{lease}","sessionSize":"{size}","sessionStatus":"{status}"}}"#
        ),
        size = size,
        status = status,
        lease = lease
    )
}

/// What v1 answers to a create.
pub(crate) fn v1_created() -> Reply {
    Reply::new(202, r#"{"sessionId":"chosen"}"#, &[("MS-CV", MS_CV)])
}

pub(crate) fn session() -> SessionId {
    "session".parse().expect("a session id")
}

pub(crate) fn minutes(minutes: i64) -> MaxLeaseTime {
    MaxLeaseTime::from_minutes(minutes).expect("a lease")
}

pub(crate) fn new_session() -> NewSession {
    NewSession {
        max_lease_time: minutes(4),
        size: SessionSize::Standard,
    }
}

/// The header of this name in every request so far, where it was sent.
pub(crate) fn sent_headers(runtime: &ScriptedRuntime, name: &str) -> Vec<String> {
    let of_one = |request: &remote_rendering_client::Request| {
        request
            .headers()
            .find(|(header, _)| *header == name)
            .map(|(_, value)| value.to_owned())
    };
    runtime.requests().iter().filter_map(of_one).collect()
}

/// Every request so far: method, and URL without the query.
pub(crate) fn sent(runtime: &ScriptedRuntime) -> Vec<String> {
    let described = |request: &remote_rendering_client::Request| {
        let url = request.url.split('?').next().unwrap_or_default();
        format!("{} {url}", request.method)
    };
    runtime.requests().iter().map(described).collect()
}

/// How many requests went to the STS.
pub(crate) fn token_requests(runtime: &ScriptedRuntime) -> usize {
    let to_sts = |request: &&remote_rendering_client::Request| request.url.starts_with(STS);
    runtime.requests().iter().filter(to_sts).count()
}

/// Polls a future once.
pub(crate) fn poll_once<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(noop_waker_ref()))
}

/// An answer, to look at without a client.
pub(crate) fn response(status: u16, headers: &[(&str, &str)]) -> Response {
    match Reply::new(status, "", headers) {
        Reply::Answer(response) => response,
        other => panic!("{other:?}"),
    }
}
