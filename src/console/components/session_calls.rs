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
        .filter(|call| {
            touches(&call.request.url, endpoint, session) || created(call, endpoint, session)
        })
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

/// Whether a call created a session in v1. Its URL does not say so: the service chooses the id, and tells where to read it.
fn created(call: &CallRecord, endpoint: &Endpoint, session: &SessionId) -> bool {
    let path = call.request.url.strip_prefix(endpoint.as_str());
    let creates = path.is_some_and(|it| it.starts_with("/v1/") && it.ends_with("/sessions/create"));
    let Outcome::Answered(answer) = &call.outcome else {
        return false;
    };
    let place = format!("/sessions/{session}/properties");
    let mut headers = answer.headers.iter();
    creates && headers.any(|(name, value)| *name == "location" && value.ends_with(&place))
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
        // In v1 it is read one step below; an update is answered with nothing there.
        let own = path.strip_suffix("/properties").unwrap_or(path);
        let text = answer.body.text.as_deref().filter(|it| !it.is_empty())?;
        let is_its_own = [path, own]
            .iter()
            .any(|it| it.ends_with(&format!("/{session}")));
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
    use http::Method;

    use super::*;
    use crate::console::state::activity::{Answer, Body, SentRequest};

    #[test]
    fn calls_are_told_by_region_and_id() {
        let endpoint: Endpoint = "http://127.0.0.1:8080/arr".parse().unwrap();
        let account = "/accounts/1b405859-8af9-47e6-941d-9205163c0f63";
        for (url, session, expected) in [
            ("/sessions/one", "one", true),
            ("/sessions/one/:stop", "one", true),
            ("/sessions/one?api-version=2021-01-01", "one", true),
            ("/sessions/one/properties", "one", true),
            ("/sessions/properties", "one", false),
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

    const ACCOUNT: &str = "http://h/v1/accounts/1b405859-8af9-47e6-941d-9205163c0f63";

    /// A call that was answered.
    fn answered(url: &str, status: u16, location: Option<&str>, body: Option<&str>) -> CallRecord {
        let request = SentRequest {
            method: Method::GET,
            url: url.to_owned(),
            headers: Vec::new(),
            body: None,
        };
        let location = location.map(|place| ("location", place.to_owned()));
        let outcome = Outcome::Answered(Answer {
            status,
            headers: location.into_iter().collect(),
            body: Body {
                size: 0,
                text: body.map(str::to_owned),
                is_cut: false,
            },
        });
        CallRecord {
            outcome,
            ..CallRecord::begun(Timestamp::from_unix_seconds(0), 1, request)
        }
    }

    #[test]
    fn the_create_of_v1_is_known_by_where_its_answer_leads() {
        let session: SessionId = "one".parse().unwrap();
        let create = format!("{ACCOUNT}/sessions/create");
        let one = Some("accounts/a/sessions/one/properties");
        for (url, location, expected) in [
            (&*create, one, true),
            (
                &create,
                Some("accounts/a/sessions/other-one/properties"),
                false,
            ),
            (&create, None, false),
            ("http://h/accounts/a/sessions/create", one, false),
            ("http://elsewhere/v1/accounts/a/sessions/create", one, false),
        ] {
            let call = answered(url, 202, location, None);
            let endpoint = "http://h".parse().unwrap();
            assert_eq!(
                created(&call, &endpoint, &session),
                expected,
                "{url} {location:?}"
            );
        }
        let lost = CallRecord {
            outcome: Outcome::GivenUp,
            ..answered(&create, 202, one, None)
        };
        assert!(!created(&lost, &"http://h".parse().unwrap(), &session));
    }

    #[test]
    fn the_last_answer_is_the_newest_that_describes_the_session() {
        let session: SessionId = "one".parse().unwrap();
        let url = |path: &str| format!("{ACCOUNT}/sessions/{path}");
        let found = |calls: &[CallRecord]| {
            let found = last_answer(calls, &session);
            found.map(|(body, _)| body.to_owned())
        };
        let read = || answered(&url("one/properties"), 200, None, Some("read"));
        for (newest, expected) in [
            (
                answered(&url("one?api-version=1"), 200, None, Some("2021")),
                "2021",
            ),
            // The update of v1.
            (answered(&url("one"), 200, None, Some("")), "read"),
            (
                answered(&url("one/properties"), 404, None, Some("gone")),
                "read",
            ),
            (answered(&url("one/:stop"), 200, None, Some("stop")), "read"),
            (answered(&url("create"), 202, None, None), "read"),
        ] {
            assert_eq!(found(&[newest, read()]).as_deref(), Some(expected));
        }
        assert_eq!(found(&[]), None);
    }
}
