//! What is rendered into, and the way back to the processor's memory.

use crate::gpu::Gpu;
use crate::pipeline::{COLOR, DEPTH, Pipelines, STORED};
use crate::{Format, Output};

/// Rows that are copied out of a texture begin at multiples of this.
const ROW: u32 = wgpu::COPY_BYTES_PER_ROW_ALIGNMENT;

/// Everything that pictures of a size need. It is kept from one to the next.
#[derive(Debug)]
pub(crate) struct Targets {
    /// What it is for; its polygon limit means nothing here.
    output: Output,
    /// What is drawn to.
    pub(crate) color: wgpu::TextureView,
    /// Where the samples of a pixel come together, if there are several.
    pub(crate) resolved: Option<wgpu::TextureView>,
    pub(crate) depth: wgpu::TextureView,
    picture: wgpu::Texture,
    way: Way,
    /// What the processor reads.
    pub(crate) staging: wgpu::Buffer,
}

/// How the picture comes into the staging buffer.
#[derive(Debug)]
enum Way {
    /// As it is, in rows of so many bytes.
    Copied { row: u32 },
    /// Through a shader.
    Converted {
        planes: wgpu::Buffer,
        group: wgpu::BindGroup,
    },
}

/// The planes of I420 as the shader writes them: rows are padded to whole invocations.
#[derive(Clone, Copy, Debug)]
struct Planes {
    width: u32,
    height: u32,
    /// Bytes of a row of Y; half as many are one of U and of V.
    row: u32,
}

impl Planes {
    fn new(output: &Output) -> Self {
        Self {
            width: output.width,
            height: output.height,
            row: output.width.next_multiple_of(8),
        }
    }

    fn bytes(&self) -> u64 {
        u64::from(self.row) * u64::from(self.height) * 3 / 2
    }

    /// The shader's `Order`, padded.
    fn uniform(&self) -> [u32; 8] {
        let stride = self.row / 4;
        let luma = stride * self.height;
        let (u, v) = (luma, luma + luma / 4);
        [self.width, self.height, stride, u, v, 0, 0, 0]
    }
}

impl Targets {
    pub(crate) fn new(gpu: &Gpu, pipelines: &Pipelines, output: &Output) -> Self {
        let many = (output.samples > 1).then(|| {
            let usage = wgpu::TextureUsages::RENDER_ATTACHMENT;
            texture(gpu, output, COLOR, output.samples, usage)
        });
        let usage = wgpu::TextureUsages::RENDER_ATTACHMENT
            | wgpu::TextureUsages::TEXTURE_BINDING
            | wgpu::TextureUsages::COPY_SRC;
        let picture = texture(gpu, output, STORED, 1, usage);
        let rendered = picture.create_view(&wgpu::TextureViewDescriptor {
            format: Some(COLOR),
            ..wgpu::TextureViewDescriptor::default()
        });
        let usage = wgpu::TextureUsages::RENDER_ATTACHMENT;
        let depth = texture(gpu, output, DEPTH, output.samples, usage);
        let whole = wgpu::TextureViewDescriptor::default();
        let (color, resolved) = match many {
            Some(many) => (many.create_view(&whole), Some(rendered)),
            None => (rendered, None),
        };
        let (way, bytes) = match output.format {
            Format::Rgba => {
                let row = (output.width * 4).next_multiple_of(ROW);
                let bytes = u64::from(row) * u64::from(output.height);
                (Way::Copied { row }, bytes)
            }
            Format::I420 => {
                let planes = Planes::new(output);
                let way = conversion(gpu, pipelines, &picture, planes);
                (way, planes.bytes())
            }
        };
        Self {
            output: *output,
            color,
            resolved,
            depth: depth.create_view(&whole),
            picture,
            way,
            staging: gpu.device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("staging"),
                size: bytes,
                usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
                mapped_at_creation: false,
            }),
        }
    }

    /// Whether such pictures can be rendered into these.
    pub(crate) fn fit(&self, output: &Output) -> bool {
        let key = |output: &Output| (output.width, output.height, output.format, output.samples);
        key(&self.output) == key(output)
    }

    /// Brings the picture into the staging buffer.
    pub(crate) fn bring(&self, commands: &mut wgpu::CommandEncoder, pipelines: &Pipelines) {
        match &self.way {
            Way::Copied { row } => commands.copy_texture_to_buffer(
                self.picture.as_image_copy(),
                wgpu::TexelCopyBufferInfo {
                    buffer: &self.staging,
                    layout: wgpu::TexelCopyBufferLayout {
                        offset: 0,
                        bytes_per_row: Some(*row),
                        rows_per_image: None,
                    },
                },
                self.picture.size(),
            ),
            Way::Converted { planes, group } => {
                let mut pass = commands.begin_compute_pass(&wgpu::ComputePassDescriptor {
                    label: Some("convert"),
                    timestamp_writes: None,
                });
                pass.set_pipeline(&pipelines.convert);
                pass.set_bind_group(0, group, &[]);
                // Groups of eight by eight invocations, of eight by two pixels each.
                let across = self.output.width.div_ceil(64);
                let down = self.output.height.div_ceil(16);
                pass.dispatch_workgroups(across, down, 1);
                drop(pass);
                let size = self.staging.size();
                commands.copy_buffer_to_buffer(planes, 0, &self.staging, 0, size);
            }
        }
    }

    /// The picture's bytes without gaps, of what is in the staging buffer.
    pub(crate) fn packed(&self, staged: &[u8]) -> Vec<u8> {
        let Output { width, height, .. } = self.output;
        match &self.way {
            Way::Copied { row } => rows(staged, *row, width * 4),
            Way::Converted { .. } => {
                let planes = Planes::new(&self.output);
                let luma = index(planes.row) * index(height);
                let (y, chroma) = staged.split_at_checked(luma).unwrap_or((staged, &[]));
                let mut bytes = rows(y, planes.row, width);
                // U follows V without a gap: they are one plane of twice the height.
                bytes.extend(rows(chroma, planes.row / 2, width / 2));
                bytes
            }
        }
    }
}

