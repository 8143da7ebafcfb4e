//! Shaders, and how they are bound.

use remote_rendering_scene::{Influence, Vertex};
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use crate::batch::Instance;
use crate::gpu::Gpu;
use crate::material::Features;
use crate::texture::Bound;

/// What pictures are rendered as: linear numbers are blended, and stored as sRGB.
pub(crate) const COLOR: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8UnormSrgb;
/// What pictures are read as: sRGB as it is stored.
pub(crate) const STORED: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8Unorm;
pub(crate) const DEPTH: wgpu::TextureFormat = wgpu::TextureFormat::Depth32Float;

const FRAME: &str = include_str!("shaders/frame.wgsl");

/// How a primitive is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) features: Features,
    pub(crate) is_mirrored: bool,
    /// Which sides are left out.
    pub(crate) cull: Option<Side>,
    pub(crate) samples: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    Front,
    Back,
}

/// What makes mipmaps of a format.
#[derive(Debug)]
pub(crate) struct Mipmapping {
    pub(crate) format: wgpu::TextureFormat,
    pub(crate) pipeline: wgpu::RenderPipeline,
    pub(crate) sampler: wgpu::Sampler,
}

/// All pipelines; those for surfaces are made when they are first needed.
#[derive(Debug)]
pub(crate) struct Pipelines {
    device: wgpu::Device,
    pub(crate) frame_layout: wgpu::BindGroupLayout,
    material_layout: wgpu::BindGroupLayout,
    sampler: wgpu::Sampler,
    joints_layout: wgpu::BindGroupLayout,
    mesh_layout: wgpu::PipelineLayout,
    skinned_layout: wgpu::PipelineLayout,
    mesh: wgpu::ShaderModule,
    surfaces: Mutex<HashMap<Key, wgpu::RenderPipeline>>,
    backgrounds: [Background; 2],
    mipmappings: [Mipmapping; 2],
    pub(crate) convert: wgpu::ComputePipeline,
}

/// What fills the picture, for a number of samples.
#[derive(Debug)]
pub(crate) struct Background {
    samples: u32,
    pub(crate) sky: wgpu::RenderPipeline,
    pub(crate) checkerboard: wgpu::RenderPipeline,
}

