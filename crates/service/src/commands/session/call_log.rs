use std::{
    io::{Write as _, stderr},
    time::{Duration, Instant},
};

use remote_rendering_client::{Request, Response, Runtime, TransportError};
use remote_rendering_protocol::Timestamp;

/// A runtime that tells each call on standard error, if it is to: what was asked and what came of it. No header but
/// the `MS-CV`, no query and no body: those carry keys and tokens.
#[derive(Clone, Debug)]
pub(super) struct CallLog<R> {
    inner: R,
    pub(super) is_on: bool,
}

impl<R> CallLog<R> {
    pub(super) fn new(inner: R, is_on: bool) -> Self {
        Self { inner, is_on }
    }
}

impl<R: Runtime> Runtime for CallLog<R> {
    type Json = R::Json;

    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        if !self.is_on {
            return self.inner.send(request).await;
        }
        let url = request.url.split(['?', '#']).next().unwrap_or_default();
        let mut line = format!("{} {url}", request.method);
        if request.attempt > 1 {
            line = format!("{line} (attempt {})", request.attempt);
        }
        let begun = Instant::now();
        let answer = self.inner.send(request).await;
        // A standard error that is gone ends no call.
        let _ = writeln!(stderr(), "{line}{}", told(&answer, begun.elapsed()));
        answer
    }

    async fn sleep(&self, duration: Duration) {
        self.inner.sleep(duration).await;
    }

    fn now(&self) -> Timestamp {
        self.inner.now()
    }

    fn random(&self) -> [u8; 16] {
        self.inner.random()
    }
}

fn told(answer: &Result<Response, TransportError>, took: Duration) -> String {
    let took = took.as_millis();
    match answer {
        Ok(answer) => {
            let vector = answer.correlation_vector();
            let vector = vector.map(|it| format!(", MS-CV {it}")).unwrap_or_default();
            format!(": {} in {took} ms{vector}", answer.status)
        }
        Err(error) => format!(": {error}, in {took} ms"),
    }
}
