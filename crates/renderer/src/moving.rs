//! What moves of a model, and where it is for a picture.

use glam::Affine3A;
use remote_rendering_scene::{Bounds, Model, Motion, MovedBy, Mover, Pose};
use std::ops::Range;
use std::sync::Arc;

use crate::RenderError;
use crate::batch::{Draw, Instance, Part};
use crate::gpu::Gpu;
use crate::material::Features;
use crate::mesh::Slot;
use crate::pipeline::Pipelines;
use crate::prepare::bytes_of;
use crate::view::Camera;

/// What moves of a model. Its instances follow those that stand still, and are written for each picture.
#[derive(Debug)]
pub(crate) struct Moving {
    motion: Arc<Motion>,
    pub(crate) parts: Vec<MovingPart>,
    /// For each mover, its instances.
    instances: Vec<Range<u32>>,
    joints: Option<Joints>,
}

/// A primitive that moves.
#[derive(Debug)]
pub(crate) struct MovingPart {
    pub(crate) part: Part,
    mover: usize,
    bounds: Bounds,
    /// See [`Primitive::reach`](remote_rendering_scene::Primitive).
    reach: Vec<(u16, Bounds)>,
}

/// The joints of all skins, one after the other.
#[derive(Debug)]
struct Joints {
    buffer: wgpu::Buffer,
    group: wgpu::BindGroup,
}

/// Where what moves of a model is for a picture.
#[derive(Debug)]
pub(crate) struct Posed {
    pose: Pose,
    /// For each mover, where its instances are. Of what joints shape, where the first of them is.
    worlds: Vec<Vec<Affine3A>>,
}

/// How many instances of a model move, and what its joints take.
#[derive(Debug)]
pub(crate) struct Plan {
    first: u32,
    instances: Vec<Range<u32>>,
    /// In bytes.
    pub(crate) joints: u64,
}

impl Plan {
    /// Of a model with so many instances that stand still.
    pub(crate) fn new(model: &Model, still: usize, gpu: &Gpu) -> Result<Self, RenderError> {
        let first = u32::try_from(still).unwrap_or(u32::MAX);
        let mut next = first;
        let instances = model.motion().movers().iter().map(|mover| {
            let count = u32::try_from(mover.count()).unwrap_or(u32::MAX);
            let start = next;
            next = next.saturating_add(count);
            start..next
        });
        let instances = instances.collect();
        let joints = bytes_of::<Instance>(model.motion().joint_count());
        let limit = gpu.limits.max_storage_buffer_binding_size;
        if joints > limit {
            return Err(RenderError::Limit {
                what: "a list of joints in bytes",
                found: joints,
                limit,
            });
        }
        Ok(Self {
            first,
            instances,
            joints,
        })
    }

    /// How many instances there are, with those that stand still.
    pub(crate) fn instances(&self) -> usize {
        let end = self.instances.last().map_or(self.first, |last| last.end);
        usize::try_from(end).unwrap_or(usize::MAX)
    }

    /// Makes room on the device; none if nothing moves.
    pub(crate) fn make(
        self,
        model: &Model,
        slots: &[Vec<Slot>],
        gpu: &Gpu,
        pipelines: &Pipelines,
    ) -> Option<Moving> {
        let motion = Arc::clone(model.motion());
        if motion.movers().is_empty() {
            return None;
        }
        let movers = motion.movers().iter().enumerate();
        let parts = movers.flat_map(|(place, mover)| parts(model, slots, place, mover));
        Some(Moving {
            parts: parts.collect(),
            instances: self.instances,
            joints: (self.joints > 0).then(|| {
                let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
                    label: Some("joints"),
                    size: self.joints,
                    usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_DST,
                    mapped_at_creation: false,
                });
                let group = pipelines.joints_group(&buffer);
                Joints { buffer, group }
            }),
            motion,
        })
    }
}