impl Pipelines {
    pub(crate) fn new(gpu: &Gpu) -> Self {
        let device = &gpu.device;
        let frame_layout = frame_layout(device);
        let material_layout = material_layout(device);
        let joints_layout = joints_layout(device);
        let layout = |groups: &[Option<&wgpu::BindGroupLayout>]| {
            device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                label: None,
                bind_group_layouts: groups,
                immediate_size: 0,
            })
        };
        let mesh_layout = layout(&[Some(&frame_layout), Some(&material_layout)]);
        let skinned_layout = layout(&[
            Some(&frame_layout),
            Some(&material_layout),
            Some(&joints_layout),
        ]);
        let frame_only = layout(&[Some(&frame_layout)]);
        let sky = module(device, "sky", &[FRAME, include_str!("shaders/sky.wgsl")]);
        let checkerboard = include_str!("shaders/checkerboard.wgsl");
        let checkerboard = module(device, "checkerboard", &[checkerboard]);
        let nothing = layout(&[]);
        let background = |samples: u32| Background {
            samples,
            sky: covering(device, &frame_only, &sky, samples),
            checkerboard: covering(device, &nothing, &checkerboard, samples),
        };
        let linear = device.create_sampler(&wgpu::SamplerDescriptor {
            label: Some("linear"),
            mag_filter: wgpu::FilterMode::Linear,
            min_filter: wgpu::FilterMode::Linear,
            ..wgpu::SamplerDescriptor::default()
        });
        let halving = module(device, "mipmap", &[include_str!("shaders/mipmap.wgsl")]);
        let mipmapping = |format: wgpu::TextureFormat| Mipmapping {
            format,
            pipeline: mipmap(device, &halving, format),
            sampler: linear.clone(),
        };
        let convert = module(device, "convert", &[include_str!("shaders/convert.wgsl")]);
        Self {
            backgrounds: [background(1), background(4)],
            mipmappings: [mipmapping(STORED), mipmapping(COLOR)],
            convert: device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                label: Some("convert"),
                layout: None,
                module: &convert,
                entry_point: Some("convert"),
                compilation_options: wgpu::PipelineCompilationOptions::default(),
                cache: None,
            }),
            mesh: module(device, "mesh", &[FRAME, include_str!("shaders/mesh.wgsl")]),
            surfaces: Mutex::new(HashMap::new()),
            device: device.clone(),
            sampler: linear,
            frame_layout,
            material_layout,
            joints_layout,
            mesh_layout,
            skinned_layout,
        }
    }

    pub(crate) fn mipmapping(&self, is_srgb: bool) -> &Mipmapping {
        let [linear, srgb] = &self.mipmappings;
        if is_srgb { srgb } else { linear }
    }

    pub(crate) fn background(&self, samples: u32) -> &Background {
        let [one, more] = &self.backgrounds;
        if samples == one.samples { one } else { more }
    }

    /// How many kinds of surfaces there are, together with more of them.
    pub(crate) fn kinds(&self, mut kinds: HashSet<Features>) -> usize {
        let surfaces = self.surfaces.lock().unwrap_or_else(PoisonError::into_inner);
        kinds.extend(surfaces.keys().map(|key| key.features));
        kinds.len()
    }

    /// The pipeline for a surface.
    pub(crate) fn surface(&self, key: Key) -> wgpu::RenderPipeline {
        let surfaces = || self.surfaces.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pipeline) = surfaces().get(&key) {
            return pipeline.clone();
        }
        // Made without the lock: it takes long, and others want theirs.
        let made = self.make(key);
        surfaces().entry(key).or_insert(made).clone()
    }

    fn make(&self, key: Key) -> wgpu::RenderPipeline {
        let is_blended = key.features.has(Features::BLEND);
        let is_smooth = key.features.has(Features::MASK) && key.samples > 1;
        let mut constants = key.features.constants();
        constants.extend(is_smooth.then_some(("COVERAGE", 1.0)));
        let options = wgpu::PipelineCompilationOptions {
            constants: &constants,
            ..wgpu::PipelineCompilationOptions::default()
        };
        let is_skinned = key.features.has(Features::SKINNED);
        let buffers = [VERTICES, INSTANCES, INFLUENCES];
        self.device
            .create_render_pipeline(&wgpu::RenderPipelineDescriptor {
                label: Some("surface"),
                layout: Some(if is_skinned {
                    &self.skinned_layout
                } else {
                    &self.mesh_layout
                }),
                vertex: wgpu::VertexState {
                    module: &self.mesh,
                    entry_point: Some(if is_skinned { "skinned" } else { "vertex" }),
                    compilation_options: options.clone(),
                    buffers: if is_skinned { &buffers } else { &buffers[..2] },
                },
                primitive: wgpu::PrimitiveState {
                    front_face: if key.is_mirrored {
                        wgpu::FrontFace::Cw
                    } else {
                        wgpu::FrontFace::Ccw
                    },
                    cull_mode: key.cull.map(|side| match side {
                        Side::Front => wgpu::Face::Front,
                        Side::Back => wgpu::Face::Back,
                    }),
                    ..wgpu::PrimitiveState::default()
                },
                depth_stencil: Some(depth(!is_blended, wgpu::CompareFunction::Greater)),
                multisample: wgpu::MultisampleState {
                    count: key.samples,
                    alpha_to_coverage_enabled: is_smooth,
                    ..wgpu::MultisampleState::default()
                },
                fragment: Some(wgpu::FragmentState {
                    module: &self.mesh,
                    entry_point: Some("fragment"),
                    compilation_options: options,
                    targets: &[Some(wgpu::ColorTargetState {
                        format: COLOR,
                        blend: is_blended.then_some(wgpu::BlendState::ALPHA_BLENDING),
                        write_mask: wgpu::ColorWrites::COLOR,
                    })],
                }),
                multiview_mask: None,
                cache: None,
            })
    }

    /// What a model's joints bind.
    pub(crate) fn joints_group(&self, joints: &wgpu::Buffer) -> wgpu::BindGroup {
        self.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("joints"),
            layout: &self.joints_layout,
            entries: &[wgpu::BindGroupEntry {
                binding: 0,
                resource: joints.as_entire_binding(),
            }],
        })
    }

    /// What a material binds.
    pub(crate) fn material_group(
        &self,
        uniform: wgpu::BufferBinding<'_>,
        textures: [Bound<'_>; 5],
    ) -> wgpu::BindGroup {
        let mut entries = vec![wgpu::BindGroupEntry {
            binding: 0,
            resource: wgpu::BindingResource::Buffer(uniform),
        }];
        for (binding, (view, sampler)) in (1..).step_by(2).zip(textures) {
            let sampler = sampler.unwrap_or(&self.sampler);
            entries.push(wgpu::BindGroupEntry {
                binding,
                resource: wgpu::BindingResource::TextureView(view),
            });
            entries.push(wgpu::BindGroupEntry {
                binding: binding + 1,
                resource: wgpu::BindingResource::Sampler(sampler),
            });
        }
        self.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("material"),
            layout: &self.material_layout,
            entries: &entries,
        })
    }
}

const VERTICES: wgpu::VertexBufferLayout<'_> = wgpu::VertexBufferLayout {
    array_stride: size_of::<Vertex>() as wgpu::BufferAddress,
    step_mode: wgpu::VertexStepMode::Vertex,
    attributes: &wgpu::vertex_attr_array![
        0 => Float32x3, 1 => Float32x3, 2 => Float32x4, 3 => Float32x4, 4 => Unorm16x4
    ],
};

