//! Vertices from a primitive's attributes.

use bytemuck::Zeroable as _;
use glam::Vec3;

use super::Vertex;
use crate::ModelError;
use crate::accessor::{Component, Elements, Source};
use crate::document::{Attributes, Kind};
use crate::error::{At, invalid};
use crate::limits::{Budget, count};

/// White, which changes no colour.
const WHITE: [u16; 4] = [u16::MAX; 4];

/// Reads every attribute that there is. Normals and tangents may still be zero.
pub(super) fn read(
    source: &Source<'_>,
    attributes: &Attributes,
    positions: &Elements<'_>,
    budget: &mut Budget<'_>,
) -> Result<Vec<Vertex>, ModelError> {
    let mut others = Vec::new();
    for (name, accessor) in [
        ("NORMAL", attributes.normal),
        ("TANGENT", attributes.tangent),
        ("TEXCOORD_0", attributes.texcoord_0),
        ("TEXCOORD_1", attributes.texcoord_1),
        ("COLOR_0", attributes.color_0),
    ] {
        let Some(accessor) = accessor else { continue };
        let elements = source.elements(accessor).at(|| name.to_owned())?;
        if elements.count != positions.count {
            let problem = format!(
                "there are {} for {} vertices",
                elements.count, positions.count
            );
            return Err(invalid(problem)).at(|| name.to_owned());
        }
        others.push((name, elements));
    }
    budget.vertices(count(positions.count))?;
    let blank = Vertex {
        color: WHITE,
        ..Vertex::zeroed()
    };
    let mut vertices = vec![blank; positions.count];
    let read = fill(&mut vertices, positions, &[Kind::Vec3], |vertex, value| {
        vertex.position = value;
    });
    read.at(|| "POSITION".to_owned())?;
    for (name, elements) in &others {
        attribute(&mut vertices, name, elements).at(|| (*name).to_owned())?;
    }
    Ok(vertices)
}

fn attribute(
    vertices: &mut [Vertex],
    name: &str,
    elements: &Elements<'_>,
) -> Result<(), ModelError> {
    match name {
        "NORMAL" => fill(vertices, elements, &[Kind::Vec3], |vertex, value| {
            vertex.normal = unit(value);
        }),
        "TANGENT" => fill(vertices, elements, &[Kind::Vec4], |vertex, [x, y, z, w]| {
            let [x, y, z] = unit([x, y, z]);
            vertex.tangent = [x, y, z, if w < 0.0 { -1.0 } else { 1.0 }];
        }),
        "TEXCOORD_0" => fill(vertices, elements, &[Kind::Vec2], |vertex, value| {
            vertex.uv0 = value;
        }),
        "TEXCOORD_1" => fill(vertices, elements, &[Kind::Vec2], |vertex, value| {
            vertex.uv1 = value;
        }),
        _ => {
            let has_alpha = elements.kind == Kind::Vec4;
            let kinds = &[Kind::Vec3, Kind::Vec4];
            fill(
                vertices,
                elements,
                kinds,
                |vertex, [r, g, b, a]: [f32; 4]| {
                    vertex.color = [r, g, b, if has_alpha { a } else { 1.0 }].map(sixteen_bits);
                },
            )
        }
    }
}

/// Puts every element into its vertex.
fn fill<const N: usize>(
    vertices: &mut [Vertex],
    elements: &Elements<'_>,
    kinds: &[Kind],
    mut put: impl FnMut(&mut Vertex, [f32; N]),
) -> Result<(), ModelError> {
    if !kinds.contains(&elements.kind) || elements.component == Component::U32 {
        return Err(invalid("its accessor has a wrong type"));
    }
    let mut broken = None;
    elements.vectors(|place, value: [f32; N]| {
        if value.iter().all(|number| number.is_finite()) {
            if let Some(vertex) = vertices.get_mut(place) {
                put(vertex, value);
            }
        } else {
            broken.get_or_insert(place);
        }
    });
    match broken {
        Some(place) => Err(invalid(format!(
            "vertex {place} has a number that is not finite"
        ))),
        None => Ok(()),
    }
}

/// The same direction with the length 1, or zero.
fn unit(direction: [f32; 3]) -> [f32; 3] {
    Vec3::from(direction).normalize_or_zero().into()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is within 0 and 65535"
)]
fn sixteen_bits(part: f32) -> u16 {
    (part.clamp(0.0, 1.0) * 65535.0).round() as u16
}
