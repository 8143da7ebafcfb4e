//! Boxes around things.

use glam::{Affine3A, Vec3, Vec3A};

/// A box along the axes that holds at least one point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The least corner, in metres.
    pub min: Vec3,
    /// The greatest corner, in metres.
    pub max: Vec3,
}

impl Bounds {
    /// The smallest box around all points; none around no point.
    pub fn around(points: impl IntoIterator<Item = Vec3>) -> Option<Self> {
        let boxes = points.into_iter().map(|at| Self { min: at, max: at });
        boxes.reduce(Self::union)
    }

    /// The smallest box around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            min: self.min.min(other.min),
            max: self.max.max(other.max),
        }
    }

    /// A box around what is in this one, put elsewhere.
    #[must_use]
    pub fn transformed(self, by: &Affine3A) -> Self {
        let center = by.transform_point3(self.center());
        let half = Vec3A::from(self.size() * 0.5);
        let columns = by.matrix3;
        let half = columns.x_axis.abs() * half.x
            + columns.y_axis.abs() * half.y
            + columns.z_axis.abs() * half.z;
        Self {
            min: center - Vec3::from(half),
            max: center + Vec3::from(half),
        }
    }

    /// The point in the middle.
    pub fn center(self) -> Vec3 {
        self.min * 0.5 + self.max * 0.5
    }

    /// Width, height and depth, in metres.
    pub fn size(self) -> Vec3 {
        self.max - self.min
    }

    /// Whether it has a middle and a size that can be told.
    pub fn is_finite(self) -> bool {
        self.size().is_finite() && self.center().is_finite()
    }
}
