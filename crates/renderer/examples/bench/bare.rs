//! The least that a picture of these triangles takes.

use glam::Mat4;
use glam::camera::rh::proj::directx;
use pollster::block_on;
use remote_rendering_renderer::View;
use remote_rendering_scene::{Model, Vertex};
use std::hint::black_box;
use std::sync::mpsc;
use wgpu::util::{BufferInitDescriptor, DeviceExt as _};

use crate::Result;

/// Draws the first primitive of a model in one colour.
pub(crate) struct Bare {
    device: wgpu::Device,
    queue: wgpu::Queue,
    pipeline: wgpu::RenderPipeline,
    group: wgpu::BindGroup,
    uniform: wgpu::Buffer,
    vertices: wgpu::Buffer,
    indices: wgpu::Buffer,
    count: u32,
    color: wgpu::Texture,
    depth: wgpu::TextureView,
    staging: wgpu::Buffer,
    aspect: f32,
}

impl Bare {
    /// On the device that has this name.
    pub(crate) fn new(
        model: &Model,
        (width, height): (u32, u32),
        device_name: &str,
    ) -> Result<Self> {
        let descriptor = wgpu::InstanceDescriptor::new_without_display_handle();
        let instance = wgpu::Instance::new(wgpu::InstanceDescriptor {
            flags: wgpu::InstanceFlags::empty(),
            ..descriptor
        });
        let adapters = block_on(instance.enumerate_adapters(wgpu::Backends::PRIMARY));
        let adapter = adapters
            .into_iter()
            .find(|adapter| adapter.get_info().name == device_name)
            .ok_or("the renderer's device is gone")?;
        let (device, queue) = block_on(adapter.request_device(&wgpu::DeviceDescriptor {
            required_limits: adapter.limits(),
            ..wgpu::DeviceDescriptor::default()
        }))?;
        let mesh = model.meshes.first().ok_or("no mesh")?;
        let primitive = mesh.primitives.first().ok_or("no primitive")?;
        let buffer = |usage: wgpu::BufferUsages, contents: &[u8]| {
            device.create_buffer_init(&BufferInitDescriptor {
                label: None,
                contents,
                usage,
            })
        };
        let pipeline = pipeline(&device);
        let uniform = device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: 64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let texture = |format: wgpu::TextureFormat, usage: wgpu::TextureUsages| {
            device.create_texture(&wgpu::TextureDescriptor {
                label: None,
                size: wgpu::Extent3d {
                    width,
                    height,
                    depth_or_array_layers: 1,
                },
                mip_level_count: 1,
                sample_count: 1,
                dimension: wgpu::TextureDimension::D2,
                format,
                usage: usage | wgpu::TextureUsages::RENDER_ATTACHMENT,
                view_formats: &[],
            })
        };
        let depth = texture(
            wgpu::TextureFormat::Depth32Float,
            wgpu::TextureUsages::empty(),
        );
        Ok(Self {
            group: device.create_bind_group(&wgpu::BindGroupDescriptor {
                label: None,
                layout: &pipeline.get_bind_group_layout(0),
                entries: &[wgpu::BindGroupEntry {
                    binding: 0,
                    resource: uniform.as_entire_binding(),
                }],
            }),
            vertices: buffer(
                wgpu::BufferUsages::VERTEX,
                bytemuck::cast_slice(&primitive.vertices),
            ),
            indices: buffer(
                wgpu::BufferUsages::INDEX,
                bytemuck::cast_slice(&primitive.indices),
            ),
            count: u32::try_from(primitive.indices.len())?,
            color: texture(
                wgpu::TextureFormat::Rgba8Unorm,
                wgpu::TextureUsages::COPY_SRC,
            ),
            depth: depth.create_view(&wgpu::TextureViewDescriptor::default()),
            staging: device.create_buffer(&wgpu::BufferDescriptor {
                label: None,
                size: u64::from(width * height * 4),
                usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
                mapped_at_creation: false,
            }),
            aspect: f32::from(u16::try_from(width)?) / f32::from(u16::try_from(height)?),
            device,
            queue,
            pipeline,
            uniform,
        })
    }

