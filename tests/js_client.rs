//! The class `RemoteRenderingClient` as JavaScript meets it: by its constructor's and its methods' names.
#![cfg(target_arch = "wasm32")]

mod support;

use js_sys::{Array, Error, Function, Object, Promise, Reflect, TypeError};
use remote_rendering::js::RemoteRenderingClient;
use remote_rendering_client::protocol::SessionId;
use support::{
    member,
    service::{CLOSED, Service, WRONG_KEY, fresh_id, service},
};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// `new RemoteRenderingClient(…)`.
fn construct(
    endpoint: &str,
    account_id: &str,
    account_domain: &str,
    account_key: &str,
) -> Result<JsValue, JsValue> {
    let service = service();
    let any = RemoteRenderingClient::new(service.url, service.account, service.url, service.key);
    let class: Function = member(&any?.into(), "constructor").unchecked_into();
    let arguments = [endpoint, account_id, account_domain, account_key];
    let arguments: Array = arguments.into_iter().map(JsValue::from).collect();
    Reflect::construct(&class, &arguments)
}

fn client_with_key(key: &str) -> JsValue {
    let service = service();
    construct(service.url, service.account, service.url, key).unwrap()
}

fn client() -> JsValue {
    client_with_key(service().key)
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

fn new_session(id: &SessionId) -> [JsValue; 3] {
    [js(id), 4.into(), "Standard".into()]
}

/// Creates a session and lets it become ready.
async fn created(client: &JsValue, id: &SessionId) -> JsValue {
    await_call(client, "createSession", &new_session(id))
        .await
        .unwrap()
}

async fn ids_of_list(client: &JsValue) -> Vec<String> {
    let list = await_call(client, "listSessions", &[]).await.unwrap();
    let list: Array = list.dyn_into().expect("an array");
    list.iter().map(|session| text(&session, "id")).collect()
}

#[wasm_bindgen_test]
fn a_wrong_argument_of_the_constructor_is_a_type_error_that_names_it() {
    let Service { url, account, key } = service();
    for (argument, outcome) in [
        ("endpoint", construct("ftp://x", account, url, key)),
        ("accountId", construct(url, "1234", url, key)),
        ("accountDomain", construct(url, account, "", key)),
        ("accountKey", construct(url, account, url, "not base64!")),
    ] {
        let error: TypeError = outcome.unwrap_err().dyn_into().expect("a TypeError");
        let message = String::from(error.message());
        assert!(message.starts_with(&format!("{argument}: ")), "{message}");
        assert!(!message.contains("not base64!"), "{message}");
    }
}

#[wasm_bindgen_test]
fn a_wrong_argument_of_a_method_is_a_type_error_that_names_it() {
    let client = client();
    let id = js(&fresh_id());
    for (argument, method, arguments) in [
        (
            "sessionId",
            "createSession",
            vec!["a b".into(), 4.into(), "Standard".into()],
        ),
        (
            "maxLeaseTimeInMinutes",
            "createSession",
            vec![id.clone(), 1441.into(), "Standard".into()],
        ),
        ("sessionId", "getSession", vec!["".into()]),
        ("sessionId", "updateSession", vec!["a/b".into(), 4.into()]),
        (
            "maxLeaseTimeInMinutes",
            "updateSession",
            vec![id.clone(), 1441.into()],
        ),
        ("sessionId", "endSession", vec!["?".into()]),
    ] {
        let error: TypeError = call(&client, method, &arguments)
            .unwrap_err()
            .dyn_into()
            .expect("a TypeError");
        let message = String::from(error.message());
        assert!(
            message.starts_with(&format!("{argument}: ")),
            "{method}: {message}"
        );
    }
}

#[wasm_bindgen_test]
async fn a_session_goes_from_its_creation_to_its_end() {
    let (client, id) = (client(), fresh_id());
    let ready = created(&client, &id).await;
    assert_eq!(text(&ready, "id"), id.as_str());
    assert_eq!(text(&ready, "status"), "Ready");
    assert_eq!(text(&ready, "size"), "Standard");
    assert_eq!(member(&ready, "maxLeaseTimeMinutes"), 4);
    assert!(!text(&ready, "hostname").is_empty());
    assert!(member(&ready, "handshakePort").as_f64() >= Some(49152.0));

    let got = await_call(&client, "getSession", &[js(&id)]).await.unwrap();
    assert_eq!(text(&got, "creationTime"), text(&ready, "creationTime"));

    let longer = await_call(&client, "updateSession", &[js(&id), 7.into()])
        .await
        .unwrap();
    assert_eq!(member(&longer, "maxLeaseTimeMinutes"), 7);
    assert!(ids_of_list(&client).await.contains(&id.to_string()));

    let stopped = await_call(&client, "endSession", &[js(&id)]).await.unwrap();
    assert_eq!(text(&stopped, "status"), "Stopped");
    assert!(!ids_of_list(&client).await.contains(&id.to_string()));
}

#[wasm_bindgen_test]
async fn sessions_are_plain_objects_without_what_is_not_known() {
    let (client, id) = (client(), fresh_id());
    created(&client, &id).await;
    let stopped = await_call(&client, "endSession", &[js(&id)]).await.unwrap();
    let prototype = Object::get_prototype_of(&stopped);
    assert_eq!(prototype, Object::get_prototype_of(&Object::new()));
    let names = Object::keys(stopped.unchecked_ref::<Object>());
    assert!(names.includes(&"status".into(), 0));
    for unknown in ["error", "hostname"] {
        assert!(!names.includes(&unknown.into(), 0), "{unknown}");
    }
}

/// What JavaScript's users look at.
fn assert_rest_error(error: &JsValue, status: u32, code: &str) {
    assert!(error.is_instance_of::<Error>());
    assert_eq!(text(error, "name"), "RestError");
    assert_eq!(member(error, "statusCode"), status);
    assert_eq!(text(error, "code"), code);
    assert!(text(error, "msCv").contains('.'));
    assert!(!text(error, "message").is_empty());
}

#[wasm_bindgen_test]
async fn a_refusal_rejects_with_a_rest_error() {
    let wrong = client_with_key(WRONG_KEY);
    let unauthorized = await_call(&wrong, "listSessions", &[]).await.unwrap_err();
    assert_rest_error(&unauthorized, 401, "Unauthorized");
    // The words that the SDKs' users look for.
    assert!(text(&unauthorized, "message").starts_with("Unauthorized"));

    let client = client();
    let unknown = await_call(&client, "getSession", &[js(&fresh_id())])
        .await
        .unwrap_err();
    assert_rest_error(&unknown, 404, "NotFound");
}

#[wasm_bindgen_test]
async fn a_service_that_cannot_be_reached_rejects_with_a_rest_error_without_status() {
    let service = service();
    let client = construct(CLOSED, service.account, service.url, service.key).unwrap();
    let error = await_call(&client, "getSession", &[js(&fresh_id())])
        .await
        .unwrap_err();
    assert_eq!(text(&error, "name"), "RestError");
    for absent in ["statusCode", "code", "msCv"] {
        assert!(member(&error, absent).is_undefined(), "{absent}");
    }
    assert!(text(&error, "message").contains("nothing answers"));
}

#[wasm_bindgen_test]
async fn calls_at_once_do_not_disturb_each_other() {
    let client = client();
    let ids = [fresh_id(), fresh_id(), fresh_id()];
    let sessions: Array = ids
        .iter()
        .map(|id| call(&client, "createSession", &new_session(id)).unwrap())
        .collect();
    let sessions = JsFuture::from(Promise::all(&sessions)).await.unwrap();
    for (session, id) in Array::from(&sessions).iter().zip(&ids) {
        assert_eq!(text(&session, "id"), id.as_str());
        assert_eq!(text(&session, "status"), "Ready");
    }
    let stopped: Array = ids
        .iter()
        .map(|id| call(&client, "endSession", &[js(id)]).unwrap())
        .collect();
    JsFuture::from(Promise::all(&stopped)).await.unwrap();
}

#[wasm_bindgen_test]
async fn freeing_the_client_during_a_call_does_not_break_the_call() {
    let (client, id) = (client(), fresh_id());
    let promise: Promise = call(&client, "createSession", &new_session(&id))
        .unwrap()
        .unchecked_into();
    call(&client, "free", &[]).unwrap();
    let ready = JsFuture::from(promise).await.unwrap();
    assert_eq!(text(&ready, "status"), "Ready");

    // What is freed cannot be called, and says so.
    assert!(call(&client, "listSessions", &[]).is_err());
    await_call(&self::client(), "endSession", &[js(&id)])
        .await
        .unwrap();
}
