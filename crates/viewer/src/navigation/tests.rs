use glam::{DQuat, DVec2, DVec3};
use proptest::prelude::*;
use remote_rendering_protocol::device::{Camera, DevicePacket, ModelInfo, ModelSource};

use super::{Box3, Button, Command, Gesture, Gestures, Key, Keys, Navigator, Pointer, PointerKind};
use crate::state::Navigation;

const WIDTH: f64 = 1280.0;
const HEIGHT: f64 = 720.0;

fn model(low: [f32; 3], high: [f32; 3]) -> ModelInfo {
    ModelInfo {
        model: 1,
        name: "a box".to_owned(),
        source: ModelSource::Sample("box".to_owned()),
        triangles: 12,
        low: Some(low),
        high: Some(high),
        notes: Vec::new(),
    }
}

/// Before a box of two metres.
fn navigator() -> Navigator {
    let mut navigator = Navigator::new();
    navigator.set_size(WIDTH, HEIGHT);
    navigator.set_bounds(Box3::around(&[model([-1.0; 3], [1.0; 3])]));
    navigator.reset();
    navigator.jump();
    navigator
}

/// Lets everything come to rest.
fn rest(navigator: &mut Navigator) {
    let keys = Keys::default();
    let steps = (0..1000).take_while(|_| navigator.step(16.0, &keys.held()));
    assert!(steps.count() < 500, "it never rests");
}

fn eye(camera: &Camera) -> DVec3 {
    DVec3::from(camera.position.map(f64::from))
}

fn rotation(camera: &Camera) -> DQuat {
    DQuat::from_array(camera.rotation.map(f64::from))
}

/// Where a point is in the picture.
fn seen(camera: &Camera, point: DVec3) -> DVec2 {
    let local = rotation(camera).inverse() * (point - eye(camera));
    assert!(local.z < 0.0, "it is behind the eye");
    let height = (f64::from(camera.field_of_view) / 2.0).tan() * -local.z;
    let pixel = HEIGHT / 2.0 / height;
    DVec2::new(
        WIDTH / 2.0 + local.x * pixel,
        HEIGHT / 2.0 - local.y * pixel,
    )
}

fn close(one: DVec2, other: DVec2) {
    assert!((one - other).length() < 0.5, "{one} is not {other}");
}

const MIDDLE: DVec2 = DVec2::new(WIDTH / 2.0, HEIGHT / 2.0);

#[test]
fn the_first_view_shows_everything_as_large_as_it_can_be() {
    let flat = ([-3.0, -0.1, -1.0], [3.0, 0.1, 1.0]);
    let cube = ([-1.0; 3], [1.0; 3]);
    for (low, high) in [cube, flat] {
        for width in [WIDTH, HEIGHT, HEIGHT / 3.0] {
            let mut navigator = Navigator::new();
            navigator.set_size(width, HEIGHT);
            navigator.set_bounds(Box3::around(&[model(low, high)]));
            navigator.reset();
            navigator.jump();
            let camera = navigator.camera(1);
            close(seen(&camera, DVec3::ZERO), MIDDLE);
            let corners = (0..8).map(|bits| {
                let side = |axis: usize| {
                    if bits >> axis & 1 == 0 {
                        low[axis]
                    } else {
                        high[axis]
                    }
                };
                let corner = DVec3::new(side(0).into(), side(1).into(), side(2).into());
                ((seen(&camera, corner) - MIDDLE) / DVec2::new(width, HEIGHT) * 2.0).abs()
            });
            let outermost = corners.map(DVec2::max_element).fold(0.0, f64::max);
            assert!(
                (0.8..1.0).contains(&outermost),
                "{low:?} in {width}: {outermost}"
            );
            assert!(eye(&camera).y > 0.0, "from above");
        }
    }
}

#[test]
fn a_drag_turns_the_scene_with_the_pointer() {
    let mut navigator = navigator();
    let before = navigator.camera(1);
    let front = eye(&before).normalize();
    let from = seen(&before, front);
    navigator.take(Gesture::Turn(DVec2::new(80.0, 40.0)));
    rest(&mut navigator);
    let after = navigator.camera(2);
    let to = seen(&after, front);
    assert!(
        to.x > from.x + 20.0 && to.y > from.y + 10.0,
        "{from} to {to}"
    );
    close(seen(&after, DVec3::ZERO), MIDDLE);
    let moved = eye(&after).length() - eye(&before).length();
    assert!(moved.abs() < 1e-3, "the distance stays");
}

#[test]
fn what_is_under_the_pointer_follows_a_pan() {
    let mut navigator = navigator();
    let by = DVec2::new(120.0, -60.0);
    navigator.take(Gesture::Pan(by));
    rest(&mut navigator);
    close(seen(&navigator.camera(1), DVec3::ZERO), MIDDLE + by);
}

