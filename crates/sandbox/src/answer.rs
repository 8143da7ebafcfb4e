use std::time::Duration;

use http::StatusCode;
use remote_rendering_engine::api::Fault;
use serde::Serialize;

/// The content type that the hosted service sent.
const JSON: &str = "application/json; charset=utf-8";

/// What a request is answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: StatusCode,
    /// Name and value of each header, without those that a socket or a browser needs.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty if there is none.
    pub body: String,
    /// How long the request and its answer are on their way.
    pub takes: Duration,
}

impl Answer {
    /// No body.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: String::new(),
            takes: Duration::ZERO,
        }
    }

    /// A JSON text that is written already.
    pub(crate) fn text(status: StatusCode, body: String) -> Self {
        Self {
            headers: vec![("content-type", JSON.to_owned())],
            body,
            ..Self::empty(status)
        }
    }

    pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Self {
        // Texts, numbers and lists of them: there is nothing in a body that JSON cannot write.
        Self::text(status, serde_json::to_string(body).unwrap_or_default())
    }

    pub(crate) fn fault(fault: &Fault) -> Self {
        let mut answer = Self::json(fault.status(), &fault.body());
        if let Some(challenge) = fault.challenge() {
            answer.add("www-authenticate", challenge);
        }
        answer
    }

    pub(crate) fn add(&mut self, name: &'static str, value: impl Into<String>) {
        self.headers.push((name, value.into()));
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| *header == name);
        found.map(|(_, value)| value.as_str())
    }
}
