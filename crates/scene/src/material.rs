//! What surfaces are made of.

use glam::{Affine2, Vec2, Vec3, Vec4};
use std::marker::PhantomData;

use crate::ModelError;
use crate::accessor::get;
use crate::document::{self, AlphaMode, Document, TextureInfo};
use crate::error::{At, invalid};
use crate::ids::{MaterialId, Selection, TextureId};
use crate::note::Notes;

/// A surface, by glTF's metallic-roughness model.
#[derive(Clone, Debug, PartialEq)]
pub struct Material {
    /// Its name in the file.
    pub name: Option<String>,
    /// Linear RGBA, each from 0 to 1. Texture and vertex colour are multiplied by it.
    pub base_color: Vec4,
    /// Colour and opacity.
    pub base_color_texture: Option<TextureUse<Srgb>>,
    /// From 0, a dielectric, to 1, a metal.
    pub metallic: f32,
    /// From 0, a mirror, to 1, matt.
    pub roughness: f32,
    /// Roughness in green and metallic in blue; both are multiplied.
    pub metallic_roughness_texture: Option<TextureUse<Linear>>,
    /// Directions within the surface.
    pub normal_texture: Option<TextureUse<Linear>>,
    /// By how much x and y of the normal texture are multiplied.
    pub normal_scale: f32,
    /// In red, how much of the light from around arrives.
    pub occlusion_texture: Option<TextureUse<Linear>>,
    /// From 0 to 1, how much of the occlusion is applied.
    pub occlusion_strength: f32,
    /// Linear RGB of the surface's own light; above 1 where the file gives it a strength.
    pub emissive: Vec3,
    /// By what the surface's own light is multiplied.
    pub emissive_texture: Option<TextureUse<Srgb>>,
    /// What the opacity does.
    pub alpha: Alpha,
    /// Whether its back is seen too.
    pub double_sided: bool,
    /// Whether it has its base colour whatever the light (`KHR_materials_unlit`).
    pub unlit: bool,
}

impl Default for Material {
    fn default() -> Self {
        Self {
            name: None,
            base_color: Vec4::ONE,
            base_color_texture: None,
            metallic: 1.0,
            roughness: 1.0,
            metallic_roughness_texture: None,
            normal_texture: None,
            normal_scale: 1.0,
            occlusion_texture: None,
            occlusion_strength: 1.0,
            emissive: Vec3::ZERO,
            emissive_texture: None,
            alpha: Alpha::Opaque,
            double_sided: false,
            unlit: false,
        }
    }
}

/// What a surface's opacity does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Alpha {
    /// Nothing: it is 1.
    Opaque,
    /// What is less opaque than this is not there, the rest is opaque.
    Mask(f32),
    /// What is behind shines through.
    Blend,
}

/// How an image's numbers become colours. It is the use's, not the image's: one image may be used
/// both ways.
pub trait Encoding {
    /// Whether red, green and blue are to be decoded from sRGB when a texel is read.
    const IS_SRGB: bool;
}

/// Colours as pictures have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Srgb {}

/// Numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linear {}

impl Encoding for Srgb {
    const IS_SRGB: bool = true;
}

impl Encoding for Linear {
    const IS_SRGB: bool = false;
}

/// A texture as a material uses it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextureUse<E> {
    /// The texture.
    pub texture: TextureId,
    /// Which of the vertex's coordinates are meant.
    pub uv_set: UvSet,
    /// From the vertex's coordinates to the texture's (`KHR_texture_transform`).
    pub transform: Affine2,
    encoding: PhantomData<E>,
}

impl<E: Encoding> TextureUse<E> {
    /// Whether red, green and blue are to be decoded from sRGB when a texel is read.
    pub const fn is_srgb(&self) -> bool {
        E::IS_SRGB
    }
}

/// A set of a vertex's texture coordinates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UvSet {
    /// [`Vertex::uv0`](crate::Vertex::uv0)
    First,
    /// [`Vertex::uv1`](crate::Vertex::uv1)
    Second,
}

impl UvSet {
    fn of(info: &TextureInfo) -> Option<Self> {
        let transform = info.extensions.transform.as_ref();
        let moved = transform.and_then(|transform| transform.tex_coord);
        match moved.unwrap_or(info.tex_coord) {
            0 => Some(Self::First),
            1 => Some(Self::Second),
            _ => None,
        }
    }
}

/// The coordinates of a material's normal map, if it has one.
pub(crate) fn normal_map_set(material: &document::Material) -> Option<UvSet> {
    material.normal_texture.as_ref().and_then(UvSet::of)
}

