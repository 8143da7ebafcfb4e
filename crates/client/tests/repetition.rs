//! Which calls the client sends again, when, and what it makes of the answers.
#![cfg(test)]

mod support;

use std::time::Duration;

use futures_executor::block_on;
use remote_rendering_client::{
    ErrorKind, RetryPolicy, Runtime as _, TransportErrorKind,
    protocol::{Generation, SessionStatus},
    scripted::{Reply, ScriptedRuntime},
};
use support::{
    DAY, ScriptedClient, client_with_key, client_with_token, issued, jwt, minutes, new_session, ok,
    properties, refusal, refusal_for, sent, session, standard, v1_client_with_token, v1_properties,
};

const SECOND: Duration = Duration::from_secs(1);

/// Failures that may pass by themselves.
fn passing_failures() -> [Reply; 6] {
    [
        refusal_for(429, 1),
        refusal(500, "Internal"),
        refusal(503, "Busy"),
        Reply::Failure(TransportErrorKind::Unreachable),
        Reply::Failure(TransportErrorKind::Interrupted),
        Reply::Silence,
    ]
}

#[test]
fn a_create_of_2021_is_repeated_under_the_same_id() {
    for failure in passing_failures() {
        let runtime = ScriptedRuntime::default();
        runtime.reply(failure).reply(standard("Starting"));
        let client = client_with_token(&runtime);
        let created = block_on(client.create_session(&session(), &new_session())).unwrap();
        assert_eq!(created.status, SessionStatus::Starting);
        let requests = runtime.requests();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[0].url, requests[1].url);
        assert_eq!(requests[0].body, requests[1].body);
        assert_eq!([requests[0].attempt, requests[1].attempt], [1, 2]);
    }
}

#[test]
fn a_create_of_v1_is_never_repeated() {
    for failure in passing_failures() {
        let runtime = ScriptedRuntime::default();
        runtime.reply(failure);
        let v1 = v1_client_with_token(&runtime);
        let error = block_on(v1.create_session(&session(), &new_session())).unwrap_err();
        assert!(error.kind().is_retryable(), "but not for this call");
        assert_eq!(error.call().attempts, 1);
        assert_eq!(runtime.requests().len(), 1);
    }
}

#[test]
fn a_create_of_v1_with_a_refused_token_leased_nothing_and_is_sent_with_a_new_one() {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(issued(&jwt(&runtime, DAY, "first")))
        .reply(refusal(401, "Unauthorized"))
        .reply(issued(&jwt(&runtime, DAY, "second")))
        .reply(refusal(500, "Internal"));
    let v1 = client_with_key(&runtime).with_generation(Generation::V1);
    let error = block_on(v1.create_session(&session(), &new_session())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ServiceFailed);
    assert_eq!(runtime.requests().len(), 4);
}

