//! What moves, and where it is at a time.

use glam::{Affine3A, Quat, Vec3};
use std::ops::Range;

use crate::ids::{MeshId, NodeId};
use crate::{Bounds, Mesh};

mod animation;
mod bounds;
mod read;
mod track;

pub(crate) use read::{Skinned, read};

use track::Track;

/// What an animation moves, and what joints shape. It knows what it needs of the model, so that it can be kept without it.
#[derive(Clone, Debug, Default)]
pub struct Motion {
    /// In seconds.
    duration: f32,
    /// Parents before their children.
    nodes: Vec<Moving>,
    /// Of every skin that is drawn, one skin after the other.
    joints: Vec<Joint>,
    movers: Vec<Mover>,
    is_animated: bool,
}

/// A node that is moved, or hangs from one that is.
#[derive(Clone, Debug)]
struct Moving {
    id: NodeId,
    above: Place,
    local: Local,
    /// Whether it is at different places at different times.
    varies: bool,
}

/// Where something is, seen from the scene.
#[derive(Clone, Copy, Debug)]
enum Place {
    Still(Affine3A),
    /// At a moving node.
    Moving(usize),
}

/// Where a node is, seen from its parent.
#[derive(Clone, Debug)]
enum Local {
    Still(Affine3A),
    Moving(Box<Moved>),
}

/// A node's transform, with what changes of it.
#[derive(Clone, Debug)]
struct Moved {
    rest: (Vec3, Quat, Vec3),
    translation: Option<Track<Vec3>>,
    rotation: Option<Track<Quat>>,
    scale: Option<Track<Vec3>>,
}

/// A node that shapes meshes.
#[derive(Clone, Copy, Debug)]
struct Joint {
    node: Place,
    /// From the mesh to the joint, where the mesh has the shape that it has in the file.
    inverse_bind: Affine3A,
}

/// A mesh that moves.
#[derive(Clone, Debug)]
pub struct Mover {
    /// The mesh, which has triangles.
    pub mesh: MeshId,
    /// What moves it.
    pub by: MovedBy,
}

/// What moves a mesh.
#[derive(Clone, Debug)]
pub enum MovedBy {
    /// The node at which it is drawn.
    Node {
        /// The node's place in [`Pose::worlds`].
        node: usize,
        /// Where the mesh is, seen from the node.
        copies: Vec<Affine3A>,
    },
    /// Joints, each vertex by those that [`Primitive::influences`](crate::Primitive) name. Where its node is does not count.
    Joints(
        /// Their places in [`Pose::joints`].
        Range<usize>,
    ),
}

/// Where everything is at a time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pose {
    /// For each of [`Motion::nodes`], where it is, seen from the scene.
    pub worlds: Vec<Affine3A>,
    /// For each joint, from the mesh as it is in the file to where the joint takes it, seen from the scene.
    pub joints: Vec<Affine3A>,
}

impl Motion {
    /// How long the animation takes, in seconds; then it begins anew. Zero if there is none.
    pub fn duration(&self) -> f32 {
        self.duration
    }

    /// Whether pictures at different times differ: something that is seen is at different places.
    pub fn is_animated(&self) -> bool {
        self.is_animated
    }

