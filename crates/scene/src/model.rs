//! The model as a whole.

use glam::Affine3A;
use std::sync::Arc;

use crate::accessor::Source;
use crate::document::Document;
use crate::ids::{MeshId, NodeId, Selection};
use crate::limits::{Budget, count};
use crate::note::{Note, Notes};
use crate::{
    Bounds, Image, Limits, Material, Mesh, ModelError, Motion, Node, Resources, Texture, container,
    document, image, material, mesh, motion, node, resources, texture,
};

/// What a file's default scene shows, checked: every id has its entry, every number is finite.
#[derive(Debug)]
#[non_exhaustive]
pub struct Model {
    /// The meshes that nodes draw.
    pub meshes: Vec<Mesh>,
    /// The materials that meshes are made of.
    pub materials: Vec<Material>,
    /// The textures that materials use.
    pub textures: Vec<Texture>,
    /// The images of the textures.
    pub images: Vec<Image>,
    /// The hierarchy, parents before their children.
    pub nodes: Vec<Node>,
    /// What was passed over, for the person who looks at the model.
    pub notes: Vec<Note>,
    motion: Arc<Motion>,
    instances: Vec<Instances>,
    bounds: Option<Bounds>,
    triangles: u64,
}

/// All places at which a mesh stands still, seen from the scene.
#[derive(Clone, Debug, PartialEq)]
pub struct Instances {
    /// The mesh, which has triangles.
    pub mesh: MeshId,
    /// Those that leave it as it is turned.
    pub upright: Vec<Affine3A>,
    /// Those that mirror it, so that a front's corners come clockwise.
    pub mirrored: Vec<Affine3A>,
}

/// The extensions that are read.
const SUPPORTED: [&str; 5] = [
    "EXT_mesh_gpu_instancing",
    "KHR_materials_emissive_strength",
    "KHR_materials_unlit",
    // Types of numbers that the accessors have anyway.
    "KHR_mesh_quantization",
    "KHR_texture_transform",
];

impl Model {
    /// Reads a GLB file, or the JSON of a glTF file, whose other files `resources` has.
    pub fn read(
        bytes: &[u8],
        resources: &dyn Resources,
        limits: &Limits,
    ) -> Result<Self, ModelError> {
        let mut budget = Budget::new(limits);
        let container = container::open(bytes, limits)?;
        let document = document::read(container.json, &mut budget)?;
        let mut notes = accept(&document)?;
        let buffers = resources::buffers(&document, container.binary, resources, &mut budget)?;
        let source = Source {
            document: &document,
            buffers: &buffers,
        };

        // Each part says what it wants of the next, and nothing else is read.
        let mut wanted_meshes = Selection::new();
        let mut nodes = node::read(&source, &mut wanted_meshes, &mut budget, &mut notes)?;
        let (mut motion, skinned) = motion::read(&source, &mut nodes, &mut budget, &mut notes)?;
        let mut wanted = Selection::new();
        let meshes = mesh::read(
            &source,
            (&wanted_meshes, &skinned),
            &mut wanted,
            &mut budget,
            &mut notes,
        )?;
        let mut wanted_textures = Selection::new();
        let materials = material::read(&document, &wanted, &mut wanted_textures, &mut notes)?;
        let mut wanted_images = Selection::new();
        let textures = texture::read(&document, &wanted_textures, &mut wanted_images)?;
        let images = image::read(&source, &wanted_images, resources, &mut budget)?;

        motion.keep_drawn(&meshes);
        let nodes = nodes.list;
        let instances = instances(&nodes, &meshes)?;
        Ok(Self {
            bounds: bounds(&meshes, &instances, &motion)?,
            triangles: triangles(&meshes, &instances, &motion),
            motion: Arc::new(motion),
            meshes,
            materials,
            textures,
            images,
            nodes,
            notes: notes.list(),
            instances,
        })
    }

    /// The nodes that hang from no other.
    pub fn roots(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        use crate::ids::Id as _;
        let nodes = (0..).map(NodeId::new).zip(&self.nodes);
        nodes.filter(|(_, node)| node.parent.is_none())
    }

    /// What moves: nodes that the first animation of the file moves, and meshes that joints shape.
    pub fn motion(&self) -> &Arc<Motion> {
        &self.motion
    }

