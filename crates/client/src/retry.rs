use std::time::Duration;

use crate::{ErrorKind, probe::milliseconds};

/// Whether a call may be sent again after a failure that leaves open what the service did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Sending it twice is the same as sending it once: reads, a stop, a create under an id of the client's choice.
    Idempotent,
    /// Sending it twice could do it twice: v1's create leases, and bills, a second server.
    Never,
}

/// How failed calls are repeated: data, so that a test can read the whole policy off a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryPolicy {
    /// How often a call is sent at most.
    pub max_attempts: u32,
    /// The time for all attempts and the waits between them; no attempt begins after it. A `Retry-After` that leads
    /// past it ends the call at once, so that a person hears of it instead of waiting blindly.
    pub budget: Duration,
    /// The time for one attempt.
    pub attempt_timeout: Duration,
    /// The wait before the second attempt; doubled before each further one.
    pub first_backoff: Duration,
    /// The longest such wait.
    pub max_backoff: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 4,
            // A little over the minute after which the service resets its throttling.
            budget: Duration::from_secs(70),
            attempt_timeout: Duration::from_secs(20),
            first_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(8),
        }
    }
}

/// A failed attempt.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    /// Which attempt it was, from 1.
    pub number: u32,
    /// The time since the first attempt began.
    pub elapsed: Duration,
    /// How it failed.
    pub kind: ErrorKind,
    /// Whether the call may be sent again.
    pub repeat: Repeat,
    /// How long the service asked to wait.
    pub retry_after: Option<Duration>,
}

/// What to do after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryDecision {
    /// Send it again after this time.
    After(Duration),
    /// Report the failure.
    GiveUp,
}

impl RetryPolicy {
    /// One attempt, no repetition.
    pub fn once() -> Self {
        Self {
            max_attempts: 1,
            ..Self::default()
        }
    }

    /// What to do after a failed attempt. `jitter` is drawn evenly from 0 to 1: it spreads the waits over half of
    /// their length, so that clients that failed together do not come back together.
    pub fn decide(&self, attempt: Attempt, jitter: f64) -> RetryDecision {
        if attempt.repeat == Repeat::Never
            || !attempt.kind.is_retryable()
            || attempt.number >= self.max_attempts
        {
            return RetryDecision::GiveUp;
        }
        let wait = attempt
            .retry_after
            .unwrap_or_else(|| self.backoff(attempt.number, jitter));
        if attempt.elapsed.saturating_add(wait) > self.budget {
            return RetryDecision::GiveUp;
        }
        RetryDecision::After(wait)
    }

    fn backoff(&self, attempt: u32, jitter: f64) -> Duration {
        let mut doubled = self.first_backoff;
        for _ in 1..attempt {
            if doubled.is_zero() || doubled >= self.max_backoff {
                break;
            }
            doubled = doubled.saturating_add(doubled);
        }
        let longest_ms = doubled.min(self.max_backoff).as_secs_f64() * 1000.0;
        milliseconds(longest_ms * (1.0 - jitter.clamp(0.0, 1.0) / 2.0))
    }
}
