mod input;
mod moving;
mod properties;

use glam::{DQuat, DVec2, DVec3};
use remote_rendering_protocol::device::{Camera, ModelInfo, ModelSource};

use super::{Box3, Key, Keys, Navigator};

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
        animated: false,
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

fn key<'a>(code: &'a str, text: &'a str) -> Key<'a> {
    Key { code, text }
}
