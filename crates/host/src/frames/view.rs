//! From where a scene is seen.

use glam::{Quat, Vec2, Vec3};
use remote_rendering_protocol::device::Camera;
use remote_rendering_renderer::View;
use remote_rendering_scene::Bounds;

/// The angle of a view that nobody has chosen, in radians.
const ANGLE: f32 = 0.9;

/// The view of a camera.
pub(super) fn of(camera: &Camera) -> View {
    View {
        position: Vec3::from(camera.position),
        rotation: Quat::from_array(camera.rotation),
        field_of_view: camera.field_of_view,
        shift: Vec2::ZERO,
    }
}

/// A view of everything, from ahead and a little above, for who has not said from where.
pub(super) fn of_all(bounds: Option<Bounds>) -> View {
    let (center, radius) = match bounds {
        Some(bounds) => (bounds.center(), bounds.size().length() * 0.5),
        None => (Vec3::ZERO, 1.0),
    };
    let distance = radius.max(1e-3) / (ANGLE * 0.5).sin();
    let ahead = Vec3::new(0.35, 0.35, 1.0).normalize();
    View::towards(center + ahead * distance, center, ANGLE)
}
