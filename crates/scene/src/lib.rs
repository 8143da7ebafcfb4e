//! A glTF 2.0 model, read from bytes, checked, and laid out as a renderer draws it.
//!
//! [`Model::read`] takes a GLB file or glTF's JSON. What comes out needs no further check: lists of
//! triangles with whole vertices, materials, decoded images, and for each mesh the places at which
//! it is drawn. There is no GPU here, no I/O and no clock. Files beside the model are asked for
//! through [`Resources`].
//!
//! The bytes are a stranger's. Nothing in them makes the reader panic, call itself without end, or
//! take more memory than [`Limits`] allow: a size is checked before anything is allocated for it,
//! and an error names the object of the file that is wrong.
//!
//! Of the file, what the default scene shows is read:
//!
//! - meshes of triangles, strips and fans; flat normals where there are none, and tangents by
//!   MikkTSpace where a normal map needs them;
//! - metallic-roughness materials with their textures in PNG or JPEG;
//! - the hierarchy, with instances told apart by whether they mirror the mesh;
//! - the first animation of nodes, and skins of four joints for each vertex ([`Motion`]);
//! - `KHR_materials_unlit`, `KHR_materials_emissive_strength`, `KHR_texture_transform`,
//!   `KHR_mesh_quantization`, `EXT_mesh_gpu_instancing`. Another extension that the file requires is
//!   refused by its name.
//!
//! Morph targets, cameras and lights are not: a model that has them is shown without, and
//! [`Model::notes`] say so, as they say which points, lines and extensions are left out.

mod accessor;
mod bounds;
mod container;
mod document;
mod error;
mod ids;
mod image;
mod limits;
mod material;
mod mesh;
mod model;
mod motion;
mod node;
mod note;
mod resources;
#[cfg(feature = "samples")]
pub mod samples;
mod texture;
mod topology;

pub use bounds::Bounds;
pub use error::ModelError;
pub use ids::{ImageId, MaterialId, MeshId, NodeId, TextureId};
pub use image::Image;
pub use limits::Limits;
pub use material::{Alpha, Encoding, Linear, Material, Srgb, TextureUse, UvSet};
pub use mesh::{Influence, Mesh, Primitive, Vertex};
pub use model::{Instances, Model};
pub use motion::{Motion, MovedBy, Mover, Pose};
pub use node::Node;
pub use note::Note;
pub use resources::{NoResources, Resources};
pub use texture::{Filter, Sampler, Texture, Wrap};