    /// For each mesh that has triangles, where it stands still. What moves is in [`motion`](Self::motion).
    pub fn instances(&self) -> &[Instances] {
        &self.instances
    }

    /// A box around everything, wherever it moves, seen from the scene; none if there is nothing to see.
    pub fn bounds(&self) -> Option<Bounds> {
        self.bounds
    }

    /// How many triangles are drawn, those of a mesh as often as it is.
    pub fn triangle_count(&self) -> u64 {
        self.triangles
    }
}

/// Refuses what cannot be shown as the file wants it, and notes what is passed over.
fn accept(document: &Document) -> Result<Notes, ModelError> {
    let version = &document.asset.version;
    if version.split('.').next() != Some("2") {
        return Err(ModelError::Version(version.chars().take(20).collect()));
    }
    let is_foreign = |name: &&String| !SUPPORTED.contains(&name.as_str());
    let mut required: Vec<String> = Vec::new();
    for name in document.extensions_required.iter().filter(is_foreign) {
        if !required.contains(name) && required.len() < 16 {
            required.push(name.chars().take(80).collect());
        }
    }
    if !required.is_empty() {
        return Err(ModelError::Extensions(required));
    }
    let optional = document.extensions_used.iter().filter(is_foreign);
    Ok(Notes {
        cameras: document.cameras.0,
        extensions: optional.cloned().collect(),
        ..Notes::default()
    })
}

fn instances(nodes: &[Node], meshes: &[Mesh]) -> Result<Vec<Instances>, ModelError> {
    use crate::ids::Id as _;
    let mut instances: Vec<Instances> = (0..)
        .take(meshes.len())
        .map(|index| Instances {
            mesh: MeshId::new(index),
            upright: Vec::new(),
            mirrored: Vec::new(),
        })
        .collect();
    for node in nodes {
        let still = node.mesh.filter(|_| !node.moves);
        let Some(places) = still.and_then(|mesh| instances.get_mut(mesh.index())) else {
            continue;
        };
        let at_itself = [Affine3A::IDENTITY];
        for copy in node.copies.as_deref().unwrap_or(&at_itself) {
            let world = node.world * *copy;
            if !world.is_finite() {
                return Err(scene("has a copy of a mesh at a place that is not finite"));
            }
            if world.matrix3.determinant() < 0.0 {
                places.mirrored.push(world);
            } else {
                places.upright.push(world);
            }
        }
    }
    let has_triangles = |mesh: MeshId| {
        meshes
            .get(mesh.index())
            .is_some_and(|mesh| !mesh.primitives.is_empty())
    };
    instances.retain(|places| {
        let is_drawn = !places.upright.is_empty() || !places.mirrored.is_empty();
        is_drawn && has_triangles(places.mesh)
    });
    Ok(instances)
}

fn bounds(
    meshes: &[Mesh],
    instances: &[Instances],
    motion: &Motion,
) -> Result<Option<Bounds>, ModelError> {
    let boxes = instances.iter().filter_map(|places| {
        let mesh = meshes.get(places.mesh.index())?;
        let own = mesh.bounds()?;
        let worlds = places.upright.iter().chain(&places.mirrored);
        worlds
            .map(|world| own.transformed(world))
            .reduce(Bounds::union)
    });
    match boxes.chain(motion.bounds(meshes)).reduce(Bounds::union) {
        Some(bounds) if !bounds.is_finite() => Err(scene("is larger than numbers can tell")),
        bounds => Ok(bounds),
    }
}

fn triangles(meshes: &[Mesh], instances: &[Instances], motion: &Motion) -> u64 {
    let still = instances.iter().map(|places| {
        let times = count(places.upright.len()) + count(places.mirrored.len());
        (places.mesh, times)
    });
    let movers = motion.movers().iter();
    let movers = movers.map(|mover| (mover.mesh, count(mover.count())));
    let drawn = still.chain(movers).map(|(mesh, times)| {
        let mesh = meshes.get(mesh.index());
        mesh.map_or(0, Mesh::triangle_count).saturating_mul(times)
    });
    drawn.fold(0, u64::saturating_add)
}

/// What is wrong with the scene as a whole.
fn scene(problem: &str) -> ModelError {
    ModelError::Invalid {
        place: "scene".to_owned(),
        problem: problem.to_owned(),
    }
}