/// Reads the materials that are drawn, and says which textures they want.
pub(crate) fn read(
    document: &Document,
    materials: &Selection<MaterialId>,
    textures: &mut Selection<TextureId>,
    notes: &mut Notes,
) -> Result<Vec<Material>, ModelError> {
    let read = materials.originals().map(|index| {
        let material = get(&document.materials, index, "material")?;
        let mut uses = Uses {
            document,
            textures: &mut *textures,
            notes: &mut *notes,
        };
        material_of(material, &mut uses).at(|| format!("material {index}"))
    });
    read.collect()
}

fn material_of(material: &document::Material, uses: &mut Uses<'_>) -> Result<Material, ModelError> {
    let surface = &material.pbr_metallic_roughness;
    let normal = material.normal_texture.as_ref();
    let occlusion = material.occlusion_texture.as_ref();
    let emissive = Vec3::from(material.emissive_factor.unwrap_or_default());
    let strength = material.extensions.emissive_strength.as_ref();
    let strength = strength.and_then(|extension| extension.emissive_strength);
    let material = Material {
        name: material.name.clone(),
        base_color: surface.base_color_factor.unwrap_or([1.0; 4]).into(),
        base_color_texture: uses.of(surface.base_color_texture.as_ref(), "baseColorTexture")?,
        metallic: surface.metallic_factor.unwrap_or(1.0),
        roughness: surface.roughness_factor.unwrap_or(1.0),
        metallic_roughness_texture: uses.of(
            surface.metallic_roughness_texture.as_ref(),
            "metallicRoughnessTexture",
        )?,
        normal_texture: uses.of(normal, "normalTexture")?,
        normal_scale: normal.and_then(|info| info.scale).unwrap_or(1.0),
        occlusion_texture: uses.of(occlusion, "occlusionTexture")?,
        occlusion_strength: occlusion.and_then(|info| info.strength).unwrap_or(1.0),
        emissive: emissive * strength.unwrap_or(1.0),
        emissive_texture: uses.of(material.emissive_texture.as_ref(), "emissiveTexture")?,
        alpha: match material.alpha_mode {
            AlphaMode::Opaque => Alpha::Opaque,
            AlphaMode::Mask => Alpha::Mask(material.alpha_cutoff.unwrap_or(0.5)),
            AlphaMode::Blend => Alpha::Blend,
        },
        double_sided: material.double_sided,
        unlit: material.extensions.unlit.is_some(),
    };
    within_range(material)
}

/// Refuses what is not a number, and takes factors into the range that they have a meaning in.
fn within_range(material: Material) -> Result<Material, ModelError> {
    let cutoff = match material.alpha {
        Alpha::Mask(cutoff) => cutoff,
        Alpha::Opaque | Alpha::Blend => 0.0,
    };
    let numbers = [
        material.metallic,
        material.roughness,
        material.normal_scale,
        material.occlusion_strength,
        cutoff,
    ];
    let is_finite = numbers.iter().all(|number| number.is_finite())
        && material.base_color.is_finite()
        && material.emissive.is_finite();
    if !is_finite {
        return Err(invalid("has a factor that is not finite"));
    }
    Ok(Material {
        base_color: material.base_color.clamp(Vec4::ZERO, Vec4::ONE),
        metallic: material.metallic.clamp(0.0, 1.0),
        roughness: material.roughness.clamp(0.0, 1.0),
        occlusion_strength: material.occlusion_strength.clamp(0.0, 1.0),
        emissive: material.emissive.max(Vec3::ZERO),
        ..material
    })
}

/// Where materials look up their textures.
struct Uses<'a> {
    document: &'a Document,
    textures: &'a mut Selection<TextureId>,
    notes: &'a mut Notes,
}

impl Uses<'_> {
    /// A use; none if there is none, or if it cannot be shown, which is noted.
    fn of<E>(
        &mut self,
        info: Option<&TextureInfo>,
        name: &str,
    ) -> Result<Option<TextureUse<E>>, ModelError> {
        let Some(info) = info else { return Ok(None) };
        let place = || name.to_owned();
        let texture = get(&self.document.textures, info.index, "texture").at(place)?;
        let Some(uv_set) = UvSet::of(info) else {
            self.notes.texture_sets += 1;
            return Ok(None);
        };
        if texture.source.is_none() {
            self.notes.textures_without_image += 1;
            return Ok(None);
        }
        let transform = transform(info);
        if !transform.is_finite() {
            return Err(invalid("has a transform that is not finite")).at(place);
        }
        Ok(Some(TextureUse {
            texture: self.textures.id(info.index),
            uv_set,
            transform,
            encoding: PhantomData,
        }))
    }
}

fn transform(info: &TextureInfo) -> Affine2 {
    let Some(transform) = &info.extensions.transform else {
        return Affine2::IDENTITY;
    };
    Affine2::from_scale_angle_translation(
        transform.scale.map_or(Vec2::ONE, Vec2::from),
        // Counter-clockwise as one sees the picture, whose v points down.
        -transform.rotation.unwrap_or_default(),
        transform.offset.unwrap_or_default().into(),
    )
}
