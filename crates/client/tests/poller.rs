//! Waiting for a session to become ready.
#![cfg(test)]

mod support;

use std::{pin::pin, time::Duration};

use futures_executor::block_on;
use remote_rendering_client::{
    ErrorKind, RetryPolicy, SessionPoller,
    protocol::SessionStatus,
    scripted::{Reply, ScriptedRuntime},
};
use support::{
    client_with_token, new_session, ok, poll_once, properties, refusal, refusal_for, session,
    standard,
};

const SECOND: Duration = Duration::from_secs(1);

/// A poller of a session that was just created.
fn begun(runtime: &ScriptedRuntime, created: Reply) -> SessionPoller<ScriptedRuntime> {
    runtime.reply(created);
    let client = client_with_token(runtime).with_retry(RetryPolicy::once());
    block_on(client.begin_session(&session(), &new_session())).unwrap()
}

#[test]
fn the_cadence_is_the_scripts() {
    for (size, seconds) in [
        ("Standard", 2),
        ("standard", 2),
        ("Premium", 10),
        ("Gigantic", 10),
    ] {
        let runtime = ScriptedRuntime::default();
        let mut poller = begun(&runtime, ok(properties(size, "Starting", 4)));
        for status in ["Starting", "Starting", "Ready"] {
            runtime.reply(ok(properties(size, status, 4)));
        }
        block_on(poller.until_done(|_| {})).unwrap();
        assert_eq!(
            runtime.sleeps(),
            [Duration::from_secs(seconds); 3],
            "{size}"
        );
    }
}

#[test]
fn the_service_may_slow_the_cadence_but_not_quicken_it() {
    let runtime = ScriptedRuntime::default();
    let starting = |retry_after| {
        let body = properties("Standard", "Starting", 4);
        Reply::new(200, body, &[("Retry-After", retry_after)])
    };
    let mut poller = begun(&runtime, starting("30"));
    runtime
        .reply(starting("1"))
        .reply(starting("7"))
        .reply(standard("Starting"))
        .reply(standard("Ready"));
    block_on(poller.until_done(|_| {})).unwrap();
    assert_eq!(runtime.sleeps(), [30, 2, 7, 2].map(Duration::from_secs));
}

#[test]
fn waiting_ends_when_the_session_is_ready_or_has_ended() {
    for (text, status) in [
        ("Ready", SessionStatus::Ready),
        ("Error", SessionStatus::Error),
        ("Expired", SessionStatus::Expired),
        ("Stopped", SessionStatus::Stopped),
    ] {
        let runtime = ScriptedRuntime::default();
        let mut poller = begun(&runtime, standard("Starting"));
        assert!(!poller.is_done());
        runtime.reply(standard("Starting")).reply(standard(text));
        let latest = block_on(poller.until_done(|_| {})).unwrap();
        assert_eq!(latest.status, status);
        assert!(poller.is_done());
    }
}

#[test]
fn a_session_that_is_there_and_ready_already_is_not_waited_for() {
    let runtime = ScriptedRuntime::default();
    let mut poller = begun(&runtime, standard("Ready"));
    assert!(poller.is_done());
    block_on(poller.until_done(|_| panic!("no further answer"))).unwrap();
    assert_eq!(runtime.requests().len(), 1);
}

#[test]
fn an_unknown_status_is_not_the_end() {
    let runtime = ScriptedRuntime::default();
    let mut poller = begun(&runtime, standard("Hibernating"));
    runtime.reply(standard("Thawing")).reply(standard("Ready"));
    block_on(poller.until_done(|_| {})).unwrap();
    assert_eq!(runtime.replies_left(), 0);
}

#[test]
fn every_answer_is_told() {
    let runtime = ScriptedRuntime::default();
    let mut poller = begun(&runtime, standard("Starting"));
    let statuses = ["Starting", "Thawing", "Ready"];
    for status in statuses {
        runtime.reply(standard(status));
    }
    let mut told = Vec::new();
    block_on(poller.until_done(|session| told.push(session.status.to_string()))).unwrap();
    assert_eq!(told, statuses);
}

