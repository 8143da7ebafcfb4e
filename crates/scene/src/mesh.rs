//! Meshes as they are drawn: lists of triangles with whole vertices.

use bytemuck::{Pod, Zeroable};
use glam::Vec3;

use crate::accessor::{Elements, Source, get};
use crate::document;
use crate::error::{At, invalid};
use crate::ids::{MaterialId, Selection};
use crate::limits::{Budget, count};
use crate::material;
use crate::motion::Skinned;
use crate::note::Notes;
use crate::topology::Topology;
use crate::{Bounds, ModelError};

mod attributes;
mod influences;
mod normals;
mod tangents;

/// What is drawn together wherever a node places it.
#[derive(Clone, Debug, Default)]
pub struct Mesh {
    /// Its name in the file.
    pub name: Option<String>,
    /// Its parts, one for each material. None if it has no triangles.
    pub primitives: Vec<Primitive>,
}

impl Mesh {
    /// How many triangles it has.
    pub fn triangle_count(&self) -> u64 {
        let counts = self.primitives.iter().map(Primitive::triangle_count);
        counts.sum()
    }

    /// A box around it; none if it has no triangles.
    pub fn bounds(&self) -> Option<Bounds> {
        let boxes = self.primitives.iter().map(|part| part.bounds);
        boxes.reduce(Bounds::union)
    }
}

/// A list of triangles of one material. It has at least one, and every index has its vertex.
#[derive(Clone, Debug)]
pub struct Primitive {
    /// Its vertices.
    pub vertices: Vec<Vertex>,
    /// Three for each triangle, counter-clockwise where one sees its front.
    pub indices: Vec<u32>,
    /// What it is made of; [`Material::default`](crate::Material) if the file does not say.
    pub material: Option<MaterialId>,
    /// A box around its triangles, as the file has them.
    pub bounds: Bounds,
    /// Which joints move each vertex; none where no skin shapes it.
    pub influences: Vec<Influence>,
    /// For each joint that moves a vertex, a box around those vertices.
    pub reach: Vec<(u16, Bounds)>,
}

/// Which joints of a skin move a vertex, and how much of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Influence {
    /// Their places in the skin, which has them.
    pub joints: [u16; 4],
    /// 65535 together. A joint without a weight is 0.
    pub weights: [u16; 4],
}

impl Primitive {
    /// How many triangles it has.
    pub fn triangle_count(&self) -> u64 {
        count(self.indices.len() / 3)
    }
}

/// A vertex: 64 bytes, a line of most caches, without padding.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub struct Vertex {
    /// Place, in metres. Finite.
    pub position: [f32; 3],
    /// Direction away from the front, of length 1.
    pub normal: [f32; 3],
    /// The direction of the texture's u, of length 1, and in w the sign of the bitangent:
    /// `cross(normal, tangent.xyz) * tangent.w`.
    pub tangent: [f32; 4],
    /// Place in textures of the first set.
    pub uv0: [f32; 2],
    /// Place in textures of the second set.
    pub uv1: [f32; 2],
    /// Linear RGBA, 65535 is 1. Eight bits would show steps in the dark, which is where linear
    /// numbers are coarse; floats would take twice the room for what glTF keeps within 0 and 1.
    pub color: [u16; 4],
}

/// Reads the meshes that are drawn, and says which materials they want.
pub(crate) fn read(
    source: &Source<'_>,
    (meshes, skinned): (&Selection<crate::MeshId>, &Skinned),
    materials: &mut Selection<MaterialId>,
    budget: &mut Budget<'_>,
    notes: &mut Notes,
) -> Result<Vec<Mesh>, ModelError> {
    let mut read = Vec::new();
    for index in meshes.originals() {
        let mesh = get(&source.document.meshes, index, "mesh")?;
        let mut primitives = Vec::new();
        budget.list::<Primitive>(count(mesh.primitives.len()))?;
        for (part, primitive) in mesh.primitives.iter().enumerate() {
            let joints = skinned.get(&index).copied();
            let made = primitive_of(source, (primitive, joints), materials, budget, notes)
                .at(|| format!("mesh {index}, primitive {part}"))?;
            primitives.extend(made);
        }
        let name = mesh.name.clone();
        read.push(Mesh { name, primitives });
    }
    Ok(read)
}