#[test]
fn the_other_calls_of_both_generations_are_repeated() {
    let runtime = ScriptedRuntime::default();
    let client = client_with_token(&runtime);
    let v1 = client.with_generation(Generation::V1);
    let id = session();
    let ready = || standard("Ready");
    let v1_ready = || ok(v1_properties("Standard", "Ready", "00:05:00"));
    let empty = || ok(r#"{"sessions":[]}"#);
    let nothing = || Reply::new(204, "", &[]);
    let fail = || {
        runtime.reply(refusal(500, "Internal"));
    };
    block_on(async {
        fail();
        runtime.reply(ready());
        client.get_session(&id).await.unwrap();
        fail();
        runtime.reply(ready());
        client.update_session(&id, minutes(5)).await.unwrap();
        fail();
        runtime.reply(nothing());
        client.stop_session(&id).await.unwrap();
        fail();
        runtime.reply(empty());
        client.list_sessions().collect().await.unwrap();
        fail();
        runtime.reply(ok(r#"{"regions":[]}"#));
        client.regions().await.unwrap();
        // An update of v1 is answered with nothing: what it is now is asked for.
        fail();
        runtime.reply(nothing());
        runtime.reply(v1_ready());
        v1.update_session(&id, minutes(5)).await.unwrap();
        fail();
        runtime.reply(v1_ready());
        v1.get_session(&id).await.unwrap();
        fail();
        runtime.reply(empty());
        v1.list_sessions().collect().await.unwrap();
        fail();
        runtime.reply(nothing());
        v1.stop_session(&id).await.unwrap();
    });
    assert_eq!(runtime.replies_left(), 0);
    assert_eq!(runtime.sleeps(), [Duration::from_millis(500); 9]);
}

#[test]
fn the_token_call_is_repeated() {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(Reply::Failure(TransportErrorKind::Unreachable))
        .reply(issued(&jwt(&runtime, DAY, "first")));
    block_on(client_with_key(&runtime).access_token()).unwrap();
    assert_eq!(runtime.requests().len(), 2);
}

#[test]
fn what_will_not_pass_is_not_repeated() {
    for failure in [
        refusal(400, "BadRequest"),
        refusal(403, "Forbidden"),
        refusal(404, "NotFound"),
        refusal(409, "Conflict"),
        Reply::Failure(TransportErrorKind::Offline),
        Reply::Failure(TransportErrorKind::CorsRefused),
        Reply::Failure(TransportErrorKind::Insecure),
    ] {
        let runtime = ScriptedRuntime::default();
        runtime.reply(failure);
        let error = block_on(client_with_token(&runtime).get_session(&session())).unwrap_err();
        assert!(!error.kind().is_retryable());
        assert!(runtime.sleeps().is_empty());
    }
}

#[test]
fn attempts_end_after_the_fourth() {
    let runtime = ScriptedRuntime::default();
    for _ in 0..4 {
        runtime.reply(refusal(500, "Internal"));
    }
    let error = block_on(client_with_token(&runtime).get_session(&session())).unwrap_err();
    assert_eq!(error.call().attempts, 4);
    let waits = [500, 1000, 2000].map(Duration::from_millis);
    assert_eq!(runtime.sleeps(), waits);
    assert_eq!(error.call().elapsed, waits.iter().sum::<Duration>());
}

#[test]
fn clients_that_failed_together_come_back_at_different_times() {
    let wait_of = |randomness| {
        let runtime = ScriptedRuntime::default();
        runtime.set_randomness(randomness);
        runtime
            .reply(refusal(500, "Internal"))
            .reply(standard("Ready"));
        block_on(client_with_token(&runtime).get_session(&session())).unwrap();
        runtime.sleeps().remove(0).as_millis()
    };
    assert_eq!(wait_of(0), 500);
    assert!((370..380).contains(&wait_of(128)));
    assert_eq!(wait_of(255), 250);
}

#[test]
fn retry_after_is_waited_for_exactly() {
    for status in [429, 503] {
        let runtime = ScriptedRuntime::default();
        runtime
            .reply(refusal_for(status, 7))
            .reply(refusal_for(status, 0))
            .reply(standard("Ready"));
        block_on(client_with_token(&runtime).get_session(&session())).unwrap();
        assert_eq!(runtime.sleeps(), [7 * SECOND, Duration::ZERO]);
    }
}

#[test]
fn a_retry_after_that_leads_past_the_budget_is_reported_at_once() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(refusal_for(429, 71));
    let error = block_on(client_with_token(&runtime).get_session(&session())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Throttled);
    assert_eq!(error.call().retry_after, Some(71 * SECOND));
    assert!(runtime.sleeps().is_empty());
}

#[test]
fn the_budget_is_for_all_attempts_together() {
    let runtime = ScriptedRuntime::default();
    for _ in 0..3 {
        runtime.reply(refusal_for(429, 30));
    }
    let error = block_on(client_with_token(&runtime).get_session(&session())).unwrap_err();
    assert_eq!(error.call().attempts, 3);
    assert_eq!(error.call().elapsed, 60 * SECOND);
}

#[test]
fn an_attempt_without_answer_ends_after_its_time() {
    let runtime = ScriptedRuntime::default();
    let start = runtime.now();
    runtime.reply(Reply::Silence).reply(standard("Ready"));
    block_on(client_with_token(&runtime).get_session(&session())).unwrap();
    assert_eq!(
        runtime.sleeps(),
        [20 * SECOND, Duration::from_millis(500)],
        "the limit of the first attempt, then its backoff"
    );
    assert_eq!(
        runtime.now(),
        start.after(Duration::from_millis(20_500)),
        "an attempt that is answered costs none of its limit"
    );
}

#[test]
fn silence_is_a_timeout_that_says_how_long_it_took() {
    let runtime = ScriptedRuntime::default();
    for _ in 0..3 {
        runtime.reply(Reply::Silence);
    }
    let client = client_with_token(&runtime).with_retry(RetryPolicy {
        max_attempts: 3,
        attempt_timeout: 5 * SECOND,
        ..RetryPolicy::default()
    });
    let error = block_on(client.get_session(&session())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.call().status, None);
    assert_eq!(error.call().elapsed, Duration::from_millis(16_500));
}

/// What an update reports after `first`, then 422, then a session that has this lease.
fn update_after(first: Reply, lease: i64) -> (ScriptedRuntime, Result<i64, ErrorKind>) {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(first)
        .reply(refusal(422, "InvalidLease"))
        .reply(ok(properties("Standard", "Ready", lease)));
    let outcome = updated(&client_with_token(&runtime));
    (runtime, outcome)
}

/// The same in v1.
fn v1_update_after(first: Reply, lease: i64) -> (ScriptedRuntime, Result<i64, ErrorKind>) {
    let runtime = ScriptedRuntime::default();
    let lease = minutes(lease).to_string();
    runtime
        .reply(first)
        .reply(refusal(422, "InvalidLease"))
        .reply(ok(v1_properties("Standard", "Ready", &lease)));
    let outcome = updated(&v1_client_with_token(&runtime));
    (runtime, outcome)
}

fn updated(client: &ScriptedClient) -> Result<i64, ErrorKind> {
    block_on(client.update_session(&session(), minutes(5)))
        .map(|session| session.max_lease_time_minutes)
        .map_err(|error| error.kind())
}

#[test]
fn an_update_whose_first_attempt_arrived_unseen_is_a_success() {
    for first in [
        refusal(500, "Internal"),
        Reply::Failure(TransportErrorKind::Interrupted),
        Reply::Silence,
    ] {
        for update_after in [update_after, v1_update_after] {
            let (runtime, outcome) = update_after(first.clone(), 5);
            assert_eq!(outcome, Ok(5));
            let methods: Vec<_> = sent(&runtime)
                .iter()
                .map(|sent| sent.split(' ').next().unwrap().to_owned())
                .collect();
            assert_eq!(methods, ["PATCH", "PATCH", "GET"]);
        }
    }
}

#[test]
fn an_update_that_is_refused_the_second_time_for_another_lease_is_refused() {
    for update_after in [update_after, v1_update_after] {
        let (runtime, outcome) = update_after(refusal(500, "Internal"), 6);
        assert_eq!(outcome, Err(ErrorKind::LeaseRefused));
        assert_eq!(runtime.replies_left(), 0);
    }
}

#[test]
fn an_update_whose_first_attempt_surely_did_nothing_is_refused() {
    let (runtime, outcome) = update_after(refusal_for(429, 1), 5);
    assert_eq!(outcome, Err(ErrorKind::LeaseRefused));
    assert_eq!(runtime.requests().len(), 2);
}

#[test]
fn an_update_that_is_refused_at_once_is_not_looked_into() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(refusal(422, "InvalidLease"));
    let client = client_with_token(&runtime);
    let error = block_on(client.update_session(&session(), minutes(5))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LeaseRefused);
    assert_eq!(runtime.requests().len(), 1);
}

#[test]
fn an_update_in_doubt_is_still_recognised_after_its_token_was_replaced() {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(issued(&jwt(&runtime, DAY, "first")))
        .reply(refusal(500, "Internal"))
        .reply(refusal(401, "Unauthorized"))
        .reply(issued(&jwt(&runtime, DAY, "second")))
        .reply(refusal(422, "InvalidLease"))
        .reply(ok(properties("Standard", "Ready", 5)));
    let client = client_with_key(&runtime);
    let updated = block_on(client.update_session(&session(), minutes(5))).unwrap();
    assert_eq!(updated.max_lease_time_minutes, 5);
}