/// The first bytes of each row.
fn rows(bytes: &[u8], row: u32, used: u32) -> Vec<u8> {
    if row == used {
        return bytes.to_vec();
    }
    let rows = bytes.chunks(index(row).max(1));
    let used = rows.filter_map(|row| row.get(..index(used)));
    used.collect::<Vec<_>>().concat()
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn texture(
    gpu: &Gpu,
    output: &Output,
    format: wgpu::TextureFormat,
    samples: u32,
    usage: wgpu::TextureUsages,
) -> wgpu::Texture {
    let views: &[_] = if format == STORED { &[COLOR] } else { &[] };
    gpu.device.create_texture(&wgpu::TextureDescriptor {
        label: Some("target"),
        size: wgpu::Extent3d {
            width: output.width,
            height: output.height,
            depth_or_array_layers: 1,
        },
        mip_level_count: 1,
        sample_count: samples,
        dimension: wgpu::TextureDimension::D2,
        format,
        usage,
        view_formats: views,
    })
}

fn conversion(gpu: &Gpu, pipelines: &Pipelines, picture: &wgpu::Texture, planes: Planes) -> Way {
    let layout = gpu.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("layout"),
        size: 32,
        usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    });
    let numbers = planes.uniform();
    gpu.queue
        .write_buffer(&layout, 0, bytemuck::cast_slice(&numbers));
    let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("planes"),
        size: planes.bytes(),
        usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
        mapped_at_creation: false,
    });
    let stored = picture.create_view(&wgpu::TextureViewDescriptor::default());
    let group = gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: Some("convert"),
        layout: &pipelines.convert.get_bind_group_layout(0),
        entries: &[
            wgpu::BindGroupEntry {
                binding: 0,
                resource: wgpu::BindingResource::TextureView(&stored),
            },
            wgpu::BindGroupEntry {
                binding: 1,
                resource: buffer.as_entire_binding(),
            },
            wgpu::BindGroupEntry {
                binding: 2,
                resource: layout.as_entire_binding(),
            },
        ],
    });
    Way::Converted {
        planes: buffer,
        group,
    }
}
