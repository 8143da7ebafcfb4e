//! Vertices and indices on the device.

use remote_rendering_scene::{Influence, Mesh, Primitive, Vertex};
use std::mem;

use crate::RenderError;
use crate::gpu::Gpu;
use crate::prepare::{Uploads, bytes_of};

/// Many primitives share a buffer, so that hardly any draw changes it.
const PAGE: u64 = 128 << 20;

/// A buffer of vertices, and one of indices. What joints shape is in pages of its own.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) vertices: wgpu::Buffer,
    pub(crate) indices: wgpu::Buffer,
    /// Which joints move the vertices, where any do.
    pub(crate) influences: Option<wgpu::Buffer>,
}

/// Where a primitive is in the pages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    pub(crate) page: usize,
    pub(crate) base_vertex: i32,
    pub(crate) first_index: u32,
}

/// Which primitives share a page, and how large it is.
#[derive(Debug)]
pub(crate) struct Plan {
    /// For each mesh, its primitives.
    pub(crate) slots: Vec<Vec<Slot>>,
    sizes: Vec<Size>,
}

/// Vertices and indices of a page.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    vertices: u64,
    indices: u64,
    /// Either all vertices have some, or none.
    influences: u64,
}

impl Size {
    fn plus(self, other: Self) -> Self {
        Self {
            vertices: self.vertices + other.vertices,
            indices: self.indices + other.indices,
            influences: self.influences + other.influences,
        }
    }

    fn vertex_bytes(self) -> u64 {
        self.vertices.saturating_mul(bytes_of::<Vertex>(1))
    }

    fn index_bytes(self) -> u64 {
        self.indices.saturating_mul(bytes_of::<u32>(1))
    }

    fn influence_bytes(self) -> u64 {
        self.influences.saturating_mul(bytes_of::<Influence>(1))
    }

    fn largest(self) -> u64 {
        self.vertex_bytes().max(self.index_bytes())
    }
}

impl Plan {
    /// Gives each primitive its place; one that no buffer of the device can hold is refused.
    pub(crate) fn new(meshes: &[Mesh], gpu: &Gpu) -> Result<Self, RenderError> {
        let limit = gpu.limits.max_buffer_size;
        let page = PAGE.min(limit);
        let mut slots: Vec<Vec<Slot>> = meshes.iter().map(blank).collect();
        let mut sizes = Vec::new();
        for is_shaped in [false, true] {
            let mut open = Size::default();
            for (primitive, place) in primitives(meshes, &mut slots, is_shaped) {
                let size = Size {
                    vertices: bytes_of::<u8>(primitive.vertices.len()),
                    indices: bytes_of::<u8>(primitive.indices.len()),
                    influences: bytes_of::<u8>(primitive.influences.len()),
                };
                if size.largest() > limit {
                    return Err(RenderError::Limit {
                        what: "a mesh in bytes",
                        found: size.largest(),
                        limit,
                    });
                }
                if open.vertices > 0 && open.plus(size).largest() > page {
                    sizes.push(mem::take(&mut open));
                }
                *place = Slot {
                    page: sizes.len(),
                    // Both are below the page's size, which is far below these types' limits.
                    base_vertex: i32::try_from(open.vertices).unwrap_or_default(),
                    first_index: u32::try_from(open.indices).unwrap_or_default(),
                };
                open = open.plus(size);
            }
            if open.vertices > 0 {
                sizes.push(open);
            }
        }
        Ok(Self { slots, sizes })
    }

    /// What the pages take, in bytes.
    pub(crate) fn bytes(&self) -> u64 {
        let pages = self.sizes.iter();
        pages
            .map(|size| size.vertex_bytes() + size.index_bytes() + size.influence_bytes())
            .sum()
    }

    /// Makes the pages, and fills them.
    pub(crate) fn upload(
        &self,
        meshes: &[Mesh],
        uploads: &mut Uploads<'_>,
    ) -> Result<Vec<Page>, RenderError> {
        let buffer = |label: &str, size: u64, usage: wgpu::BufferUsages| {
            uploads.gpu.device.create_buffer(&wgpu::BufferDescriptor {
                label: Some(label),
                size,
                usage: usage | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            })
        };
        let pages = self.sizes.iter().map(|size| Page {
            vertices: buffer("vertices", size.vertex_bytes(), wgpu::BufferUsages::VERTEX),
            indices: buffer("indices", size.index_bytes(), wgpu::BufferUsages::INDEX),
            influences: (size.influences > 0).then(|| {
                let size = size.influence_bytes();
                buffer("influences", size, wgpu::BufferUsages::VERTEX)
            }),
        });
        let pages: Vec<Page> = pages.collect();
        // As the plan has them: page by page, and within a page in their order.
        let mut primitives: Vec<(&Primitive, &Slot)> = meshes
            .iter()
            .zip(&self.slots)
            .flat_map(|(mesh, slots)| mesh.primitives.iter().zip(slots))
            .collect();
        primitives.sort_by_key(|(_, slot)| slot.page);
        let mut primitives = primitives.into_iter().peekable();
        for (place, page) in pages.iter().enumerate() {
            let mut of_page = Vec::new();
            while let Some((primitive, _)) = primitives.next_if(|(_, slot)| slot.page == place) {
                of_page.push(primitive);
            }
            let vertices = of_page.iter();
            let vertices = vertices.map(|primitive| bytemuck::cast_slice(&primitive.vertices));
            uploads.buffer(&page.vertices, vertices)?;
            let indices = of_page.iter();
            let indices = indices.map(|primitive| bytemuck::cast_slice(&primitive.indices));
            uploads.buffer(&page.indices, indices)?;
            if let Some(influences) = &page.influences {
                let of_page = of_page.iter();
                let of_page = of_page.map(|primitive| bytemuck::cast_slice(&primitive.influences));
                uploads.buffer(influences, of_page)?;
            }
        }
        Ok(pages)
    }
}

fn blank(mesh: &Mesh) -> Vec<Slot> {
    let blank = Slot {
        page: 0,
        base_vertex: 0,
        first_index: 0,
    };
    vec![blank; mesh.primitives.len()]
}

/// The primitives that joints shape, or the others, with their slots.
fn primitives<'a>(
    meshes: &'a [Mesh],
    slots: &'a mut [Vec<Slot>],
    is_shaped: bool,
) -> impl Iterator<Item = (&'a Primitive, &'a mut Slot)> {
    let all = meshes.iter().zip(slots);
    let all = all.flat_map(|(mesh, slots)| mesh.primitives.iter().zip(slots));
    all.filter(move |(primitive, _)| primitive.influences.is_empty() != is_shaped)
}
