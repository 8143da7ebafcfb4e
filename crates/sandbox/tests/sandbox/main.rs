//! The sandbox from outside, on a clock that the tests turn.
#![expect(
    clippy::unwrap_used,
    reason = "what the tests share is not within a test function"
)]

mod answers;
mod properties;
mod recordings;
mod support;
