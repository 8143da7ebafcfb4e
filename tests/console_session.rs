//! The page of one session as a person meets it: what it shows, copies and asks for, and what it says without a session.
#![cfg(target_arch = "wasm32")]

mod support;

use std::{cell::RefCell, rc::Rc, time::Duration};

use http::Method;
use remote_rendering::console::{
    components::session_actions::Ask,
    pages::session::SessionView,
    state::{
        activity::{Answer, Body, CallRecord, Outcome, SentRequest},
        connection::Profile,
        failure::Failure,
        sessions::{Action, Busy, SessionKey, SessionRow, Sessions},
    },
    texts::FluentValue,
};
use remote_rendering_client::{
    ErrorKind,
    protocol::{
        Coordinates, Endpoint, Generation, Region, SessionId, SessionSize, SessionStatus,
        Timestamp, error::ServiceError, session::SessionProperties,
    },
};
use support::{
    clipboard::Clipboard,
    page::{Page, english},
    until,
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yew::{Callback, Html, Reducible as _, html};

wasm_bindgen_test_configure!(run_in_browser);

const ACCOUNT: &str = "1b405859-8af9-47e6-941d-9205163c0f63";
const ENDPOINT: &str = "http://remoterendering.westeurope.mixedreality.localhost:2";
const STS: &str = "http://sts.mixedreality.localhost:2";
const HOST: &str = "abcdef.westeurope.mixedreality.localhost";
const MS_CV: &str = "GosT3yrFvEGhrMFkLF5lNg.0";

fn text(id: &str) -> String {
    english().text(id).to_string()
}

fn naming(message: &str, what: &str) -> String {
    let what = FluentValue::from(text(what));
    english().format(message, &[("what", what)]).to_string()
}

fn key() -> SessionKey {
    SessionKey {
        region: "westeurope".parse().expect("a name"),
        id: session(),
    }
}

fn session() -> SessionId {
    "my-session".parse().expect("an id")
}

fn endpoint(url: &str) -> Endpoint {
    url.parse().expect("an endpoint")
}

fn region() -> Region {
    Region {
        name: key().region,
        display_name: "West Europe".to_owned(),
        endpoint: endpoint(ENDPOINT),
        probe_url: format!("{ENDPOINT}/ping").parse().expect("a URL"),
        coordinates: Coordinates::new(52.37, 4.90).expect("a place"),
    }
}

fn properties(status: SessionStatus) -> SessionProperties {
    let is_ready = status == SessionStatus::Ready;
    SessionProperties {
        id: session(),
        creation_time: Some(Timestamp::from_unix_seconds(1_700_000_000)),
        arr_inspector_port: is_ready.then_some(50_001),
        handshake_port: is_ready.then_some(50_002),
        elapsed_time_minutes: 0,
        hostname: is_ready.then(|| HOST.to_owned()),
        max_lease_time_minutes: 60,
        size: SessionSize::Standard,
        status,
        teraflops: is_ready.then_some(8.1),
        error: None,
    }
}

/// The session after it was seen with these statuses, two seconds apart.
fn row(statuses: &[SessionStatus]) -> SessionRow {
    let mut sessions = Rc::new(Sessions::default());
    for (status, seconds) in statuses.iter().zip((1_700_000_001..).step_by(2)) {
        sessions = sessions.reduce(Action::Seen(
            key().region,
            properties(status.clone()),
            Timestamp::from_unix_seconds(seconds),
        ));
    }
    sessions
        .find(&key())
        .map(|row| (**row).clone())
        .expect("it was seen")
}

fn call(number: u32, status: Option<u16>) -> CallRecord {
    let request = SentRequest {
        method: Method::GET,
        url: format!("{ENDPOINT}/accounts/{ACCOUNT}/sessions/my-session"),
        headers: Vec::new(),
        body: None,
    };
    let outcome = status.map_or(Outcome::GivenUp, |status| {
        Outcome::Answered(Answer {
            status,
            headers: vec![("ms-cv", MS_CV.to_owned())],
            body: Body {
                size: 0,
                text: None,
                is_cut: false,
            },
        })
    });
    CallRecord {
        number,
        outcome,
        took: Duration::from_millis(7),
        ..CallRecord::begun(Timestamp::from_unix_seconds(1_700_000_000), 1, request)
    }
}

fn failure(kind: ErrorKind) -> Failure {
    Failure {
        kind,
        call: format!("GET {ENDPOINT}/accounts/{ACCOUNT}/sessions/my-session"),
        attempts: 1,
        status: Some(404),
        service: None,
        correlation_vector: Some(MS_CV.to_owned()),
        retry_after: None,
    }
}

/// What the page is given, and what it asks for.
#[derive(Clone, Default)]
struct Stage {
    row: Option<SessionRow>,
    missed: Option<Failure>,
    calls: Vec<CallRecord>,
    is_elsewhere: bool,
    asked: Rc<RefCell<Vec<Ask>>>,
    look_ups: Rc<RefCell<usize>>,
}

impl Stage {
    fn of(statuses: &[SessionStatus]) -> Self {
        Self {
            row: Some(row(statuses)),
            ..Self::default()
        }
    }

    fn view(&self) -> Html {
        let (asked, look_ups) = (Rc::clone(&self.asked), Rc::clone(&self.look_ups));
        let act = Callback::from(move |ask| asked.borrow_mut().push(ask));
        let on_look_up = Callback::from(move |()| *look_ups.borrow_mut() += 1);
        let profile = Profile {
            account: ACCOUNT.parse().expect("an account"),
            endpoint: endpoint(ENDPOINT),
            sts: endpoint(STS),
            generation: Generation::default(),
            can_renew: true,
            token_expires_at: None,
        };
        html! {
            <SessionView
                session={key()}
                region={(!self.is_elsewhere).then(region)}
                row={self.row.clone().map(Rc::new)}
                missed={self.missed.clone()}
                calls={self.calls.clone()}
                {profile}
                {act}
                {on_look_up}
            />
        }
    }

    async fn page(&self) -> Page {
        let page = Page::of(self.view());
        page.settle().await;
        page
    }
}

#[wasm_bindgen_test]
async fn the_page_says_what_the_session_is() {
    let page = Stage::of(&[SessionStatus::Starting, SessionStatus::Ready])
        .page()
        .await;
    assert_eq!(page.text_of("h1"), "my-session");
    assert_eq!(page.text_of("header .status"), text("status-ready"));
    let listed = page.text_of("dl.properties");
    for part in [
        "my-session",
        HOST,
        "50001",
        "50002",
        "West Europe",
        "Standard",
        "1 h 0 min",
        "8.1 TFLOPS",
    ] {
        assert!(listed.contains(part), "no {part:?} in {listed:?}");
    }
    assert!(page.has(".lease meter"));
}

#[wasm_bindgen_test]
async fn a_creation_that_v1_does_not_date_has_a_dash() {
    let mut stage = Stage::of(&[SessionStatus::Ready]);
    if let Some(row) = &mut stage.row {
        row.properties.creation_time = None;
    }
    let page = stage.page().await;
    let listed = page.text_of("dl.properties");
    let created = format!("{}–", text("property-created"));
    assert!(listed.contains(&created), "no {created:?} in {listed:?}");
}

#[wasm_bindgen_test]
async fn what_is_not_known_has_no_line() {
    let page = Stage::of(&[SessionStatus::Starting]).page().await;
    let listed = page.text_of("dl.properties");
    for message in [
        "property-host",
        "property-handshake",
        "property-power",
        "property-error",
    ] {
        assert!(!listed.contains(&text(message)), "{message}");
    }
}

#[wasm_bindgen_test]
async fn the_timeline_goes_from_the_creation_to_what_is_to_come() {
    let mut stage = Stage::of(&[SessionStatus::Starting, SessionStatus::Ready]);
    let mut page = stage.page().await;
    let first = page.text_of(".timeline li");
    assert!(first.contains(&text("timeline-created")), "{first}");
    let present = page.text_of(".timeline [aria-current=step]");
    assert!(present.starts_with(&text("status-ready")), "{present}");
    assert!(present.contains("between"), "{present}");
    let coming = page.text_of(".timeline li.coming");
    assert!(coming.starts_with(&text("timeline-lease-ends")), "{coming}");

    stage.row = Some(row(&[
        SessionStatus::Starting,
        SessionStatus::Ready,
        SessionStatus::Stopped,
    ]));
    page.show(stage.view());
    page.settle().await;
    let present = page.text_of(".timeline [aria-current=step]");
    assert!(present.starts_with(&text("status-stopped")), "{present}");
    assert!(!page.has(".timeline .coming"));
    // Nothing is to be done with it any more.
    assert!(!page.has(".present"));
}

#[wasm_bindgen_test]
async fn it_is_stopped_can_be_kept_meanwhile_and_says_why_it_was_not() {
    let mut stage = Stage::of(&[SessionStatus::Ready]);
    let mut page = stage.page().await;
    page.click(".present button.danger");
    page.settle().await;
    assert_eq!(*stage.asked.borrow(), [Ask::Stop]);
    let due = Timestamp::from_unix_seconds(1_700_000_060);
    stage.row.as_mut().expect("a row").busy = Some(Busy::AboutToStop(due));
    page.show(stage.view());
    page.settle().await;
    assert!(page.has(".present button:disabled"));
    page.click(".present button:not(:disabled)");
    page.settle().await;
    assert_eq!(*stage.asked.borrow(), [Ask::Stop, Ask::Keep]);
    stage.row.as_mut().expect("a row").busy = None;
    stage.row.as_mut().expect("a row").failure = Some(failure(ErrorKind::ServiceFailed));
    page.show(stage.view());
    page.settle().await;
    assert!(
        page.text_of("[role=alert]")
            .contains(&text("failure-service-failed"))
    );
}

#[wasm_bindgen_test]
async fn why_a_session_failed_is_a_property() {
    let mut stage = Stage::of(&[SessionStatus::Error]);
    stage.row.as_mut().expect("a row").properties.error =
        Some(ServiceError::new("OutOfCapacity", "No server is free."));
    let page = stage.page().await;
    let listed = page.text_of("dl.properties");
    assert!(
        listed.contains("OutOfCapacity: No server is free."),
        "{listed}"
    );
}

#[wasm_bindgen_test]
async fn the_json_is_the_answer_of_the_service() {
    let mut stage = Stage::of(&[SessionStatus::Ready]);
    let page = stage.page().await;
    assert!(page.text().contains(&text("session-loading")));
    // Nothing has told it whole yet: it is asked for, once.
    assert_eq!(*stage.look_ups.borrow(), 1);
    let body = r#"{"id":"my-session","size":"Standard","new":{"member":1}}"#;
    let mut stopped = call(3, Some(204));
    stopped.request.url.push_str("/:stop");
    stage.calls = vec![stopped, answered(2, body), answered(1, "{}")];
    let page = stage.page().await;
    let json = page.text_of("details pre");
    assert_eq!(
        json,
        "{\n  \"id\": \"my-session\",\n  \"size\": \"Standard\",\n  \"new\": {\n    \"member\": 1\n  }\n}"
    );
}

/// A call that was answered with a session's description.
fn answered(number: u32, body: &str) -> CallRecord {
    let mut call = call(number, Some(200));
    if let Outcome::Answered(answer) = &mut call.outcome {
        answer.body.text = Some(body.to_owned());
    }
    call
}

#[wasm_bindgen_test]
async fn the_calls_are_listed_with_what_came_of_them() {
    let mut stage = Stage::of(&[SessionStatus::Ready]);
    let page = stage.page().await;
    assert!(page.text().contains(&text("calls-none")));
    stage.calls = vec![call(2, None), call(1, Some(200))];
    let page = stage.page().await;
    let calls = page.text_of(".calls");
    for part in [
        "200",
        "7 ms",
        &*format!("MS-CV {MS_CV}"),
        &*text("activity-no-answer"),
        &*format!("GET {ENDPOINT}/accounts/{ACCOUNT}/sessions/my-session"),
    ] {
        assert!(calls.contains(part), "no {part:?} in {calls:?}");
    }
    let newest = page.text_of(".calls li");
    assert!(newest.contains(&text("activity-no-answer")), "{newest}");
}

#[wasm_bindgen_test]
async fn the_calls_are_written_for_the_chosen_tool() {
    let page = Stage::of(&[SessionStatus::Ready]).page().await;
    // The present lease and half an hour.
    assert!(page.text().contains(r#"-d '{"maxLeaseTimeMinutes":90}'"#));
    assert!(page.text().contains("Bearer $TOKEN"));
    page.click("fieldset label:last-child input");
    page.settle().await;
    assert!(page.text().contains("await fetch("));
    assert!(page.text().contains(STS));
    assert!(!page.text().contains("curl -sS"));
}

#[wasm_bindgen_test]
async fn what_is_copied_is_told() {
    let clipboard = Clipboard::willing();
    let page = Stage::of(&[SessionStatus::Ready]).page().await;
    assert_eq!(page.text_of(".copied"), "");
    let button = |what: &str| format!("button[aria-label='{}']", naming("copy-what", what));
    for (what, value) in [
        ("property-host", HOST),
        ("property-handshake", "50002"),
        ("property-inspector", "50001"),
        ("property-id", "my-session"),
    ] {
        page.click(&button(what));
        page.shows(&naming("copy-done", what)).await;
        assert_eq!(clipboard.text().as_deref(), Some(value));
    }
    page.click(&button("snippet-read"));
    page.shows(&naming("copy-done", "snippet-read")).await;
    assert!(clipboard.text().expect("a snippet").starts_with("curl"));
}

#[wasm_bindgen_test]
async fn a_copy_that_the_browser_refuses_is_not_said_to_be_done() {
    let _clipboard = Clipboard::refusing();
    let page = Stage::of(&[SessionStatus::Ready]).page().await;
    page.click("button.copy");
    page.shows(&text("copy-refused")).await;
}

#[wasm_bindgen_test]
async fn without_a_clipboard_there_is_nothing_to_press() {
    let _clipboard = Clipboard::missing();
    let page = Stage::of(&[SessionStatus::Ready]).page().await;
    assert!(!page.has("button.copy"));
    assert!(page.text().contains(HOST));
}

#[wasm_bindgen_test]
async fn a_session_in_no_list_is_asked_for_and_may_not_be_there() {
    let mut stage = Stage::default();
    let mut page = stage.page().await;
    assert_eq!(page.text_of("h1"), "my-session");
    assert_eq!(page.text_of("[aria-busy=true]"), text("session-loading"));
    assert_eq!(*stage.look_ups.borrow(), 1);

    stage.missed = Some(failure(ErrorKind::NotFound));
    page.show(stage.view());
    page.settle().await;
    let notice = page.text_of("[role=alert]");
    for part in [
        &*text("failure-not-found"),
        &*text("failure-not-found-advice"),
        MS_CV,
    ] {
        assert!(notice.contains(part), "no {part:?} in {notice:?}");
    }
    assert!(page.has("a[href='#/sessions']"));
    // It is asked for once, and again when the person wants it.
    assert_eq!(*stage.look_ups.borrow(), 1);
    page.click("main > p > button");
    until("it is asked for again", || *stage.look_ups.borrow() == 2).await;
}

#[wasm_bindgen_test]
async fn a_session_that_goes_is_asked_for_again() {
    let mut stage = Stage::of(&[SessionStatus::Ready]);
    stage.calls = vec![answered(1, "{}")];
    let mut page = stage.page().await;
    assert_eq!(*stage.look_ups.borrow(), 0);
    stage.row = None;
    page.show(stage.view());
    page.settle().await;
    assert_eq!(*stage.look_ups.borrow(), 1);
}

#[wasm_bindgen_test]
async fn a_region_that_the_service_does_not_have_is_named() {
    let stage = Stage {
        is_elsewhere: true,
        ..Stage::default()
    };
    let page = stage.page().await;
    assert!(
        page.text_of("[role=alert]")
            .contains("no region westeurope")
    );
    assert_eq!(*stage.look_ups.borrow(), 0);
}
