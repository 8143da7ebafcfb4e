//! Textures on the device, with mipmaps made there.

use remote_rendering_scene::{
    Encoding, Filter, Image, ImageId, Material, Model, Sampler, TextureUse, Wrap,
};
use std::collections::HashMap;

use crate::RenderError;
use crate::gpu::Gpu;
use crate::pipeline::{Mipmapping, Pipelines};
use crate::prepare::Uploads;

/// Bytes of a texel.
const TEXEL: u64 = 4;

/// An image as colours or as numbers: an image that is used as both is there twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Key {
    image: ImageId,
    is_srgb: bool,
}

/// A texture and how it is read; without, as pipelines have it.
pub(crate) type Bound<'a> = (&'a wgpu::TextureView, Option<&'a wgpu::Sampler>);

/// The images and samplers of a model.
#[derive(Debug)]
pub(crate) struct Textures {
    views: HashMap<Key, wgpu::TextureView>,
    samplers: HashMap<Sampler, wgpu::Sampler>,
    /// One texel of all ones.
    white: wgpu::TextureView,
    /// One texel of a normal map without bumps.
    flat: wgpu::TextureView,
}

/// What of the images is used.
#[derive(Debug)]
pub(crate) struct Plan {
    keys: Vec<Key>,
}

impl Plan {
    /// Looks which images are used as what; one that is larger than the device's is refused.
    pub(crate) fn new(model: &Model, gpu: &Gpu) -> Result<Self, RenderError> {
        let mut keys = Vec::new();
        for material in &model.materials {
            keys.extend(key(model, material.base_color_texture.as_ref()));
            keys.extend(key(model, material.metallic_roughness_texture.as_ref()));
            keys.extend(key(model, material.normal_texture.as_ref()));
            keys.extend(key(model, material.occlusion_texture.as_ref()));
            keys.extend(key(model, material.emissive_texture.as_ref()));
        }
        keys.sort_unstable();
        keys.dedup();
        let limit = gpu.limits.max_texture_dimension_2d;
        for image in &model.images {
            let edge = image.width.max(image.height);
            if edge > limit {
                return Err(RenderError::Limit {
                    what: "a texture edge in pixels",
                    found: edge.into(),
                    limit: limit.into(),
                });
            }
        }
        Ok(Self { keys })
    }

    /// What the textures take, in bytes.
    pub(crate) fn bytes(&self, model: &Model) -> u64 {
        let images = self.keys.iter().filter_map(|key| image(model, *key));
        let bytes = images.map(|image| {
            let texels = u64::from(image.width) * u64::from(image.height);
            // The mipmaps take a third more.
            texels * TEXEL * 4 / 3
        });
        bytes.sum()
    }

    /// Makes the textures, and fills them.
    pub(crate) fn upload(
        &self,
        model: &Model,
        pipelines: &Pipelines,
        uploads: &mut Uploads<'_>,
    ) -> Result<Textures, RenderError> {
        let mut views = HashMap::new();
        for key in &self.keys {
            if let Some(image) = image(model, *key) {
                let texture = texture(image, key.is_srgb, pipelines, uploads)?;
                views.insert(*key, texture);
            }
        }
        let mut samplers = HashMap::new();
        for texture in &model.textures {
            samplers
                .entry(texture.sampler)
                .or_insert_with(|| sampler(uploads.gpu, texture.sampler));
        }
        samplers
            .entry(Sampler::default())
            .or_insert_with(|| sampler(uploads.gpu, Sampler::default()));
        let mut texel = |texel: [u8; 4]| {
            let image = Image {
                width: 1,
                height: 1,
                pixels: texel.into(),
            };
            texture(&image, false, pipelines, uploads)
        };
        Ok(Textures {
            white: texel([255; 4])?,
            flat: texel([128, 128, 255, 255])?,
            views,
            samplers,
        })
    }
}

impl Textures {
    /// What a material binds.
    pub(crate) fn of(&self, model: &Model, material: &Material) -> [Bound<'_>; 5] {
        let Self { white, flat, .. } = self;
        [
            self.bound(model, material.base_color_texture.as_ref(), white),
            self.bound(model, material.metallic_roughness_texture.as_ref(), white),
            self.bound(model, material.normal_texture.as_ref(), flat),
            self.bound(model, material.occlusion_texture.as_ref(), white),
            self.bound(model, material.emissive_texture.as_ref(), white),
        ]
    }

    /// What a material's use of a texture binds; something without effect where it uses none.
    fn bound<'a, E: Encoding>(
        &'a self,
        model: &Model,
        used: Option<&TextureUse<E>>,
        without: &'a wgpu::TextureView,
    ) -> Bound<'a> {
        let own = key(model, used).and_then(|key| self.views.get(&key));
        let texture = used.and_then(|used| model.textures.get(used.texture.index()));
        let sampler = texture.map_or_else(Sampler::default, |texture| texture.sampler);
        (own.unwrap_or(without), self.samplers.get(&sampler))
    }
}

