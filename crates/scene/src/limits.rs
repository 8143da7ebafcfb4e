//! How large a model may be, and what it has used of that.

use crate::ModelError;

/// The most that a model may have. Whatever is over one of them is refused before it is allocated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of the file itself. 1 GiB.
    pub file_bytes: u64,
    /// Bytes of the JSON. 64 MiB: an assembly of a hundred thousand parts has some 30.
    pub json_bytes: u64,
    /// Bytes of everything that is made of the file, decoded images and what is needed only while
    /// reading included. 4 GiB.
    pub memory_bytes: u64,
    /// Vertices, counted once however often a mesh is drawn. 50 million.
    pub vertices: u64,
    /// Triangles, counted once however often a mesh is drawn. 50 million: for more than 20 million
    /// in view the original asks for a larger server.
    pub triangles: u64,
    /// Entries of each of the file's other lists: meshes, materials, accessors, … One million.
    pub objects: u64,
    /// Nodes. One million.
    pub nodes: u64,
    /// Nodes from a root down to a leaf. 512.
    pub depth: u64,
    /// How often meshes are drawn in all. One million.
    pub instances: u64,
    /// Textures, and images. 4096.
    pub textures: u64,
    /// Pixels along an image's longer side. 16 384, the most that graphics hardware takes.
    pub image_edge: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            json_bytes: 64 << 20,
            memory_bytes: 4 << 30,
            vertices: 50_000_000,
            triangles: 50_000_000,
            objects: 1_000_000,
            nodes: 1_000_000,
            depth: 512,
            instances: 1_000_000,
            textures: 4096,
            image_edge: 16_384,
        }
    }
}

/// Refuses more than `limit` of something.
pub(crate) fn at_most(limit: u64, what: &'static str, found: u64) -> Result<(), ModelError> {
    if found > limit {
        return Err(ModelError::TooLarge { what, found, limit });
    }
    Ok(())
}

/// A count as the limits have it.
pub(crate) fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// What is left of the limits. It is asked before anything is allocated.
#[derive(Debug)]
pub(crate) struct Budget<'a> {
    pub(crate) limits: &'a Limits,
    memory: u64,
    vertices: u64,
    triangles: u64,
    instances: u64,
}

impl<'a> Budget<'a> {
    pub(crate) fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            memory: 0,
            vertices: 0,
            triangles: 0,
            instances: 0,
        }
    }

    /// Memory that is held until the model is dropped.
    pub(crate) fn memory(&mut self, bytes: u64) -> Result<(), ModelError> {
        self.memory = self.memory.saturating_add(bytes);
        at_most(self.limits.memory_bytes, "bytes in memory", self.memory)
    }

    /// Memory for a list of `length` of `T`.
    pub(crate) fn list<T>(&mut self, length: u64) -> Result<(), ModelError> {
        self.memory(length.saturating_mul(count(size_of::<T>())))
    }

    /// Memory that is given back at once.
    pub(crate) fn passing(&self, bytes: u64) -> Result<(), ModelError> {
        let found = self.memory.saturating_add(bytes);
        at_most(self.limits.memory_bytes, "bytes in memory", found)
    }

    /// Memory that is given back now.
    pub(crate) fn give_back(&mut self, bytes: u64) {
        self.memory = self.memory.saturating_sub(bytes);
    }

    /// The memory that is left, in bytes.
    pub(crate) fn left(&self) -> u64 {
        self.limits.memory_bytes.saturating_sub(self.memory)
    }

    /// More vertices, with their memory.
    pub(crate) fn vertices(&mut self, more: u64) -> Result<(), ModelError> {
        self.vertices = self.vertices.saturating_add(more);
        at_most(self.limits.vertices, "vertices", self.vertices)?;
        self.list::<crate::Vertex>(more)
    }

    /// More triangles, with the memory of their indices.
    pub(crate) fn triangles(&mut self, more: u64) -> Result<(), ModelError> {
        self.triangles = self.triangles.saturating_add(more);
        at_most(self.limits.triangles, "triangles", self.triangles)?;
        self.list::<[u32; 3]>(more)
    }

    /// More places at which a mesh is drawn, with the memory of their matrices in a
    /// list that grows.
    pub(crate) fn instances(&mut self, more: u64) -> Result<(), ModelError> {
        self.instances = self.instances.saturating_add(more);
        at_most(self.limits.instances, "instances", self.instances)?;
        self.list::<[glam::Affine3A; 3]>(more)
    }
}
