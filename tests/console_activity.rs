//! The activity as a person meets it, and what is told of each call.
#![cfg(target_arch = "wasm32")]

mod support;

use std::{cell::RefCell, rc::Rc, time::Duration};

use futures_util::FutureExt as _;
use http::Method;
use remote_rendering::console::hooks::use_value;
use remote_rendering::{
    browser::BrowserJson,
    console::{
        components::activity_log::ActivityLog,
        har,
        recorded::RecordedRuntime,
        state::activity::{Action, Activity, Answer, Body, CallRecord, Outcome, SentRequest},
        texts::FluentValue,
    },
};
use remote_rendering_client::{
    Json as _, Request, Runtime as _, SerdeJson, TransportErrorKind, protocol::Timestamp,
};
use support::{
    page::{Page, english},
    service::{CLOSED, get, service},
    until,
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yew::{Callback, Html, Properties, Reducible as _, component, html};

wasm_bindgen_test_configure!(run_in_browser);

const MS_CV: &str = "cMGAhl1++BECkmWIec9Ht/w.0";

fn call(second: i64, outcome: Outcome) -> CallRecord {
    let request = SentRequest {
        method: Method::GET,
        url: format!("http://127.0.0.1/accounts/a/sessions/number-{second}"),
        headers: vec![("authorization", "Bearer [redacted]".to_owned())],
        body: None,
    };
    CallRecord {
        outcome,
        took: Duration::from_millis(12),
        ..CallRecord::begun(Timestamp::from_unix_seconds(second), 1, request)
    }
}

fn answered(status: u16) -> Outcome {
    Outcome::Answered(Answer {
        status,
        headers: vec![("ms-cv", MS_CV.to_owned())],
        body: Body {
            size: 14,
            text: Some(r#"{"text":"ä\n"}"#.to_owned()),
            is_cut: false,
        },
    })
}

fn activity_of(calls: impl IntoIterator<Item = CallRecord>) -> Rc<Activity> {
    calls.into_iter().fold(Rc::default(), |activity, call| {
        activity.reduce(Action::Called(Box::new(call)))
    })
}

/// Calls of every kind.
fn mixed() -> Rc<Activity> {
    let mut again = call(2, answered(200));
    again.attempt = 2;
    activity_of([
        call(1, answered(503)),
        again,
        call(3, Outcome::Failed(TransportErrorKind::Unreachable)),
        call(4, Outcome::GivenUp),
    ])
}

#[derive(Clone, PartialEq, Properties)]
struct HostProps {
    activity: Rc<Activity>,
}

/// Gives the log its activity, as the application does.
#[component]
fn Host(props: &HostProps) -> Html {
    let activity = (*props.activity).clone();
    let activity = use_value(move || activity.clone());
    html! { <ActivityLog {activity} /> }
}

/// The log, with its fold open.
async fn opened(activity: Rc<Activity>) -> Page {
    let page = Page::of(html! { <Host {activity} /> });
    page.settle().await;
    page.click("summary");
    until("the fold is open", || page.has("#activity-search")).await;
    page
}

fn rows(page: &Page) -> u32 {
    page.find("ol").child_element_count()
}

#[wasm_bindgen_test]
async fn nothing_is_drawn_before_the_fold_is_opened() {
    let activity = mixed();
    let page = Page::of(html! { <Host {activity} /> });
    page.settle().await;
    assert_eq!(page.text(), "Activity (4 calls)");
    page.click("summary");
    page.shows("4 of 4 calls are shown.").await;
    assert_eq!(rows(&page), 4);
    page.click("summary");
    until("the fold is closed", || !page.has("ol")).await;
}

#[wasm_bindgen_test]
async fn each_call_says_what_came_of_it_newest_first() {
    let page = opened(mixed()).await;
    let shown = |place: usize, parts: &[&str]| {
        let row = page.text_of(&format!("li:nth-child({place})"));
        for part in parts {
            assert!(row.contains(part), "no {part:?} in {row:?}");
        }
        row
    };
    shown(
        1,
        &["no answer", "number-4", "given up before an answer came"],
    );
    shown(2, &["no answer", "Nothing answers at this endpoint."]);
    shown(3, &["200", "12 ms", "attempt 2", MS_CV]);
    let row = shown(
        4,
        &[
            "503",
            "GET http://127.0.0.1/accounts/a/sessions/number-1",
            MS_CV,
        ],
    );
    assert!(!row.contains("attempt"), "{row}");
    let sent = FluentValue::from(Timestamp::from_unix_seconds(4));
    let time = english().format("time-of-day", &[("time", sent)]);
    assert!(page.text_of("li small").starts_with(&*time), "{time}");
}

#[wasm_bindgen_test]
async fn calls_are_found_by_a_text_and_by_their_failure() {
    let page = opened(mixed()).await;
    assert_eq!(page.text_of("[role=status]"), "");
    page.type_in("activity-search", "NUMBER-3").await;
    assert_eq!(page.text_of("[role=status]"), "One call matches.");
    assert_eq!(rows(&page), 1);
    assert!(page.text().contains("1 of 4 calls are shown."));
    page.type_in("activity-search", "").await;
    page.click("input[type=checkbox]");
    page.settle().await;
    assert_eq!(page.text_of("[role=status]"), "3 calls match.");
    page.type_in("activity-search", "200").await;
    assert!(
        page.text_of("[role=status]")
            .starts_with("No call matches.")
    );
    assert_eq!(rows(&page), 0);
    page.click("input[type=checkbox]");
    page.settle().await;
    assert_eq!(rows(&page), 1);
}

#[wasm_bindgen_test]
async fn many_calls_are_drawn_in_portions() {
    let page = opened(activity_of(
        (1..=450).map(|second| call(second, answered(200))),
    ))
    .await;
    assert_eq!(rows(&page), 200);
    assert!(page.text().contains("200 of 450 calls are shown."));
    for (words, shown) in [("Show 200 more", 400), ("Show 50 more", 450)] {
        assert_eq!(page.text_of("ol + button"), words);
        page.click("ol + button");
        page.settle().await;
        assert_eq!(rows(&page), shown);
    }
    assert!(!page.has("ol + button"));
    // Another search begins at the top.
    page.type_in("activity-search", "number").await;
    assert_eq!(rows(&page), 200);
}

#[wasm_bindgen_test]
async fn calls_that_were_dropped_are_told() {
    let page = opened(activity_of(
        (1..=1001).map(|second| call(second, answered(200))),
    ))
    .await;
    assert!(page.text().contains("One older call is not kept any more."));
}

#[wasm_bindgen_test]
fn the_browser_writes_the_document_as_natively() {
    let activity = mixed();
    let document = har::document(&activity, "");
    let written = BrowserJson::write(&document).unwrap();
    assert_eq!(written, SerdeJson::write(&document).unwrap());
    assert!(written.starts_with(r#"{"log":{"version":"1.2","#));
}

/// A runtime, and what it has told.
fn recording() -> (RecordedRuntime, Rc<RefCell<Vec<CallRecord>>>) {
    let told: Rc<RefCell<Vec<CallRecord>>> = Rc::default();
    let record = {
        let told = Rc::clone(&told);
        Callback::from(move |call| told.borrow_mut().push(call))
    };
    (RecordedRuntime::new(None, record), told)
}

fn token_request() -> Request {
    let service = service();
    let url = format!("{}/accounts/{}/token", service.url, service.account);
    Request {
        authorization: Some(format!("Bearer {}:{}", service.account, service.key).into()),
        attempt: 3,
        ..get(url)
    }
}

#[wasm_bindgen_test]
async fn a_call_is_told_without_its_secrets() {
    let (runtime, told) = recording();
    let answer = runtime.send(token_request()).await.unwrap();
    let token = answer.body.split('"').nth(3).expect("a token");
    let told = told.borrow();
    let [call] = &told[..] else {
        panic!("{told:?}")
    };
    assert_eq!((call.status(), call.attempt), (Some(200), 3));
    assert!(call.correlation_vector().is_some() && !call.is_failed());
    assert_eq!(call.answer().unwrap().body.text, None);
    let printed = format!("{call:?} {runtime:?}");
    for secret in [token, service().key] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[wasm_bindgen_test]
async fn a_call_without_an_answer_is_told_with_the_reason() {
    let (runtime, told) = recording();
    runtime.send(get(CLOSED)).await.unwrap_err();
    let outcome = Outcome::Failed(TransportErrorKind::Unreachable);
    assert_eq!(told.borrow()[0].outcome, outcome);
}

#[wasm_bindgen_test]
fn a_call_that_is_given_up_is_told_too() {
    let (runtime, told) = recording();
    assert!(runtime.send(token_request()).now_or_never().is_none());
    assert_eq!(told.borrow()[0].outcome, Outcome::GivenUp);
    assert_eq!(told.borrow().len(), 1);
}

#[wasm_bindgen_test]
async fn after_its_end_a_runtime_tells_nothing() {
    let (runtime, told) = recording();
    let mut under_way = Box::pin(runtime.send(token_request()));
    assert!((&mut under_way).now_or_never().is_none());
    runtime.end();
    drop(under_way);
    runtime.send(token_request()).await.unwrap();
    assert!(told.borrow().is_empty());
}
