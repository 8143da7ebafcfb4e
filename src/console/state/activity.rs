//! The latest calls, newest first.

use std::{rc::Rc, time::Duration};

use http::Method;
use remote_rendering_client::TransportErrorKind;
use remote_rendering_protocol::Timestamp;
use yew::Reducible;

/// How many calls are kept: eight hours of refreshing the list of one region.
pub const KEPT: usize = 1000;

/// How many bytes they may take together, so that a page that stays open for weeks stays small.
pub const KEPT_BYTES: usize = 4 * 1024 * 1024;

/// What a call takes beside its texts, about.
const RECORD: usize = 256;

/// A header: its name in lower case, and its value.
pub type Header = (&'static str, String);

/// A body, as far as it may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// How many bytes it had on the wire.
    pub size: usize,
    /// What is kept of it; `None` where it may hold a secret.
    pub text: Option<String>,
    /// Whether it was longer than what is kept.
    pub is_cut: bool,
}

/// A request without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentRequest {
    /// The method.
    pub method: Method,
    /// The URL.
    pub url: String,
    /// The headers that the client set.
    pub headers: Vec<Header>,
    /// The body.
    pub body: Option<Body>,
}

/// An answer without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers that may be kept.
    pub headers: Vec<Header>,
    /// The body.
    pub body: Body,
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An answer.
    Answered(Answer),
    /// None, and why.
    Failed(TransportErrorKind),
    /// Nobody waited for an answer any longer.
    GivenUp,
}

/// One call that was sent; a call that is repeated has a record of each attempt. None holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRecord {
    /// A number that is unique in this page, given by the [`Activity`].
    pub number: u32,
    /// When it was sent.
    pub at: Timestamp,
    /// Which attempt it was, from 1.
    pub attempt: u32,
    /// What was sent.
    pub request: SentRequest,
    /// What came of it.
    pub outcome: Outcome,
    /// How long that took.
    pub took: Duration,
}

/// The latest calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// The calls, newest first; at most [`KEPT`], and [`KEPT_BYTES`] of them.
    calls: Vec<Rc<CallRecord>>,
    /// How many bytes they take.
    bytes: usize,
    /// How many calls there ever were.
    told: u32,
}

/// Which calls a person wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A part of method and URL, of the status or of the `MS-CV`, in any case; empty for all.
    pub text: String,
    /// Only calls that failed.
    pub failed_only: bool,
}

/// What happens to the activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A call was answered, or was not.
    Called(Box<CallRecord>),
    /// Somebody signed out: nothing of it stays.
    Cleared,
}

impl SentRequest {
    /// Method and URL.
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.url)
    }
}

impl Answer {
    /// The value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl CallRecord {
    /// A call that has just been sent.
    pub fn begun(at: Timestamp, attempt: u32, request: SentRequest) -> Self {
        Self {
            number: 0,
            at,
            attempt,
            request,
            outcome: Outcome::GivenUp,
            took: Duration::ZERO,
        }
    }

    /// The answer, if one came.
    pub fn answer(&self) -> Option<&Answer> {
        match &self.outcome {
            Outcome::Answered(answer) => Some(answer),
            Outcome::Failed(_) | Outcome::GivenUp => None,
        }
    }

    /// The answer's status.
    pub fn status(&self) -> Option<u16> {
        self.answer().map(|answer| answer.status)
    }

    /// The answer's `MS-CV`, by which an operator finds the call.
    pub fn correlation_vector(&self) -> Option<&str> {
        self.answer()?.header("ms-cv")
    }

    /// Whether it did not succeed.
    pub fn is_failed(&self) -> bool {
        !matches!(self.status(), Some(200..=299))
    }

    /// How many bytes it takes, about.
    fn bytes(&self) -> usize {
        let answer = self.answer();
        let headers = answer.map(|it| &it.headers);
        let bodies = [self.request.body.as_ref(), answer.map(|it| &it.body)];
        let values = headers.into_iter().chain([&self.request.headers]).flatten();
        let texts = bodies
            .into_iter()
            .flatten()
            .filter_map(|it| it.text.as_ref());
        let lengths = values.map(|(_, value)| value).chain(texts).map(String::len);
        RECORD + self.request.url.len() + lengths.sum::<usize>()
    }
}

impl Filter {
    /// Whether it takes every call.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && !self.failed_only
    }
}

impl Activity {
    /// How many calls are kept.
    pub fn count(&self) -> usize {
        self.calls.len()
    }

    /// How many were dropped since there were newer ones.
    pub fn dropped(&self) -> usize {
        let told = usize::try_from(self.told).unwrap_or(usize::MAX);
        told.saturating_sub(self.calls.len())
    }

    /// The calls, newest first.
    pub fn calls(&self) -> impl DoubleEndedIterator<Item = &CallRecord> {
        self.calls.iter().map(|call| &**call)
    }

    /// Those that the person wants to see, newest first.
    pub fn matching(&self, filter: &Filter) -> Vec<&CallRecord> {
        let sought = filter.text.trim().to_ascii_lowercase();
        let has = |text: &str| text.to_ascii_lowercase().contains(&sought);
        let is_sought = |call: &CallRecord| {
            has(&call.request.line())
                || call.status().is_some_and(|status| has(&status.to_string()))
                || call.correlation_vector().is_some_and(has)
        };
        self.calls()
            .filter(|call| !filter.failed_only || call.is_failed())
            .filter(|call| sought.is_empty() || is_sought(call))
            .collect()
    }

    /// Takes up a call where it belongs by its time: calls end in another order than they begin.
    fn take_up(&mut self, mut call: Box<CallRecord>) {
        self.told = self.told.saturating_add(1);
        call.number = self.told;
        self.bytes += call.bytes();
        let older = self.calls.iter().position(|known| known.at <= call.at);
        let place = older.unwrap_or(self.calls.len());
        self.calls.insert(place, Rc::from(call));
        while self.calls.len() > KEPT || self.bytes > KEPT_BYTES {
            let oldest = self.calls.pop();
            self.bytes -= oldest.map_or(self.bytes, |oldest| oldest.bytes());
        }
    }
}

impl Reducible for Activity {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        match action {
            Action::Called(call) => {
                let mut next = (*self).clone();
                next.take_up(call);
                Rc::new(next)
            }
            Action::Cleared => Rc::default(),
        }
    }
}

#[cfg(test)]
#[path = "activity_tests.rs"]
pub(crate) mod tests;
