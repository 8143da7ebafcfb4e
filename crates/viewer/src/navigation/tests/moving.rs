//! What becomes of a view.

use glam::{DVec2, DVec3};

use super::{HEIGHT, MIDDLE, WIDTH, close, eye, key, model, navigator, rest, rotation, seen};
use crate::{
    navigation::{Box3, Gesture, Keys, Navigator},
    state::Navigation,
};

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
fn a_hand_is_followed_at_once_and_a_wheel_smoothly() {
    let at = MIDDLE;
    let by = DVec2::new(50.0, 20.0);
    let cases = [
        (Gesture::Turn(by), true),
        (Gesture::Pan(by), true),
        (Gesture::Pinch { factor: 0.7, at }, true),
        (Gesture::Zoom { factor: 0.7, at }, false),
    ];
    for (gesture, expected) in cases {
        let mut navigator = navigator();
        navigator.take(gesture);
        let soon = navigator.camera(1);
        rest(&mut navigator);
        let is_there = eye(&soon).distance(eye(&navigator.camera(1))) < 1e-6;
        assert_eq!(is_there, expected, "{gesture:?}");
    }
    // A wheel that still turns goes on under the hand.
    let mut navigator = navigator();
    navigator.take(Gesture::Zoom { factor: 0.5, at });
    navigator.take(Gesture::Turn(by));
    let soon = eye(&navigator.camera(1)).length();
    rest(&mut navigator);
    let (later, first) = (
        eye(&navigator.camera(1)).length(),
        eye(&super::navigator().camera(1)).length(),
    );
    assert!((soon - first).abs() < 1e-3 && (later / first - 0.5).abs() < 1e-3);
}

#[test]
fn a_flight_takes_its_time_unless_less_motion_is_wanted() {
    let mut navigator = navigator();
    navigator.take(Gesture::Turn(DVec2::new(400.0, 100.0)));
    rest(&mut navigator);
    let away = navigator.camera(1);
    let first = super::navigator().camera(1);
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
        navigator.take(Gesture::Zoom {
            factor: 0.5,
            at: MIDDLE,
        });
        for _ in 0..steps {
            navigator.step(60.0 / f64::from(steps), &Keys::default().held());
        }
        eye(&navigator.camera(1))
    };
    assert!(far(1).distance(far(60)) < 1e-6);
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
