//! What keys and pointers mean.

use glam::DVec2;

use super::{HEIGHT, MIDDLE, key};
use crate::{
    navigation::{Button, Command, Gesture, Gestures, Keys, Pointer, PointerKind},
    state::Navigation,
};

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
    assert_eq!(zoom, Some(Gesture::Pinch { factor: 0.5, at }));
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
