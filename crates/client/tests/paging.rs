//! The list of sessions, page by page.
#![cfg(test)]

mod support;

use futures_executor::block_on;
use remote_rendering_client::{
    ErrorKind, RetryPolicy,
    scripted::{Reply, ScriptedRuntime},
};
use support::{ACCOUNT, ENDPOINT, client_with_token, ok, properties, refusal, sent_headers};

fn first_page() -> String {
    format!("{ENDPOINT}/accounts/{ACCOUNT}/sessions?api-version=2021-01-01")
}

fn page_url(number: u32) -> String {
    format!("{}&page={number}", first_page())
}

/// A page of so many sessions, with or without a next one.
fn page(sessions: usize, next: Option<&str>) -> Reply {
    let sessions = vec![properties("Standard", "Ready", 4); sessions].join(",");
    let next = next.map(|link| format!(r#","@nextLink":"{link}""#));
    ok(format!(
        r#"{{"sessions":[{sessions}]{}}}"#,
        next.unwrap_or_default()
    ))
}

#[test]
fn pages_follow_each_other_until_the_last() {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(page(2, Some(&page_url(2))))
        .reply(page(0, Some(&page_url(3))))
        .reply(page(1, None));
    let mut pages = client_with_token(&runtime).list_sessions();
    let mut lengths = Vec::new();
    while let Some(page) = block_on(pages.next_page()).unwrap() {
        lengths.push(page.len());
    }
    assert_eq!(lengths, [2, 0, 1]);
    assert!(block_on(pages.next_page()).unwrap().is_none());
    let urls: Vec<_> = runtime
        .requests()
        .into_iter()
        .map(|sent| sent.url)
        .collect();
    assert_eq!(urls, [first_page(), page_url(2), page_url(3)]);
    assert_eq!(sent_headers(&runtime, "authorization").len(), 3);
}

#[test]
fn nothing_is_asked_before_the_first_page_is() {
    let runtime = ScriptedRuntime::default();
    drop(client_with_token(&runtime).list_sessions());
    assert!(runtime.requests().is_empty());
}

#[test]
fn pages_are_collected_from_where_one_is() {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(page(2, Some(&page_url(2))))
        .reply(page(3, Some(&page_url(3))))
        .reply(page(4, None));
    let mut pages = client_with_token(&runtime).list_sessions();
    block_on(pages.next_page()).unwrap();
    assert_eq!(block_on(pages.collect()).unwrap().len(), 7);
}

#[test]
fn the_token_is_sent_to_no_other_place() {
    let port = format!("{ENDPOINT}:8443/accounts");
    let suffix = format!("{ENDPOINT}.evil.example/accounts");
    let letters = format!("{ENDPOINT}evil.example/accounts");
    let user = format!("{ENDPOINT}@evil.example/accounts");
    let user_and_password = format!("{ENDPOINT}:pass@evil.example/accounts");
    let backslash = format!("{ENDPOINT}\\\\@evil.example/accounts");
    let query = format!("{ENDPOINT}?@evil.example/accounts");
    let fragment = format!("{ENDPOINT}#@evil.example/accounts");
    let tab = format!("{ENDPOINT}\\t.evil.example/accounts");
    let insecure = ENDPOINT.replace("https:", "http:") + "/accounts";
    let inside = format!("https://evil.example/{ENDPOINT}/accounts");
    for link in [
        "https://evil.example/accounts",
        "//evil.example/accounts",
        "javascript:alert(1)",
        "",
        &port,
        &suffix,
        &letters,
        &user,
        &user_and_password,
        &backslash,
        &query,
        &fragment,
        &tab,
        &insecure,
        &inside,
    ] {
        let runtime = ScriptedRuntime::default();
        runtime.reply(page(1, Some(link)));
        let mut pages = client_with_token(&runtime).list_sessions();
        assert_eq!(block_on(pages.next_page()).unwrap().unwrap().len(), 1);
        for _ in 0..2 {
            let error = block_on(pages.next_page()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::ForeignLink, "{link}");
            assert_eq!(error.call().attempts, 0);
        }
        assert_eq!(runtime.requests().len(), 1, "{link}");
    }
}

#[test]
fn an_endpoint_below_a_path_is_not_left() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(page(0, Some("https://shared.example/arrogant/accounts")));
    let client = client_with_token(&runtime).at("https://shared.example/arr".parse().unwrap());
    let error = block_on(client.list_sessions().collect()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignLink);
}

#[test]
fn a_page_that_leads_to_itself_is_the_last() {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(page(1, Some(&page_url(2))))
        .reply(page(1, Some(&page_url(2))));
    let sessions = block_on(client_with_token(&runtime).list_sessions().collect());
    assert_eq!(sessions.unwrap().len(), 2);
}

#[test]
fn pages_that_lead_back_to_an_earlier_one_end_the_list() {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(page(1, Some(&page_url(2))))
        .reply(page(1, Some(&page_url(3))))
        .reply(page(1, Some(&page_url(2))));
    let sessions = block_on(client_with_token(&runtime).list_sessions().collect());
    assert_eq!(sessions.unwrap().len(), 3);
}

#[test]
fn a_page_that_failed_can_be_asked_for_again() {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(page(1, Some(&page_url(2))))
        .reply(refusal(500, "Internal"))
        .reply(ok("<html>"))
        .reply(page(2, None));
    let client = client_with_token(&runtime).with_retry(RetryPolicy::once());
    let mut pages = client.list_sessions();
    block_on(pages.next_page()).unwrap();
    let error = block_on(pages.next_page()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ServiceFailed);
    let error = block_on(pages.next_page()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidAnswer);
    assert_eq!(block_on(pages.next_page()).unwrap().unwrap().len(), 2);
    assert!(block_on(pages.next_page()).unwrap().is_none());
}
