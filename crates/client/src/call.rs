use std::{pin::pin, time::Duration};

use futures_util::future::{Either, select};
use http::Method;
use remote_rendering_protocol::{CorrelationVector, Timestamp, error::ErrorBody};
use secrecy::SecretString;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Attempt, Error, ErrorKind, Json, JsonError, Repeat, Request, Response, RetryDecision,
    RetryPolicy, Runtime,
};

/// A call: where to, with what, whether it may be sent again, and what became of it so far.
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) authorization: Option<SecretString>,
    pub(crate) correlation_vector: Option<CorrelationVector>,
    pub(crate) body: Option<String>,
    pub(crate) repeat: Repeat,
    attempts: u32,
    first_sent_at: Option<Timestamp>,
    /// An attempt failed, and may have been carried out all the same.
    in_doubt: bool,
}

impl Call {
    /// A call that may be sent again, without a body.
    pub(crate) fn new(method: Method, url: String) -> Self {
        Self {
            method,
            url,
            authorization: None,
            correlation_vector: None,
            body: None,
            repeat: Repeat::Idempotent,
            attempts: 0,
            first_sent_at: None,
            in_doubt: false,
        }
    }

    pub(crate) fn with_body<R: Runtime>(mut self, body: &impl Serialize) -> Result<Self, Error> {
        match R::Json::write(body) {
            Ok(text) => self.body = Some(text),
            Err(error) => return Err(Error::of_json(error, self.method, &self.url)),
        }
        Ok(self)
    }

    pub(crate) fn once(mut self) -> Self {
        self.repeat = Repeat::Never;
        self
    }

    /// Whether an attempt failed that may have been carried out all the same.
    pub(crate) fn is_in_doubt(&self) -> bool {
        self.in_doubt
    }

    fn request(&self) -> Request {
        Request {
            method: self.method.clone(),
            url: self.url.clone(),
            authorization: self.authorization.clone(),
            correlation_vector: self.correlation_vector.clone(),
            body: self.body.clone(),
            attempt: self.attempts,
        }
    }
}

/// A success, and how often the call was sent for it.
pub(crate) struct Answer {
    pub(crate) response: Response,
    method: Method,
    url: String,
    attempts: u32,
    elapsed: Duration,
}

impl Answer {
    pub(crate) fn json<R: Runtime, T: DeserializeOwned>(&self) -> Result<T, Error> {
        R::Json::parse(&self.response.body).map_err(|error| self.invalid(error))
    }

    /// Apart, so that it is there once and not for each type of answer.
    fn invalid(&self, error: JsonError) -> Error {
        Error::of_json(error, self.method.clone(), &self.url)
            .with_answer(&self.response)
            .with_attempts(self.attempts, self.elapsed, false)
    }
}

/// Sends a call as often as the policy allows, until it succeeds. A call that was sent before goes on counting.
pub(crate) async fn send<R: Runtime>(
    runtime: &R,
    policy: &RetryPolicy,
    call: &mut Call,
) -> Result<Answer, Error> {
    let first_sent_at = *call.first_sent_at.get_or_insert_with(|| runtime.now());
    loop {
        call.attempts += 1;
        let outcome = attempt(runtime, policy, call).await;
        let elapsed = runtime.now().since(first_sent_at).into();
        let error = match outcome {
            Ok(response) => {
                return Ok(Answer {
                    response,
                    method: call.method.clone(),
                    url: call.url.clone(),
                    attempts: call.attempts,
                    elapsed,
                });
            }
            Err(error) => error,
        };
        call.in_doubt |= error.kind().leaves_in_doubt();
        let failed = Attempt {
            number: call.attempts,
            elapsed,
            kind: error.kind(),
            repeat: call.repeat,
            retry_after: error.call().retry_after,
        };
        match policy.decide(failed, jitter(runtime)) {
            RetryDecision::After(wait) => runtime.sleep(wait).await,
            RetryDecision::GiveUp => {
                return Err(error.with_attempts(call.attempts, elapsed, call.in_doubt));
            }
        }
    }
}

async fn attempt<R: Runtime>(
    runtime: &R,
    policy: &RetryPolicy,
    call: &Call,
) -> Result<Response, Error> {
    let limit = pin!(runtime.sleep(policy.attempt_timeout));
    let response = match select(pin!(runtime.send(call.request())), limit).await {
        Either::Left((Ok(response), _)) => response,
        Either::Left((Err(error), _)) => {
            return Err(Error::of_transport(error, call.method.clone(), &call.url));
        }
        Either::Right(((), _)) => {
            return Err(Error::new(
                ErrorKind::Timeout,
                call.method.clone(),
                &call.url,
            ));
        }
    };
    if (200..300).contains(&response.status) {
        return Ok(response);
    }
    let service = R::Json::parse::<ErrorBody>(&response.body)
        .ok()
        .map(|body| body.error);
    Err(Error::new(
        ErrorKind::of_status(response.status),
        call.method.clone(),
        &call.url,
    )
    .with_answer(&response)
    .with_service(service))
}

/// An even draw from 0 to 1.
fn jitter(runtime: &impl Runtime) -> f64 {
    let [a, b, ..] = runtime.random();
    f64::from(u16::from_be_bytes([a, b])) / f64::from(u16::MAX)
}
