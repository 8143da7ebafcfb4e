//! Files for the sign-in page: what is read out of them, what is said of those that are no `arrconfig.json`, and that
//! these change nothing.
#![cfg(target_arch = "wasm32")]

mod support;

use remote_rendering::console::{
    config_file::{ConfigFileError, parse},
    pages::sign_in::SignInPage,
    state::connection::Connection,
    texts::FluentValue,
};
use remote_rendering_client::protocol::arrconfig::{SettingError, SettingProblem};
use support::page::{Page, english};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yew::{Callback, html};

wasm_bindgen_test_configure!(run_in_browser);

const ACCOUNT: &str = "1b405859-8af9-47e6-941d-9205163c0f63";
const KEY: &str = "c2VjcmV0";

/// As the service writes it for its development account.
const WHOLE: &str = r#"{
  "accountSettings": {
    "arrAccountId": "1b405859-8af9-47e6-941d-9205163c0f63",
    "arrAccountKey": "c2VjcmV0",
    "arrAccountDomain": "http://127.0.0.1:2"
  },
  "renderingSessionSettings": { "remoteRenderingDomain": "westeurope", "vmSize": "standard" },
  "assetConversionSettings": { "storageContext": {} }
}"#;

/// As the original's repository had it.
const UNFILLED: &str = r#"{
  "accountSettings": {
    "arrAccountId": "<fill in the account ID from the Azure Portal>",
    "arrAccountKey": "<fill in the account key from the Azure Portal>",
    "arrAccountDomain": "<select from available regions>"
  },
  "renderingSessionSettings": { "remoteRenderingDomain": "westus2" }
}"#;

const FIELDS: [&str; 4] = ["endpoint", "account-id", "account-key", "account-domain"];

async fn sign_in_page() -> Page {
    let page = Page::of(html! {
        <SignInPage
            connection={Connection::SignedOut}
            on_sign_in={Callback::noop()}
            on_cancel={Callback::noop()}
        />
    });
    page.settle().await;
    page
}

fn values(page: &Page) -> [String; 4] {
    FIELDS.map(|id| page.value(id))
}

/// A message about a file.
fn message(id: &str, name: &str) -> String {
    english()
        .format(id, &[("name", FluentValue::from(name))])
        .to_string()
}

#[wasm_bindgen_test]
fn a_whole_file_is_read() {
    let config = parse(WHOLE).unwrap();
    assert_eq!(config.account_id().unwrap().unwrap().to_string(), ACCOUNT);
    assert_eq!(config.account_key().unwrap().unwrap().expose(), KEY);
    let sts = config.sts().unwrap().unwrap();
    assert_eq!(sts.as_str(), "http://127.0.0.1:2");
}

#[wasm_bindgen_test]
fn a_byte_order_mark_is_passed_over() {
    let config = parse(&format!("\u{feff}{WHOLE}")).unwrap();
    assert_eq!(config.account_id().unwrap().unwrap().to_string(), ACCOUNT);
}

#[wasm_bindgen_test]
fn unfilled_values_are_told_from_wrong_ones() {
    let config = parse(UNFILLED).unwrap();
    let unfilled = |setting| SettingError {
        setting,
        problem: SettingProblem::Unfilled,
    };
    assert_eq!(
        config.account_id(),
        Err(unfilled("accountSettings.arrAccountId"))
    );
    assert_eq!(
        config.account_key().unwrap_err(),
        unfilled("accountSettings.arrAccountKey")
    );
    assert!(config.remote_rendering().unwrap().is_some());
}

