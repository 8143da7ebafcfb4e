//! The hierarchy: what is drawn where.

use glam::{Affine3A, Mat4, Quat, Vec3};

use crate::ModelError;
use crate::accessor::{Source, get};
use crate::document::{self, Document, Kind};
use crate::error::{At, invalid};
use crate::ids::{Id, MeshId, NodeId, Selection};
use crate::limits::{Budget, at_most, count};
use crate::note::Notes;

/// A place of the hierarchy.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its name in the file.
    pub name: Option<String>,
    /// What it hangs from; nothing for a root.
    pub parent: Option<NodeId>,
    /// What hangs from it.
    pub children: Vec<NodeId>,
    /// Where it is, seen from its parent.
    pub local: Affine3A,
    /// Where it is, seen from the scene.
    pub world: Affine3A,
    /// What is drawn at it.
    pub mesh: Option<MeshId>,
    /// Where copies of the mesh are, seen from the node (`EXT_mesh_gpu_instancing`). Without them
    /// the mesh is at the node itself.
    pub copies: Option<Vec<Affine3A>>,
    /// Whether the mesh is drawn where the model's [`Motion`](crate::Motion) takes it.
    pub moves: bool,
}

/// The nodes, and which they are in the file.
#[derive(Debug)]
pub(crate) struct Nodes {
    pub(crate) list: Vec<Node>,
    /// For each of them, its place in the file.
    pub(crate) originals: Vec<u32>,
}

/// A node that is yet to be read.
struct Visit {
    original: u32,
    parent: Option<NodeId>,
    depth: u64,
}

/// What is remembered of a node while its descendants are read, and its entry among its siblings.
type Placed = (Option<Option<u32>>, u32, [NodeId; 4]);

/// Reads the nodes of the default scene, parents before their children, and says which meshes they
/// want.
pub(crate) fn read(
    source: &Source<'_>,
    meshes: &mut Selection<MeshId>,
    budget: &mut Budget<'_>,
    notes: &mut Notes,
) -> Result<Nodes, ModelError> {
    let document = source.document;
    let most = document.nodes.len();
    budget.list::<Node>(count(most))?;
    budget.list::<Placed>(count(most))?;
    let mut nodes: Vec<Node> = Vec::with_capacity(most);
    let mut seen: Vec<Option<Option<u32>>> = vec![None; most];
    let mut originals: Vec<u32> = Vec::with_capacity(most);
    let roots = roots(document, notes)?;
    budget.passing(count(roots.len()).saturating_mul(count(size_of::<Visit>())))?;
    let mut open: Vec<Visit> = roots
        .into_iter()
        .rev()
        .map(|original| Visit {
            original,
            parent: None,
            depth: 1,
        })
        .collect();
    while let Some(visit) = open.pop() {
        let index = visit.original;
        at_most(budget.limits.depth, "nodes below each other", visit.depth)?;
        let parent = visit
            .parent
            .and_then(|parent| originals.get(parent.index()).copied());
        let node = get(&document.nodes, index, "node").at(|| match parent {
            Some(parent) => format!("node {parent}"),
            None => "scene".to_owned(),
        })?;
        let before = usize::try_from(index).ok().and_then(|at| seen.get_mut(at));
        let before = before.and_then(|place| place.replace(parent));
        if let Some(before) = before {
            return Err(second_parent(before, parent)).at(|| format!("node {index}"));
        }
        let above = visit.parent.and_then(|parent| nodes.get(parent.index()));
        let above = above.map_or(Affine3A::IDENTITY, |parent| parent.world);
        let read = node_of(source, node, above, visit.parent, meshes, budget);
        let id = NodeId::new(u32::try_from(nodes.len()).unwrap_or(u32::MAX));
        nodes.push(read.at(|| format!("node {index}"))?);
        originals.push(index);
        let siblings = visit
            .parent
            .and_then(|parent| nodes.get_mut(parent.index()));
        if let Some(parent) = siblings {
            parent.children.push(id);
        }
        // They may be named over and over, which is found out when it is their turn.
        let waiting = count(open.len() + node.children.len());
        budget.passing(waiting.saturating_mul(3 * count(size_of::<Visit>())))?;
        open.extend(node.children.iter().rev().map(|child| Visit {
            original: *child,
            parent: Some(id),
            depth: visit.depth + 1,
        }));
    }
    Ok(Nodes {
        list: nodes,
        originals,
    })
}

/// The file's places of the roots: of the default scene, else the first one; without any scene, of
/// the nodes that are nobody's children.
fn roots(document: &Document, notes: &mut Notes) -> Result<Vec<u32>, ModelError> {
    let index = document.scene.unwrap_or_default();
    if document.scene.is_some() || !document.scenes.is_empty() {
        let scene = get(&document.scenes, index, "scene").at(|| "scene".to_owned())?;
        return Ok(scene.nodes.clone());
    }
    notes.no_scene = true;
    let mut is_child = vec![false; document.nodes.len()];
    for child in document.nodes.iter().flat_map(|node| &node.children) {
        let entry = usize::try_from(*child)
            .ok()
            .and_then(|at| is_child.get_mut(at));
        if let Some(entry) = entry {
            *entry = true;
        }
    }
    let nodes = (0..).zip(&is_child).filter(|(_, is_child)| !**is_child);
    Ok(nodes.map(|(index, _)| index).collect())
}