#[test]
fn what_is_under_the_pointer_stays_in_a_zoom_all_the_way() {
    let mut navigator = navigator();
    navigator.take(Gesture::Pan(DVec2::new(200.0, 100.0)));
    rest(&mut navigator);
    let at = seen(&navigator.camera(1), DVec3::ZERO);
    let far = eye(&navigator.camera(1)).length();
    navigator.take(Gesture::Zoom { factor: 0.5, at });
    while navigator.step(16.0, &Keys::default().held()) {
        close(seen(&navigator.camera(2), DVec3::ZERO), at);
    }
    let near = eye(&navigator.camera(3)).length();
    assert!((near / far - 0.5).abs() < 0.01, "{near} of {far}");
}

#[test]
fn changing_the_way_to_move_changes_no_view() {
    let mut navigator = navigator();
    navigator.take(Gesture::Turn(DVec2::new(33.0, 20.0)));
    rest(&mut navigator);
    let before = navigator.camera(1);
    for mode in [Navigation::Walk, Navigation::Orbit] {
        navigator.set_mode(mode);
        let after = navigator.camera(1);
        assert!(eye(&before).distance(eye(&after)) < 1e-5);
        assert!(rotation(&before).angle_between(rotation(&after)) < 1e-3);
    }
    // And what is turned around is what was.
    navigator.take(Gesture::Turn(DVec2::new(200.0, 0.0)));
    rest(&mut navigator);
    close(seen(&navigator.camera(2), DVec3::ZERO), MIDDLE);
}

#[test]
fn who_walks_looks_about_and_goes_where_they_look() {
    let mut navigator = navigator();
    navigator.set_mode(Navigation::Walk);
    let before = navigator.camera(1);
    navigator.take(Gesture::Turn(DVec2::new(100.0, 0.0)));
    rest(&mut navigator);
    let turned = navigator.camera(2);
    assert!(
        eye(&before).distance(eye(&turned)) < 1e-6,
        "the eye stands still"
    );
    let ahead = rotation(&turned) * DVec3::NEG_Z;
    let right = rotation(&before) * DVec3::X;
    assert!(ahead.dot(right) > 0.05, "to the right");

    let mut keys = Keys::default();
    keys.press(key("KeyW", "w"), false, Navigation::Walk);
    for _ in 0..60 {
        navigator.step(16.0, &keys.held());
    }
    keys.release(key("KeyW", "w"), false);
    rest(&mut navigator);
    let walked = eye(&navigator.camera(3)) - eye(&turned);
    assert!(walked.normalize().dot(ahead) > 0.999);
    // A second through a box whose half diagonal is 1.7 m.
    assert!((0.8..1.4).contains(&walked.length()), "{}", walked.length());
}

#[test]
fn a_flight_takes_its_time_unless_less_motion_is_wanted() {
    let mut navigator = navigator();
    navigator.take(Gesture::Turn(DVec2::new(400.0, 100.0)));
    rest(&mut navigator);
    let away = navigator.camera(1);
    let first = self::navigator().camera(1);
    let none = Keys::default().held();
    navigator.reset();
    assert!(navigator.step(16.0, &none));
    let soon = navigator.camera(1);
    assert!(eye(&soon).distance(eye(&away)) < 0.2, "it begins slowly");
    rest(&mut navigator);
    assert!(eye(&navigator.camera(1)).distance(eye(&first)) < 1e-4);

    navigator.take(Gesture::Turn(DVec2::new(400.0, 100.0)));
    rest(&mut navigator);
    navigator.set_still(true);
    navigator.reset();
    navigator.step(16.0, &none);
    assert!(eye(&navigator.camera(1)).distance(eye(&first)) < 1e-4);
}

#[test]
fn a_hand_ends_a_flight_where_it_is() {
    let mut navigator = navigator();
    navigator.take(Gesture::Pan(DVec2::new(600.0, 0.0)));
    rest(&mut navigator);
    navigator.fit();
    navigator.step(90.0, &Keys::default().held());
    navigator.step(90.0, &Keys::default().held());
    let midway = navigator.camera(1);
    navigator.take(Gesture::Zoom {
        factor: 1.0,
        at: MIDDLE,
    });
    rest(&mut navigator);
    assert!(eye(&navigator.camera(1)).distance(eye(&midway)) < 1e-6);
}

#[test]
fn the_same_time_moves_as_far_in_few_steps_as_in_many() {
    let far = |steps: u32| {
        let mut navigator = navigator();
        navigator.take(Gesture::Turn(DVec2::new(300.0, 0.0)));
        for _ in 0..steps {
            navigator.step(60.0 / f64::from(steps), &Keys::default().held());
        }
        eye(&navigator.camera(1))
    };
    assert!(far(1).distance(far(60)) < 1e-6);
}

