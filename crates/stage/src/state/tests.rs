use remote_rendering_protocol::device::{FailedCode, Failure, ModelSource, Refusal, Transport};
use remote_rendering_viewer::{LoadState, RequestId, Step};

use super::{loads::Progress, *};
use crate::words::Words;

fn after(actions: impl IntoIterator<Item = Action>) -> Rc<Stage> {
    let first = Rc::new(Stage::default());
    actions.into_iter().fold(first, Reducible::reduce)
}

fn connected() -> Action {
    let transport = Transport::WebSocket;
    Action::Connection(State::Connected { transport }, 0.0)
}

fn asked(number: u32) -> Action {
    Action::Asked(RequestId(number), format!("model {number}"))
}

fn load(number: u32, state: LoadState) -> Action {
    Action::Load(Some(RequestId(number)), state)
}

fn failed(number: u32, code: FailedCode) -> Action {
    let message = "Words.".to_owned();
    load(number, LoadState::Failed(Failure { code, message }))
}

pub(super) fn model() -> ModelInfo {
    ModelInfo {
        model: 1,
        name: "gears".to_owned(),
        source: ModelSource::Sample("gears".to_owned()),
        triangles: 12,
        low: None,
        high: None,
        notes: Vec::new(),
        animated: false,
    }
}

fn names(stage: &Stage) -> Vec<&str> {
    stage
        .loads
        .list()
        .iter()
        .map(|it| it.name.as_str())
        .collect()
}

#[test]
fn a_load_goes_from_waiting_to_the_scene() {
    let (done, total) = (5_000, 20_000);
    let some = |state| after([asked(1), load(1, state)]);
    let words = |stage: &Stage| stage.loads.list()[0].words().id();
    let share = |stage: &Stage| stage.loads.list()[0].share();
    for (stage, id, part) in [
        (after([asked(1)]), "load-waiting", None),
        (
            some(LoadState::Uploading { done, total }),
            "load-uploading",
            Some(0.25),
        ),
        (
            some(LoadState::Fetching {
                done,
                total: Some(total),
            }),
            "load-fetching",
            Some(0.25),
        ),
        (
            some(LoadState::Fetching { done, total: None }),
            "load-fetching-some",
            None,
        ),
        (some(LoadState::Reading), "load-reading", None),
        (some(LoadState::Preparing), "load-preparing", None),
    ] {
        assert_eq!((words(&stage), share(&stage)), (id, part));
        assert!(stage.loads.are_running());
    }
    let there = after([asked(1), asked(2), load(1, LoadState::Done(model()))]);
    assert_eq!(names(&there), ["model 2"]);
    assert_eq!(there.said, Some(Said::Loaded("gears".to_owned())));
}

#[test]
fn a_failed_load_stays_until_it_was_read_and_a_cancelled_one_does_not() {
    let stage = after([asked(1), asked(2), failed(1, FailedCode::Broken)]);
    assert_eq!(names(&stage), ["model 2", "model 1"]);
    assert_eq!(stage.said, Some(Said::NotLoaded("model 1".to_owned())));
    let list = stage.loads.list();
    let why = Progress::Failed(Words::of("load-broken"), "Words.".to_owned());
    assert_eq!(list[1].progress, why);
    // What runs cannot be dismissed.
    let stage = stage
        .reduce(Action::Dismissed(0))
        .reduce(Action::Dismissed(7));
    assert_eq!(names(&stage), ["model 2", "model 1"]);
    let stage = stage.reduce(Action::Dismissed(1));
    assert_eq!(names(&stage), ["model 2"]);
    let stage = stage.reduce(failed(2, FailedCode::Cancelled));
    assert_eq!(names(&stage), [""; 0]);
    assert_eq!(stage.said, Some(Said::NotLoaded("model 1".to_owned())));
}

#[test]
fn every_code_of_a_failure_has_words_of_its_own() {
    let words = |code| {
        let stage = after([asked(1), failed(1, code)]);
        stage.loads.list()[0].words().id()
    };
    let codes = [
        FailedCode::NotFound,
        FailedCode::NotAllowed,
        FailedCode::TooLarge,
        FailedCode::Broken,
        FailedCode::Unsupported,
        FailedCode::Unreachable,
        FailedCode::Memory,
        FailedCode::Busy,
        FailedCode::Other("new".to_owned()),
    ];
    let all: std::collections::BTreeSet<_> = codes.clone().map(words).into();
    assert_eq!(all.len(), codes.len());
}

