//! Materials on the device.

use bytemuck::{Pod, Zeroable};
use glam::{Affine2, Vec3};
use remote_rendering_scene::{Alpha, Encoding, Material, TextureUse, UvSet};

/// What a surface has, beyond one colour: a pipeline is made for each combination.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Features(u16);

impl Features {
    pub(crate) const VERTEX_COLOR: Self = Self(1);
    pub(crate) const BASE_COLOR_TEXTURE: Self = Self(1 << 1);
    pub(crate) const METALLIC_ROUGHNESS_TEXTURE: Self = Self(1 << 2);
    pub(crate) const NORMAL_TEXTURE: Self = Self(1 << 3);
    pub(crate) const OCCLUSION_TEXTURE: Self = Self(1 << 4);
    pub(crate) const EMISSIVE: Self = Self(1 << 5);
    pub(crate) const EMISSIVE_TEXTURE: Self = Self(1 << 6);
    pub(crate) const MOVED: Self = Self(1 << 7);
    pub(crate) const MASK: Self = Self(1 << 8);
    pub(crate) const BLEND: Self = Self(1 << 9);
    pub(crate) const DOUBLE_SIDED: Self = Self(1 << 10);
    pub(crate) const UNLIT: Self = Self(1 << 11);
    pub(crate) const SECOND_UV: Self = Self(1 << 12);
    /// Not a constant of the shader: what joints shape has a vertex shader of its own.
    pub(crate) const SKINNED: Self = Self(1 << 13);

    /// The shader's constants.
    const NAMES: [(&'static str, Self); 13] = [
        ("VERTEX_COLOR", Self::VERTEX_COLOR),
        ("BASE_COLOR_TEXTURE", Self::BASE_COLOR_TEXTURE),
        (
            "METALLIC_ROUGHNESS_TEXTURE",
            Self::METALLIC_ROUGHNESS_TEXTURE,
        ),
        ("NORMAL_TEXTURE", Self::NORMAL_TEXTURE),
        ("OCCLUSION_TEXTURE", Self::OCCLUSION_TEXTURE),
        ("EMISSIVE", Self::EMISSIVE),
        ("EMISSIVE_TEXTURE", Self::EMISSIVE_TEXTURE),
        ("MOVED", Self::MOVED),
        ("MASK", Self::MASK),
        ("BLEND", Self::BLEND),
        ("DOUBLE_SIDED", Self::DOUBLE_SIDED),
        ("UNLIT", Self::UNLIT),
        ("SECOND_UV", Self::SECOND_UV),
    ];

    pub(crate) fn has(self, feature: Self) -> bool {
        self.0 & feature.0 != 0
    }

    pub(crate) fn with(self, feature: Self, is_there: bool) -> Self {
        if is_there {
            Self(self.0 | feature.0)
        } else {
            self
        }
    }

    /// What has these and draws the same: every texture is there, if only as one texel without
    /// effect. There are a dozen of them.
    pub(crate) fn merged(self) -> Self {
        [
            Self::VERTEX_COLOR,
            Self::BASE_COLOR_TEXTURE,
            Self::METALLIC_ROUGHNESS_TEXTURE,
            Self::NORMAL_TEXTURE,
            Self::OCCLUSION_TEXTURE,
            Self::EMISSIVE,
            Self::EMISSIVE_TEXTURE,
            Self::MOVED,
            Self::SECOND_UV,
        ]
        .into_iter()
        .fold(self, |merged, feature| merged.with(feature, true))
    }

    /// Those that are there, as the shader's constants.
    pub(crate) fn constants(self) -> Vec<(&'static str, f64)> {
        let there = Self::NAMES.iter().filter(|(_, one)| self.has(*one));
        there.map(|(name, _)| (*name, 1.0)).collect()
    }

    /// What a material has.
    pub(crate) fn of(material: &Material) -> Self {
        let is_lit = !material.unlit;
        let is_glowing = is_lit && material.emissive.max_element() > 0.0;
        Self::default()
            .with(Self::MASK, matches!(material.alpha, Alpha::Mask(_)))
            .with(Self::BLEND, material.alpha == Alpha::Blend)
            .with(Self::UNLIT, material.unlit)
            .with(Self::DOUBLE_SIDED, material.double_sided)
            .with(Self::EMISSIVE, is_glowing)
            .textured(Self::BASE_COLOR_TEXTURE, true, material.base_color_texture)
            .textured(
                Self::METALLIC_ROUGHNESS_TEXTURE,
                is_lit,
                material.metallic_roughness_texture,
            )
            .textured(Self::NORMAL_TEXTURE, is_lit, material.normal_texture)
            .textured(Self::OCCLUSION_TEXTURE, is_lit, material.occlusion_texture)
            .textured(
                Self::EMISSIVE_TEXTURE,
                is_glowing,
                material.emissive_texture,
            )
    }

    /// Adds a texture, where its use makes a difference.
    fn textured<E>(self, feature: Self, is_used: bool, texture: Option<TextureUse<E>>) -> Self {
        let Some(texture) = texture.filter(|_| is_used) else {
            return self;
        };
        self.with(feature, true)
            .with(Self::SECOND_UV, texture.uv_set == UvSet::Second)
            .with(Self::MOVED, texture.transform != Affine2::IDENTITY)
    }
}

/// The shader's `Material`.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct MaterialUniform {
    base_color: [f32; 4],
    emissive: [f32; 3],
    metallic: f32,
    roughness: f32,
    normal_scale: f32,
    occlusion_strength: f32,
    cutoff: f32,
    places: [Place; 5],
}

/// The shader's `Place`.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
struct Place {
    matrix: [f32; 4],
    offset: [f32; 2],
    set: f32,
    padding: f32,
}

impl Place {
    fn of<E: Encoding>(texture: Option<&TextureUse<E>>) -> Self {
        let transform = texture.map_or(Affine2::IDENTITY, |texture| texture.transform);
        let is_second = texture.is_some_and(|texture| texture.uv_set == UvSet::Second);
        Self {
            matrix: transform.matrix2.to_cols_array(),
            offset: transform.translation.to_array(),
            set: if is_second { 1.0 } else { 0.0 },
            padding: 0.0,
        }
    }
}

impl MaterialUniform {
    pub(crate) fn of(material: &Material) -> Self {
        Self {
            base_color: material.base_color.to_array(),
            // White whatever the surface, and far from what floats cannot tell.
            emissive: material.emissive.min(Vec3::splat(1e4)).to_array(),
            metallic: material.metallic,
            roughness: material.roughness,
            normal_scale: material.normal_scale,
            occlusion_strength: material.occlusion_strength,
            cutoff: match material.alpha {
                Alpha::Mask(cutoff) => cutoff,
                Alpha::Opaque | Alpha::Blend => 0.0,
            },
            places: [
                Place::of(material.base_color_texture.as_ref()),
                Place::of(material.metallic_roughness_texture.as_ref()),
                Place::of(material.normal_texture.as_ref()),
                Place::of(material.occlusion_texture.as_ref()),
                Place::of(material.emissive_texture.as_ref()),
            ],
        }
    }
}
