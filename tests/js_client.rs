//! The core of the npm package as its JavaScript meets it: by the constructor's and the methods' names.
//!
//! What the package makes of it is tested from outside, by `cargo xtask test package`.
#![cfg(target_arch = "wasm32")]

mod support;

use js_sys::{Array, Error, Function, Object, Promise, Reflect};
use remote_rendering::js::{CoreClient, OwnKind, kind_name};
use remote_rendering_client::{ErrorKind, protocol::SessionId};
use support::{
    member,
    service::{CLOSED, Service, WRONG_KEY, fresh_id, service},
};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The settings of a client of the service, with others in place of some.
fn settings(others: &[(&str, &str)]) -> JsValue {
    let Service { url, account, key } = service();
    let settings = Object::new();
    let usual = [
        ("endpoint", url),
        ("accountId", account),
        ("sts", url),
        ("key", key),
    ];
    for (name, value) in usual.iter().chain(others) {
        Reflect::set(&settings, &(*name).into(), &(*value).into()).expect("it is ours");
    }
    settings.into()
}

fn client_with(others: &[(&str, &str)]) -> JsValue {
    CoreClient::new(&settings(others)).unwrap().into()
}

fn client() -> JsValue {
    client_with(&[])
}

/// What a poller has seen last.
fn seen(poller: &JsValue) -> JsValue {
    member(poller, "seen")
}

/// Calls a method; an error is thrown.
fn call(client: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = member(client, method).dyn_into().expect("a method");
    function.apply(client, &arguments.iter().collect())
}

/// Calls a method and awaits what it promises.
async fn await_call(
    client: &JsValue,
    method: &str,
    arguments: &[JsValue],
) -> Result<JsValue, JsValue> {
    let promise: Promise = call(client, method, arguments)?
        .dyn_into()
        .expect("a promise");
    JsFuture::from(promise).await
}

fn text(object: &JsValue, name: &str) -> String {
    let value = member(object, name);
    value
        .as_string()
        .unwrap_or_else(|| panic!("{name} is {value:?}"))
}

fn js(id: &SessionId) -> JsValue {
    id.as_str().into()
}

/// Creates a session, and gives its poller.
async fn begun(client: &JsValue, id: &SessionId) -> JsValue {
    let arguments = [js(id), 4.into(), "Standard".into()];
    await_call(client, "beginSession", &arguments)
        .await
        .unwrap()
}

#[wasm_bindgen_test]
fn a_wrong_setting_is_a_failure_that_names_it() {
    for (argument, other) in [
        ("endpoint", ("endpoint", "ftp://x")),
        ("accountId", ("accountId", "1234")),
        ("accountDomain", ("sts", "")),
        ("credential", ("key", "not base64!")),
        ("apiVersion", ("apiVersion", "2020")),
    ] {
        let error = CoreClient::new(&settings(&[other])).unwrap_err();
        assert_eq!(text(&error, "kind"), "invalid-argument");
        let message = text(&error, "message");
        assert!(message.starts_with(&format!("{argument}: ")), "{message}");
        assert!(!message.contains("not base64!"), "{message}");
    }
}

#[wasm_bindgen_test]
async fn a_session_goes_from_its_creation_to_its_end() {
    let (client, id) = (client(), fresh_id());
    let poller = begun(&client, &id).await;
    assert_eq!(member(&seen(&poller), "isDone"), JsValue::FALSE);
    while member(&seen(&poller), "isDone") == JsValue::FALSE {
        await_call(&poller, "pollLater", &[50.into()])
            .await
            .unwrap();
    }
    let ready = member(&seen(&poller), "session");
    assert_eq!(text(&ready, "sessionId"), id.as_str());
    assert_eq!(text(&ready, "status"), "Ready");
    assert_eq!(member(&ready, "maxLeaseTimeInMinutes"), 4);
    assert!(!text(&member(&ready, "properties"), "host").is_empty());

    await_call(&client, "endSession", &[js(&id)]).await.unwrap();
    let ended = await_call(&client, "getSession", &[js(&id)]).await.unwrap();
    assert_eq!(text(&ended, "status"), "Stopped");
    let names = Object::keys(member(&ended, "properties").unchecked_ref::<Object>());
    assert!(
        !names.includes(&"host".into(), 0),
        "what is not known is absent"
    );
}