fn key<E: Encoding>(model: &Model, used: Option<&TextureUse<E>>) -> Option<Key> {
    let used = used?;
    let texture = model.textures.get(used.texture.index())?;
    Some(Key {
        image: texture.image,
        is_srgb: used.is_srgb(),
    })
}

fn image(model: &Model, key: Key) -> Option<&Image> {
    model.images.get(key.image.index())
}

fn texture(
    image: &Image,
    is_srgb: bool,
    pipelines: &Pipelines,
    uploads: &mut Uploads<'_>,
) -> Result<wgpu::TextureView, RenderError> {
    let levels = image.width.max(image.height).ilog2() + 1;
    let mipmapping = pipelines.mipmapping(is_srgb);
    let texture = uploads.gpu.device.create_texture(&wgpu::TextureDescriptor {
        label: Some("texture"),
        size: wgpu::Extent3d {
            width: image.width,
            height: image.height,
            depth_or_array_layers: 1,
        },
        mip_level_count: levels,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: mipmapping.format,
        usage: wgpu::TextureUsages::TEXTURE_BINDING
            | wgpu::TextureUsages::COPY_DST
            | wgpu::TextureUsages::RENDER_ATTACHMENT,
        view_formats: &[],
    });
    uploads.texture(&texture, image)?;
    let gpu = uploads.gpu;
    let mut commands = gpu
        .device
        .create_command_encoder(&wgpu::CommandEncoderDescriptor {
            label: Some("mipmaps"),
        });
    for level in 1..levels {
        mipmap(gpu, &mut commands, &texture, level, mipmapping);
    }
    gpu.queue.submit([commands.finish()]);
    Ok(texture.create_view(&wgpu::TextureViewDescriptor::default()))
}

/// Makes a mipmap of the one before.
fn mipmap(
    gpu: &Gpu,
    commands: &mut wgpu::CommandEncoder,
    texture: &wgpu::Texture,
    level: u32,
    mipmapping: &Mipmapping,
) {
    let view = |level: u32| {
        texture.create_view(&wgpu::TextureViewDescriptor {
            base_mip_level: level,
            mip_level_count: Some(1),
            ..wgpu::TextureViewDescriptor::default()
        })
    };
    let group = gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: Some("mipmap"),
        layout: &mipmapping.pipeline.get_bind_group_layout(0),
        entries: &[
            wgpu::BindGroupEntry {
                binding: 0,
                resource: wgpu::BindingResource::TextureView(&view(level - 1)),
            },
            wgpu::BindGroupEntry {
                binding: 1,
                resource: wgpu::BindingResource::Sampler(&mipmapping.sampler),
            },
        ],
    });
    let mut pass = commands.begin_render_pass(&wgpu::RenderPassDescriptor {
        label: Some("mipmap"),
        color_attachments: &[Some(wgpu::RenderPassColorAttachment {
            view: &view(level),
            depth_slice: None,
            resolve_target: None,
            ops: wgpu::Operations {
                load: wgpu::LoadOp::Clear(wgpu::Color::BLACK),
                store: wgpu::StoreOp::Store,
            },
        })],
        ..wgpu::RenderPassDescriptor::default()
    });
    pass.set_pipeline(&mipmapping.pipeline);
    pass.set_bind_group(0, &group, &[]);
    pass.draw(0..3, 0..1);
}

fn sampler(gpu: &Gpu, sampler: Sampler) -> wgpu::Sampler {
    let filter = |filter: Filter| match filter {
        Filter::Nearest => wgpu::FilterMode::Nearest,
        Filter::Linear => wgpu::FilterMode::Linear,
    };
    let wrap = |wrap: Wrap| match wrap {
        Wrap::Repeat => wgpu::AddressMode::Repeat,
        Wrap::Mirror => wgpu::AddressMode::MirrorRepeat,
        Wrap::Clamp => wgpu::AddressMode::ClampToEdge,
    };
    let is_smooth = sampler.magnify == Filter::Linear
        && sampler.minify == Filter::Linear
        && sampler.mipmap == Some(Filter::Linear);
    gpu.device.create_sampler(&wgpu::SamplerDescriptor {
        label: Some("texture"),
        address_mode_u: wrap(sampler.wrap_u),
        address_mode_v: wrap(sampler.wrap_v),
        mag_filter: filter(sampler.magnify),
        min_filter: filter(sampler.minify),
        mipmap_filter: match sampler.mipmap {
            Some(Filter::Linear) => wgpu::MipmapFilterMode::Linear,
            Some(Filter::Nearest) | None => wgpu::MipmapFilterMode::Nearest,
        },
        // At 0 there would be nothing to make smaller: Vulkan's way to have a filter and no mipmaps.
        lod_max_clamp: sampler.mipmap.map_or(0.25, |_| 32.0),
        // It costs little on a graphics card, and much in software.
        anisotropy_clamp: if is_smooth && !gpu.is_software() {
            8
        } else {
            1
        },
        ..wgpu::SamplerDescriptor::default()
    })
}
