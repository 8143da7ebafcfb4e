//! Materials, textures and images.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Material {
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) pbr_metallic_roughness: Surface,
    pub(crate) normal_texture: Option<TextureInfo>,
    pub(crate) occlusion_texture: Option<TextureInfo>,
    pub(crate) emissive_texture: Option<TextureInfo>,
    pub(crate) emissive_factor: Option<[f32; 3]>,
    #[serde(default)]
    pub(crate) alpha_mode: AlphaMode,
    pub(crate) alpha_cutoff: Option<f32>,
    #[serde(default)]
    pub(crate) double_sided: bool,
    #[serde(default)]
    pub(crate) extensions: MaterialExtensions,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Surface {
    pub(crate) base_color_factor: Option<[f32; 4]>,
    pub(crate) base_color_texture: Option<TextureInfo>,
    pub(crate) metallic_factor: Option<f32>,
    pub(crate) roughness_factor: Option<f32>,
    pub(crate) metallic_roughness_texture: Option<TextureInfo>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum AlphaMode {
    #[default]
    Opaque,
    Mask,
    Blend,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct MaterialExtensions {
    #[serde(rename = "KHR_materials_unlit")]
    pub(crate) unlit: Option<Unlit>,
    #[serde(rename = "KHR_materials_emissive_strength")]
    pub(crate) emissive_strength: Option<EmissiveStrength>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Unlit {}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EmissiveStrength {
    pub(crate) emissive_strength: Option<f32>,
}

/// A material's use of a texture, of any kind.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TextureInfo {
    pub(crate) index: u32,
    #[serde(default)]
    pub(crate) tex_coord: u32,
    /// Of a normal map.
    pub(crate) scale: Option<f32>,
    /// Of an occlusion map.
    pub(crate) strength: Option<f32>,
    #[serde(default)]
    pub(crate) extensions: TextureExtensions,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct TextureExtensions {
    #[serde(rename = "KHR_texture_transform")]
    pub(crate) transform: Option<Transform>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Transform {
    pub(crate) offset: Option<[f32; 2]>,
    pub(crate) rotation: Option<f32>,
    pub(crate) scale: Option<[f32; 2]>,
    pub(crate) tex_coord: Option<u32>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Texture {
    pub(crate) source: Option<u32>,
    pub(crate) sampler: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Sampler {
    pub(crate) mag_filter: Option<u32>,
    pub(crate) min_filter: Option<u32>,
    pub(crate) wrap_s: Option<u32>,
    pub(crate) wrap_t: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Image {
    pub(crate) uri: Option<String>,
    pub(crate) buffer_view: Option<u32>,
}