#[wasm_bindgen_test]
fn what_is_no_configuration_is_refused() {
    for (text, error) in [
        ("", ConfigFileError::NotJson),
        ("<html></html>", ConfigFileError::NotJson),
        ("{ 'accountSettings': {} }", ConfigFileError::NotJson),
        ("{}", ConfigFileError::NoSettings),
        ("null", ConfigFileError::NoSettings),
        ("[1, 2]", ConfigFileError::NoSettings),
        (r#""text""#, ConfigFileError::NoSettings),
        (r#"{"name":"package"}"#, ConfigFileError::NoSettings),
        (r#"{"accountSettings":"none"}"#, ConfigFileError::NoSettings),
        (
            r#"{"accountSettings":{"arrAccountId":7}}"#,
            ConfigFileError::NoSettings,
        ),
        (
            r#"{"renderingSessionSettings":{"vmSize":"standard"}}"#,
            ConfigFileError::NoSettings,
        ),
    ] {
        assert_eq!(parse(text).unwrap_err(), error, "{text}");
    }
}

#[wasm_bindgen_test]
async fn a_dropped_file_fills_in_the_fields() {
    let page = sign_in_page().await;
    page.drop_file("arrconfig.json", WHOLE);
    page.shows(&message("file-read", "arrconfig.json")).await;
    let filled = ["westeurope", ACCOUNT, KEY, "http://127.0.0.1:2"];
    assert_eq!(values(&page), filled);
}

#[wasm_bindgen_test]
async fn a_picked_file_fills_in_the_fields_and_can_be_picked_again() {
    let page = sign_in_page().await;
    page.pick_file("arrconfig.json", "{");
    page.shows(&message("file-not-json", "arrconfig.json"))
        .await;
    assert_eq!(page.value("config-file"), "");
    page.pick_file("arrconfig.json", WHOLE);
    page.shows(&message("file-read", "arrconfig.json")).await;
    assert_eq!(page.value("account-id"), ACCOUNT);
}

#[wasm_bindgen_test]
async fn a_file_of_another_kind_is_named_and_changes_nothing() {
    let page = sign_in_page().await;
    let typed = ["http://127.0.0.1:2", ACCOUNT, KEY, "westeurope"];
    for (id, value) in FIELDS.into_iter().zip(typed) {
        page.type_in(id, value).await;
    }
    let large = " ".repeat(256 * 1024) + WHOLE;
    for (name, content, id) in [
        ("photo.jpg", "\u{1}JFIF", "file-not-json"),
        ("package.json", r#"{"name":"x"}"#, "file-no-settings"),
        ("film.json", large.as_str(), "file-too-large"),
    ] {
        page.drop_file(name, content);
        page.shows(&message(id, name)).await;
        assert_eq!(values(&page), typed, "{name}");
    }
}

#[wasm_bindgen_test]
async fn the_settings_that_cannot_be_used_are_listed_and_the_others_taken() {
    let page = sign_in_page().await;
    page.type_in("account-id", ACCOUNT).await;
    page.drop_file("arrconfig.json", UNFILLED);
    page.shows(&message("file-partly-read", "arrconfig.json"))
        .await;
    let listed = page.text_of("[role=alert] ul");
    for setting in ["arrAccountId", "arrAccountKey", "arrAccountDomain"] {
        let place = format!("accountSettings.{setting}");
        assert!(listed.contains(&place), "{listed}");
    }
    assert!(!listed.contains("remoteRenderingDomain"), "{listed}");
    assert_eq!(values(&page), ["westus2", ACCOUNT, "", ""]);
}

#[wasm_bindgen_test]
async fn a_file_takes_the_complaints_away() {
    let page = sign_in_page().await;
    page.click("button[type=submit]");
    page.settle().await;
    assert!(page.is_wrong("account-id"));
    page.drop_file("arrconfig.json", WHOLE);
    page.shows(&message("file-read", "arrconfig.json")).await;
    assert!(!page.is_wrong("account-id"));
}

#[wasm_bindgen_test]
async fn what_is_typed_while_a_file_is_read_stays() {
    let page = sign_in_page().await;
    page.drop_file(
        "arrconfig.json",
        r#"{"accountSettings":{"arrAccountKey":"c2VjcmV0"}}"#,
    );
    page.put("endpoint", "westeurope");
    page.shows(&message("file-read", "arrconfig.json")).await;
    assert_eq!(values(&page), ["westeurope", "", KEY, ""]);
}
