//! The page's runtime, with a record of every call for its activity.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use remote_rendering_client::{Request, Response, Runtime, TransportError};
use remote_rendering_protocol::Timestamp;
use yew::Callback;

use super::{
    redaction::Secrets,
    sandbox::Sandbox,
    state::activity::{CallRecord, Outcome},
};
use crate::browser::{BrowserJson, BrowserRuntime};

/// Sends through the browser, or to the sandbox, and tells what came of it, without what is secret.
#[derive(Clone, Debug)]
pub struct RecordedRuntime {
    browser: BrowserRuntime,
    sandbox: Option<Sandbox>,
    record: Callback<CallRecord>,
    secrets: RefCell<Secrets>,
    ended: Cell<bool>,
}

impl RecordedRuntime {
    /// A runtime that tells `record` every call.
    pub fn new(sandbox: Option<Sandbox>, record: Callback<CallRecord>) -> Self {
        Self {
            browser: BrowserRuntime::by(sandbox.as_ref().map(Sandbox::fetch)),
            sandbox,
            record,
            secrets: RefCell::default(),
            ended: Cell::default(),
        }
    }

    /// Where its requests go, if not through the network.
    pub fn sandbox(&self) -> Option<&Sandbox> {
        self.sandbox.as_ref()
    }

    /// Tells nothing any more, neither of what is still under way: its person has signed out.
    pub fn end(&self) {
        self.ended.set(true);
    }

    fn tell(&self, mut record: CallRecord) {
        if !self.ended.get() {
            record.took = self.now().since(record.at).into();
            self.record.emit(record);
        }
    }
}

impl Runtime for RecordedRuntime {
    type Json = BrowserJson;

    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let sent = self.secrets.borrow_mut().request(&request);
        let mut call = UnderWay {
            runtime: self,
            record: Some(CallRecord::begun(self.now(), request.attempt, sent)),
        };
        let answer = self.browser.send(request).await;
        call.end(answer.as_ref());
        answer
    }

    async fn sleep(&self, duration: Duration) {
        self.browser.sleep(duration).await;
    }

    fn now(&self) -> Timestamp {
        self.browser.now()
    }

    fn random(&self) -> [u8; 16] {
        self.browser.random()
    }
}

/// A call without an answer yet. If it is dropped, it was given up: the client's time for an attempt was over.
struct UnderWay<'a> {
    runtime: &'a RecordedRuntime,
    record: Option<CallRecord>,
}

impl UnderWay<'_> {
    fn end(&mut self, answer: Result<&Response, &TransportError>) {
        let Some(mut record) = self.record.take() else {
            return;
        };
        record.outcome = match answer {
            Ok(answer) => {
                let mut secrets = self.runtime.secrets.borrow_mut();
                Outcome::Answered(secrets.answer(&record.request.url, answer))
            }
            Err(error) => Outcome::Failed(error.kind),
        };
        self.runtime.tell(record);
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        if let Some(record) = self.record.take() {
            self.runtime.tell(record);
        }
    }
}