    pub(crate) fn render(&self, view: &View) -> Result<()> {
        let from = Mat4::from_rotation_translation(view.rotation, view.position);
        let projection =
            directx::perspective_infinite_reverse(view.field_of_view, self.aspect, 0.01);
        let clip = projection * from.inverse();
        let numbers = clip.to_cols_array();
        self.queue
            .write_buffer(&self.uniform, 0, bytemuck::cast_slice(&numbers));
        let mut commands = self
            .device
            .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        self.draw(&mut commands);
        commands.copy_texture_to_buffer(
            self.color.as_image_copy(),
            wgpu::TexelCopyBufferInfo {
                buffer: &self.staging,
                layout: wgpu::TexelCopyBufferLayout {
                    offset: 0,
                    bytes_per_row: Some(self.color.width() * 4),
                    rows_per_image: None,
                },
            },
            self.color.size(),
        );
        self.queue.submit([commands.finish()]);
        let (sender, mapped) = mpsc::channel();
        self.staging
            .map_async(wgpu::MapMode::Read, .., move |result| {
                let _ = sender.send(result);
            });
        self.device.poll(wgpu::PollType::wait_indefinitely())?;
        mapped.recv()??;
        black_box(self.staging.get_mapped_range(..).to_vec());
        self.staging.unmap();
        Ok(())
    }

    fn draw(&self, commands: &mut wgpu::CommandEncoder) {
        let view = self
            .color
            .create_view(&wgpu::TextureViewDescriptor::default());
        let mut pass = commands.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: None,
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: &view,
                depth_slice: None,
                resolve_target: None,
                ops: wgpu::Operations {
                    load: wgpu::LoadOp::Clear(wgpu::Color::BLACK),
                    store: wgpu::StoreOp::Store,
                },
            })],
            depth_stencil_attachment: Some(wgpu::RenderPassDepthStencilAttachment {
                view: &self.depth,
                depth_ops: Some(wgpu::Operations {
                    load: wgpu::LoadOp::Clear(0.0),
                    store: wgpu::StoreOp::Discard,
                }),
                stencil_ops: None,
            }),
            ..wgpu::RenderPassDescriptor::default()
        });
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &self.group, &[]);
        pass.set_vertex_buffer(0, self.vertices.slice(..));
        pass.set_index_buffer(self.indices.slice(..), wgpu::IndexFormat::Uint32);
        pass.draw_indexed(0..self.count, 0, 0..1);
    }
}

fn pipeline(device: &wgpu::Device) -> wgpu::RenderPipeline {
    let module = device.create_shader_module(wgpu::include_wgsl!("bare.wgsl"));
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: None,
        layout: None,
        vertex: wgpu::VertexState {
            module: &module,
            entry_point: None,
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            buffers: &[wgpu::VertexBufferLayout {
                array_stride: size_of::<Vertex>() as u64,
                step_mode: wgpu::VertexStepMode::Vertex,
                attributes: &wgpu::vertex_attr_array![0 => Float32x3],
            }],
        },
        primitive: wgpu::PrimitiveState {
            cull_mode: Some(wgpu::Face::Back),
            ..wgpu::PrimitiveState::default()
        },
        depth_stencil: Some(wgpu::DepthStencilState {
            format: wgpu::TextureFormat::Depth32Float,
            depth_write_enabled: Some(true),
            depth_compare: Some(wgpu::CompareFunction::Greater),
            stencil: wgpu::StencilState::default(),
            bias: wgpu::DepthBiasState::default(),
        }),
        multisample: wgpu::MultisampleState::default(),
        fragment: Some(wgpu::FragmentState {
            module: &module,
            entry_point: None,
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            targets: &[Some(wgpu::TextureFormat::Rgba8Unorm.into())],
        }),
        multiview_mask: None,
        cache: None,
    })
}
