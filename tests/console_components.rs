//! The sign-in page with its components, as a person meets it: what it says, and what it keeps.
#![cfg(target_arch = "wasm32")]

mod support;

use std::{cell::RefCell, rc::Rc};

use remote_rendering::console::{
    operations::Way,
    pages::sign_in::SignInPage,
    state::{
        connection::Connection,
        failure::Failure,
        sign_in_form::{SignIn, SignInForm},
    },
};
use remote_rendering_client::{
    Credential, ErrorKind,
    protocol::{ApiVersion, Generation},
};
use support::page::{Page, english};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Event, HtmlSelectElement};
use yew::{Callback, Html, html};

wasm_bindgen_test_configure!(run_in_browser);

const ENDPOINT: &str = "http://127.0.0.1:2";
const ACCOUNT: &str = "1b405859-8af9-47e6-941d-9205163c0f63";
const KEY: &str = "c2VjcmV0";
const MS_CV: &str = "cMGAhl1++BECkmWIec9Ht/w.0";

const SUBMIT: &str = "button[type=submit]";
const FIELDS: [&str; 4] = ["endpoint", "account-id", "account-key", "account-domain"];

/// What the page has told the application.
#[derive(Clone, Default)]
struct Told {
    sign_ins: Rc<RefCell<Vec<SignIn>>>,
    cancels: Rc<RefCell<usize>>,
}

impl Told {
    fn page(&self, connection: Connection) -> Html {
        let (sign_ins, cancels) = (Rc::clone(&self.sign_ins), Rc::clone(&self.cancels));
        let on_sign_in = Callback::from(move |way| match way {
            Way::Service(wanted) => sign_ins.borrow_mut().push(*wanted),
            Way::Sandbox => panic!("nobody entered the sandbox"),
        });
        let on_cancel = Callback::from(move |()| *cancels.borrow_mut() += 1);
        html! { <SignInPage {connection} {on_sign_in} {on_cancel} /> }
    }
}

/// The page of who is not signed in, and what it tells.
async fn sign_in_page() -> (Page, Told) {
    let told = Told::default();
    let page = Page::of(told.page(Connection::SignedOut));
    page.settle().await;
    (page, told)
}

async fn fill(page: &Page, values: [&str; 4]) {
    for (id, value) in FIELDS.into_iter().zip(values) {
        page.type_in(id, value).await;
    }
}

async fn submit(page: &Page) {
    page.click(SUBMIT);
    page.settle().await;
}

fn values(page: &Page) -> [String; 4] {
    FIELDS.map(|id| page.value(id))
}

fn text(id: &str) -> String {
    english().text(id).to_string()
}

fn refusal(kind: ErrorKind) -> Failure {
    Failure {
        kind,
        call: format!("GET {ENDPOINT}/accounts/{ACCOUNT}/token"),
        attempts: 1,
        status: None,
        service: None,
        correlation_vector: None,
        retry_after: None,
    }
}

