//! Reading what moves.

use glam::{Affine3A, Mat4};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::animation::{self, Animation};
use super::{Joint, Local, Motion, Moved, MovedBy, Mover, Moving, Place};
use crate::ModelError;
use crate::accessor::{Component, Source, get};
use crate::document::Kind;
use crate::error::{At, invalid};
use crate::ids::{Id as _, MeshId, NodeId};
use crate::limits::{Budget, count};
use crate::node::{Node, Nodes, parts};
use crate::note::Notes;

/// The file's meshes that joints shape, each with how many joints the smallest skin has with which it is drawn.
pub(crate) type Skinned = HashMap<u32, u16>;

/// What is remembered of a node while the motion is read: in tables that have room, and in a list.
type Passing = ([u32; 6], Option<usize>);

/// Reads what of the nodes moves, and which meshes joints shape. Nodes whose mesh the motion draws are marked.
pub(crate) fn read(
    source: &Source<'_>,
    nodes: &mut Nodes,
    budget: &mut Budget<'_>,
    notes: &mut Notes,
) -> Result<(Motion, Skinned), ModelError> {
    let passing = count(nodes.list.len()).saturating_mul(count(size_of::<Passing>()));
    budget.memory(passing)?;
    let places = nodes.originals.iter().zip(0..);
    let places: HashMap<u32, u32> = places.map(|(original, place)| (*original, place)).collect();
    let animation = first(source, &places, budget, notes)?;
    let mut motion = Motion {
        duration: animation.duration,
        ..Motion::default()
    };
    let moving = moving(source, nodes, animation, &mut motion, budget)?;
    let skinned = skins(source, nodes, (&places, &moving), &mut motion, budget)?;
    for (place, node) in nodes.list.iter_mut().enumerate() {
        let at = moving.get(place).copied().flatten();
        if let (Some(mesh), Some(node_place), false) = (node.mesh, at, node.moves) {
            let copies = node.copies.clone();
            let copies = copies.unwrap_or_else(|| vec![Affine3A::IDENTITY]);
            budget.list::<Affine3A>(count(copies.len()))?;
            add(
                &mut motion,
                mesh,
                MovedBy::Node {
                    node: node_place,
                    copies,
                },
                budget,
            )?;
            node.moves = true;
        }
    }
    budget.give_back(passing);
    Ok((motion, skinned))
}

fn add(
    motion: &mut Motion,
    mesh: MeshId,
    by: MovedBy,
    budget: &mut Budget<'_>,
) -> Result<(), ModelError> {
    budget.list::<[Mover; 4]>(1)?;
    motion.movers.push(Mover { mesh, by });
    Ok(())
}

/// The first animation that moves something that is shown.
fn first(
    source: &Source<'_>,
    places: &HashMap<u32, u32>,
    budget: &mut Budget<'_>,
    notes: &mut Notes,
) -> Result<Animation, ModelError> {
    let animations = &source.document.animations;
    for (index, animation) in animations.iter().enumerate() {
        let is_shown = |node| places.contains_key(&node);
        let read = animation::read(source, animation, is_shown, budget);
        let read = read.at(|| format!("animation {index}"))?;
        if !read.tracks.is_empty() {
            notes.animations = count(animations.len() - 1);
            notes.channels = read.others;
            return Ok(read);
        }
    }
    notes.animations = count(animations.len());
    Ok(Animation::default())
}

/// Finds the nodes that move. Gives for each node its place among them.
fn moving(
    source: &Source<'_>,
    nodes: &Nodes,
    mut animation: Animation,
    motion: &mut Motion,
    budget: &mut Budget<'_>,
) -> Result<Vec<Option<usize>>, ModelError> {
    let mut places: Vec<Option<usize>> = Vec::with_capacity(nodes.list.len());
    for (place, (node, original)) in (0..).zip(nodes.list.iter().zip(&nodes.originals)) {
        let tracks = animation.tracks.remove(original);
        let above = node.parent.map(NodeId::index);
        let parent = above.and_then(|above| places.get(above).copied().flatten());
        if tracks.is_none() && parent.is_none() {
            places.push(None);
            continue;
        }
        let local = match tracks {
            None => Local::Still(node.local),
            Some(tracks) => Local::Moving(Box::new(Moved {
                rest: parts(get(&source.document.nodes, *original, "node")?),
                translation: tracks.translation,
                rotation: tracks.rotation,
                scale: tracks.scale,
            })),
        };
        let world = above.and_then(|above| nodes.list.get(above));
        let world = world.map_or(Affine3A::IDENTITY, |above| above.world);
        budget.list::<[Moving; 3]>(1)?;
        budget.list::<Moved>(1)?;
        places.push(Some(motion.nodes.len()));
        let parent_varies = parent.and_then(|parent| motion.nodes.get(parent));
        motion.nodes.push(Moving {
            varies: local.varies() || parent_varies.is_some_and(|parent| parent.varies),
            id: NodeId::new(place),
            above: parent.map_or(Place::Still(world), Place::Moving),
            local,
        });
    }
    Ok(places)
}

