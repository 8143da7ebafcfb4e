//! What a create does where no server is free.
#![cfg(test)]

mod support;

use std::{pin::pin, time::Duration};

use futures_executor::block_on;
use remote_rendering_client::{
    ErrorKind, RetryPolicy, Runtime as _, TransportErrorKind,
    fallback::{FallbackErrorKind, FallbackEvent, FallbackRules, StepFailure, follow},
    protocol::{RegionName, SessionStatus},
    scripted::{Reply, ScriptedRuntime},
};
use support::{
    MS_CV, client_with_key, client_with_token, minutes, ok,
    plans::{Outcome, calls, doubtful, in_words, plan, plan_by},
    poll_once, properties, refusal, refusal_for, sent, session,
};

const SECOND: Duration = Duration::from_secs(1);

/// Follows a plan by a script; each call is sent once. Gives the events, too.
fn followed(runtime: &ScriptedRuntime, regions: &[&str]) -> (Outcome, Vec<String>) {
    followed_by(&FallbackRules::DEFAULT, runtime, regions)
}

/// The same by other rules.
fn followed_by(
    rules: &FallbackRules,
    runtime: &ScriptedRuntime,
    regions: &[&str],
) -> (Outcome, Vec<String>) {
    let client = client_with_token(runtime).with_retry(RetryPolicy::once());
    let client_in = |region: &RegionName| {
        let known = region.as_str() != "nowhere";
        known.then(|| client.at(format!("https://{region}").parse().unwrap()))
    };
    let mut events = Vec::new();
    let told = |event: FallbackEvent<'_>| events.push(in_words(event));
    let plan = plan_by(rules, regions);
    let outcome = block_on(follow(&plan, &session(), minutes(4), client_in, told));
    assert_eq!(runtime.replies_left(), 0, "the whole script is played");
    (outcome, events)
}

fn is(size: &str, status: &str) -> Reply {
    ok(properties(size, status, 4))
}

/// What the service says of a session for which there is no server.
fn full(size: &str) -> Reply {
    let error = r#","error":{"code":"NoServerAvailable","message":"None is free."}}"#;
    ok(properties(size, "Error", 4)
        .trim_end_matches('}')
        .to_owned()
        + error)
}

#[test]
fn a_session_that_gets_a_server_is_begun_where_it_was_wanted() {
    for looks in [
        &["Ready"][..],
        &["Starting", "Ready"],
        &["Starting"; 5],
        &["Thawing", "Starting", "Stopped"],
    ] {
        let runtime = ScriptedRuntime::default();
        runtime.reply(is("Standard", "Starting"));
        for status in looks {
            runtime.reply(is("Standard", status));
        }
        let (outcome, events) = followed(&runtime, &["a", "b"]);
        let begun = outcome.unwrap();
        assert_eq!(begun.step.to_string(), "Standard in a");
        assert!(begun.failed.is_empty());
        let last: SessionStatus = begun.poller.latest().status.clone();
        assert_eq!(last.as_str(), *looks.last().unwrap());
        assert_eq!(
            events,
            [
                "trying Standard in a",
                "created Standard in a",
                "began Standard in a"
            ]
        );
        assert_eq!(runtime.sleeps(), vec![2 * SECOND; looks.len()]);
    }
}

#[test]
fn where_no_standard_server_is_free_a_premium_one_is_taken() {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(is("Standard", "Starting"))
        .reply(full("Standard"))
        .reply(is("Premium", "Starting"))
        .reply(is("Premium", "Ready"));
    let (outcome, events) = followed(&runtime, &["a", "b"]);
    let begun = outcome.unwrap();
    assert_eq!(begun.step.to_string(), "Premium in a");
    assert!(begun.poller.is_done());
    assert_eq!(
        begun.failed[0].to_string(),
        "Standard in a: NoServerAvailable: None is free."
    );
    assert_eq!(
        events,
        [
            "trying Standard in a",
            "created Standard in a",
            "failed Standard in a",
            "trying Premium in a",
            "created Premium in a",
            "began Premium in a",
        ]
    );
    let urls = sent(&runtime);
    assert_eq!(urls[0], urls[1].replace("GET", "PUT"), "one session");
    assert_ne!(urls[0], urls[2], "another session");
    let bodies: Vec<_> = runtime
        .requests()
        .into_iter()
        .filter_map(|it| it.body)
        .collect();
    assert_eq!(
        bodies,
        [
            r#"{"maxLeaseTimeMinutes":4,"size":"Standard"}"#,
            r#"{"maxLeaseTimeMinutes":4,"size":"Premium"}"#
        ]
    );
    assert_eq!(
        runtime.sleeps(),
        [2 * SECOND; 2],
        "Premium is looked at as soon"
    );
}

