//! Meshes, and the accessors that their numbers come from.

use serde::Deserialize;

use super::Length;

#[derive(Debug, Deserialize)]
pub(crate) struct Mesh {
    pub(crate) name: Option<String>,
    pub(crate) primitives: Vec<Primitive>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Primitive {
    pub(crate) attributes: Attributes,
    pub(crate) indices: Option<u32>,
    pub(crate) material: Option<u32>,
    pub(crate) mode: Option<u32>,
    #[serde(default)]
    pub(crate) targets: Length,
}

/// The attributes that are drawn; a file may have others.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) struct Attributes {
    pub(crate) position: Option<u32>,
    pub(crate) normal: Option<u32>,
    pub(crate) tangent: Option<u32>,
    pub(crate) texcoord_0: Option<u32>,
    pub(crate) texcoord_1: Option<u32>,
    pub(crate) color_0: Option<u32>,
    pub(crate) joints_0: Option<u32>,
    pub(crate) joints_1: Option<u32>,
    pub(crate) weights_0: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Accessor {
    pub(crate) buffer_view: Option<u32>,
    #[serde(default)]
    pub(crate) byte_offset: u64,
    pub(crate) component_type: u32,
    #[serde(default)]
    pub(crate) normalized: bool,
    pub(crate) count: u64,
    #[serde(rename = "type")]
    pub(crate) kind: Kind,
    pub(crate) sparse: Option<Sparse>,
}

/// How many numbers an element has.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Kind {
    Scalar,
    Vec2,
    Vec3,
    Vec4,
    Mat2,
    Mat3,
    Mat4,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Sparse {
    pub(crate) count: u64,
    pub(crate) indices: SparseIndices,
    pub(crate) values: SparseValues,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SparseIndices {
    pub(crate) buffer_view: u32,
    #[serde(default)]
    pub(crate) byte_offset: u64,
    pub(crate) component_type: u32,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SparseValues {
    pub(crate) buffer_view: u32,
    #[serde(default)]
    pub(crate) byte_offset: u64,
}
