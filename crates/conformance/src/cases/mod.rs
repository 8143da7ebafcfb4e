//! The cases, by what they are about. Each is named after what holds; [`for_each_case!`](crate::for_each_case) has the list.
#![expect(missing_docs, reason = "a case's name is a sentence")]
#![expect(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "these are tests, which shells run"
)]

mod bodies;
mod script;

pub mod answers;
pub mod calls;
pub mod failures;
pub mod lifecycle;
pub mod refusals;
pub mod service;
pub mod tokens;

use std::time::Duration;

use remote_rendering_client::{
    Client, Error, NewSession, Runtime,
    protocol::{MaxLeaseTime, SessionId, SessionSize},
};

const DAY: Duration = Duration::from_hours(24);

fn minutes(minutes: i64) -> MaxLeaseTime {
    MaxLeaseTime::from_minutes(minutes).unwrap()
}

/// A Standard session with a lease of four minutes.
fn standard() -> NewSession {
    NewSession {
        max_lease_time: minutes(4),
        size: SessionSize::Standard,
    }
}

async fn ids_of_list<R: Runtime>(client: &Client<R>) -> Vec<SessionId> {
    let sessions = client.list_sessions().collect().await.unwrap();
    sessions.into_iter().map(|session| session.id).collect()
}

/// The service's code, after it was made sure that the error says what an operator needs.
fn code_of(error: &Error) -> &str {
    let call = error.call();
    assert!(call.correlation_vector.is_some(), "no MS-CV: {error}");
    let service = call.service.as_ref().unwrap();
    assert!(!service.message.is_empty(), "no words: {error}");
    &service.code
}