#[test]
fn a_premium_session_is_watched_at_the_cadence_of_its_size() {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(full("Standard"))
        .reply(is("Premium", "Starting"))
        .reply(is("Premium", "Starting"))
        .reply(is("Premium", "Starting"));
    let (outcome, _) = followed(&runtime, &["a"]);
    assert_eq!(outcome.unwrap().step.to_string(), "Premium in a");
    assert_eq!(runtime.sleeps(), [2 * SECOND, 10 * SECOND]);
}

#[test]
fn who_watches_shortly_looks_once_at_the_end() {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(is("Standard", "Starting"))
        .reply(is("Standard", "Starting"));
    let rules = FallbackRules {
        watch: SECOND,
        ..FallbackRules::DEFAULT
    };
    let (outcome, _) = followed_by(&rules, &runtime, &["a"]);
    assert_eq!(outcome.unwrap().step.to_string(), "Standard in a");
    assert_eq!(runtime.sleeps(), [SECOND]);
}

#[test]
fn a_service_that_asks_for_patience_gets_it() {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(Reply::new(
            201,
            properties("Standard", "Starting", 4),
            &[("Retry-After", "7")],
        ))
        .reply(is("Standard", "Ready"));
    let (outcome, _) = followed(&runtime, &["a"]);
    outcome.unwrap();
    assert_eq!(runtime.sleeps(), [7 * SECOND]);
}

#[test]
fn where_every_region_is_full_the_error_tells_what_each_said() {
    let runtime = ScriptedRuntime::default();
    for size in ["Standard", "Premium", "Standard", "Premium"] {
        runtime.reply(full(size));
    }
    let (outcome, events) = followed(&runtime, &["a", "b"]);
    let error = outcome.unwrap_err();
    assert_eq!(error.kind, FallbackErrorKind::Exhausted);
    assert!(error.in_doubt().is_none());
    assert_eq!(
        error.to_string(),
        "no session could be begun: try again later, or name another region or size. \
         Standard in a: NoServerAvailable: None is free.; \
         Premium in a: NoServerAvailable: None is free.; \
         Standard in b: NoServerAvailable: None is free.; \
         Premium in b: NoServerAvailable: None is free."
    );
    assert_eq!(calls(&runtime), ["PUT a", "PUT a", "PUT b", "PUT b"]);
    assert_eq!(events.len(), 12);
    assert_eq!(events[11], "failed Premium in b");
}

#[test]
fn a_session_that_ends_in_an_error_without_words_leads_on() {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(is("Standard", "Error"))
        .reply(is("Premium", "Ready"));
    let (outcome, _) = followed(&runtime, &["a"]);
    let failed = &outcome.unwrap().failed[0];
    assert!(matches!(failed.why, StepFailure::Ended(None)));
}

#[test]
fn what_no_region_would_mend_ends_at_once() {
    for (reply, kind) in [
        (refusal(400, "BadRequest"), ErrorKind::BadRequest),
        (refusal(401, "Unauthorized"), ErrorKind::Unauthorized),
        (refusal(403, "Forbidden"), ErrorKind::Forbidden),
        (refusal(409, "Conflict"), ErrorKind::Conflict),
        (refusal(422, "InvalidLease"), ErrorKind::LeaseRefused),
    ] {
        let runtime = ScriptedRuntime::default();
        runtime.reply(reply);
        let (outcome, events) = followed(&runtime, &["a", "b"]);
        let error = outcome.unwrap_err();
        assert_eq!(error.kind, FallbackErrorKind::Refused);
        let [failed] = &error.failed[..] else {
            panic!("{kind:?}: {error}");
        };
        assert!(matches!(&failed.why, StepFailure::Create(it) if it.kind() == kind));
        assert_eq!(events, ["trying Standard in a", "failed Standard in a"]);
    }
}

