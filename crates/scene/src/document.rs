//! The JSON of a glTF file, as far as the reader needs it.
//!
//! The types are the reader's own, because those of the `gltf` crate cannot face a stranger's file:
//! version 1.4.1 indexes its accessors unchecked while it validates, cuts indices down to 32 bits,
//! refuses `KHR_mesh_quantization`, and keeps members that nobody asked for, which take sixteen
//! times their text. Here what is not read is not kept, and a list is counted before it is made.

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::Deserializer as Json;
use std::fmt;

use crate::ModelError;
use crate::limits::{self, Budget};

mod mesh;
mod motion;
mod surface;

pub(crate) use mesh::{Accessor, Attributes, Kind, Mesh, Primitive, SparseIndices};
pub(crate) use motion::{Animation, AnimationSampler, Channel, Skin};
pub(crate) use surface::{AlphaMode, Image, Material, Sampler, Texture, TextureInfo};

/// The whole file.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Document {
    pub(crate) asset: Asset,
    pub(crate) scene: Option<u32>,
    #[serde(default)]
    pub(crate) extensions_used: Vec<String>,
    #[serde(default)]
    pub(crate) extensions_required: Vec<String>,
    #[serde(default)]
    pub(crate) accessors: Vec<Accessor>,
    #[serde(default)]
    pub(crate) animations: Vec<Animation>,
    #[serde(default)]
    pub(crate) buffer_views: Vec<View>,
    #[serde(default)]
    pub(crate) buffers: Vec<Buffer>,
    #[serde(default)]
    pub(crate) cameras: Length,
    #[serde(default)]
    pub(crate) images: Vec<Image>,
    #[serde(default)]
    pub(crate) materials: Vec<Material>,
    #[serde(default)]
    pub(crate) meshes: Vec<Mesh>,
    #[serde(default)]
    pub(crate) nodes: Vec<Node>,
    #[serde(default)]
    pub(crate) samplers: Vec<Sampler>,
    #[serde(default)]
    pub(crate) scenes: Vec<Scene>,
    #[serde(default)]
    pub(crate) skins: Vec<Skin>,
    #[serde(default)]
    pub(crate) textures: Vec<Texture>,
}

#[derive(Debug, serde::Deserialize)]
pub(crate) struct Asset {
    pub(crate) version: String,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Buffer {
    pub(crate) byte_length: u64,
    pub(crate) uri: Option<String>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    pub(crate) buffer: u32,
    #[serde(default)]
    pub(crate) byte_offset: u64,
    pub(crate) byte_length: u64,
    pub(crate) byte_stride: Option<u64>,
}

#[derive(Debug, serde::Deserialize)]
pub(crate) struct Scene {
    #[serde(default)]
    pub(crate) nodes: Vec<u32>,
}

#[derive(Debug, serde::Deserialize)]
pub(crate) struct Node {
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) children: Vec<u32>,
    pub(crate) mesh: Option<u32>,
    pub(crate) skin: Option<u32>,
    pub(crate) matrix: Option<[f32; 16]>,
    pub(crate) translation: Option<[f32; 3]>,
    pub(crate) rotation: Option<[f32; 4]>,
    pub(crate) scale: Option<[f32; 3]>,
    #[serde(default)]
    pub(crate) extensions: NodeExtensions,
}

#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct NodeExtensions {
    #[serde(rename = "EXT_mesh_gpu_instancing")]
    pub(crate) instancing: Option<Instancing>,
}

#[derive(Debug, serde::Deserialize)]
pub(crate) struct Instancing {
    pub(crate) attributes: InstanceAttributes,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) struct InstanceAttributes {
    pub(crate) translation: Option<u32>,
    pub(crate) rotation: Option<u32>,
    pub(crate) scale: Option<u32>,
}

/// How long a list is whose entries are not read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Length(pub(crate) u64);

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Count;
        impl<'de> Visitor<'de> for Count {
            type Value = Length;

            fn expecting(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
                text.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Length, A::Error> {
                let mut length = 0;
                while list.next_element::<IgnoredAny>()?.is_some() {
                    length += 1;
                }
                Ok(Length(length))
            }
        }
        deserializer.deserialize_seq(Count)
    }
}

/// The lengths of the lists, which are read first: `{}` takes three bytes as text, and hundreds as
/// a node.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Census {
    accessors: Length,
    animations: Length,
    buffer_views: Length,
    buffers: Length,
    extensions_required: Length,
    extensions_used: Length,
    images: Length,
    materials: Length,
    meshes: Length,
    nodes: Length,
    samplers: Length,
    scenes: Length,
    skins: Length,
    textures: Length,
}

impl Census {
    fn check(self, budget: &mut Budget<'_>) -> Result<(), ModelError> {
        let limits = budget.limits;
        limits::at_most(limits.nodes, "nodes", self.nodes.0)?;
        limits::at_most(limits.textures, "textures", self.textures.0)?;
        limits::at_most(limits.textures, "images", self.images.0)?;
        limits::at_most(
            EXTENSIONS,
            "required extensions",
            self.extensions_required.0,
        )?;
        limits::at_most(EXTENSIONS, "extensions", self.extensions_used.0)?;
        for (what, length) in [
            ("accessors", self.accessors),
            ("animations", self.animations),
            ("buffer views", self.buffer_views),
            ("buffers", self.buffers),
            ("materials", self.materials),
            ("meshes", self.meshes),
            ("samplers", self.samplers),
            ("scenes", self.scenes),
            ("skins", self.skins),
        ] {
            limits::at_most(limits.objects, what, length.0)?;
        }
        budget.list::<[Accessor; GROWING]>(self.accessors.0)?;
        budget.list::<[Animation; GROWING]>(self.animations.0)?;
        budget.list::<[View; GROWING]>(self.buffer_views.0)?;
        budget.list::<[Buffer; GROWING]>(self.buffers.0)?;
        budget.list::<[Image; GROWING]>(self.images.0)?;
        budget.list::<[Material; GROWING]>(self.materials.0)?;
        budget.list::<[Mesh; GROWING]>(self.meshes.0)?;
        budget.list::<[Node; GROWING]>(self.nodes.0)?;
        budget.list::<[Sampler; GROWING]>(self.samplers.0)?;
        budget.list::<[Scene; GROWING]>(self.scenes.0)?;
        budget.list::<[Skin; GROWING]>(self.skins.0)?;
        budget.list::<[Texture; GROWING]>(self.textures.0)
    }
}

/// How many times its length a list takes while it grows: the old one, and one of twice its length.
const GROWING: usize = 3;

/// Names of extensions; there are some hundred in all.
const EXTENSIONS: u64 = 1000;

/// What lists within an entry, and names, take at most for each byte of their text: a primitive
/// without attributes has 18 bytes of text.
const INNER: u64 = 16;

/// Reads the JSON.
pub(crate) fn read(json: &[u8], budget: &mut Budget<'_>) -> Result<Document, ModelError> {
    budget.memory(limits::count(json.len()).saturating_mul(INNER))?;
    let census: Census = parse(json)?;
    census.check(budget)?;
    parse(json)
}

fn parse<T: for<'de> Deserialize<'de>>(json: &[u8]) -> Result<T, ModelError> {
    let mut deserializer = Json::from_slice(json);
    let parsed = serde_path_to_error::deserialize(&mut deserializer);
    let parsed = parsed.map_err(|error| ModelError::Json {
        path: error.path().to_string(),
        problem: error.inner().to_string(),
    })?;
    deserializer.end().map_err(|error| ModelError::Json {
        path: "the end".to_owned(),
        problem: error.to_string(),
    })?;
    Ok(parsed)
}
