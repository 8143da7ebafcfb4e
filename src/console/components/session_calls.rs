//! The calls that touched a session.

use remote_rendering_protocol::{Endpoint, SessionId, Timestamp};
use yew::prelude::*;

use super::{call_item::call_item, card::card};
use crate::console::{
    state::activity::{Activity, CallRecord, Outcome},
    texts::Texts,
};

/// The calls that touched a session, newest first. `endpoint` is its region's.
pub fn calls_of(activity: &Activity, endpoint: &Endpoint, session: &SessionId) -> Vec<CallRecord> {
    let calls = activity.calls();
    calls
        .filter(|call| touches(&call.request.url, endpoint, session))
        .cloned()
        .collect()
}

/// Whether a URL is a session's own, or one below it, in either generation of the API.
fn touches(url: &str, endpoint: &Endpoint, session: &SessionId) -> bool {
    let url = url.split('?').next().unwrap_or_default();
    let path = url.strip_prefix(endpoint.as_str());
    let Some(path) = path.filter(|path| path.starts_with('/')) else {
        return false;
    };
    // An account's id, which stands before, is a GUID.
    let mut parts = path.split('/').skip_while(|part| *part != "sessions");
    parts.nth(1) == Some(session.as_str())
}

/// The newest answer that describes a session, whole, and when it was asked for. `calls` are those that touched it.
pub fn last_answer<'a>(
    calls: &'a [CallRecord],
    session: &SessionId,
) -> Option<(&'a str, Timestamp)> {
    calls.iter().find_map(|call| {
        let path = call.request.url.split('?').next()?;
        let Outcome::Answered(answer) = &call.outcome else {
            return None;
        };
        let is_whole = matches!(answer.status, 200 | 201) && !answer.body.is_cut;
        let is_its_own = path.ends_with(&format!("/{session}"));
        let text = answer.body.text.as_deref()?;
        (is_whole && is_its_own).then_some((text, call.at))
    })
}

/// The calls that touched a session.
pub fn session_calls(texts: &Texts, calls: &[CallRecord]) -> Html {
    let content = if calls.is_empty() {
        html! { <p class="quiet">{ texts.text("calls-none") }</p> }
    } else {
        html! { <ol class="calls">{ for calls.iter().map(|call| call_item(texts, call)) }</ol> }
    };
    card(texts, "calls-title", content)
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
            ("/sessions/one?api-version=2021-01-01", "one", true),
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
