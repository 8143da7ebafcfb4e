//! What the client needs of a browser, tried in one: fetch with its ways to fail, clock, randomness, timer.
#![cfg(target_arch = "wasm32")]

mod support;

use std::time::Duration;

use futures_util::FutureExt as _;
use http::Method;
use js_sys::{Date, Object, Reflect};
use remote_rendering::browser::BrowserRuntime;
use remote_rendering_client::{
    Request, Runtime as _, TransportErrorKind,
    protocol::{CorrelationVector, Timestamp},
};
use support::{
    fetches::{Fetches, ReplacedFetch},
    member,
    service::{CLOSED, fresh_id, get, service},
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Asks the STS for a token.
fn token_request() -> Request {
    let service = service();
    Request {
        authorization: Some(format!("Bearer {}:{}", service.account, service.key).into()),
        correlation_vector: Some(CorrelationVector::from_bytes(
            BrowserRuntime::default().random(),
        )),
        ..get(format!(
            "{}/accounts/{}/token?api-version=2019-02-28-preview",
            service.url, service.account
        ))
    }
}

async fn failure_of(url: &str) -> TransportErrorKind {
    let outcome = BrowserRuntime::default().send(get(url)).await;
    outcome.expect_err("no answer").kind
}

#[wasm_bindgen_test]
async fn an_answer_comes_with_status_headers_and_body() {
    let answer = BrowserRuntime::default()
        .send(token_request())
        .await
        .unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("content-type"),
        Some("application/json; charset=utf-8")
    );
    assert!(answer.body.starts_with(r#"{"AccessToken":""#));
    // Across origins the service must allow the page to see it.
    assert!(
        answer.correlation_vector().is_some(),
        "{:?}",
        answer.headers
    );
}

#[wasm_bindgen_test]
async fn a_refusal_is_an_answer_too() {
    let request = Request {
        authorization: None,
        ..token_request()
    };
    let answer = BrowserRuntime::default().send(request).await.unwrap();
    assert_eq!(answer.status, 401);
    assert!(answer.body.contains(r#""code":"Unauthorized""#));
    assert!(answer.correlation_vector().is_some());
}

#[wasm_bindgen_test]
async fn a_body_arrives_as_json() {
    let service = service();
    let issued = BrowserRuntime::default()
        .send(token_request())
        .await
        .unwrap()
        .body;
    let token = issued.split('"').nth(3).unwrap();
    let request = Request {
        method: Method::PUT,
        authorization: Some(format!("Bearer {token}").into()),
        body: Some(r#"{"maxLeaseTimeMinutes":-4,"size":"Standard"}"#.to_owned()),
        ..get(format!(
            "{}/accounts/{}/sessions/{}?api-version=2021-01-01",
            service.url,
            service.account,
            fresh_id()
        ))
    };
    let answer = BrowserRuntime::default().send(request).await.unwrap();
    // The service has read it: it names the member, and would have refused another content type otherwise.
    assert_eq!(answer.status, 400, "{}", answer.body);
    assert!(
        answer.body.contains("maxLeaseTimeMinutes"),
        "{}",
        answer.body
    );
    let versions = answer.header("api-supported-versions");
    assert_eq!(versions, Some("2021-01-01-preview, 2021-01-01"));
}

#[wasm_bindgen_test]
async fn nothing_at_the_address_is_unreachable() {
    assert_eq!(failure_of(CLOSED).await, TransportErrorKind::Unreachable);
}

#[wasm_bindgen_test]
async fn a_server_that_does_not_allow_this_page_is_told_from_none() {
    // The server of the test's own page, by another name: another origin, without CORS.
    let page = web_sys::window().unwrap().location().origin().unwrap();
    let other_name = page.replace("127.0.0.1", "localhost");
    assert_ne!(page, other_name);
    assert_eq!(
        failure_of(&other_name).await,
        TransportErrorKind::CorsRefused
    );
}

#[wasm_bindgen_test]
async fn a_device_without_network_is_offline() {
    let navigator = member(&js_sys::global(), "navigator");
    let offline = Object::new();
    for (name, value) in [("value", false), ("configurable", true)] {
        Reflect::set(&offline, &name.into(), &value.into()).unwrap();
    }
    let on_line = JsValue::from("onLine");
    assert_eq!(
        Reflect::define_property(&navigator.clone().into(), &on_line, &offline),
        Ok(true)
    );
    let kind = failure_of(CLOSED).await;
    Reflect::delete_property(&navigator.into(), &on_line).unwrap();
    assert_eq!(kind, TransportErrorKind::Offline);
}

#[wasm_bindgen_test]
async fn an_answer_whose_body_breaks_off_is_interrupted() {
    let _fetch = ReplacedFetch::by_script(
        "return Promise.resolve(new Response(new ReadableStream({
            start(body) { body.error(new Error('broken off')); }
        })));",
    );
    assert_eq!(
        failure_of(service().url).await,
        TransportErrorKind::Interrupted
    );
}

#[wasm_bindgen_test]
async fn a_failure_quotes_neither_secret_nor_query() {
    let request = Request {
        authorization: Some("Bearer secret".into()),
        ..get(format!("{CLOSED}/?secret"))
    };
    let error = BrowserRuntime::default()
        .send(request.clone())
        .await
        .unwrap_err();
    assert!(!format!("{error} {error:?} {request:?}").contains("Bearer"));
    assert!(!format!("{error} {error:?}").contains("secret"));
}

#[wasm_bindgen_test]
async fn a_header_that_no_request_can_carry_is_a_failure_and_no_panic() {
    for token in ["a\nb", "a…"] {
        let request = Request {
            authorization: Some(format!("Bearer {token}").into()),
            ..token_request()
        };
        let error = BrowserRuntime::default().send(request).await.unwrap_err();
        assert_eq!(error.message, "the header authorization cannot be sent");
    }
}

#[wasm_bindgen_test]
async fn dropping_the_future_aborts_the_request() {
    let fetches = Fetches::watch();
    assert!(
        BrowserRuntime::default()
            .send(token_request())
            .now_or_never()
            .is_none()
    );
    let [dropped] = &fetches.requests()[..] else {
        panic!("one request")
    };
    assert!(dropped.signal().aborted());
}

#[wasm_bindgen_test]
async fn no_cookie_no_cache_and_no_redirect() {
    let fetches = Fetches::watch();
    BrowserRuntime::default()
        .send(token_request())
        .await
        .unwrap();
    let [request] = &fetches.requests()[..] else {
        panic!("one request")
    };
    assert_eq!(request.credentials(), web_sys::RequestCredentials::Omit);
    assert_eq!(request.cache(), web_sys::RequestCache::NoStore);
    // It is not followed, and told from CORS.
    assert_eq!(request.redirect(), web_sys::RequestRedirect::Manual);
}

#[wasm_bindgen_test]
fn now_is_the_browsers_clock() {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit"
    )]
    let clock = || Timestamp::from_unix_milliseconds(Date::now() as i64);
    let before = clock();
    let now = BrowserRuntime::default().now();
    assert!((before..=clock()).contains(&now), "{now}");
}

#[wasm_bindgen_test]
fn random_bytes_differ_from_draw_to_draw() {
    let draws = [
        BrowserRuntime::default().random(),
        BrowserRuntime::default().random(),
    ];
    assert_ne!(draws[0], draws[1]);
    assert!(draws.iter().all(|draw| *draw != [0; 16]));
}

#[wasm_bindgen_test]
async fn a_sleep_takes_its_time() {
    let wait = Duration::from_millis(40);
    let began = BrowserRuntime::default().now();
    BrowserRuntime::default().sleep(wait).await;
    let slept = Duration::from(BrowserRuntime::default().now().since(began));
    // Browsers round both times to a millisecond.
    assert!(slept + Duration::from_millis(1) >= wait, "{slept:?}");
}
