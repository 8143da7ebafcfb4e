use remote_rendering_protocol::device::{Available, ModelSource, Transport};
use remote_rendering_viewer::{LoadState, RequestId};

use super::*;
use crate::state::{Action, tests::model};
use std::rc::Rc;
use yew::Reducible as _;

fn after(actions: Vec<Action>) -> Stage {
    let stage = actions
        .into_iter()
        .fold(Rc::new(Stage::default()), |stage, action| {
            stage.reduce(action)
        });
    Stage::clone(&stage)
}

fn connected() -> Action {
    let transport = Transport::WebRtc;
    Action::Connection(State::Connected { transport }, 0.0)
}

fn welcomed() -> Action {
    Action::Welcomed {
        available: vec![Available {
            source: ModelSource::Sample("gears".to_owned()),
            bytes: None,
        }],
        models_from: Vec::new(),
        max_upload_bytes: 10,
        resume_seconds: 15,
    }
}

/// The title, the advice and what can be done.
fn shown(actions: Vec<Action>) -> Option<(&'static str, Option<&'static str>, Option<Act>)> {
    let card = card(&after(actions), 0.0)?;
    Some((
        card.title.id(),
        card.advice.as_ref().map(Words::id),
        card.action,
    ))
}

fn stands(state: State) -> Vec<Action> {
    vec![Action::Connection(state, 0.0)]
}

fn assert_stands(state: &State, title: &'static str, advice: &'static str, action: Option<Act>) {
    let expected = Some((title, Some(advice), action));
    assert_eq!(shown(stands(state.clone())), expected, "{state:?}");
}

#[test]
fn who_is_on_the_way_reads_how_far() {
    for (step, advice) in [
        (Step::Granting, "connecting-granting"),
        (Step::Signalling, "connecting-signalling"),
        (Step::Negotiating, "connecting-negotiating"),
        (Step::FirstFrame, "connecting-first-frame"),
    ] {
        assert_stands(&State::Connecting(step), "connecting", advice, None);
    }
}

#[test]
fn who_is_refused_or_failed_can_try_again() {
    let retry = Some(Act::Retry);
    for (refusal, title, advice) in [
        (Refusal::Busy, "refused-busy", "refused-busy-advice"),
        (Refusal::Token, "refused-token", "refused-token-advice"),
        (Refusal::Resume, "refused-resume", "refused-resume-advice"),
        (Refusal::Hello, "refused-hello", "refused-hello-advice"),
    ] {
        assert_stands(&State::Refused(refusal), title, advice, retry);
    }
    for (error, advice) in [
        (ViewerError::Lost, "failed-lost"),
        (ViewerError::Unreachable, "failed-unreachable"),
        (ViewerError::Insecure, "failed-insecure"),
        (ViewerError::NoVideo, "failed-no-video"),
        (ViewerError::Address, "failed-protocol"),
        (ViewerError::Image, "failed-picture"),
    ] {
        assert_stands(&State::Failed(error), "failed", advice, retry);
    }
}

#[test]
fn an_end_says_whose_it_was_and_the_way_on() {
    let (retry, sessions) = (Some(Act::Retry), Some(Act::Sessions));
    let over = "session-over-advice";
    for (reason, title, advice, action) in [
        (EndReason::Stopped, "ended-stopped", over, sessions),
        (EndReason::Expired, "ended-expired", over, sessions),
        (
            EndReason::Replaced,
            "ended-replaced",
            "ended-replaced-advice",
            retry,
        ),
        (
            EndReason::Failed,
            "ended-failed",
            "ended-failed-advice",
            retry,
        ),
        (
            EndReason::Protocol,
            "refused-hello",
            "refused-hello-advice",
            retry,
        ),
    ] {
        assert_stands(&State::Ended(reason), title, advice, action);
    }
    let again = Some(Act::Reopen);
    assert_stands(&State::Closed, "closed", "closed-advice", again);
}

