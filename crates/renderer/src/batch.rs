//! What is drawn together: the instances of a primitive.

use bytemuck::{Pod, Zeroable};
use glam::{Affine3A, UVec3, Vec3};
use remote_rendering_scene::{Bounds, MaterialId, Mesh, Model, Primitive};
use std::ops::Range;

use crate::draws::Command;
use crate::material::Features;
use crate::mesh::Slot;
use crate::prepare::features;
use crate::view::Camera;

/// Instances that are looked at together: at each of them would take longer than to draw some that
/// are not in view.
const CLUSTER: usize = 32;

/// The most clusters of blended instances, which are sorted for each picture.
const SORTED: usize = 4096;

/// Where an instance is: the rows of its matrix.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Instance([[f32; 4]; 3]);

impl Instance {
    pub(crate) fn new(world: &Affine3A) -> Self {
        let [x, y, z] = [world.x_axis, world.y_axis, world.z_axis];
        let at = world.translation;
        Self([
            [x.x, y.x, z.x, at.x],
            [x.y, y.y, z.y, at.y],
            [x.z, y.z, z.z, at.z],
        ])
    }

    /// One that joints shape from this place of their buffer on.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a buffer has not as many joints"
    )]
    pub(crate) fn shaped(first_joint: usize) -> Self {
        Self([[first_joint as f32, 0.0, 0.0, 0.0], [0.0; 4], [0.0; 4]])
    }
}

/// Instances of a mesh of one winding.
#[derive(Debug)]
pub(crate) struct Set {
    mesh: usize,
    is_mirrored: bool,
    /// The place of the first in the buffer.
    first: u32,
    /// Neighbours in space follow one another.
    worlds: Vec<Affine3A>,
}

/// A primitive with its instances of one winding.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) page: usize,
    indices: Range<u32>,
    base_vertex: i32,
    /// The place of its material in the model's, or the one after the last.
    pub(crate) material: usize,
    pub(crate) features: Features,
    pub(crate) is_mirrored: bool,
    bounds: Bounds,
    clusters: Vec<Cluster>,
    triangles: u64,
}

/// Instances that are near one another.
#[derive(Debug)]
struct Cluster {
    instances: Range<u32>,
    bounds: Bounds,
}

/// A command to draw.
#[derive(Clone, Debug)]
pub(crate) struct Draw<'a> {
    part: &'a Part,
    instances: Range<u32>,
    pub(crate) is_mirrored: bool,
    /// How far ahead it is.
    pub(crate) depth: f32,
}

/// The instances as the device has them, and who they are.
pub(crate) fn instances(model: &Model) -> (Vec<Instance>, Vec<Set>) {
    let (mut list, mut sets) = (Vec::new(), Vec::new());
    for places in model.instances() {
        let mesh = places.mesh.index();
        let Some(bounds) = model.meshes.get(mesh).and_then(Mesh::bounds) else {
            continue;
        };
        for (worlds, is_mirrored) in [(&places.upright, false), (&places.mirrored, true)] {
            if worlds.is_empty() {
                continue;
            }
            let worlds = neighbours(worlds, bounds.center());
            let first = u32::try_from(list.len()).unwrap_or(u32::MAX);
            list.extend(worlds.iter().map(Instance::new));
            sets.push(Set {
                mesh,
                is_mirrored,
                first,
                worlds,
            });
        }
    }
    (list, sets)
}

/// Sorted along a curve that fills space (Morton's).
fn neighbours(worlds: &[Affine3A], center: Vec3) -> Vec<Affine3A> {
    let place = |world: &Affine3A| world.transform_point3(center);
    let mut sorted = worlds.to_vec();
    if let Some(bounds) = Bounds::around(worlds.iter().map(place)) {
        let scale = 1023.0 / bounds.size().max(Vec3::splat(f32::MIN_POSITIVE));
        sorted.sort_by_cached_key(|world| {
            let cell = ((place(world) - bounds.min) * scale).as_uvec3();
            let UVec3 { x, y, z } = cell.min(UVec3::splat(1023));
            spread(x) | spread(y) << 1 | spread(z) << 2
        });
    }
    sorted
}

/// A number of ten bits with two bits of room after each.
fn spread(bits: u32) -> u32 {
    let bits = (bits | bits << 16) & 0x0300_00FF;
    let bits = (bits | bits << 8) & 0x0300_F00F;
    let bits = (bits | bits << 4) & 0x030C_30C3;
    (bits | bits << 2) & 0x0924_9249
}

