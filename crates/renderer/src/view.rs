//! From where a scene is seen.

use glam::{Mat3, Mat4, Quat, Vec2, Vec3, Vec4};
use remote_rendering_scene::Bounds;

/// From where a scene is seen. The axes are glTF's: right-handed, y up; a view looks along its own
/// -z. Numbers that make no view are replaced by ones that do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Where the eye is, in metres.
    pub position: Vec3,
    /// How it is turned: a unit quaternion.
    pub rotation: Quat,
    /// The angle from the lowest to the highest row, in radians.
    pub field_of_view: f32,
    /// By how many pixels the picture is moved to the right and up. The mean of several pictures, each moved by another part
    /// of a pixel, has smooth edges.
    pub shift: Vec2,
}

impl View {
    /// A view from `position` towards `target`, with y up.
    pub fn towards(position: Vec3, target: Vec3, field_of_view: f32) -> Self {
        let back = (position - target).normalize_or(Vec3::Z);
        let right = Vec3::Y.cross(back).normalize_or(Vec3::X);
        let turned = Mat3::from_cols(right, back.cross(right), back);
        Self {
            position,
            rotation: Quat::from_mat3(&turned),
            field_of_view,
            shift: Vec2::ZERO,
        }
    }

    /// The view as the shaders take it, for a picture of this size in pixels.
    pub(crate) fn camera(&self, size: Vec2, scene: Option<Bounds>) -> Camera {
        const FARTHEST: Vec3 = Vec3::splat(1e12);
        let eye = if self.position.is_finite() {
            self.position.clamp(-FARTHEST, FARTHEST)
        } else {
            Vec3::ZERO
        };
        let rotation = Vec4::from(self.rotation).try_normalize();
        let rotation = Mat3::from_quat(rotation.map_or(Quat::IDENTITY, Quat::from_vec4));
        let angle = if self.field_of_view.is_finite() {
            self.field_of_view.clamp(0.01, 3.0)
        } else {
            1.0
        };
        let height = (angle * 0.5).tan();
        let width = height * size.x / size.y;
        let near = near(scene);
        // Depth is near / distance: floats are dense where it is small, so that it is as fine far
        // away as it is nearby.
        let shift = if self.shift.is_finite() {
            self.shift.clamp(Vec2::NEG_ONE, Vec2::ONE) * 2.0 / size
        } else {
            Vec2::ZERO
        };
        let projection = Mat4::from_cols(
            Vec4::X / width,
            Vec4::Y / height,
            Vec4::new(-shift.x, -shift.y, 0.0, -1.0),
            Vec4::new(0.0, 0.0, near, 0.0),
        );
        let [right, up, back] = [rotation.x_axis, rotation.y_axis, rotation.z_axis];
        // What the shift brings into the picture is seen too.
        let (wide, high) = (
            width + width * shift.x.abs(),
            height + height * shift.y.abs(),
        );
        let sides = [
            (right - back * wide).normalize(),
            (-right - back * wide).normalize(),
            (up - back * high).normalize(),
            (-up - back * high).normalize(),
            -back,
        ];
        Camera {
            eye,
            forward: -back,
            clip: projection * Mat4::from_mat3(rotation.transpose()),
            rays: [
                right * width,
                up * height,
                -back - right * (width * shift.x) - up * (height * shift.y),
            ],
            sides,
        }
    }
}

/// A hundredth of a millimetre for each metre of the scene: nearer than anybody looks at it. Depth is
/// as fine whatever it is.
fn near(scene: Option<Bounds>) -> f32 {
    let size = scene.map_or(1.0, |bounds| bounds.size().length());
    (size * 1e-5).clamp(1e-7, 0.01)
}

/// A view of a picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Camera {
    pub(crate) eye: Vec3,
    pub(crate) forward: Vec3,
    /// From places relative to the eye to clip space. The eye is subtracted before, because the
    /// sum of a large place and a large distance would be coarse.
    pub(crate) clip: Mat4,
    /// The way of clip space's x and y, and the way forward, for what is seen through a pixel.
    pub(crate) rays: [Vec3; 3],
    /// The normals, inwards, of the planes through the eye that bound the picture.
    sides: [Vec3; 5],
}

impl Camera {
    /// Whether something of the box may be seen.
    pub(crate) fn sees(&self, bounds: &Bounds) -> bool {
        let center = bounds.center() - self.eye;
        let half = bounds.size() * 0.5;
        let is_outside = |side: &Vec3| side.dot(center) < -side.abs().dot(half);
        !self.sides.iter().any(is_outside)
    }

    /// How far ahead the middle of the box is.
    pub(crate) fn depth(&self, bounds: &Bounds) -> f32 {
        self.forward.dot(bounds.center() - self.eye)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cube(center: Vec3) -> Bounds {
        Bounds {
            min: center - 0.5,
            max: center + 0.5,
        }
    }

    #[test]
    fn sees_what_is_ahead() {
        let view = View::towards(Vec3::new(0.0, 0.0, 10.0), Vec3::ZERO, 1.0);
        let camera = view.camera(Vec2::new(1.5, 1.0), None);
        assert!(camera.sees(&cube(Vec3::ZERO)));
        assert!(camera.sees(&cube(Vec3::new(0.0, 0.0, -1e6))));
        // Half in the picture, at each of its sides.
        let height = 10.0 * 0.5_f32.tan();
        for (x, y) in [(1.5, 0.0), (-1.5, 0.0), (0.0, 1.0), (0.0, -1.0)] {
            let edge = Vec3::new(x * height, y * height, 0.0);
            assert!(camera.sees(&cube(edge)), "{edge}");
            assert!(!camera.sees(&cube(edge * 1.4)), "{edge}");
        }
        assert!(camera.sees(&cube(Vec3::new(0.0, 0.0, 10.0))));
        assert!(!camera.sees(&cube(Vec3::new(0.0, 0.0, 10.6))));
    }

    #[test]
    fn depth_runs_from_one_nearby_to_zero_far_away() {
        let camera = View::towards(Vec3::ZERO, Vec3::NEG_Z, 1.0).camera(Vec2::ONE, None);
        let depth = |z: f32| camera.clip.project_point3(Vec3::new(0.0, 0.0, z)).z;
        assert!((depth(-1e-5) - 1.0).abs() < 1e-6);
        assert!(depth(-1e-3) > depth(-1.0) && depth(-1.0) > depth(-1e9));
        assert!(depth(-1e9) > 0.0);
    }

    #[test]
    fn absurd_numbers_make_a_view_nevertheless() {
        let bad = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0, f32::MAX];
        for number in bad {
            let view = View {
                position: Vec3::splat(number),
                rotation: Quat::from_xyzw(number, number, number, number),
                field_of_view: number,
                shift: Vec2::splat(number),
            };
            let camera = view.camera(Vec2::ONE, None);
            assert!(camera.eye.is_finite() && camera.clip.is_finite());
            assert!(camera.rays.iter().all(|ray| ray.is_finite()));
        }
    }
}