/// One primitive, which so many joints may shape; none if it draws no triangle.
fn primitive_of(
    source: &Source<'_>,
    (primitive, joints): (&document::Primitive, Option<u16>),
    materials: &mut Selection<MaterialId>,
    budget: &mut Budget<'_>,
    notes: &mut Notes,
) -> Result<Option<Primitive>, ModelError> {
    let topology = Topology::from_code(primitive.mode);
    let topology = topology.ok_or_else(|| invalid("has a mode that glTF does not know"))?;
    match topology {
        Topology::Points => notes.points += 1,
        Topology::Lines => notes.lines += 1,
        _ => {}
    }
    if matches!(topology, Topology::Points | Topology::Lines) {
        return Ok(None);
    }
    notes.morph_targets += primitive.targets.0;
    let positions = primitive.attributes.position;
    let positions = positions.ok_or_else(|| invalid("has no POSITION"))?;
    let positions = source.elements(positions).at(|| "POSITION".to_owned())?;
    let material = match primitive.material {
        Some(index) => Some(get(&source.document.materials, index, "material")?),
        None => None,
    };

    let indices = indices(source, primitive, topology, positions.count, budget)?;
    if indices.is_empty() {
        notes.empty += 1;
        return Ok(None);
    }
    let attributes = &primitive.attributes;
    let mut shape = Shape {
        vertices: attributes::read(source, attributes, &positions, budget)?,
        influences: match joints {
            Some(joints) => influences::read(source, attributes, positions.count, joints, budget)?,
            None => Vec::new(),
        },
        indices,
    };
    notes.joints += u64::from(joints.is_some() && attributes.joints_1.is_some());
    if primitive.attributes.normal.is_none() {
        shape = normals::flat(&shape, budget)?;
    } else {
        normals::mend(&mut shape);
    }
    if let Some(set) = material.and_then(material::normal_map_set)
        && (primitive.attributes.tangent.is_none() || primitive.attributes.normal.is_none())
    {
        shape = tangents::generate(shape, set, budget)?;
    } else {
        tangents::mend(&mut shape.vertices);
    }
    let place = |index: &u32| usize::try_from(*index).ok();
    let drawn = shape.indices.iter().filter_map(place);
    let drawn = drawn.filter_map(|at| shape.vertices.get(at));
    let bounds = Bounds::around(drawn.map(|vertex| Vec3::from(vertex.position)));
    let bounds = bounds.filter(|bounds| bounds.is_finite());
    Ok(Some(Primitive {
        bounds: bounds.ok_or_else(|| invalid("is larger than numbers can tell"))?,
        material: primitive.material.map(|index| materials.id(index)),
        reach: influences::reach(&shape, budget)?,
        influences: shape.influences,
        vertices: shape.vertices,
        indices: shape.indices,
    }))
}

/// Vertices and a list of triangles, none of whose indices is without its vertex.
#[derive(Debug)]
struct Shape {
    vertices: Vec<Vertex>,
    /// None, or one for each vertex.
    influences: Vec<Influence>,
    indices: Vec<u32>,
}

impl Shape {
    /// The vertex of an index.
    fn vertex(&self, index: u32) -> Vertex {
        let place = usize::try_from(index).ok();
        let vertex = place.and_then(|at| self.vertices.get(at));
        vertex.copied().unwrap_or_else(Vertex::zeroed)
    }

    fn triangles(&self) -> &[[u32; 3]] {
        self.indices.as_chunks().0
    }

    /// A triangle's corners.
    fn corners(&self, triangle: [u32; 3]) -> [Vec3; 3] {
        triangle.map(|index| self.vertex(index).position.into())
    }
}

/// The list of triangles of a primitive's indices, or of its vertices in their order.
fn indices(
    source: &Source<'_>,
    primitive: &document::Primitive,
    topology: Topology,
    vertices: usize,
    budget: &mut Budget<'_>,
) -> Result<Vec<u32>, ModelError> {
    let elements = match primitive.indices {
        Some(index) => Some((index, source.elements(index).at(|| "indices".to_owned())?)),
        None => None,
    };
    let length = elements.as_ref().map_or(vertices, |(_, it)| it.count);
    budget.triangles(count(topology.triangles(length)))?;
    budget.passing(count(length).saturating_mul(4))?;
    let Some((accessor, elements)) = elements else {
        let last = u32::try_from(vertices).map_err(|_| invalid("has too many vertices"))?;
        return Ok(topology.list(&(0..last).collect::<Vec<_>>()));
    };
    if !elements.are_indices() {
        let problem = format!("accessor {accessor} is not of unsigned whole numbers");
        return Err(invalid(problem)).at(|| "indices".to_owned());
    }
    let list = index_list(&elements);
    let beyond = list
        .iter()
        .find(|index| u64::from(**index) >= count(vertices));
    if let Some(index) = beyond {
        let problem = format!(
            "there is no vertex {index}, the last one is {}",
            vertices - 1
        );
        return Err(invalid(problem)).at(|| "indices".to_owned());
    }
    Ok(topology.list(&list))
}

fn index_list(elements: &Elements<'_>) -> Vec<u32> {
    let mut list = vec![0; elements.count];
    elements.indices(|place, index| {
        if let Some(entry) = list.get_mut(place) {
            *entry = index;
        }
    });
    list
}
