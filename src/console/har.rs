//! The activity as a document of HAR 1.2 (HTTP Archive), which the network tools of browsers read.

use std::borrow::Cow;

use remote_rendering_client::ErrorKind;
use remote_rendering_protocol::Timespan;
use serde::{Serialize, Serializer, ser::SerializeStruct as _};

use super::state::activity::{Activity, Body, CallRecord, Header, Outcome, SentRequest};

/// A value of JSON. One shape for all of a document: a type for each of its objects would bring a writer of its own.
#[derive(Debug, PartialEq)]
pub enum Value<'a> {
    /// A number.
    Number(i32),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Self>),
    /// An object.
    Object(Vec<(&'static str, Self)>),
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_i32(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(values) => serializer.collect_seq(values),
            // A map would not become a plain object in the browser.
            Self::Object(members) => {
                let mut object = serializer.serialize_struct("", members.len())?;
                for &(name, ref value) in members {
                    object.serialize_field(name, value)?;
                }
                object.end()
            }
        }
    }
}

/// The document: every call that is kept, oldest first. `user_agent` is how the browser calls itself.
pub fn document<'a>(activity: &'a Activity, user_agent: &'a str) -> Value<'a> {
    let mut log = vec![
        ("version", text("1.2")),
        (
            "creator",
            program("remote-rendering console", env!("CARGO_PKG_VERSION")),
        ),
    ];
    if let Some((name, version)) = browser(user_agent) {
        log.push(("browser", program(name, version)));
    }
    let entries = activity.calls().rev().map(entry).collect();
    log.extend([
        ("entries", Value::List(entries)),
        (
            "comment",
            text("Account keys and access tokens are removed."),
        ),
        ("_dropped", number(activity.dropped())),
    ]);
    Value::Object(vec![("log", Value::Object(log))])
}

fn entry(call: &CallRecord) -> Value<'_> {
    let took = || number(Timespan::from(call.took).whole_milliseconds());
    let timings = vec![
        ("send", number(0)),
        ("wait", took()),
        ("receive", number(0)),
    ];
    let mut entry = vec![
        ("startedDateTime", text(call.at.to_string())),
        ("time", took()),
        ("request", request(&call.request)),
        ("response", response(&call.outcome)),
        ("cache", Value::Object(Vec::new())),
        ("timings", Value::Object(timings)),
        ("_attempt", number(call.attempt)),
    ];
    if let Some(correlation_vector) = call.correlation_vector() {
        entry.push(("_correlationVector", text(correlation_vector)));
    }
    Value::Object(entry)
}

fn request(request: &SentRequest) -> Value<'_> {
    let query = request.url.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| named(pair.split_once('=').unwrap_or((pair, ""))));
    let body = request.body.as_ref();
    let mut members = vec![
        ("method", text(request.method.as_str())),
        ("url", text(&request.url)),
        ("queryString", Value::List(pairs.collect())),
    ];
    members.extend(message(
        &request.headers,
        number(body.map_or(0, |body| body.size)),
    ));
    if body.is_some() {
        members.push(("postData", Value::Object(content(body, "application/json"))));
    }
    Value::Object(members)
}

/// A call without an answer has the status 0 here, as in browsers.
fn response(outcome: &Outcome) -> Value<'_> {
    let (answer, error) = match outcome {
        Outcome::Answered(answer) => (Some(answer), None),
        Outcome::Failed(kind) => (None, Some(ErrorKind::from(*kind).as_str())),
        Outcome::GivenUp => (None, Some("given up before an answer came")),
    };
    let header = |name| answer.and_then(|answer| answer.header(name));
    let body = answer.map(|answer| &answer.body);
    let mut content = content(body, header("content-type").unwrap_or("x-unknown"));
    content.push(("size", number(body.map_or(0, |body| body.size))));
    let mut members = vec![
        ("status", number(answer.map_or(0, |answer| answer.status))),
        ("statusText", text("")),
        ("content", Value::Object(content)),
        ("redirectURL", text(header("location").unwrap_or_default())),
    ];
    let headers = answer.map_or(&[][..], |answer| &answer.headers);
    // What a body weighed on its way is not told to a page.
    members.extend(message(headers, number(-1)));
    if let Some(error) = error {
        members.push(("_error", text(error)));
    }
    Value::Object(members)
}

/// What requests and responses have in common.
fn message<'a>(headers: &'a [Header], body_size: Value<'a>) -> [(&'static str, Value<'a>); 5] {
    let headers = headers.iter().map(|(name, value)| named((name, value)));
    [
        ("httpVersion", text("unknown")),
        ("cookies", Value::List(Vec::new())),
        ("headers", Value::List(headers.collect())),
        ("headersSize", number(-1)),
        ("bodySize", body_size),
    ]
}

/// A body's type, and its text as far as it is kept.
fn content<'a>(body: Option<&'a Body>, media_type: &'a str) -> Vec<(&'static str, Value<'a>)> {
    let mut members = vec![("mimeType", text(media_type))];
    let kept = body.and_then(|body| body.text.as_ref());
    if let Some(kept) = kept {
        members.push(("text", text(kept)));
    }
    if body.is_some_and(|body| body.is_cut) {
        members.push(("comment", text("Only the beginning is kept.")));
    } else if body.is_some() && kept.is_none() {
        members.push(("comment", text("Left out.")));
    }
    members
}

fn named<'a>((name, value): (&'a str, &'a str)) -> Value<'a> {
    Value::Object(vec![("name", text(name)), ("value", text(value))])
}

fn program<'a>(name: &'a str, version: &'a str) -> Value<'a> {
    Value::Object(vec![("name", text(name)), ("version", text(version))])
}

fn text<'a>(text: impl Into<Cow<'a, str>>) -> Value<'a> {
    Value::Text(text.into())
}

/// HAR's numbers are small; what is larger all the same is told as the largest.
fn number(number: impl TryInto<i32>) -> Value<'static> {
    Value::Number(number.try_into().unwrap_or(i32::MAX))
}

/// The browser's name and version. Edge calls itself Chrome, too, and Chrome calls itself Safari.
fn browser(user_agent: &str) -> Option<(&'static str, &str)> {
    let marks = [
        ("Edge", "Edg/"),
        ("Firefox", "Firefox/"),
        ("Chrome", "Chrome/"),
        ("Safari", "Version/"),
    ];
    marks.into_iter().find_map(|(name, mark)| {
        let (_, rest) = user_agent.split_once(mark)?;
        Some((name, rest.split(' ').next()?))
    })
}

#[cfg(test)]
#[cfg(not(target_family = "wasm"))]
#[path = "har_tests.rs"]
mod tests;
