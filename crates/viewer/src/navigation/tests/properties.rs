//! Whatever is done.

use glam::DVec2;
use proptest::prelude::*;
use remote_rendering_protocol::device::DevicePacket;

use super::{MIDDLE, eye, key, model, navigator, rotation};
use crate::{
    navigation::{Box3, Gesture, Keys},
    state::Navigation,
};

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
        (0.5..2.0, point()).prop_map(|(factor, at)| Act::Take(Gesture::Pinch { factor, at })),
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