#[test]
fn a_token_that_cannot_be_had_ends_at_once() {
    for (reply, kind) in [
        (refusal(401, "Unauthorized"), ErrorKind::Unauthorized),
        (
            Reply::Failure(TransportErrorKind::Unreachable),
            ErrorKind::Unreachable,
        ),
        (refusal(500, "Internal"), ErrorKind::ServiceFailed),
    ] {
        let runtime = ScriptedRuntime::default();
        runtime.reply(reply);
        let client = client_with_key(&runtime).with_retry(RetryPolicy::once());
        let plan = plan(&["a", "b"]);
        let client_in = |_: &RegionName| Some(client.clone());
        let error = block_on(follow(&plan, &session(), minutes(4), client_in, |_| {})).unwrap_err();
        assert_eq!(error.kind, FallbackErrorKind::Refused);
        assert!(matches!(&error.failed[0].why, StepFailure::Create(it) if it.kind() == kind));
        assert_eq!(runtime.requests().len(), 1, "no session was asked for");
    }
}

#[test]
fn a_region_that_surely_made_nothing_gives_way_to_the_next_region() {
    for reply in [
        refusal_for(429, 100),
        refusal(404, "NotFound"),
        Reply::Failure(TransportErrorKind::Insecure),
    ] {
        let runtime = ScriptedRuntime::default();
        runtime.reply(reply).reply(is("Standard", "Ready"));
        let (outcome, events) = followed(&runtime, &["a", "b"]);
        assert_eq!(outcome.unwrap().step.to_string(), "Standard in b");
        assert_eq!(calls(&runtime), ["PUT a", "PUT b"]);
        let [.., trying, _, _] = &events[..] else {
            panic!("{events:?}");
        };
        assert_eq!(trying, "trying Standard in b", "Premium in a is left out");
    }
}

#[test]
fn a_region_without_a_known_endpoint_is_passed_over() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(is("Standard", "Ready"));
    let (outcome, events) = followed(&runtime, &["nowhere", "b"]);
    let begun = outcome.unwrap();
    assert!(matches!(begun.failed[0].why, StepFailure::UnknownRegion));
    assert_eq!(
        events[..3],
        [
            "trying Standard in nowhere",
            "failed Standard in nowhere",
            "trying Standard in b"
        ]
    );
}

#[test]
fn a_create_in_doubt_that_arrived_is_gone_on_with() {
    for failure in doubtful() {
        let runtime = ScriptedRuntime::default();
        runtime
            .reply(failure)
            .reply(is("Standard", "Starting"))
            .reply(is("Standard", "Ready"));
        let (outcome, events) = followed(&runtime, &["a", "b"]);
        assert_eq!(outcome.unwrap().step.to_string(), "Standard in a");
        assert_eq!(calls(&runtime), ["PUT a", "GET a", "GET a"]);
        assert_eq!(events[1], "created Standard in a");
    }
}

#[test]
fn a_create_in_doubt_that_did_not_arrive_gives_way_to_the_next_region() {
    for failure in [
        Reply::Failure(TransportErrorKind::Unreachable),
        Reply::Failure(TransportErrorKind::Interrupted),
        Reply::Silence,
        refusal(503, "Busy"),
        ok("<html>"),
    ] {
        let runtime = ScriptedRuntime::default();
        runtime
            .reply(failure)
            .reply(refusal(404, "NotFound"))
            .reply(is("Standard", "Ready"));
        let (outcome, _) = followed(&runtime, &["a", "b"]);
        assert_eq!(outcome.unwrap().step.to_string(), "Standard in b");
        assert_eq!(calls(&runtime), ["PUT a", "GET a", "PUT b"]);
        assert_eq!(
            runtime.sleeps().last(),
            Some(&(2 * SECOND)),
            "it may be late"
        );
    }
}