fn key<'a>(code: &'a str, text: &'a str) -> Key<'a> {
    Key { code, text }
}

#[test]
fn keys_do_what_the_pointer_does() {
    use Navigation::{Orbit, Walk};
    let cases = [
        (Orbit, key("ArrowLeft", "ArrowLeft"), Some(Command::Hold)),
        (Orbit, key("Equal", "+"), Some(Command::Hold)),
        (Orbit, key("Slash", "-"), Some(Command::Hold)),
        (Orbit, key("NumpadAdd", "+"), Some(Command::Hold)),
        (Orbit, key("KeyW", "w"), None),
        (Walk, key("KeyW", "z"), Some(Command::Hold)),
        (Walk, key("KeyQ", "a"), Some(Command::Hold)),
        (Walk, key("Equal", "+"), None),
        (Orbit, key("KeyF", "f"), Some(Command::Fit)),
        (Walk, key("KeyY", "f"), Some(Command::Fit)),
        (Orbit, key("Home", "Home"), Some(Command::Reset)),
        (Orbit, key("KeyM", "m"), Some(Command::Toggle)),
        (Orbit, key("Tab", "Tab"), None),
        (Walk, key("Escape", "Escape"), None),
        (Orbit, key("KeyX", "x"), None),
    ];
    for (mode, key, expected) in cases {
        let mut keys = Keys::default();
        assert_eq!(keys.press(key, false, mode), expected, "{key:?}");
        assert_eq!(keys.held().any(), expected == Some(Command::Hold));
        keys.release(key, false);
        assert!(!keys.held().any(), "{key:?} is still held");
    }
}

#[test]
fn arrows_turn_and_with_shift_they_move_aside() {
    let press = |shift| {
        let mut navigator = navigator();
        let mut keys = Keys::default();
        keys.press(key("ArrowRight", "ArrowRight"), shift, Navigation::Orbit);
        navigator.touch(&keys.held());
        rest(&mut navigator);
        seen(&navigator.camera(1), DVec3::ZERO)
    };
    close(press(false), MIDDLE);
    assert!(press(true).x < MIDDLE.x - 5.0, "the eye went to the right");
}

#[test]
fn a_lost_focus_lets_every_key_go() {
    let mut keys = Keys::default();
    keys.press(key("KeyD", "d"), true, Navigation::Walk);
    keys.clear();
    assert_eq!(keys.held(), Keys::default().held());
}

fn pointer(id: i32, kind: PointerKind, button: Button, x: f64, y: f64) -> Pointer {
    let at = DVec2::new(x, y);
    Pointer {
        id,
        kind,
        button,
        at,
    }
}

#[test]
fn a_drag_is_what_its_button_says() {
    let by = DVec2::new(5.0, 3.0);
    let cases = [
        (Button::Main, false, Gesture::Turn(by)),
        (Button::Main, true, Gesture::Pan(by)),
        (Button::Other, false, Gesture::Pan(by)),
    ];
    for (button, shift, expected) in cases {
        let mut gestures = Gestures::default();
        assert!(gestures.press(pointer(1, PointerKind::Mouse, button, 10.0, 10.0)));
        let found = gestures.drag(1, DVec2::new(15.0, 13.0), shift);
        assert_eq!(found, [Some(expected), None]);
        gestures.release(1);
        assert_eq!(gestures.drag(1, DVec2::ZERO, shift), [None, None]);
    }
}

#[test]
fn two_fingers_pan_and_pinch() {
    let finger = |id, x| pointer(id, PointerKind::Touch, Button::Main, x, 100.0);
    let mut gestures = Gestures::default();
    assert!(gestures.press(finger(1, 100.0)));
    assert!(gestures.press(finger(2, 200.0)));
    assert!(
        !gestures.press(finger(3, 300.0)),
        "a third finger is nothing"
    );
    let [pan, zoom] = gestures.drag(2, DVec2::new(300.0, 100.0), false);
    assert_eq!(pan, Some(Gesture::Pan(DVec2::new(50.0, 0.0))));
    // Twice as far apart: half as far away, around the middle.
    let at = DVec2::new(200.0, 100.0);
    assert_eq!(zoom, Some(Gesture::Zoom { factor: 0.5, at }));
    gestures.release(1);
    let [turn, none] = gestures.drag(2, DVec2::new(310.0, 100.0), false);
    assert_eq!(turn, Some(Gesture::Turn(DVec2::new(10.0, 0.0))));
    assert_eq!(none, None);
}

