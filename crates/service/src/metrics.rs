use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use http::{Method, StatusCode};
use remote_rendering_protocol::SessionStatus;

use crate::store::LiveCount;

/// How many sessions are in each state now, and how many came to each end since the start.
#[derive(Debug, Default)]
pub(crate) struct SessionCounts {
    starting: AtomicI64,
    ready: AtomicI64,
    stopped: AtomicI64,
    expired: AtomicI64,
    failed: AtomicI64,
}

impl SessionCounts {
    /// What the store holds when the service starts.
    pub(crate) fn set(&self, count: LiveCount) {
        for (gauge, count) in [(&self.starting, count.starting), (&self.ready, count.ready)] {
            gauge.store(i64::try_from(count).unwrap_or(i64::MAX), Ordering::Relaxed);
        }
    }

    pub(crate) fn entered(&self, status: &SessionStatus) {
        self.add(status, 1);
    }

    /// An end is final, so nothing leaves one of the last three.
    pub(crate) fn left(&self, status: &SessionStatus) {
        self.add(status, -1);
    }

    fn add(&self, status: &SessionStatus, change: i64) {
        let count = match status {
            SessionStatus::Starting => &self.starting,
            SessionStatus::Ready => &self.ready,
            SessionStatus::Stopped => &self.stopped,
            SessionStatus::Expired => &self.expired,
            SessionStatus::Error => &self.failed,
            SessionStatus::Other(_) => return,
        };
        count.fetch_add(change, Ordering::Relaxed);
    }
}

/// What an operator's Prometheus reads.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<(String, String, u16), u64>>,
    throttled: AtomicU64,
    tokens: AtomicU64,
}

impl Metrics {
    /// Counts an answer. `route` is the route's pattern, never the path: the number of series stays
    /// small.
    pub(crate) fn answered(&self, route: &str, method: &Method, status: StatusCode) {
        let series = (
            route.to_owned(),
            known_method(method).to_owned(),
            status.as_u16(),
        );
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        *requests.entry(series).or_default() += 1;
    }

    pub(crate) fn throttled(&self) {
        self.throttled.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn token_issued(&self) {
        self.tokens.fetch_add(1, Ordering::Relaxed);
    }

    /// Prometheus' text form.
    pub(crate) fn render(&self, sessions: &SessionCounts) -> String {
        let mut text = String::new();
        describe(
            &mut text,
            "requests_total",
            "counter",
            "Answers by route, method and status.",
        );
        for ((route, method, status), count) in self
            .requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
        {
            let labels = format!(r#"route="{route}",method="{method}",status="{status}""#);
            sample(&mut text, "requests_total", &labels, count);
        }
        describe(
            &mut text,
            "requests_throttled_total",
            "counter",
            "Requests that were answered 429.",
        );
        sample(
            &mut text,
            "requests_throttled_total",
            "",
            self.throttled.load(Ordering::Relaxed),
        );
        describe(
            &mut text,
            "tokens_issued_total",
            "counter",
            "Access tokens that the STS issued.",
        );
        sample(
            &mut text,
            "tokens_issued_total",
            "",
            self.tokens.load(Ordering::Relaxed),
        );
        describe(
            &mut text,
            "sessions",
            "gauge",
            "Sessions that are starting or ready.",
        );
        for (state, count) in [("starting", &sessions.starting), ("ready", &sessions.ready)] {
            sample(
                &mut text,
                "sessions",
                &format!(r#"state="{state}""#),
                count.load(Ordering::Relaxed),
            );
        }
        describe(
            &mut text,
            "sessions_ended_total",
            "counter",
            "Sessions that ended since the start, by how.",
        );
        for (how, count) in [
            ("stopped", &sessions.stopped),
            ("expired", &sessions.expired),
            ("error", &sessions.failed),
        ] {
            sample(
                &mut text,
                "sessions_ended_total",
                &format!(r#"how="{how}""#),
                count.load(Ordering::Relaxed),
            );
        }
        text
    }
}

/// Clients can send any word as a method; only the known ones become a series.
fn known_method(method: &Method) -> &str {
    match *method {
        Method::GET
        | Method::HEAD
        | Method::PUT
        | Method::PATCH
        | Method::POST
        | Method::DELETE
        | Method::OPTIONS => method.as_str(),
        _ => "other",
    }
}

// Writing to a String cannot fail, so the results are dropped.
fn describe(text: &mut String, name: &str, kind: &str, help: &str) {
    let _ = write!(
        text,
        "# HELP remote_rendering_{name} {help}\n# TYPE remote_rendering_{name} {kind}\n"
    );
}

fn sample(text: &mut String, name: &str, labels: &str, value: impl std::fmt::Display) {
    let labels = if labels.is_empty() {
        String::new()
    } else {
        format!("{{{labels}}}")
    };
    let _ = writeln!(text, "remote_rendering_{name}{labels} {value}");
}