#[test]
fn a_create_in_doubt_that_cannot_be_cleared_up_ends_everything_and_names_the_session() {
    for look in [
        Reply::Failure(TransportErrorKind::Unreachable),
        // The page may not call the service at all, or a proxy answers in its place: nobody knows which.
        Reply::Failure(TransportErrorKind::CorsRefused),
        Reply::Silence,
        refusal(500, "Internal"),
        refusal(401, "Unauthorized"),
        Reply::new(404, "<html>no such page", &[]),
        ok("<html>"),
    ] {
        for failure in doubtful() {
            let runtime = ScriptedRuntime::default();
            runtime.reply(failure).reply(look.clone());
            let (outcome, events) = followed(&runtime, &["a", "b"]);
            let error = outcome.unwrap_err();
            assert_eq!(error.kind, FallbackErrorKind::InDoubt);
            let doubt = error.in_doubt().unwrap();
            assert_eq!(doubt.session, Some(session()));
            assert_eq!(doubt.step.to_string(), "Standard in a");
            assert!(error.to_string().contains("read or stop it"), "{error}");
            assert!(error.to_string().contains("(session session)"), "{error}");
            assert_eq!(events, ["trying Standard in a", "failed Standard in a"]);
        }
    }
}

#[test]
fn a_session_of_other_settings_that_had_the_id_before_is_left_alone() {
    for found in [
        properties("Premium", "Ready", 4),
        properties("Standard", "Ready", 30),
    ] {
        let runtime = ScriptedRuntime::default();
        runtime
            .reply(Reply::Failure(TransportErrorKind::Interrupted))
            .reply(ok(found));
        let (outcome, _) = followed(&runtime, &["a", "b"]);
        let error = outcome.unwrap_err();
        assert_eq!(error.kind, FallbackErrorKind::Refused);
        assert!(matches!(error.failed[0].why, StepFailure::Taken));
        assert_eq!(calls(&runtime), ["PUT a", "GET a"]);
    }
}

#[test]
fn a_create_stays_in_doubt_when_its_token_cannot_be_replaced() {
    let runtime = ScriptedRuntime::default();
    let token = support::jwt(&runtime, support::DAY, "first");
    runtime
        .reply(support::issued(&token))
        .reply(Reply::Failure(TransportErrorKind::Interrupted))
        .reply(refusal(401, "Unauthorized"))
        .reply(refusal(401, "Unauthorized"))
        .reply(refusal(401, "Unauthorized"));
    let client = client_with_key(&runtime);
    let plan = plan(&["a", "b"]);
    let client_in = |_: &RegionName| Some(client.clone());
    let error = block_on(follow(&plan, &session(), minutes(4), client_in, |_| {})).unwrap_err();
    assert_eq!(error.kind, FallbackErrorKind::InDoubt, "{error}");
    assert_eq!(runtime.replies_left(), 0);
}

#[test]
fn a_session_that_cannot_be_looked_at_is_begun() {
    for look in [
        Reply::Failure(TransportErrorKind::Offline),
        refusal(500, "Internal"),
    ] {
        let runtime = ScriptedRuntime::default();
        runtime.reply(is("Standard", "Starting")).reply(look);
        let (outcome, _) = followed(&runtime, &["a", "b"]);
        let begun = outcome.unwrap();
        assert_eq!(begun.poller.latest().status, SessionStatus::Starting);
    }
}

#[test]
fn dropping_it_sends_nothing_more() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(Reply::new(
        201,
        properties("Standard", "Starting", 4),
        &[("MS-CV", MS_CV)],
    ));
    let client = client_with_token(&runtime);
    let plan = plan(&["a", "b"]);
    let mut trying = Vec::new();
    {
        let client_in = |_: &RegionName| Some(client.clone());
        let id = session();
        let told = |event: FallbackEvent<'_>| {
            if let FallbackEvent::Trying { session, .. } = event {
                trying.extend(session.cloned());
            }
        };
        let mut dropped = pin!(follow(&plan, &id, minutes(4), client_in, told));
        assert!(poll_once(dropped.as_mut()).is_pending(), "the create");
        assert!(poll_once(dropped.as_mut()).is_pending(), "the first look");
    }
    assert_eq!(calls(&runtime).len(), 1);
    assert_eq!(trying, [session()], "who dropped it knows what to stop");
    assert_eq!(runtime.now().unix_seconds(), 1_600_000_000);
}