const INSTANCES: wgpu::VertexBufferLayout<'_> = wgpu::VertexBufferLayout {
    array_stride: size_of::<Instance>() as wgpu::BufferAddress,
    step_mode: wgpu::VertexStepMode::Instance,
    attributes: &wgpu::vertex_attr_array![5 => Float32x4, 6 => Float32x4, 7 => Float32x4],
};

const INFLUENCES: wgpu::VertexBufferLayout<'_> = wgpu::VertexBufferLayout {
    array_stride: size_of::<Influence>() as wgpu::BufferAddress,
    step_mode: wgpu::VertexStepMode::Vertex,
    attributes: &wgpu::vertex_attr_array![8 => Uint16x4, 9 => Unorm16x4],
};

fn module(device: &wgpu::Device, label: &str, texts: &[&str]) -> wgpu::ShaderModule {
    device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some(label),
        source: wgpu::ShaderSource::Wgsl(texts.concat().into()),
    })
}

fn depth(is_written: bool, compare: wgpu::CompareFunction) -> wgpu::DepthStencilState {
    wgpu::DepthStencilState {
        format: DEPTH,
        depth_write_enabled: Some(is_written),
        depth_compare: Some(compare),
        stencil: wgpu::StencilState::default(),
        bias: wgpu::DepthBiasState::default(),
    }
}

/// A texture that is read, and its sampler, from `binding` on.
fn texture_entries(binding: u32) -> [wgpu::BindGroupLayoutEntry; 2] {
    let entry = |binding: u32, ty: wgpu::BindingType| wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::FRAGMENT,
        ty,
        count: None,
    };
    let texture = wgpu::BindingType::Texture {
        sample_type: wgpu::TextureSampleType::Float { filterable: true },
        view_dimension: wgpu::TextureViewDimension::D2,
        multisampled: false,
    };
    let sampler = wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering);
    [entry(binding, texture), entry(binding + 1, sampler)]
}

fn uniform_entry(visibility: wgpu::ShaderStages) -> wgpu::BindGroupLayoutEntry {
    wgpu::BindGroupLayoutEntry {
        binding: 0,
        visibility,
        ty: wgpu::BindingType::Buffer {
            ty: wgpu::BufferBindingType::Uniform,
            has_dynamic_offset: false,
            min_binding_size: None,
        },
        count: None,
    }
}

fn frame_layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    let mut entries = vec![uniform_entry(wgpu::ShaderStages::VERTEX_FRAGMENT)];
    entries.extend(texture_entries(1));
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("frame"),
        entries: &entries,
    })
}

fn joints_layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("joints"),
        entries: &[wgpu::BindGroupLayoutEntry {
            binding: 0,
            visibility: wgpu::ShaderStages::VERTEX,
            ty: wgpu::BindingType::Buffer {
                ty: wgpu::BufferBindingType::Storage { read_only: true },
                has_dynamic_offset: false,
                min_binding_size: None,
            },
            count: None,
        }],
    })
}

fn material_layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    let mut entries = vec![uniform_entry(wgpu::ShaderStages::FRAGMENT)];
    entries.extend([1, 3, 5, 7, 9].into_iter().flat_map(texture_entries));
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("material"),
        entries: &entries,
    })
}

/// A pipeline that fills what of the picture is as far away as can be.
fn covering(
    device: &wgpu::Device,
    layout: &wgpu::PipelineLayout,
    module: &wgpu::ShaderModule,
    samples: u32,
) -> wgpu::RenderPipeline {
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some("background"),
        layout: Some(layout),
        vertex: wgpu::VertexState {
            module,
            entry_point: Some("vertex"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            buffers: &[],
        },
        primitive: wgpu::PrimitiveState::default(),
        depth_stencil: Some(depth(false, wgpu::CompareFunction::GreaterEqual)),
        multisample: wgpu::MultisampleState {
            count: samples,
            ..wgpu::MultisampleState::default()
        },
        fragment: Some(wgpu::FragmentState {
            module,
            entry_point: Some("fragment"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            targets: &[Some(COLOR.into())],
        }),
        multiview_mask: None,
        cache: None,
    })
}

fn mipmap(
    device: &wgpu::Device,
    module: &wgpu::ShaderModule,
    format: wgpu::TextureFormat,
) -> wgpu::RenderPipeline {
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some("mipmap"),
        layout: None,
        vertex: wgpu::VertexState {
            module,
            entry_point: Some("vertex"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            buffers: &[],
        },
        primitive: wgpu::PrimitiveState::default(),
        depth_stencil: None,
        multisample: wgpu::MultisampleState::default(),
        fragment: Some(wgpu::FragmentState {
            module,
            entry_point: Some("fragment"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            targets: &[Some(format.into())],
        }),
        multiview_mask: None,
        cache: None,
    })
}
