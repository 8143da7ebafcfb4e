//! What a create of v1 does where no server is free, or its answer is lost: it is never sent twice.
#![cfg(test)]

mod support;

use futures_executor::block_on;
use remote_rendering_client::{
    fallback::{FallbackErrorKind, FallbackEvent, StepFailure, follow},
    protocol::RegionName,
    scripted::ScriptedRuntime,
};
use support::{
    minutes, ok,
    plans::{Outcome, calls, doubtful, in_words, plan},
    refusal_for, session, v1_client_with_token, v1_created, v1_properties,
};

/// Follows a plan in v1.
fn followed_in_v1(runtime: &ScriptedRuntime) -> (Outcome, Vec<String>) {
    let client = v1_client_with_token(runtime);
    let client_in =
        |region: &RegionName| Some(client.at(format!("https://{region}").parse().unwrap()));
    let mut events = Vec::new();
    let told = |event: FallbackEvent<'_>| {
        if let FallbackEvent::Trying { session, .. } = &event {
            assert_eq!(*session, None, "the service chooses it");
        }
        events.push(in_words(event));
    };
    let plan = plan(&["a", "b"]);
    let outcome = block_on(follow(&plan, &session(), minutes(4), client_in, told));
    assert_eq!(runtime.replies_left(), 0, "the whole script is played");
    (outcome, events)
}

#[test]
fn a_create_of_v1_falls_back_and_is_followed_by_the_services_id() {
    let runtime = ScriptedRuntime::default();
    let is = |size, status| ok(v1_properties(size, status, "00:04:00"));
    runtime
        .reply(v1_created())
        .reply(is("Standard", "error"))
        .reply(v1_created())
        .reply(is("Premium", "Ready"));
    let (outcome, events) = followed_in_v1(&runtime);
    let begun = outcome.unwrap();
    assert_eq!(begun.step.to_string(), "Premium in a");
    assert_eq!(begun.poller.latest().id.as_str(), "chosen");
    assert_eq!(begun.failed[0].session, None);
    assert_eq!(calls(&runtime), ["POST a", "GET a", "POST a", "GET a"]);
    assert_eq!(events.len(), 6);
}

#[test]
fn a_create_of_v1_that_surely_made_nothing_gives_way_to_the_next_region() {
    let runtime = ScriptedRuntime::default();
    runtime
        .reply(refusal_for(429, 1))
        .reply(v1_created())
        .reply(ok(v1_properties("Standard", "Ready", "00:04:00")));
    let (outcome, _) = followed_in_v1(&runtime);
    assert_eq!(outcome.unwrap().step.to_string(), "Standard in b");
    assert_eq!(calls(&runtime), ["POST a", "POST b", "GET b"]);
}

#[test]
fn a_create_of_v1_in_doubt_ends_everything_since_nobody_knows_its_id() {
    for failure in doubtful() {
        let runtime = ScriptedRuntime::default();
        runtime.reply(failure.clone());
        let (outcome, events) = followed_in_v1(&runtime);
        let error = outcome.unwrap_err();
        assert_eq!(error.kind, FallbackErrorKind::InDoubt, "{failure:?}");
        let why = &error.in_doubt().unwrap().why;
        assert!(matches!(why, StepFailure::Unresolved { look: None, .. }));
        let text = error.to_string();
        assert!(text.contains("see the list of sessions"), "{text}");
        assert!(!text.contains("(session"), "{text}");
        assert_eq!(events, ["trying Standard in a", "failed Standard in a"]);
        assert_eq!(calls(&runtime), ["POST a"], "sent once");
    }
}
