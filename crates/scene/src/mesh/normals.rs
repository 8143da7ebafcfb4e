//! Normals where the file has none.

use glam::Vec3;

use super::{Influence, Shape, Vertex};
use crate::ModelError;
use crate::limits::{Budget, count};

/// Gives every triangle vertices of its own with the normal of its face, which the specification
/// asks for where a primitive has no normals.
pub(super) fn flat(shape: &Shape, budget: &mut Budget<'_>) -> Result<Shape, ModelError> {
    budget.vertices(count(shape.indices.len()))?;
    let mut vertices = Vec::with_capacity(shape.indices.len());
    for triangle in shape.triangles() {
        let normal = facing(shape.corners(*triangle)).normalize_or(Vec3::Z);
        vertices.extend(triangle.map(|index| Vertex {
            normal: normal.into(),
            ..shape.vertex(index)
        }));
    }
    let mut influences = Vec::new();
    if !shape.influences.is_empty() {
        budget.list::<Influence>(count(vertices.len()))?;
        let place = |index: &u32| usize::try_from(*index).ok();
        let places = shape.indices.iter().filter_map(place);
        influences.extend(places.filter_map(|at| shape.influences.get(at)));
        budget.give_back(count(size_of_val(shape.influences.as_slice())));
    }
    let indices = (0..).take(vertices.len()).collect();
    budget.give_back(count(size_of_val(shape.vertices.as_slice())));
    Ok(Shape {
        vertices,
        influences,
        indices,
    })
}

/// Replaces normals without a direction by the mean of the faces around the vertex.
pub(super) fn mend(shape: &mut Shape) {
    let is_missing = |vertex: &Vertex| Vec3::from(vertex.normal) == Vec3::ZERO;
    if !shape.vertices.iter().any(is_missing) {
        return;
    }
    let mut sums = vec![Vec3::ZERO; shape.vertices.len()];
    for triangle in shape.triangles() {
        let facing = facing(shape.corners(*triangle));
        for index in triangle {
            let place = usize::try_from(*index).ok();
            if let Some(sum) = place.and_then(|at| sums.get_mut(at)) {
                *sum += facing;
            }
        }
    }
    for (vertex, sum) in shape.vertices.iter_mut().zip(sums) {
        if is_missing(vertex) {
            vertex.normal = sum.normalize_or(Vec3::Z).into();
        }
    }
}

/// The direction of a face, of length 1, or zero if it has no area.
fn facing([a, b, c]: [Vec3; 3]) -> Vec3 {
    // Normalised sides: those of a small triangle would vanish in the product.
    let (ab, ac) = ((b - a).normalize_or_zero(), (c - a).normalize_or_zero());
    ab.cross(ac).normalize_or_zero()
}
