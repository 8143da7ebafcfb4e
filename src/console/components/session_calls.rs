//! The calls that touched a session.

use remote_rendering_protocol::{Endpoint, SessionId};
use yew::prelude::*;

use super::card::card;
use crate::console::{
    state::activity::{Activity, CallRecord},
    texts::{FluentValue, Texts},
    time::moment_text,
};

/// The calls that touched a session, newest first. `endpoint` is its region's.
pub fn calls_of(activity: &Activity, endpoint: &Endpoint, session: &SessionId) -> Vec<CallRecord> {
    let calls = activity.calls.iter();
    calls
        .filter(|call| touches(&call.url, endpoint, session))
        .cloned()
        .collect()
}

/// Whether a URL is a session's own, or one below it, in either generation of the API.
fn touches(url: &str, endpoint: &Endpoint, session: &SessionId) -> bool {
    let path = url.strip_prefix(endpoint.as_str());
    let Some(path) = path.filter(|path| path.starts_with('/')) else {
        return false;
    };
    // An account's id, which stands before, is a GUID.
    let mut parts = path.split('/').skip_while(|part| *part != "sessions");
    parts.nth(1) == Some(session.as_str())
}

/// The calls that touched a session.
pub fn session_calls(texts: &Texts, calls: &[CallRecord]) -> Html {
    let content = if calls.is_empty() {
        html! { <p class="quiet">{ texts.text("calls-none") }</p> }
    } else {
        html! { <ol class="calls">{ for calls.iter().map(|call| item(texts, call)) }</ol> }
    };
    card(texts, "calls-title", content)
}

fn item(texts: &Texts, call: &CallRecord) -> Html {
    let status = call.status.map_or_else(
        || texts.text("activity-no-answer"),
        |status| AttrValue::from(status.to_string()),
    );
    let class = match call.status {
        Some(200..=299) => "good",
        _ => "poor",
    };
    let took = FluentValue::from(u64::try_from(call.took.as_millis()).unwrap_or(u64::MAX));
    html! {
        <li key={call.number}>
            <span class={classes!("class", class)}>{ status }</span>
            { " " }
            <code>{ &call.method }{ " " }{ &call.url }</code>
            <small>
                { moment_text(texts, call.at) }
                { " · " }
                { texts.format("activity-took", &[("milliseconds", took)]) }
                if let Some(correlation_vector) = &call.correlation_vector {
                    { " · MS-CV " }<code>{ correlation_vector }</code>
                }
            </small>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_told_by_region_and_id() {
        let endpoint: Endpoint = "http://127.0.0.1:8080/arr".parse().unwrap();
        let account = "/accounts/1b405859-8af9-47e6-941d-9205163c0f63";
        for (url, session, expected) in [
            ("/sessions/one", "one", true),
            ("/sessions/one/:stop", "one", true),
            ("/sessions/one/properties", "one", true),
            ("/sessions/sessions", "sessions", true),
            ("/sessions/sessions/:stop", "sessions", true),
            ("/sessions/one-more", "one", false),
            ("/sessions/One", "one", false),
            ("/sessions/two/one", "one", false),
            ("/sessions", "sessions", false),
            ("/token", "token", false),
        ] {
            let session = session.parse().unwrap();
            let url = |generation: &str| format!("{endpoint}{generation}{account}{url}");
            for generation in ["", "/v1"] {
                assert_eq!(
                    touches(&url(generation), &endpoint, &session),
                    expected,
                    "{}",
                    url(generation)
                );
            }
            for elsewhere in ["http://127.0.0.2:8080/arr", "http://127.0.0.1:8080/ar"] {
                let elsewhere = elsewhere.parse().unwrap();
                assert!(!touches(&url(""), &elsewhere, &session));
            }
        }
    }
}
