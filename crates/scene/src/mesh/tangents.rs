//! Tangents where a normal map needs them and the file has none.

use bevy_mikktspace::{Geometry, TangentSpace, generate_tangents};
use glam::Vec3;
use std::collections::HashMap;

use super::{Influence, Shape, Vertex};
use crate::ModelError;
use crate::limits::{Budget, count};
use crate::material::UvSet;

/// Bytes that MikkTSpace holds for each triangle while it works.
const WORKING: u64 = 800;

/// Triangles around one vertex that MikkTSpace is given. It calls itself once for each, and takes
/// time by their square. Where there are more, as at the hub of a fine disc, they keep some tangent.
const AROUND: u32 = 256;

/// Tangents as the tools have them that normal maps are baked with. A vertex at which they differ
/// between triangles becomes several.
pub(super) fn generate(
    mut shape: Shape,
    set: UvSet,
    budget: &mut Budget<'_>,
) -> Result<Shape, ModelError> {
    budget.passing(count(shape.indices.len() / 3).saturating_mul(WORKING))?;
    for vertex in &mut shape.vertices {
        vertex.tangent = [0.0; 4];
    }
    mend(&mut shape.vertices);
    let mut corners = Corners {
        faces: regular(&shape),
        shape: &shape,
        set,
        tangents: Vec::new(),
    };
    corners.leave_out_hubs();
    if !corners.faces.is_empty() {
        corners.tangents = vec![None; corners.faces.len() * 3];
        if generate_tangents(&mut corners).is_err() {
            corners.tangents.clear();
        }
    }
    let Corners {
        faces, tangents, ..
    } = corners;
    assign(&mut shape, &faces, &tangents, budget)?;
    Ok(shape)
}

/// Gives vertices without a tangent one at right angles to the normal.
pub(super) fn mend(vertices: &mut [Vertex]) {
    for vertex in vertices {
        if vertex.tangent[..3] != [0.0; 3] {
            continue;
        }
        let normal = Vec3::from(vertex.normal).normalize_or(Vec3::Z);
        vertex.tangent = normal.any_orthonormal_vector().extend(1.0).into();
    }
}

/// The places of the triangles whose corners are apart. MikkTSpace takes time by the square of
/// those that are not.
fn regular(shape: &Shape) -> Vec<usize> {
    let triangles = shape.triangles().iter().enumerate();
    let apart = triangles.filter(|(_, triangle)| {
        let [a, b, c] = shape.corners(**triangle);
        a != b && b != c && c != a
    });
    apart.map(|(place, _)| place).collect()
}

/// The geometry as MikkTSpace sees it: a corner is three times its face and its number.
struct Corners<'a> {
    shape: &'a Shape,
    faces: Vec<usize>,
    set: UvSet,
    tangents: Vec<Option<[f32; 4]>>,
}

impl Corners<'_> {
    fn vertex(&self, face: usize, corner: usize) -> Vertex {
        let triangle = self.faces.get(face);
        let triangle = triangle.and_then(|at| self.shape.triangles().get(*at));
        let index = triangle.and_then(|triangle| triangle.get(corner));
        self.shape.vertex(index.copied().unwrap_or_default())
    }

    fn uv(&self, vertex: &Vertex) -> [f32; 2] {
        match self.set {
            UvSet::First => vertex.uv0,
            UvSet::Second => vertex.uv1,
        }
    }

    /// What MikkTSpace takes for one vertex: those that are alike.
    fn key(&self, face: usize, corner: usize) -> [u32; 8] {
        let vertex = self.vertex(face, corner);
        let uv = self.uv(&vertex);
        let numbers = vertex.position.iter().chain(&vertex.normal).chain(&uv);
        let mut key = [0; 8];
        for (part, number) in key.iter_mut().zip(numbers) {
            *part = number.to_bits();
        }
        key
    }

    /// Takes out the triangles at vertices with too many of them.
    fn leave_out_hubs(&mut self) {
        let mut around: HashMap<[u32; 8], u32> = HashMap::new();
        for face in 0..self.faces.len() {
            for corner in 0..3 {
                *around.entry(self.key(face, corner)).or_default() += 1;
            }
        }
        around.retain(|_, count| *count > AROUND);
        if around.is_empty() {
            return;
        }
        let is_kept =
            |face: usize| (0..3).all(|corner| !around.contains_key(&self.key(face, corner)));
        let faces = self.faces.iter().enumerate();
        let kept = faces.filter(|(face, _)| is_kept(*face));
        self.faces = kept.map(|(_, place)| *place).collect();
    }
}

