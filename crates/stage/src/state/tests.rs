use remote_rendering_protocol::device::{
    FailedCode, Failure, FailureDetail, ModelSource, Refusal, Transport,
};
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

fn named(number: u32) -> Words {
    Words::plain(format!("model {number}"))
}

fn asked(number: u32) -> Action {
    Action::Asked(RequestId(number), named(number), false)
}

fn load(number: u32, state: LoadState) -> Action {
    Action::Load(Some(RequestId(number)), state)
}

fn failed(number: u32, code: FailedCode) -> Action {
    load(number, LoadState::Failed(Failure::new(code, "Words.")))
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

fn names(stage: &Stage) -> Vec<Option<Words>> {
    let loads = stage.loads.list().iter();
    loads.map(|it| it.name.clone()).collect()
}

fn numbers(numbers: &[u32]) -> Vec<Option<Words>> {
    numbers.iter().map(|number| Some(named(*number))).collect()
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
    assert_eq!(names(&there), numbers(&[2]));
    assert_eq!(there.said, Some(Said::Loaded(Words::of("sample-gears"))));
}

#[test]
fn a_failed_load_stays_until_it_was_read_and_a_cancelled_one_does_not() {
    let stage = after([asked(1), asked(2), failed(1, FailedCode::Broken)]);
    assert_eq!(names(&stage), numbers(&[2, 1]));
    assert_eq!(stage.said, Some(Said::NotLoaded(Some(named(1)))));
    let list = stage.loads.list();
    let why = Progress::Failed(Words::of("load-broken"), None);
    assert_eq!(list[1].progress, why);
    // What runs cannot be dismissed.
    let stage = stage
        .reduce(Action::Dismissed(0))
        .reduce(Action::Dismissed(7));
    assert_eq!(names(&stage), numbers(&[2, 1]));
    let stage = stage.reduce(Action::Dismissed(1));
    assert_eq!(names(&stage), numbers(&[2]));
    let stage = stage.reduce(failed(2, FailedCode::Cancelled));
    assert!(names(&stage).is_empty());
    assert_eq!(stage.said, Some(Said::NotLoaded(Some(named(1)))));
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
fn what_is_known_of_a_failure_is_said_and_the_host_s_words_only_where_they_name_something_of_the_file()
 {
    let failure = |code, change: fn(&mut FailureDetail)| {
        let mut failure = Failure::new(code, "Words.");
        change(&mut failure.detail);
        failure
    };
    let shown = |failure, is_address| {
        let asked = Action::Asked(RequestId(1), named(1), is_address);
        let stage = after([asked, load(1, LoadState::Failed(failure))]);
        match &stage.loads.list()[0].progress {
            Progress::Failed(why, details) => (why.clone(), details.is_some()),
            Progress::Running(_) => panic!("it runs"),
        }
    };
    let nothing: fn(&mut FailureDetail) = |_| ();
    let most = Words::of("load-too-large-for").with_words("most", crate::words::bytes(1000));
    let extensions = Words::of("load-extensions").with("names", "KHR_a, KHR_b");
    let status = |code: &'static str| Words::of("load-status").with("status", code);
    for (failure, is_address, expected) in [
        (
            failure(FailedCode::Broken, |it| it.fault = Some("Mesh 3.".into())),
            false,
            (Words::of("load-broken"), true),
        ),
        (
            failure(FailedCode::TooLarge, nothing),
            false,
            (Words::of("load-too-large"), false),
        ),
        (
            failure(FailedCode::TooLarge, |it| it.most_bytes = Some(1000)),
            false,
            (most, false),
        ),
        (
            failure(FailedCode::Unsupported, nothing),
            false,
            (Words::of("load-unsupported"), false),
        ),
        (
            failure(FailedCode::Unsupported, |it| {
                it.extensions = vec!["KHR_a".into(), "KHR_b".into()];
            }),
            false,
            (extensions, false),
        ),
        (
            failure(FailedCode::NotFound, nothing),
            true,
            (Words::of("load-not-found"), false),
        ),
        (
            failure(FailedCode::NotFound, |it| it.status = Some(404)),
            true,
            (status("404"), false),
        ),
        (
            failure(FailedCode::Unreachable, |it| it.status = Some(503)),
            true,
            (status("503"), false),
        ),
        (
            failure(FailedCode::Unreachable, nothing),
            true,
            (Words::of("load-unreachable"), false),
        ),
        (
            failure(FailedCode::Unreachable, nothing),
            false,
            (Words::of("load-lost"), false),
        ),
        (
            failure(FailedCode::Memory, nothing),
            false,
            (Words::of("load-memory"), false),
        ),
    ] {
        assert_eq!(shown(failure.clone(), is_address), expected, "{failure:?}");
    }
}

#[test]
fn an_address_stays_until_its_model_is_there() {
    let address = "https://models.example.com/a.glb?signature=secret";
    let typed = after([Action::Address(format!(" {address}")), asked(1), asked(2)]);
    let other = Rc::clone(&typed).reduce(load(1, LoadState::Done(model())));
    let other = other.reduce(failed(2, FailedCode::Unreachable));
    assert_eq!(other.address, typed.address);
    let source = ModelSource::Address(address.to_owned());
    let there = ModelInfo { source, ..model() };
    let stage = typed.reduce(load(1, LoadState::Done(there)));
    assert_eq!(stage.address, "");
    let said = stage.said.as_ref().map(Said::words);
    assert!(!format!("{said:?}").contains("secret"));
}

#[test]
fn who_comes_back_to_another_scene_is_told_so() {
    let lost = Action::Connection(State::Reconnecting { attempt: 1 }, 5.0);
    let stage = after([
        connected(),
        lost.clone(),
        Action::Again,
        asked(1),
        connected(),
    ]);
    assert_eq!(
        (stage.loads.is_again, &stage.said),
        (true, &Some(Said::Again))
    );
    let stage = stage.reduce(Action::AgainRead);
    assert!(!stage.loads.is_again);
    let same = after([connected(), lost, connected()]);
    assert!(matches!(same.said, Some(Said::Connection(_))));
}

#[test]
fn only_the_last_failures_stay_in_sight() {
    let each = (1..=5).flat_map(|number| [asked(number), failed(number, FailedCode::Memory)]);
    assert_eq!(names(&after(each)), numbers(&[3, 4, 5]));
    let preload = Failure::new(FailedCode::NotFound, "");
    let stage = after([Action::Load(None, LoadState::Failed(preload))]);
    assert_eq!(names(&stage), [None]);
    assert_eq!(stage.said, Some(Said::NotLoaded(None)));
}

#[test]
fn a_file_that_is_too_large_is_refused_with_the_limit() {
    let stage = after([
        Action::Welcomed {
            available: Vec::new(),
            models_from: Vec::new(),
            max_upload_bytes: 2_000_000,
            resume_seconds: 15,
        },
        Action::TooLarge(named(1)),
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
    assert_eq!(names(&stage), numbers(&[2]));
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
    assert_eq!((names(&stage), stage.models.len()), (numbers(&[1]), 1));
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
    assert_eq!(stage.said, Some(Said::Loaded(Words::of("sample-gears"))));
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
