//! Putting a model into the device's memory.

use remote_rendering_scene::{Bounds, Image, Material, Model};
use std::time::Duration;

use crate::RenderError;
use crate::batch::{self, Instance, Part};
use crate::gpu::{Gpu, Reservation};
use crate::material::{Features, MaterialUniform};
use crate::mesh::{self, Page};
use crate::moving::{self, Moving};
use crate::pipeline::Pipelines;
use crate::renderer::wait;
use crate::texture::{self, Textures};

/// Bytes on their way to the device at once: each is in memory twice until it has arrived.
const ON_THE_WAY: u64 = 32 << 20;

/// Bytes that are written at once.
const AT_ONCE: usize = 4 << 20;

/// Bytes that a driver takes for what a material binds, more or less.
const GROUP: u64 = 1 << 10;

/// How long they may be on their way.
const WITHIN: Duration = Duration::from_mins(2);

/// A model in the device's memory, to be put into a [`Scene`](crate::Scene). Dropping it gives the memory back.
#[derive(Debug)]
pub struct Prepared {
    pub(crate) pages: Vec<Page>,
    pub(crate) instances: wgpu::Buffer,
    pub(crate) materials: Vec<wgpu::BindGroup>,
    /// What stands still.
    pub(crate) parts: Vec<Part>,
    pub(crate) moving: Option<Moving>,
    bounds: Option<Bounds>,
    triangles: u64,
    pub(crate) memory: Reservation,
}

impl Prepared {
    /// Whether pictures of it at different times differ.
    pub fn is_animated(&self) -> bool {
        self.moving.as_ref().is_some_and(Moving::is_animated)
    }

    /// Everything of it that is drawn.
    pub(crate) fn all_parts(&self) -> impl Iterator<Item = &Part> {
        let moving = self.moving.iter().flat_map(|moving| &moving.parts);
        self.parts.iter().chain(moving.map(|part| &part.part))
    }

    /// Everything of it that is drawn.
    pub(crate) fn all_parts_mut(&mut self) -> impl Iterator<Item = &mut Part> {
        let moving = self.moving.iter_mut().flat_map(|moving| &mut moving.parts);
        self.parts
            .iter_mut()
            .chain(moving.map(|part| &mut part.part))
    }

    /// A box around it, wherever it moves; none if there is nothing to see.
    pub fn bounds(&self) -> Option<Bounds> {
        self.bounds
    }

    /// How many triangles it draws.
    pub fn triangles(&self) -> u64 {
        self.triangles
    }

    /// How many bytes it takes on the device.
    pub fn bytes(&self) -> u64 {
        self.memory.bytes()
    }
}

/// Checks what the model takes, and then uploads it.
pub(crate) fn prepare(
    model: &Model,
    gpu: &Gpu,
    pipelines: &Pipelines,
) -> Result<Prepared, RenderError> {
    let meshes = mesh::Plan::new(&model.meshes, gpu)?;
    let images = texture::Plan::new(model, gpu)?;
    let (instances, sets) = batch::instances(model);
    let moving = moving::Plan::new(model, instances.len(), gpu)?;
    let instance_bytes = bytes_of::<Instance>(moving.instances().max(1));
    let limit = gpu.limits.max_buffer_size;
    if instance_bytes > limit {
        return Err(RenderError::Limit {
            what: "a list of instances in bytes",
            found: instance_bytes,
            limit,
        });
    }
    let materials = Materials::new(model, gpu);
    let bytes = meshes.bytes() + images.bytes(model) + materials.bytes();
    let bytes = bytes + instance_bytes + moving.joints;
    let memory = gpu.reserve(bytes)?;

    gpu.guarded(|| {
        let mut uploads = Uploads { gpu, pending: 0 };
        let placed = gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("instances"),
            size: instance_bytes,
            usage: wgpu::BufferUsages::VERTEX | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        uploads.buffer(&placed, [bytemuck::cast_slice(&instances)])?;
        let pages = meshes.upload(&model.meshes, &mut uploads)?;
        let textures = images.upload(model, pipelines, &mut uploads)?;
        let groups = materials.upload(model, &textures, pipelines, &mut uploads)?;
        uploads.wait()?;
        Ok(Prepared {
            pages,
            instances: placed,
            materials: groups,
            parts: batch::parts(model, &meshes.slots, &sets),
            moving: moving.make(model, &meshes.slots, gpu, pipelines),
            bounds: model.bounds(),
            triangles: model.triangle_count(),
            memory,
        })
    })
}

/// The materials of a model, and as the last one the one of primitives without.
#[derive(Debug)]
struct Materials {
    list: Vec<Material>,
    stride: u64,
}

impl Materials {
    fn new(model: &Model, gpu: &Gpu) -> Self {
        let alignment = u64::from(gpu.limits.min_uniform_buffer_offset_alignment);
        Self {
            list: [model.materials.as_slice(), &[Material::default()]].concat(),
            stride: bytes_of::<MaterialUniform>(1).next_multiple_of(alignment.max(1)),
        }
    }

    /// What the materials take, in bytes.
    fn bytes(&self) -> u64 {
        (self.stride + GROUP) * bytes_of::<u8>(self.list.len())
    }