#[wasm_bindgen_test]
async fn a_refusal_rejects_with_a_rest_error() {
    let wrong = client_with(&[("key", WRONG_KEY)]);
    let error = await_call(&wrong, "getSession", &[js(&fresh_id())]).await;
    let error = error.unwrap_err();
    assert!(error.is_instance_of::<Error>());
    assert_eq!(text(&error, "name"), "RestError");
    assert_eq!(text(&error, "kind"), "unauthorized");
    assert_eq!(member(&error, "statusCode"), 401);
    assert_eq!(text(&error, "code"), "Unauthorized");
    assert!(text(&error, "msCv").contains('.'));
    // The words that the SDKs' users look for.
    assert!(text(&error, "message").starts_with("Unauthorized"));
}

#[wasm_bindgen_test]
async fn a_service_that_cannot_be_reached_rejects_with_a_rest_error_without_status() {
    let client = client_with(&[("endpoint", CLOSED)]);
    let error = await_call(&client, "getSession", &[js(&fresh_id())]).await;
    let error = error.unwrap_err();
    assert_eq!(text(&error, "kind"), "unreachable");
    assert_eq!(text(&error, "code"), "REQUEST_SEND_ERROR");
    for absent in ["statusCode", "msCv"] {
        assert!(member(&error, absent).is_undefined(), "{absent}");
    }
    assert!(text(&error, "message").contains("nothing answers"));
}

#[wasm_bindgen_test]
fn the_types_have_every_kind_of_failure_and_no_other() {
    let types = include_str!("../src/js/package/index.d.ts");
    let (_, union) = types
        .split_once("export type ErrorKind =")
        .expect("the union");
    let (union, _) = union.split_once(';').expect("its end");
    let mut typed = quoted(union, "| \"", '"');
    let mut made: Vec<&str> = ErrorKind::ALL.map(kind_name).to_vec();
    made.extend(OwnKind::ALL.map(OwnKind::name));
    for script in [
        include_str!("../src/js/package/client.mjs"),
        include_str!("../src/js/package/free.mjs"),
        include_str!("../src/js/package/load.mjs"),
        include_str!("../src/js/package/own-fetch.mjs"),
        include_str!("../src/js/package/poller.mjs"),
        include_str!("../src/js/package/regions.mjs"),
        include_str!("../src/js/package/sandbox.mjs"),
        include_str!("../src/js/package/viewer.mjs"),
        include_str!("../src/js/package/viewer-node.mjs"),
    ] {
        let kinds = quoted(script, "{ kind: '", '\'');
        assert!(!kinds.is_empty(), "a script throws nothing any more");
        made.extend(kinds);
    }
    // The viewer is a module of its own, whose own test looks for its kinds in the same union.
    made.extend(["connection-lost", "no-video", "not-granted"]);
    typed.sort_unstable();
    made.sort_unstable();
    made.dedup();
    assert_eq!(typed, made);
}

/// The texts between such a beginning and such an end.
fn quoted<'a>(text: &'a str, begin: &str, end: char) -> Vec<&'a str> {
    let after = text.split(begin).skip(1);
    after.filter_map(|it| it.split(end).next()).collect()
}

#[wasm_bindgen_test]
async fn calls_at_once_do_not_disturb_each_other() {
    let client = client();
    let ids = [fresh_id(), fresh_id(), fresh_id()];
    let arguments = |id| [js(id), 4.into(), "Standard".into()];
    let pollers: Array = ids
        .iter()
        .map(|id| call(&client, "beginSession", &arguments(id)).unwrap())
        .collect();
    let pollers = JsFuture::from(Promise::all(&pollers)).await.unwrap();
    for (poller, id) in Array::from(&pollers).iter().zip(&ids) {
        assert_eq!(
            text(&member(&seen(&poller), "session"), "sessionId"),
            id.as_str()
        );
    }
    let ended: Array = ids
        .iter()
        .map(|id| call(&client, "endSession", &[js(id)]).unwrap())
        .collect();
    JsFuture::from(Promise::all(&ended)).await.unwrap();
}

#[wasm_bindgen_test]
async fn freeing_the_client_during_a_call_does_not_break_the_call() {
    let (client, id) = (client(), fresh_id());
    let arguments = [js(&id), 4.into(), "Standard".into()];
    let promise: Promise = call(&client, "beginSession", &arguments)
        .unwrap()
        .unchecked_into();
    call(&client, "free", &[]).unwrap();
    let poller = JsFuture::from(promise).await.unwrap();
    assert_eq!(
        text(&member(&seen(&poller), "session"), "status"),
        "Starting"
    );

    // What is freed cannot be called, and says so.
    assert!(call(&client, "listSessions", &[]).is_err());
    await_call(&poller, "endSession", &[]).await.unwrap();
}
