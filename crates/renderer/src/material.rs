//! Materials on the device.

use bytemuck::{Pod, Zeroable};
use glam::Affine2;
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

    /// The shader's constants.
    const NAMES: [(&'static str, Self); 12] = [
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

    /// Those that are there, as the shader's constants.
    pub(crate) fn constants(self) -> Vec<(&'static str, f64)> {
        let there = Self::NAMES.iter().filter(|(_, one)| self.has(*one));
        there.map(|(name, _)| (*name, 1.0)).collect()
    }

    /// What a material has.
    pub(crate) fn of(material: &Material) -> Self {
        let textures = [
            (
                Self::BASE_COLOR_TEXTURE,
                moved(material.base_color_texture.as_ref()),
            ),
            (
                Self::METALLIC_ROUGHNESS_TEXTURE,
                moved(material.metallic_roughness_texture.as_ref()),
            ),
            (
                Self::NORMAL_TEXTURE,
                moved(material.normal_texture.as_ref()),
            ),
            (
                Self::OCCLUSION_TEXTURE,
                moved(material.occlusion_texture.as_ref()),
            ),
            (
                Self::EMISSIVE_TEXTURE,
                moved(material.emissive_texture.as_ref()),
            ),
        ];
        let is_glowing = material.emissive.max_element() > 0.0 && !material.unlit;
        let mut features = Self::default()
            .with(Self::MASK, matches!(material.alpha, Alpha::Mask(_)))
            .with(Self::BLEND, material.alpha == Alpha::Blend)
            .with(Self::UNLIT, material.unlit)
            .with(Self::DOUBLE_SIDED, material.double_sided)
            .with(Self::EMISSIVE, is_glowing);
        for (feature, moved) in textures {
            let is_used = match feature {
                Self::BASE_COLOR_TEXTURE => true,
                Self::EMISSIVE_TEXTURE => is_glowing,
                _ => !material.unlit,
            };
            if let Some(moved) = moved.filter(|_| is_used) {
                features = features.with(feature, true).with(Self::MOVED, moved);
            }
        }
        features
    }
}

/// Whether a texture is read elsewhere than at the vertex's first coordinates; none without one.
fn moved<E>(texture: Option<&TextureUse<E>>) -> Option<bool> {
    texture.map(|texture| texture.uv_set == UvSet::Second || texture.transform != Affine2::IDENTITY)
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
            emissive: material.emissive.to_array(),
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
