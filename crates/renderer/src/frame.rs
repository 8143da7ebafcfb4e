//! What all draws of a picture share: the camera and the light.

use bytemuck::{Pod, Zeroable};
use glam::{Vec2, Vec3};

use crate::gpu::Gpu;
use crate::pipeline::Pipelines;
use crate::prepare::bytes_of;
use crate::sky;
use crate::view::Camera;

/// The shader's `Frame`. Its vectors of three take the room of four.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
struct FrameUniform {
    clip: [f32; 16],
    eye: [f32; 4],
    rays: [[f32; 4]; 3],
    /// Two numbers, and room for two.
    pixel: [f32; 4],
    sun_direction: [f32; 4],
    sun: [f32; 4],
    scattered: [[f32; 4]; 3],
}

/// The camera and the light on the device.
#[derive(Debug)]
pub(crate) struct Frame {
    uniform: wgpu::Buffer,
    pub(crate) group: wgpu::BindGroup,
    scattered: [Vec3; 3],
}

impl Frame {
    pub(crate) fn new(gpu: &Gpu, pipelines: &Pipelines) -> Self {
        let uniform = gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("frame"),
            size: bytes_of::<FrameUniform>(1),
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let sampler = gpu.device.create_sampler(&wgpu::SamplerDescriptor {
            label: Some("sky"),
            mag_filter: wgpu::FilterMode::Linear,
            min_filter: wgpu::FilterMode::Linear,
            ..wgpu::SamplerDescriptor::default()
        });
        let group = gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("frame"),
            layout: &pipelines.frame_layout,
            entries: &[
                wgpu::BindGroupEntry {
                    binding: 0,
                    resource: uniform.as_entire_binding(),
                },
                wgpu::BindGroupEntry {
                    binding: 1,
                    resource: wgpu::BindingResource::TextureView(&sky_table(gpu)),
                },
                wgpu::BindGroupEntry {
                    binding: 2,
                    resource: wgpu::BindingResource::Sampler(&sampler),
                },
            ],
        });
        Self {
            uniform,
            group,
            scattered: sky::scattered(),
        }
    }

    /// Sets the camera of what is submitted next: a picture of `size`, in pixels.
    pub(crate) fn write(&self, gpu: &Gpu, camera: &Camera, size: Vec2) {
        let wide = |vector: Vec3| vector.extend(0.0).to_array();
        let uniform = FrameUniform {
            clip: camera.clip.to_cols_array(),
            eye: wide(camera.eye),
            rays: camera.rays.map(wide),
            pixel: [2.0 / size.x, 2.0 / size.y, 0.0, 0.0],
            sun_direction: wide(sky::sun_direction()),
            sun: wide(sky::SUN),
            scattered: self.scattered.map(wide),
        };
        let bytes = bytemuck::bytes_of(&uniform);
        gpu.queue.write_buffer(&self.uniform, 0, bytes);
    }
}

fn sky_table(gpu: &Gpu) -> wgpu::TextureView {
    let size = wgpu::Extent3d {
        width: sky::COLUMNS,
        height: sky::ROWS,
        depth_or_array_layers: 1,
    };
    let texture = gpu.device.create_texture(&wgpu::TextureDescriptor {
        label: Some("sky"),
        size,
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: wgpu::TextureFormat::Rgba16Float,
        usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
        view_formats: &[],
    });
    gpu.queue.write_texture(
        texture.as_image_copy(),
        bytemuck::cast_slice(&sky::table()),
        wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(sky::COLUMNS * 8),
            rows_per_image: None,
        },
        size,
    );
    texture.create_view(&wgpu::TextureViewDescriptor::default())
}