#[test]
fn only_the_last_failures_stay_in_sight() {
    let each = (1..=5).flat_map(|number| [asked(number), failed(number, FailedCode::Memory)]);
    assert_eq!(names(&after(each)), ["model 3", "model 4", "model 5"]);
    let preload = Failure {
        code: FailedCode::NotFound,
        message: String::new(),
    };
    let stage = after([Action::Load(None, LoadState::Failed(preload))]);
    assert_eq!(names(&stage), [""]);
    assert_eq!(stage.said, Some(Said::NotLoaded(String::new())));
}

#[test]
fn a_file_that_is_too_large_is_refused_with_the_limit() {
    let stage = after([
        Action::Welcomed {
            available: Vec::new(),
            max_upload_bytes: 2_000_000,
            resume_seconds: 15,
        },
        Action::TooLarge("big.glb".to_owned()),
    ]);
    let expected =
        Words::of("load-too-large-for").with_words("most", crate::words::bytes(2_000_000));
    assert_eq!(stage.loads.list()[0].words(), expected);
}

#[test]
fn an_end_takes_models_running_loads_and_panels_with_it() {
    let stage = after([
        connected(),
        Action::Models(vec![model()]),
        asked(1),
        asked(2),
        failed(2, FailedCode::Busy),
        Action::Toggled(Panel::Models),
        Action::Connection(State::Closed, 0.0),
    ]);
    assert_eq!(names(&stage), ["model 2"]);
    assert!(stage.models.is_empty());
    assert_eq!(stage.panel, Panel::None);
    // A short loss keeps all of it.
    let stage = after([
        connected(),
        Action::Models(vec![model()]),
        asked(1),
        Action::Toggled(Panel::Models),
        Action::Connection(State::Reconnecting { attempt: 1 }, 5.0),
    ]);
    assert_eq!((names(&stage), stage.models.len()), (vec!["model 1"], 1));
    assert_eq!((stage.panel, stage.lost_at), (Panel::Models, Some(5.0)));
}

#[test]
fn panels_take_each_other_s_place_and_close_by_the_same_button() {
    let toggled = |panels: &[Panel]| after(panels.iter().map(|it| Action::Toggled(*it))).panel;
    assert_eq!(toggled(&[Panel::Help]), Panel::Help);
    assert_eq!(toggled(&[Panel::Help, Panel::Models]), Panel::Models);
    assert_eq!(toggled(&[Panel::Help, Panel::Help]), Panel::None);
}

#[test]
fn what_changes_nothing_draws_nothing() {
    let stage = after([connected()]);
    let same = Rc::clone(&stage).reduce(Action::Dragging(false));
    assert!(Rc::ptr_eq(&stage, &same));
    let same = Rc::clone(&stage).reduce(connected());
    assert!(Rc::ptr_eq(&stage, &same));
}

#[test]
fn steps_on_the_way_are_not_told_and_what_comes_of_it_is() {
    let on_the_way = after([
        Action::Connection(State::Connecting(Step::Signalling), 0.0),
        Action::Connection(State::Connecting(Step::FirstFrame), 0.0),
    ]);
    assert_eq!(on_the_way.said, None);
    let said = |state: State| {
        let stage = after([Action::Connection(state, 0.0)]);
        stage.said.as_ref().map(|said| said.words().id())
    };
    let transport = Transport::WebRtc;
    assert_eq!(said(State::Connected { transport }), Some("said-connected"));
    assert_eq!(said(State::Refused(Refusal::Busy)), Some("refused-busy"));
    assert_eq!(
        said(State::Ended(EndReason::Expired)),
        Some("ended-expired")
    );
    let crowded = Statistics {
        checkerboard: true,
        ..Statistics::default()
    };
    let stage = after([Action::Statistics(crowded.clone())]);
    assert_eq!(stage.said, Some(Said::Checkerboard));
    let loaded = load(1, LoadState::Done(model()));
    let stage = stage.reduce(loaded).reduce(Action::Statistics(crowded));
    assert_eq!(stage.said, Some(Said::Loaded("gears".to_owned())));
    let walking = after([Action::Navigation(Navigation::Walk)]);
    assert_eq!(walking.said, Some(Said::Navigation(Navigation::Walk)));
}

#[test]
fn a_pause_is_told_where_something_moves() {
    let mut moving = model();
    moving.animated = true;
    let still = after([Action::Playing(false)]);
    assert!(!still.playing && !still.is_animated());
    assert_eq!(still.said, None);
    let paused = after([Action::Models(vec![moving]), Action::Playing(false)]);
    assert!(paused.is_animated() && !paused.playing);
    assert_eq!(paused.said, Some(Said::Playing(false)));
}