impl Geometry for Corners<'_> {
    fn num_faces(&self) -> usize {
        self.faces.len()
    }

    fn num_vertices_of_face(&self, _face: usize) -> usize {
        3
    }

    fn position(&self, face: usize, vert: usize) -> [f32; 3] {
        self.vertex(face, vert).position
    }

    fn normal(&self, face: usize, vert: usize) -> [f32; 3] {
        self.vertex(face, vert).normal
    }

    fn tex_coord(&self, face: usize, vert: usize) -> [f32; 2] {
        self.uv(&self.vertex(face, vert))
    }

    fn set_tangent(&mut self, space: Option<TangentSpace>, face: usize, vert: usize) {
        // MikkTSpace means bitangents along v, and glTF's normal maps ones against it: they have y up,
        // and v down.
        let tangent = space.map(|space| {
            let [x, y, z, w] = space.tangent_encoded();
            [x, y, z, -w]
        });
        // Numbers of a hostile file overflow on the way.
        let usable = tangent.filter(|[x, y, z, w]| {
            let length = Vec3::new(*x, *y, *z).length();
            (0.5..2.0).contains(&length) && w.is_finite()
        });
        if let Some(entry) = self.tangents.get_mut(face * 3 + vert) {
            *entry = usable;
        }
    }
}

/// Puts each corner's tangent into its vertex, or into a copy if another one is there already.
fn assign(
    shape: &mut Shape,
    faces: &[usize],
    tangents: &[Option<[f32; 4]>],
    budget: &mut Budget<'_>,
) -> Result<(), ModelError> {
    let mut copies = Copies {
        is_set: vec![false; shape.vertices.len()],
        vertices: &mut shape.vertices,
        influences: &mut shape.influences,
        known: HashMap::new(),
    };
    let (triangles, _) = shape.indices.as_chunks_mut::<3>();
    for (face, tangents) in faces.iter().zip(tangents.as_chunks::<3>().0) {
        let Some(triangle) = triangles.get_mut(*face) else {
            continue;
        };
        for (index, tangent) in triangle.iter_mut().zip(tangents) {
            if let Some(tangent) = tangent {
                *index = copies.with(*index, *tangent, budget)?;
            }
        }
    }
    Ok(())
}

/// Vertices that are to have several tangents.
struct Copies<'a> {
    vertices: &'a mut Vec<Vertex>,
    influences: &'a mut Vec<Influence>,
    is_set: Vec<bool>,
    /// By the vertex that was copied, and the copy's tangent.
    known: HashMap<(u32, [u32; 4]), u32>,
}

impl Copies<'_> {
    /// The index of a vertex like that of `index`, with this tangent.
    fn with(
        &mut self,
        index: u32,
        tangent: [f32; 4],
        budget: &mut Budget<'_>,
    ) -> Result<u32, ModelError> {
        let place = usize::try_from(index).unwrap_or(usize::MAX);
        let (Some(is_set), Some(vertex)) =
            (self.is_set.get_mut(place), self.vertices.get_mut(place))
        else {
            return Ok(index);
        };
        let bits = tangent.map(f32::to_bits);
        if !*is_set {
            *is_set = true;
            vertex.tangent = tangent;
            return Ok(index);
        }
        if vertex.tangent.map(f32::to_bits) == bits {
            return Ok(index);
        }
        if let Some(copy) = self.known.get(&(index, bits)) {
            return Ok(*copy);
        }
        budget.vertices(1)?;
        let influence = self.influences.get(place).copied();
        let copy = Vertex { tangent, ..*vertex };
        let place = u32::try_from(self.vertices.len()).unwrap_or(index);
        self.vertices.push(copy);
        if let Some(influence) = influence {
            budget.list::<[Influence; 3]>(1)?;
            self.influences.push(influence);
        }
        self.known.insert((index, bits), place);
        Ok(place)
    }
}