#[test]
fn asking_at_once_does_not_wait() {
    let runtime = ScriptedRuntime::default();
    let mut poller = begun(&runtime, standard("Starting"));
    runtime.reply(standard("Ready"));
    let latest = block_on(poller.poll()).unwrap();
    assert_eq!(latest.status, SessionStatus::Ready);
    assert!(runtime.sleeps().is_empty());
}

#[test]
fn a_poller_can_be_had_for_a_session_created_before() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(standard("Starting")).reply(standard("Ready"));
    let mut poller = block_on(client_with_token(&runtime).resume_session(&session())).unwrap();
    assert_eq!(poller.latest().status, SessionStatus::Starting);
    block_on(poller.until_done(|_| {})).unwrap();
    assert_eq!(runtime.sleeps(), [2 * SECOND]);
    assert!(
        runtime
            .requests()
            .iter()
            .all(|request| request.method == "GET")
    );
}

#[test]
fn dropping_the_wait_sends_nothing_and_loses_nothing() {
    let runtime = ScriptedRuntime::default();
    let mut poller = begun(&runtime, standard("Starting"));
    runtime.reply(standard("Thawing")).reply(standard("Ready"));
    {
        let mut dropped = pin!(poller.until_done(|_| {}));
        assert!(poll_once(dropped.as_mut()).is_pending());
    }
    assert!(
        runtime.sleeps().is_empty(),
        "dropped in the middle of a wait"
    );
    assert_eq!(runtime.requests().len(), 1);
    assert_eq!(poller.latest().status, SessionStatus::Starting);

    let mut told = 0;
    block_on(poller.until_done(|_| told += 1)).unwrap();
    assert_eq!(told, 2);
    assert_eq!(poller.latest().status, SessionStatus::Ready);
}

#[test]
fn dropping_a_question_leaves_the_last_answer() {
    let runtime = ScriptedRuntime::default();
    let mut poller = begun(&runtime, standard("Starting"));
    runtime.reply(Reply::Silence).reply(standard("Ready"));
    {
        let mut dropped = pin!(poller.poll());
        assert!(poll_once(dropped.as_mut()).is_pending());
        assert_eq!(runtime.requests().len(), 2);
    }
    assert_eq!(poller.latest().status, SessionStatus::Starting);
    block_on(poller.until_done(|_| {})).unwrap();
    assert_eq!(poller.latest().status, SessionStatus::Ready);
}

#[test]
fn an_error_leaves_the_poller_usable() {
    for (failure, kind) in [
        (refusal(500, "Internal"), ErrorKind::ServiceFailed),
        (ok("<html>"), ErrorKind::InvalidAnswer),
        (Reply::Silence, ErrorKind::Timeout),
    ] {
        let runtime = ScriptedRuntime::default();
        let mut poller = begun(&runtime, standard("Starting"));
        runtime.reply(failure).reply(standard("Ready"));
        let error = block_on(poller.until_done(|_| {})).unwrap_err();
        assert_eq!(error.kind(), kind);
        assert_eq!(poller.latest().status, SessionStatus::Starting);
        block_on(poller.until_done(|_| {})).unwrap();
        assert_eq!(poller.latest().status, SessionStatus::Ready);
    }
}

#[test]
fn after_a_throttled_question_the_next_one_waits_as_asked() {
    let runtime = ScriptedRuntime::default();
    let mut poller = begun(&runtime, standard("Starting"));
    runtime
        .reply(refusal_for(429, 100))
        .reply(standard("Ready"));
    let error = block_on(poller.until_done(|_| {})).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Throttled);
    block_on(poller.until_done(|_| {})).unwrap();
    assert_eq!(runtime.sleeps(), [2 * SECOND, 100 * SECOND]);
}

#[test]
fn a_create_that_fails_gives_no_poller() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(refusal(409, "Conflict"));
    let client = client_with_token(&runtime);
    let error = block_on(client.begin_session(&session(), &new_session())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
}
