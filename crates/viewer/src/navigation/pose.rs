//! From where one looks.

use std::f64::consts::{FRAC_PI_2, TAU};

use glam::{DQuat, DVec2, DVec3, EulerRot};
use remote_rendering_protocol::device::Camera;

/// How far up and down one can look: short of straight, where left and right lose their meaning.
const STEEPEST: f64 = FRAC_PI_2 - 0.001;

/// How far from the origin a pivot may be and how far from it an eye: together within what the wire carries.
pub(super) const FARTHEST: f64 = Camera::FARTHEST as f64 * 0.45;

/// The shortest way between an eye and what it turns around.
pub(super) const NEAREST: f64 = 1e-4;

/// An eye that looks at a point from a distance; at the distance 0 it stands there itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pose {
    pub(super) pivot: DVec3,
    pub(super) distance: f64,
    /// To the left, around the axis that points up. Radians.
    pub(super) yaw: f64,
    /// Upwards. Radians.
    pub(super) pitch: f64,
}

impl Pose {
    /// As a quaternion of length 1.
    pub(crate) fn rotation(&self) -> DQuat {
        DQuat::from_euler(EulerRot::YXZ, self.yaw, self.pitch, 0.0).normalize()
    }

    /// Where the eye is.
    pub(crate) fn eye(&self) -> DVec3 {
        self.pivot + self.rotation() * DVec3::new(0.0, 0.0, self.distance)
    }

    /// The distance at which the picture is taken to be flat: of the pivot, or where there is none as given.
    pub(crate) fn depth(&self, otherwise: f64) -> f64 {
        if self.distance > 0.0 {
            self.distance
        } else {
            otherwise
        }
    }

    /// The same view from the eye itself.
    pub(super) fn at_eye(&self) -> Self {
        Self {
            pivot: self.eye(),
            distance: 0.0,
            ..*self
        }
    }

    /// The same view, around a point before the eye.
    pub(super) fn around(&self, distance: f64) -> Self {
        let ahead = self.rotation() * DVec3::new(0.0, 0.0, -distance);
        Self {
            pivot: self.eye() + ahead,
            distance,
            ..*self
        }
    }

    /// A part of the way to another pose. On straight lines: what the eye is drawn towards stays where it is in the picture.
    pub(super) fn towards(&self, other: &Self, part: f64) -> Self {
        let mix = |from: f64, to: f64| from + (to - from) * part;
        Self {
            pivot: self.pivot.lerp(other.pivot, part),
            distance: mix(self.distance, other.distance),
            yaw: mix(self.yaw, other.yaw),
            pitch: mix(self.pitch, other.pitch),
        }
    }

    /// Moved as something else was.
    pub(super) fn moved(&self, from: &Self, to: &Self) -> Self {
        Self {
            pivot: self.pivot + to.pivot - from.pivot,
            distance: self.distance + to.distance - from.distance,
            yaw: self.yaw + to.yaw - from.yaw,
            pitch: self.pitch + to.pitch - from.pitch,
        }
    }

    /// Whether nobody would see the difference.
    pub(super) fn is_near(&self, other: &Self, depth: f64) -> bool {
        let length = depth.max(NEAREST) * 1e-4;
        self.pivot.distance(other.pivot) <= length
            && (self.distance - other.distance).abs() <= length
            && (self.yaw - other.yaw).abs() <= 1e-4
            && (self.pitch - other.pitch).abs() <= 1e-4
    }

    /// The nearest pose that can be; `self` where a number of the other is none.
    pub(super) fn bounded(&self, wanted: &Self, distances: (f64, f64)) -> Self {
        let numbers = [wanted.distance, wanted.yaw, wanted.pitch];
        if !wanted.pivot.is_finite() || !numbers.iter().all(|number| number.is_finite()) {
            return *self;
        }
        Self {
            pivot: wanted
                .pivot
                .clamp(DVec3::splat(-FARTHEST), DVec3::splat(FARTHEST)),
            distance: if wanted.distance == 0.0 {
                0.0
            } else {
                wanted.distance.clamp(distances.0, distances.1)
            },
            yaw: wanted.yaw,
            pitch: wanted.pitch.clamp(-STEEPEST, STEEPEST),
        }
    }

    /// How many whole turns it is away from the first one.
    pub(super) fn turns(&self) -> f64 {
        (self.yaw / TAU).round() * TAU
    }
}

/// What the picture shows of what is before the eye.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Lens {
    /// From the lowest to the highest row, in radians.
    pub(super) field_of_view: f64,
    /// In CSS pixels, each at least 1.
    pub(super) size: DVec2,
}

impl Lens {
    /// How long a pixel is at that distance.
    pub(super) fn pixel_at(&self, distance: f64) -> f64 {
        2.0 * distance * (self.field_of_view / 2.0).tan() / self.size.y
    }

    /// The direction from the eye through a point of the picture; -z is 1 long.
    pub(super) fn ray(&self, at: DVec2) -> DVec3 {
        let middle = (at - self.size / 2.0) * self.pixel_at(1.0);
        DVec3::new(middle.x, -middle.y, -1.0)
    }

    /// The distance from which points, given from what is looked at, are all in the picture; as if it was smaller by the margin.
    pub(super) fn distance_of(&self, points: impl Iterator<Item = DVec3>, margin: f64) -> f64 {
        let high = (self.field_of_view / 2.0).tan() / margin;
        let wide = high * self.size.x / self.size.y;
        let of = |point: DVec3| point.z + (point.x.abs() / wide).max(point.y.abs() / high);
        points.map(of).fold(0.0, f64::max)
    }
}