#[wasm_bindgen_test]
async fn the_empty_form_says_what_every_field_needs() {
    let (page, told) = sign_in_page().await;
    submit(&page).await;
    for (id, message) in [
        ("endpoint", "endpoint-empty"),
        ("account-id", "account-id-empty"),
        ("account-key", "key-empty"),
    ] {
        assert!(page.is_wrong(id), "{id}");
        assert_eq!(page.note(id), text(message));
    }
    // Without a domain of its own the account needs none.
    assert!(!page.is_wrong("account-domain"));
    assert!(told.sign_ins.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn wrong_values_are_explained_and_stay_as_typed() {
    let (page, told) = sign_in_page().await;
    let typed = ["ftp://x", "1234", "not base64!", "a b"];
    fill(&page, typed).await;
    submit(&page).await;
    for (id, message) in FIELDS.into_iter().zip([
        "endpoint-scheme",
        "account-id-invalid",
        "key-invalid",
        "endpoint-invalid",
    ]) {
        assert!(page.is_wrong(id), "{id}");
        assert_eq!(page.note(id), text(message));
    }
    assert_eq!(values(&page), typed);
    assert!(told.sign_ins.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn a_wrong_field_that_lies_in_a_closed_part_is_shown() {
    let (page, _) = sign_in_page().await;
    assert!(!page.has("details[open] #account-domain"));
    fill(&page, [ENDPOINT, ACCOUNT, KEY, "a b"]).await;
    submit(&page).await;
    assert!(page.has("details[open] #account-domain"));
}

/// Chooses one of a select's values.
async fn choose(page: &Page, id: &str, value: &str) {
    let select: HtmlSelectElement = page.find(&format!("#{id}")).unchecked_into();
    select.set_value(value);
    let event = Event::new("change").expect("an event");
    select.dispatch_event(&event).expect("it is dispatched");
    page.settle().await;
}

#[wasm_bindgen_test]
async fn the_generation_that_was_chosen_is_signed_in_with() {
    let (page, told) = sign_in_page().await;
    assert!(!page.has("details[open] #generation"));
    fill(&page, [ENDPOINT, ACCOUNT, KEY, ""]).await;
    for (value, generation) in [
        ("v1", Generation::V1),
        ("2021-01-01", Generation::default()),
    ] {
        choose(&page, "generation", value).await;
        submit(&page).await;
        let sign_ins = told.sign_ins.borrow();
        assert_eq!(sign_ins.last().expect("one").generation, generation);
    }
}

#[wasm_bindgen_test]
async fn a_form_that_begins_with_v1_shows_that() {
    let again = SignInForm {
        generation: Generation::V1,
        ..SignInForm::default()
    };
    let page = Page::of(html! {
        <SignInPage
            connection={Connection::SignedOut}
            {again}
            on_sign_in={Callback::noop()}
            on_cancel={Callback::noop()}
        />
    });
    page.settle().await;
    let select: HtmlSelectElement = page.find("details[open] #generation").unchecked_into();
    assert_eq!(select.value(), "v1");
}

#[wasm_bindgen_test]
async fn typing_on_takes_the_complaints_away() {
    let (page, _) = sign_in_page().await;
    submit(&page).await;
    page.type_in("endpoint", ENDPOINT).await;
    assert!(FIELDS.iter().all(|id| !page.is_wrong(id)));
    assert_eq!(page.note("endpoint"), text("endpoint-hint"));
}

#[wasm_bindgen_test]
async fn right_values_are_signed_in_with() {
    let (page, told) = sign_in_page().await;
    fill(&page, [ENDPOINT, &format!(" {ACCOUNT} "), KEY, ""]).await;
    submit(&page).await;
    let sign_ins = told.sign_ins.borrow();
    let [
        SignIn {
            account,
            endpoint,
            generation: Generation::V2021(ApiVersion::V2021_01_01),
            keep_token: false,
            remember: None,
        },
    ] = &sign_ins[..]
    else {
        panic!("{sign_ins:?}")
    };
    assert_eq!(
        (endpoint.as_str(), account.sts.as_str()),
        (ENDPOINT, ENDPOINT)
    );
    assert_eq!(account.id.to_string(), ACCOUNT);
    assert!(matches!(&account.credential, Credential::AccountKey(key) if key.expose() == KEY));
}

#[wasm_bindgen_test]
async fn fields_filled_in_one_go_are_all_kept() {
    // As a password manager does.
    let (page, told) = sign_in_page().await;
    for (id, value) in FIELDS.into_iter().zip([ENDPOINT, ACCOUNT, KEY, ""]) {
        page.put(id, value);
    }
    page.settle().await;
    assert_eq!(values(&page), [ENDPOINT, ACCOUNT, KEY, ""]);
    submit(&page).await;
    assert_eq!(told.sign_ins.borrow().len(), 1, "{}", page.text());
}

#[wasm_bindgen_test]
async fn what_was_typed_as_a_key_is_not_sent_as_a_token() {
    let (page, told) = sign_in_page().await;
    fill(&page, [ENDPOINT, ACCOUNT, KEY, ""]).await;
    page.click("#secret-kind-token");
    page.settle().await;
    assert!(!page.has("#account-key"));
    assert_eq!(page.value("access-token"), "");
    submit(&page).await;
    assert_eq!(page.note("access-token"), text("token-empty"));
    page.type_in("access-token", "a.b").await;
    submit(&page).await;
    assert_eq!(page.note("access-token"), text("token-invalid"));
    assert!(told.sign_ins.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn the_secret_is_hidden_until_it_is_asked_for() {
    let (page, _) = sign_in_page().await;
    page.type_in("account-key", KEY).await;
    assert_eq!(page.input("account-key").type_(), "password");
    page.click("button[aria-pressed]");
    page.settle().await;
    assert_eq!(page.input("account-key").type_(), "text");
    assert_eq!(page.value("account-key"), KEY);
    assert!(page.has("button[aria-pressed=true]"));
}

#[wasm_bindgen_test]
async fn while_signing_in_the_form_waits_and_can_be_cancelled() {
    let (mut page, told) = sign_in_page().await;
    fill(&page, [ENDPOINT, ACCOUNT, KEY, ""]).await;
    page.show(told.page(Connection::SigningIn));
    page.settle().await;
    assert!(FIELDS.iter().all(|id| page.input(id).disabled()));
    assert!(page.has("button[type=submit][disabled][aria-busy=true]"));
    assert_eq!(values(&page), [ENDPOINT, ACCOUNT, KEY, ""]);

    page.click(".buttons button[type=button]");
    assert_eq!(*told.cancels.borrow(), 1);
    page.show(told.page(Connection::SignedOut));
    page.settle().await;
    assert!(FIELDS.iter().all(|id| !page.input(id).disabled()));
    assert_eq!(values(&page), [ENDPOINT, ACCOUNT, KEY, ""]);
}

#[wasm_bindgen_test]
async fn a_refusal_says_what_happened_what_to_do_and_what_to_tell_the_operator() {
    let (mut page, told) = sign_in_page().await;
    fill(&page, [ENDPOINT, ACCOUNT, KEY, ""]).await;
    page.show(told.page(Connection::Refused(Failure {
        status: Some(401),
        attempts: 2,
        service: Some(("ItsCode".to_owned(), "The service's words.".to_owned())),
        correlation_vector: Some(MS_CV.to_owned()),
        retry_after: Some(7),
        ..refusal(ErrorKind::Unauthorized)
    })));
    page.settle().await;
    let notice = page.text_of("[role=alert]");
    for part in [
        &*text("failure-unauthorized"),
        &*text("failure-unauthorized-advice"),
        "ItsCode: The service's words.",
        &format!("MS-CV {MS_CV}"),
        "The service asks to wait 7 seconds.",
        "2 times",
        "401",
        &format!("GET {ENDPOINT}/accounts/{ACCOUNT}/token"),
    ] {
        assert!(notice.contains(part), "no {part:?} in {notice:?}");
    }
    assert_eq!(values(&page), [ENDPOINT, ACCOUNT, KEY, ""]);
}

#[wasm_bindgen_test]
async fn a_failure_without_an_answer_shows_no_empty_places() {
    let (mut page, told) = sign_in_page().await;
    page.show(told.page(Connection::Refused(refusal(ErrorKind::Unreachable))));
    page.settle().await;
    let notice = page.text_of("[role=alert]");
    assert!(notice.starts_with(&text("failure-unreachable")), "{notice}");
    for absent in ["MS-CV", &text("failure-status"), ": "] {
        assert!(!notice.contains(absent), "{absent:?} in {notice:?}");
    }
}

#[wasm_bindgen_test]
async fn every_kind_of_failure_has_words_and_advice() {
    let (mut page, told) = sign_in_page().await;
    for kind in ErrorKind::ALL {
        let failure = refusal(kind);
        let id = failure.message_id();
        page.show(told.page(Connection::Refused(failure)));
        page.settle().await;
        let notice = page.text_of("[role=alert]");
        // A text that is missing shows its id.
        assert!(!notice.contains(id), "{notice}");
        for message in [id.to_owned(), format!("{id}-advice")] {
            assert!(notice.contains(&text(&message)), "{message}");
        }
    }
}