    /// The nodes that move, parents before their children.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeId> {
        self.nodes.iter().map(|node| node.id)
    }

    /// How many joints there are, those of all skins together.
    pub fn joint_count(&self) -> usize {
        self.joints.len()
    }

    /// The meshes that move.
    pub fn movers(&self) -> &[Mover] {
        &self.movers
    }

    /// Where everything is so many seconds after the beginning. The animation is repeated; a number that is no time is its
    /// beginning.
    pub fn at(&self, seconds: f64) -> Pose {
        let time = self.time(seconds);
        let mut worlds = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let world = seen(node.above, &worlds) * node.local.at(time);
            worlds.push(world);
        }
        let joints = self.joints.iter();
        let joints = joints.map(|joint| seen(joint.node, &worlds) * joint.inverse_bind);
        Pose {
            joints: joints.collect(),
            worlds,
        }
    }

    /// The animation's own time.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is between zero and the duration"
    )]
    fn time(&self, seconds: f64) -> f32 {
        let within = seconds.rem_euclid(f64::from(self.duration));
        // Also where there is no animation.
        if within.is_finite() {
            within as f32
        } else {
            0.0
        }
    }

    fn moves_something(&self) -> bool {
        let varies = |node: usize| self.nodes.get(node).is_some_and(|node| node.varies);
        let is_moved = |joint: &Joint| match joint.node {
            Place::Still(_) => false,
            Place::Moving(node) => varies(node),
        };
        self.movers.iter().any(|mover| match &mover.by {
            MovedBy::Node { node, .. } => varies(*node),
            MovedBy::Joints(joints) => {
                let joints = self.joints.get(joints.clone());
                joints.unwrap_or_default().iter().any(is_moved)
            }
        })
    }

    /// Forgets the meshes without triangles.
    pub(crate) fn keep_drawn(&mut self, meshes: &[Mesh]) {
        let has_triangles = |mesh: &Mesh| !mesh.primitives.is_empty();
        self.movers
            .retain(|mover| meshes.get(mover.mesh.index()).is_some_and(has_triangles));
        self.is_animated = self.moves_something();
    }
}

/// Where something is, seen from the scene, when the moving nodes are there.
fn seen(place: Place, worlds: &[Affine3A]) -> Affine3A {
    match place {
        Place::Still(world) => world,
        Place::Moving(node) => worlds.get(node).copied().unwrap_or_default(),
    }
}

impl Local {
    fn varies(&self) -> bool {
        match self {
            Self::Still(_) => false,
            Self::Moving(moved) => {
                let at = moved.translation.as_ref().map(|track| track.keys.vary());
                let turned = moved.rotation.as_ref().map(|track| track.keys.vary());
                let scaled = moved.scale.as_ref().map(|track| track.keys.vary());
                [at, turned, scaled].contains(&Some(true))
            }
        }
    }

    fn at(&self, time: f32) -> Affine3A {
        match self {
            Self::Still(local) => *local,
            Self::Moving(moved) => {
                let Moved {
                    rest: (translation, rotation, scale),
                    ..
                } = **moved;
                let at = moved.translation.as_ref();
                let turned = moved.rotation.as_ref();
                let scaled = moved.scale.as_ref();
                Affine3A::from_scale_rotation_translation(
                    scaled.map_or(scale, |track| track.at(time)),
                    turned.map_or(rotation, |track| track.at(time)),
                    at.map_or(translation, |track| track.at(time)),
                )
            }
        }
    }
}

impl Mover {
    /// Where copies of the mesh are in a pose, seen from the scene; none if joints shape it.
    pub fn worlds<'a>(&'a self, pose: &'a Pose) -> impl Iterator<Item = Affine3A> + 'a {
        let placed = match &self.by {
            MovedBy::Node { node, copies } => pose.worlds.get(*node).zip(Some(copies)),
            MovedBy::Joints(_) => None,
        };
        let copies = placed.into_iter();
        copies.flat_map(|(world, copies)| copies.iter().map(move |copy| *world * *copy))
    }

    /// How often the mesh is drawn.
    pub fn count(&self) -> usize {
        match &self.by {
            MovedBy::Node { copies, .. } => copies.len(),
            MovedBy::Joints(_) => 1,
        }
    }
}

impl Bounds {
    /// A box around what joints make of a primitive: each of its vertices is between the places to which its joints take it.
    /// None if no joint moves it.
    pub fn reached(reach: &[(u16, Self)], joints: &[Affine3A]) -> Option<Self> {
        let moved = reach.iter().filter_map(|(joint, bounds)| {
            let joint = joints.get(usize::from(*joint))?;
            Some(bounds.transformed(joint))
        });
        moved.reduce(Self::union)
    }
}