/// The parts of a model.
pub(crate) fn parts(model: &Model, slots: &[Vec<Slot>], sets: &[Set]) -> Vec<Part> {
    let mut parts = Vec::new();
    for set in sets {
        let (Some(mesh), Some(slots)) = (model.meshes.get(set.mesh), slots.get(set.mesh)) else {
            continue;
        };
        for (primitive, slot) in mesh.primitives.iter().zip(slots) {
            parts.extend(part(model, primitive, *slot, set));
        }
    }
    parts
}

fn part(model: &Model, primitive: &Primitive, slot: Slot, set: &Set) -> Option<Part> {
    let bare = Part::bare(model, primitive, slot)?;
    let cluster = if bare.features.has(Features::BLEND) {
        set.worlds.len().div_ceil(SORTED)
    } else {
        CLUSTER
    };
    let mut first = set.first;
    let clusters = set.worlds.chunks(cluster.max(1)).filter_map(|worlds| {
        let last = first.saturating_add(u32::try_from(worlds.len()).ok()?);
        let instances = first..last;
        first = last;
        let boxes = worlds.iter();
        let boxes = boxes.map(|world| primitive.bounds.transformed(world));
        boxes
            .reduce(Bounds::union)
            .map(|bounds| Cluster { instances, bounds })
    });
    let clusters: Vec<Cluster> = clusters.collect();
    let bounds = clusters.iter().map(|cluster| cluster.bounds);
    Some(Part {
        is_mirrored: set.is_mirrored,
        bounds: bounds.reduce(Bounds::union)?,
        clusters,
        ..bare
    })
}

impl Part {
    /// A primitive without instances, as it is in the file.
    pub(crate) fn bare(model: &Model, primitive: &Primitive, slot: Slot) -> Option<Self> {
        let indices = u32::try_from(primitive.indices.len()).ok()?;
        Some(Self {
            page: slot.page,
            indices: slot.first_index..slot.first_index.checked_add(indices)?,
            base_vertex: slot.base_vertex,
            material: primitive
                .material
                .map_or(model.materials.len(), MaterialId::index),
            features: features(model, primitive),
            is_mirrored: false,
            bounds: primitive.bounds,
            clusters: Vec::new(),
            triangles: primitive.triangle_count(),
        })
    }

    /// Adds what of it is in view. Neighbours are drawn together, unless they are to be sorted.
    pub(crate) fn draws<'a>(&'a self, camera: &Camera, draws: &mut Vec<Draw<'a>>) {
        if !camera.sees(&self.bounds) {
            return;
        }
        let is_sorted = self.features.has(Features::BLEND);
        let mut open: Option<Draw<'a>> = None;
        for cluster in &self.clusters {
            if !camera.sees(&cluster.bounds) {
                draws.extend(open.take());
                continue;
            }
            let draw = Draw {
                part: self,
                instances: cluster.instances.clone(),
                is_mirrored: self.is_mirrored,
                depth: camera.depth(&cluster.bounds),
            };
            match &mut open {
                Some(open) if !is_sorted => open.extend(&draw),
                _ => draws.extend(open.replace(draw)),
            }
        }
        draws.extend(open);
    }

    /// Adds what of it is in view, where its instances are in these boxes, mirrored or not.
    pub(crate) fn moving_draws<'a>(
        &'a self,
        camera: &Camera,
        instances: &Range<u32>,
        boxes: impl Iterator<Item = (Bounds, bool)>,
        draws: &mut Vec<Draw<'a>>,
    ) {
        let is_sorted = self.features.has(Features::BLEND) && instances.len() <= SORTED;
        let mut open: Option<Draw<'a>> = None;
        for (place, (bounds, is_mirrored)) in instances.clone().zip(boxes) {
            if !camera.sees(&bounds) {
                draws.extend(open.take());
                continue;
            }
            let draw = Draw {
                part: self,
                instances: place..place + 1,
                is_mirrored,
                depth: camera.depth(&bounds),
            };
            match &mut open {
                Some(open) if !is_sorted && open.is_mirrored == is_mirrored => open.extend(&draw),
                _ => draws.extend(open.replace(draw)),
            }
        }
        draws.extend(open);
    }
}

impl Draw<'_> {
    /// Draws the instances that follow, too.
    fn extend(&mut self, next: &Self) {
        self.instances.end = next.instances.end;
        self.depth = self.depth.min(next.depth);
    }

    pub(crate) fn command(&self) -> Command {
        let Part {
            indices,
            base_vertex,
            ..
        } = self.part;
        [
            indices.end - indices.start,
            self.instances.end - self.instances.start,
            indices.start,
            base_vertex.cast_unsigned(),
            self.instances.start,
        ]
    }

    pub(crate) fn triangles(&self) -> u64 {
        let count = u64::from(self.instances.end - self.instances.start);
        self.part.triangles.saturating_mul(count)
    }
}
