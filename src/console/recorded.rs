//! The browser's runtime with a record of every call, for the page's activity.

use std::cell::Cell;

use remote_rendering_client::{Request, Response, Runtime, TransportError};
use remote_rendering_protocol::{CorrelationVector, Timestamp};
use yew::Callback;

use super::state::activity::CallRecord;
use crate::browser::{BrowserJson, BrowserRuntime};

/// Sends through the browser and tells what came of it. A record holds no body, no header but `MS-CV`, and no query.
#[derive(Clone, Debug)]
pub struct RecordedRuntime {
    browser: BrowserRuntime,
    record: Callback<CallRecord>,
    calls: Cell<u32>,
}

impl RecordedRuntime {
    /// A runtime that tells `record` every call.
    pub fn new(record: Callback<CallRecord>) -> Self {
        Self {
            browser: BrowserRuntime,
            record,
            calls: Cell::default(),
        }
    }
}

impl Runtime for RecordedRuntime {
    type Json = BrowserJson;

    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let number = self.calls.get() + 1;
        self.calls.set(number);
        let at = self.now();
        let method = request.method.to_string();
        let url = request.url.split('?').next().unwrap_or_default().to_owned();
        let answer = self.browser.send(request).await;
        let read = answer.as_ref().ok();
        self.record.emit(CallRecord {
            number,
            at,
            method,
            url,
            status: read.map(|answer| answer.status),
            took: self.now().since(at).into(),
            correlation_vector: read
                .and_then(Response::correlation_vector)
                .as_ref()
                .map(CorrelationVector::to_string),
        });
        answer
    }

    async fn sleep(&self, duration: std::time::Duration) {
        self.browser.sleep(duration).await;
    }

    fn now(&self) -> Timestamp {
        self.browser.now()
    }

    fn random(&self) -> [u8; 16] {
        self.browser.random()
    }
}