#[test]
fn wheels_are_alike() {
    let factor = |delta, mode, pinched| {
        let gesture = Gestures::wheel(delta, mode, HEIGHT, pinched, MIDDLE);
        let Some(Gesture::Zoom { factor, .. }) = gesture else {
            panic!("{gesture:?}");
        };
        factor
    };
    let notch = factor(100.0, 0, false);
    assert!((1.1..1.3).contains(&notch), "{notch}");
    assert!((factor(-100.0, 0, false) * notch - 1.0).abs() < 1e-9);
    // Three lines are a notch, too.
    assert!((1.05..1.3).contains(&factor(3.0, 1, false)));
    assert!(factor(1.0, 2, false) <= 2.0, "a page");
    assert!((1.05..1.3).contains(&factor(10.0, 0, true)), "a pinch");
    assert_eq!(Gestures::wheel(f64::NAN, 0, HEIGHT, false, MIDDLE), None);
}

#[test]
fn a_model_with_nothing_to_see_has_no_bounds() {
    let mut nothing = model([0.0; 3], [0.0; 3]);
    (nothing.low, nothing.high) = (None, None);
    assert_eq!(Box3::around(std::slice::from_ref(&nothing)), None);
    let odd = model([f32::NAN; 3], [1.0; 3]);
    assert_eq!(Box3::around(&[odd]), None);
    let all = Box3::around(&[
        nothing,
        model([0.0; 3], [1.0; 3]),
        model([-2.0; 3], [0.5; 3]),
    ]);
    let expected = Box3::around(&[model([-2.0; 3], [1.0; 3])]);
    assert_eq!(all, expected);
}

/// What a person can do, and what a broken device may say.
#[derive(Clone, Debug)]
enum Act {
    Take(Gesture),
    Step(f64),
    Fit,
    Reset,
    Mode(bool),
    Keys(Vec<&'static str>, bool),
    Size(f64, f64),
    Bounds([f32; 3], [f32; 3]),
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => -2000.0..2000.0,
        1 => prop::num::f64::ANY,
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let point = || (number(), number()).prop_map(|(x, y)| DVec2::new(x, y));
    let codes = prop::sample::subsequence(
        vec!["KeyW", "KeyA", "KeyE", "ArrowUp", "ArrowLeft", "NumpadAdd"],
        0..4,
    );
    let corner = || prop::array::uniform3(prop::num::f32::ANY);
    prop_oneof![
        point().prop_map(|by| Act::Take(Gesture::Turn(by))),
        point().prop_map(|by| Act::Take(Gesture::Pan(by))),
        (0.5..2.0, point()).prop_map(|(factor, at)| Act::Take(Gesture::Zoom { factor, at })),
        number().prop_map(Act::Step),
        Just(Act::Fit),
        Just(Act::Reset),
        any::<bool>().prop_map(Act::Mode),
        (codes, any::<bool>()).prop_map(|(codes, shift)| Act::Keys(codes, shift)),
        (number(), number()).prop_map(|(width, height)| Act::Size(width, height)),
        (corner(), corner()).prop_map(|(low, high)| Act::Bounds(low, high)),
    ]
}

proptest! {
    /// Whatever is done, a camera comes out that the host takes as it is.
    #[test]
    fn every_camera_is_one(acts in prop::collection::vec(act(), 0..60)) {
        let mut navigator = navigator();
        let mut keys = Keys::default();
        for act in acts {
            match act {
                Act::Take(gesture) => navigator.take(gesture),
                Act::Step(passed) => drop(navigator.step(passed, &keys.held())),
                Act::Fit => navigator.fit(),
                Act::Reset => navigator.reset(),
                Act::Mode(walk) => navigator.set_mode(if walk { Navigation::Walk } else { Navigation::Orbit }),
                Act::Keys(codes, shift) => {
                    keys.clear();
                    for code in codes {
                        keys.press(key(code, ""), shift, navigator.mode());
                    }
                }
                Act::Size(width, height) => navigator.set_size(width, height),
                Act::Bounds(low, high) => navigator.set_bounds(Box3::around(&[model(low, high)])),
            }
            let camera = navigator.camera(1);
            let packet = DevicePacket::Camera(camera);
            prop_assert!(DevicePacket::read(&packet.to_bytes()).is_ok(), "{camera:?}");
            let length = rotation(&camera).length();
            prop_assert!((length - 1.0).abs() < 1e-5, "{length}");
            prop_assert!(navigator.depth() > 0.0);
        }
    }

    /// Distances stay between the nearest and the farthest.
    #[test]
    fn a_zoom_ends_somewhere(factors in prop::collection::vec(0.5..2.0f64, 0..80)) {
        let mut navigator = navigator();
        let (nearest, farthest) = navigator.distances();
        for factor in factors {
            navigator.take(Gesture::Zoom { factor, at: MIDDLE });
            navigator.step(16.0, &Keys::default().held());
            let distance = eye(&navigator.camera(1)).length();
            prop_assert!((nearest * 0.99..farthest * 1.01).contains(&distance), "{distance}");
        }
    }
}