#[test]
fn what_the_service_refuses_is_said_in_the_page_s_own_words_where_it_has_some() {
    let refused = |code: &str| {
        let words = GrantError::Refused("The service's own words.".to_owned());
        let failed = State::Failed(ViewerError::Grant(words));
        let told = Action::Refused(code.to_owned());
        shown(vec![told, Action::Connection(failed, 0.0)])
    };
    let (retry, sessions) = (Some(Act::Retry), Some(Act::Sessions));
    for (code, title, advice, action) in [
        ("ServerSimulated", "failed", "grant-simulated", retry),
        ("SessionStarting", "failed", "grant-starting", retry),
        ("ServerSilent", "failed", "grant-silent", retry),
        ("SessionFailed", "session-over", "grant-failed", sessions),
        (
            "SessionStopped",
            "session-over",
            "session-over-advice",
            sessions,
        ),
        (
            "SessionExpired",
            "session-over",
            "session-over-advice",
            sessions,
        ),
        ("Forbidden", "failed", "plain", retry),
    ] {
        assert_eq!(refused(code), Some((title, Some(advice), action)), "{code}");
    }
}

#[test]
fn the_console_s_words_are_those_of_the_language_now() {
    let error = GrantError::Unreachable("English.".to_owned());
    let failed = Action::Connection(State::Failed(ViewerError::Grant(error)), 0.0);
    let advice = |actions| card(&after(actions), 0.0).and_then(|card| card.advice);
    assert_eq!(advice(vec![failed.clone()]), Some(Words::plain("English.")));
    let words = Action::GrantWords("Français.".to_owned());
    let expected = Some(Words::plain("Français."));
    assert_eq!(advice(vec![failed.clone(), words.clone()]), expected);
    let again = Action::Connection(State::Connecting(Step::Granting), 0.0);
    let expected = Some(Words::plain("English."));
    assert_eq!(advice(vec![failed.clone(), words, again, failed]), expected);
}

#[test]
fn a_refusal_is_forgotten_with_the_next_attempt() {
    let failed = State::Failed(ViewerError::Unreachable);
    let again = State::Connecting(Step::Granting);
    let actions = vec![
        Action::Refused("SessionStopped".to_owned()),
        Action::Connection(failed.clone(), 0.0),
        Action::Connection(again, 0.0),
        Action::Connection(failed, 0.0),
    ];
    let expected = ("failed", Some("failed-unreachable"), Some(Act::Retry));
    assert_eq!(shown(actions), Some(expected));
}

#[test]
fn the_seconds_that_are_left_run_from_the_first_loss() {
    let stage = after(vec![
        welcomed(),
        connected(),
        Action::Connection(State::Reconnecting { attempt: 1 }, 1000.0),
        Action::Connection(State::Reconnecting { attempt: 2 }, 4000.0),
    ]);
    let advice = |now| card(&stage, now).and_then(|card| card.advice);
    let expected = |seconds: f64| {
        let words = Words::of("reconnecting-advice").with("attempt", 2_u32);
        Some(words.with("seconds", seconds))
    };
    assert_eq!(advice(4000.0), expected(12.0));
    assert_eq!(advice(4100.0), expected(12.0));
    assert_eq!(advice(15_999.0), expected(1.0));
    // Then the scene is gone, and whoever cannot wait tries at once.
    let late = Words::of("reconnecting-late").with("attempt", 2_u32);
    assert_eq!(advice(16_000.0), Some(late));
    let action = card(&stage, 60_000.0).and_then(|card| card.action);
    assert_eq!(action, Some(Act::Retry));
}

#[test]
fn an_empty_scene_invites_and_a_scene_or_a_load_or_a_panel_takes_the_place() {
    let begun = vec![connected(), welcomed()];
    let with = |more: Vec<Action>| shown([begun.clone(), more].concat());
    let invitation = Some(("empty", Some("empty-advice"), None));
    assert_eq!(with(Vec::new()), invitation);
    assert_eq!(with(vec![Action::Models(vec![model()])]), None);
    let asked = Action::Asked(RequestId(1), Words::of("sample-gears"), false);
    assert_eq!(with(vec![asked.clone()]), None);
    let done = Action::Load(Some(RequestId(1)), LoadState::Done(model()));
    assert_eq!(with(vec![asked, done]), invitation);
    assert_eq!(with(vec![Action::Toggled(Panel::Models)]), None);
}