fn parts(model: &Model, slots: &[Vec<Slot>], place: usize, mover: &Mover) -> Vec<MovingPart> {
    let mesh = mover.mesh.index();
    let (Some(mesh), Some(slots)) = (model.meshes.get(mesh), slots.get(mesh)) else {
        return Vec::new();
    };
    let is_shaped = matches!(mover.by, MovedBy::Joints(_));
    let parts = mesh.primitives.iter().zip(slots);
    let parts = parts.filter_map(|(primitive, slot)| {
        let mut part = Part::bare(model, primitive, *slot)?;
        part.features = part.features.with(Features::SKINNED, is_shaped);
        Some(MovingPart {
            part,
            mover: place,
            bounds: primitive.bounds,
            reach: primitive.reach.clone(),
        })
    });
    parts.collect()
}

impl Moving {
    /// Whether pictures at different times differ.
    pub(crate) fn is_animated(&self) -> bool {
        self.motion.is_animated()
    }

    /// The joints, as the shader has them.
    pub(crate) fn joints(&self) -> Option<&wgpu::BindGroup> {
        self.joints.as_ref().map(|joints| &joints.group)
    }

    /// Where everything is at a time, in seconds.
    pub(crate) fn at(&self, seconds: f64) -> Posed {
        let pose = self.motion.at(seconds);
        let worlds = self.motion.movers().iter().map(|mover| match &mover.by {
            MovedBy::Node { .. } => mover.worlds(&pose).collect(),
            MovedBy::Joints(joints) => pose.joints.get(joints.start).copied().into_iter().collect(),
        });
        Posed {
            worlds: worlds.collect(),
            pose,
        }
    }

    /// Puts it there: `instances` is the buffer of all instances of the model.
    pub(crate) fn write(&self, posed: &Posed, instances: &wgpu::Buffer, gpu: &Gpu) {
        let movers = self.motion.movers().iter().zip(&posed.worlds);
        let moved = movers.flat_map(|(mover, worlds)| {
            let first_joint = match &mover.by {
                MovedBy::Node { .. } => None,
                MovedBy::Joints(joints) => Some(joints.start),
            };
            worlds.iter().map(move |world| match first_joint {
                None => Instance::new(world),
                Some(first) => Instance::shaped(first),
            })
        });
        let moved: Vec<Instance> = moved.collect();
        let first = self.instances.first().map_or(0, |first| first.start);
        let offset = bytes_of::<Instance>(1) * u64::from(first);
        let queue = &gpu.queue;
        queue.write_buffer(instances, offset, bytemuck::cast_slice(&moved));
        if let Some(joints) = &self.joints {
            let matrices: Vec<Instance> = posed.pose.joints.iter().map(Instance::new).collect();
            queue.write_buffer(&joints.buffer, 0, bytemuck::cast_slice(&matrices));
        }
    }

    /// Adds what of a part is in view.
    pub(crate) fn draws<'a>(
        &'a self,
        part: &'a MovingPart,
        posed: &Posed,
        camera: &Camera,
        draws: &mut Vec<Draw<'a>>,
    ) {
        let (Some(mover), Some(worlds), Some(instances)) = (
            self.motion.movers().get(part.mover),
            posed.worlds.get(part.mover),
            self.instances.get(part.mover),
        ) else {
            return;
        };
        // Where each instance is now, so that nothing is left out that is in view.
        let boxes = worlds.iter().map(|world| {
            let bounds = match &mover.by {
                MovedBy::Node { .. } => part.bounds.transformed(world),
                MovedBy::Joints(joints) => {
                    let joints = posed.pose.joints.get(joints.clone()).unwrap_or_default();
                    let reached = Bounds::reached(&part.reach, joints);
                    reached.unwrap_or_else(|| part.bounds.transformed(world))
                }
            };
            (bounds, world.matrix3.determinant() < 0.0)
        });
        part.part.moving_draws(camera, instances, boxes, draws);
    }
}