    fn upload(
        &self,
        model: &Model,
        textures: &Textures,
        pipelines: &Pipelines,
        uploads: &mut Uploads<'_>,
    ) -> Result<Vec<wgpu::BindGroup>, RenderError> {
        let device = &uploads.gpu.device;
        let numbers = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("materials"),
            size: self.stride * bytes_of::<u8>(self.list.len()),
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let stride = usize::try_from(self.stride).unwrap_or(usize::MAX);
        let padded = self.list.iter().map(|material| {
            let mut bytes = bytemuck::bytes_of(&MaterialUniform::of(material)).to_vec();
            bytes.resize(stride, 0);
            bytes
        });
        let padded: Vec<u8> = padded.flatten().collect();
        uploads.buffer(&numbers, [&*padded])?;
        let mut groups = Vec::with_capacity(self.list.len());
        for (place, material) in (0..).zip(&self.list) {
            let offset = self.stride * place;
            let uniform = wgpu::BufferBinding {
                buffer: &numbers,
                offset,
                size: wgpu::BufferSize::new(bytes_of::<MaterialUniform>(1)),
            };
            let textures = textures.of(model, material);
            groups.push(pipelines.material_group(uniform, textures));
        }
        Ok(groups)
    }
}

/// Bytes on their way to the device.
#[derive(Debug)]
pub(crate) struct Uploads<'a> {
    pub(crate) gpu: &'a Gpu,
    pending: u64,
}

impl Uploads<'_> {
    /// Writes pieces into a buffer, one after the other. Small ones go together: each write has its
    /// price, and a model may have a hundred thousand.
    pub(crate) fn buffer<'p>(
        &mut self,
        buffer: &wgpu::Buffer,
        pieces: impl IntoIterator<Item = &'p [u8]>,
    ) -> Result<(), RenderError> {
        let mut gathered: Vec<u8> = Vec::new();
        let mut place = 0;
        for piece in pieces.into_iter().flat_map(|piece| piece.chunks(AT_ONCE)) {
            if gathered.len() + piece.len() > AT_ONCE {
                self.write(buffer, &mut place, &gathered)?;
                gathered.clear();
            }
            if piece.len() == AT_ONCE {
                self.write(buffer, &mut place, piece)?;
            } else {
                gathered.extend(piece);
            }
        }
        self.write(buffer, &mut place, &gathered)
    }

    fn write(
        &mut self,
        buffer: &wgpu::Buffer,
        place: &mut u64,
        bytes: &[u8],
    ) -> Result<(), RenderError> {
        self.gpu.queue.write_buffer(buffer, *place, bytes);
        *place += bytes_of::<u8>(bytes.len());
        self.count(bytes.len())
    }

    /// Writes the largest mipmap of a texture, some rows at a time.
    pub(crate) fn texture(
        &mut self,
        texture: &wgpu::Texture,
        image: &Image,
    ) -> Result<(), RenderError> {
        let row = image.width.saturating_mul(4);
        let rows = ((1 << 24) / row.max(1)).max(1);
        let mut top = 0;
        let length = usize::try_from(row.saturating_mul(rows)).unwrap_or(usize::MAX);
        for piece in image.pixels.chunks(length.max(1)) {
            let height = rows.min(image.height.saturating_sub(top));
            self.gpu.queue.write_texture(
                wgpu::TexelCopyTextureInfo {
                    texture,
                    mip_level: 0,
                    origin: wgpu::Origin3d { x: 0, y: top, z: 0 },
                    aspect: wgpu::TextureAspect::All,
                },
                piece,
                wgpu::TexelCopyBufferLayout {
                    offset: 0,
                    bytes_per_row: Some(row),
                    rows_per_image: None,
                },
                wgpu::Extent3d {
                    width: image.width,
                    height,
                    depth_or_array_layers: 1,
                },
            );
            top += height;
            self.count(piece.len())?;
        }
        Ok(())
    }

    fn count(&mut self, bytes: usize) -> Result<(), RenderError> {
        self.pending += bytes_of::<u8>(bytes);
        if self.pending > ON_THE_WAY {
            self.wait()?;
        }
        Ok(())
    }

    /// Waits until everything has arrived.
    fn wait(&mut self) -> Result<(), RenderError> {
        self.pending = 0;
        let submission = self.gpu.queue.submit([]);
        wait(self.gpu, submission, WITHIN)
    }
}

/// What so many of `T` take, in bytes.
pub(crate) fn bytes_of<T>(count: usize) -> u64 {
    let size = u64::try_from(size_of::<T>()).unwrap_or(u64::MAX);
    u64::try_from(count)
        .unwrap_or(u64::MAX)
        .saturating_mul(size)
}

/// What the surface of a primitive has.
pub(crate) fn features(model: &Model, primitive: &remote_rendering_scene::Primitive) -> Features {
    let material = primitive.material;
    let material = material.and_then(|id| model.materials.get(id.index()));
    let features = material.map_or_else(Features::default, Features::of);
    let is_colored = primitive
        .vertices
        .iter()
        .any(|vertex| vertex.color != [u16::MAX; 4]);
    features.with(Features::VERTEX_COLOR, is_colored)
}
