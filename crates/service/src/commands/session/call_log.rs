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
        let mut entry = Entry {
            line,
            begun: Instant::now(),
            outcome: None,
        };
        let answer = self.inner.send(request).await;
        entry.outcome = Some(told(&answer));
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

/// A line that is written when its call is over, also when nobody waits for the answer any longer.
struct Entry {
    line: String,
    begun: Instant,
    outcome: Option<String>,
}

impl Drop for Entry {
    fn drop(&mut self) {
        let took = self.begun.elapsed().as_millis();
        let outcome = self.outcome.as_deref().unwrap_or("given up");
        // A standard error that is gone ends no call.
        let _ = writeln!(stderr(), "{} in {took} ms: {outcome}", self.line);
    }
}

/// What came of a call.
fn told(answer: &Result<Response, TransportError>) -> String {
    match answer {
        Ok(answer) => {
            let vector = answer.correlation_vector();
            let vector = vector.map(|it| format!(", MS-CV {it}")).unwrap_or_default();
            format!("{}{vector}", answer.status)
        }
        Err(error) => error.to_string(),
    }
}