/// The file's nodes by the model's, and those by the moving ones.
type Places<'a> = (&'a HashMap<u32, u32>, &'a [Option<usize>]);

/// Reads the skins with which meshes are drawn.
fn skins(
    source: &Source<'_>,
    nodes: &mut Nodes,
    places: Places<'_>,
    motion: &mut Motion,
    budget: &mut Budget<'_>,
) -> Result<Skinned, ModelError> {
    let mut skinned = Skinned::new();
    let mut read: HashMap<u32, Range<usize>> = HashMap::new();
    // Where its node is makes no difference, so that a second one would be the same.
    let mut drawn: HashSet<(MeshId, u32)> = HashSet::new();
    for place in 0..nodes.list.len() {
        let original = nodes.originals.get(place).copied().unwrap_or_default();
        let node = get(&source.document.nodes, original, "node")?;
        let (Some(skin), Some(mesh)) = (node.skin, node.mesh) else {
            continue;
        };
        let joints = match read.entry(skin) {
            Entry::Occupied(entry) => entry.get().clone(),
            Entry::Vacant(entry) => {
                budget.list::<[(u32, Range<usize>); 4]>(1)?;
                let of_skin = joints(source, skin, &nodes.list, places, motion, budget);
                let of_skin = of_skin.at(|| format!("skin {skin}"))?;
                entry.insert(of_skin).clone()
            }
        };
        let most = u16::try_from(joints.len()).unwrap_or(u16::MAX);
        budget.list::<[(u32, u16); 6]>(1)?;
        let fewest = skinned.entry(mesh).or_insert(most);
        *fewest = most.min(*fewest);
        let Some(node) = nodes.list.get_mut(place) else {
            continue;
        };
        node.moves = true;
        if let Some(mesh) = node.mesh
            && drawn.insert((mesh, skin))
        {
            add(motion, mesh, MovedBy::Joints(joints), budget)?;
        }
    }
    Ok(skinned)
}

/// Reads the joints of a skin, and gives their places.
fn joints(
    source: &Source<'_>,
    skin: u32,
    nodes: &[Node],
    (places, moving): Places<'_>,
    motion: &mut Motion,
    budget: &mut Budget<'_>,
) -> Result<Range<usize>, ModelError> {
    let skin = get(&source.document.skins, skin, "skin")?;
    if skin.joints.is_empty() {
        return Err(invalid("has no joints"));
    }
    budget.list::<[Joint; 3]>(count(skin.joints.len()))?;
    let first = motion.joints.len();
    for (index, node) in skin.joints.iter().enumerate() {
        let place = places
            .get(node)
            .and_then(|place| usize::try_from(*place).ok());
        let still = place.and_then(|place| nodes.get(place));
        let Some((place, still)) = place.zip(still) else {
            let problem = format!("node {node} is not in the scene");
            return Err(invalid(problem)).at(|| format!("joint {index}"));
        };
        let moving = moving.get(place).copied().flatten();
        motion.joints.push(Joint {
            node: moving.map_or(Place::Still(still.world), Place::Moving),
            inverse_bind: Affine3A::IDENTITY,
        });
    }
    if let Some(accessor) = skin.inverse_bind_matrices {
        let of_skin = motion.joints.get_mut(first..).unwrap_or_default();
        let bound = bind(source, accessor, of_skin);
        bound.at(|| "inverseBindMatrices".to_owned())?;
    }
    Ok(first..motion.joints.len())
}

fn bind(source: &Source<'_>, accessor: u32, joints: &mut [Joint]) -> Result<(), ModelError> {
    let elements = source.elements(accessor)?;
    if elements.kind != Kind::Mat4 || elements.component != Component::F32 {
        return Err(invalid("its accessor has a wrong type"));
    }
    if elements.count < joints.len() {
        let problem = format!("there are {} for {} joints", elements.count, joints.len());
        return Err(invalid(problem));
    }
    elements.vectors(|place, matrix: [f32; 16]| {
        if let Some(joint) = joints.get_mut(place) {
            // The last row is what it has to be, but for rounding.
            joint.inverse_bind = Affine3A::from_mat4(Mat4::from_cols_array(&matrix));
        }
    });
    match joints
        .iter()
        .position(|joint| !joint.inverse_bind.is_finite())
    {
        Some(place) => Err(invalid(format!(
            "matrix {place} has a number that is not finite"
        ))),
        None => Ok(()),
    }
}