fn second_parent(first: Option<u32>, second: Option<u32>) -> ModelError {
    let name = |parent: Option<u32>| match parent {
        Some(index) => format!("below node {index}"),
        None => "at the root".to_owned(),
    };
    let places = if first == second {
        format!("twice {}", name(first))
    } else {
        format!("{} and {}", name(first), name(second))
    };
    invalid(format!("is {places}, and may be at one place only"))
}

fn node_of(
    source: &Source<'_>,
    node: &document::Node,
    above: Affine3A,
    parent: Option<NodeId>,
    meshes: &mut Selection<MeshId>,
    budget: &mut Budget<'_>,
) -> Result<Node, ModelError> {
    let local = placed(node)?;
    let world = above * local;
    if !local.is_finite() || !world.is_finite() {
        return Err(invalid("has a transform that is not finite"));
    }
    let mut copies = None;
    if let Some(mesh) = node.mesh {
        get(&source.document.meshes, mesh, "mesh")?;
        if let Some(instancing) = &node.extensions.instancing {
            let read = copies_of(source, &instancing.attributes, budget);
            copies = Some(read.at(|| "EXT_mesh_gpu_instancing".to_owned())?);
        } else {
            budget.instances(1)?;
        }
    }
    Ok(Node {
        name: node.name.clone(),
        parent,
        children: Vec::new(),
        local,
        world,
        mesh: node.mesh.map(|mesh| meshes.id(mesh)),
        copies,
        moves: false,
    })
}

/// Where a node is, seen from its parent.
fn placed(node: &document::Node) -> Result<Affine3A, ModelError> {
    let Some(matrix) = node.matrix else {
        let (translation, rotation, scale) = parts(node);
        return Ok(Affine3A::from_scale_rotation_translation(
            scale,
            rotation,
            translation,
        ));
    };
    let matrix = Mat4::from_cols_array(&matrix);
    if matrix.row(3) != glam::Vec4::W {
        return Err(invalid("has a matrix whose last row is not 0 0 0 1"));
    }
    Ok(Affine3A::from_mat4(matrix))
}

/// Translation, rotation and scale of a node without a matrix.
pub(crate) fn parts(node: &document::Node) -> (Vec3, Quat, Vec3) {
    (
        node.translation.unwrap_or_default().into(),
        turned(node.rotation.unwrap_or([0.0, 0.0, 0.0, 1.0])),
        node.scale.map_or(Vec3::ONE, Vec3::from),
    )
}

/// A rotation, of length 1 whatever the file's rounding.
fn turned(rotation: [f32; 4]) -> Quat {
    let rotation = glam::Vec4::from(rotation);
    let unit = rotation.try_normalize();
    unit.map_or(Quat::IDENTITY, Quat::from_vec4)
}

fn copies_of(
    source: &Source<'_>,
    attributes: &document::InstanceAttributes,
    budget: &mut Budget<'_>,
) -> Result<Vec<Affine3A>, ModelError> {
    let lists = [
        ("TRANSLATION", attributes.translation, Kind::Vec3),
        ("ROTATION", attributes.rotation, Kind::Vec4),
        ("SCALE", attributes.scale, Kind::Vec3),
    ];
    let mut copies: Vec<Placement> = Vec::new();
    for (name, accessor, kind) in lists {
        let Some(accessor) = accessor else { continue };
        let elements = source.elements(accessor).at(|| name.to_owned())?;
        if copies.is_empty() {
            budget.instances(count(elements.count))?;
            budget.list::<Placement>(count(elements.count))?;
            copies = vec![Placement::default(); elements.count];
        }
        if elements.kind != kind || elements.count != copies.len() {
            return Err(invalid("is of another type or length")).at(|| name.to_owned());
        }
        elements.vectors(|place, [x, y, z, w]| {
            let Some(copy) = copies.get_mut(place) else {
                return;
            };
            match name {
                "TRANSLATION" => copy.translation = Vec3::new(x, y, z),
                "ROTATION" => copy.rotation = turned([x, y, z, w]),
                _ => copy.scale = Vec3::new(x, y, z),
            }
        });
    }
    let matrices = copies.into_iter().map(|copy| {
        Affine3A::from_scale_rotation_translation(copy.scale, copy.rotation, copy.translation)
    });
    let matrices: Vec<Affine3A> = matrices.collect();
    if matrices.iter().any(|matrix| !matrix.is_finite()) {
        return Err(invalid("has a number that is not finite"));
    }
    Ok(matrices)
}

/// A copy's transform, whose parts come one after the other.
#[derive(Clone, Copy, Debug)]
struct Placement {
    translation: Vec3,
    rotation: Quat,
    scale: Vec3,
}

impl Default for Placement {
    fn default() -> Self {
        Self {
            translation: Vec3::ZERO,
            rotation: Quat::IDENTITY,
            scale: Vec3::ONE,
        }
    }
}
