//! Where what moves will be.

use super::{Motion, MovedBy, Mover, Pose};
use crate::{Bounds, Mesh};

/// Poses that are looked at.
const POSES: u32 = 96;

/// Boxes that are looked at in all, at the least twice each.
const BOXES: usize = 1 << 24;

impl Motion {
    /// A box around what moves, over the whole animation as far as many of its poses tell; none if nothing is seen of it.
    pub(crate) fn bounds(&self, meshes: &[Mesh]) -> Option<Bounds> {
        let boxes = self.movers.iter().map(|mover| mover.boxes(meshes));
        let boxes = boxes.fold(self.nodes.len(), usize::saturating_add);
        let poses = u32::try_from(BOXES / boxes.max(1)).unwrap_or(POSES);
        let poses = if self.is_animated() {
            poses.clamp(2, POSES)
        } else {
            1
        };
        let times =
            (0..poses).map(|step| f64::from(self.duration) * f64::from(step) / f64::from(poses));
        let boxes = times.filter_map(|time| self.at(time).bounds(&self.movers, meshes));
        boxes.reduce(Bounds::union)
    }
}

impl Mover {
    /// How many boxes are looked at for a pose.
    fn boxes(&self, meshes: &[Mesh]) -> usize {
        let mesh = meshes.get(self.mesh.index());
        match &self.by {
            MovedBy::Node { copies, .. } => copies.len(),
            MovedBy::Joints(_) => mesh.map_or(0, |mesh| {
                let parts = mesh.primitives.iter();
                parts.map(|part| part.reach.len()).sum()
            }),
        }
    }

    /// A box around it in a pose.
    fn bounds(&self, pose: &Pose, meshes: &[Mesh]) -> Option<Bounds> {
        let mesh = meshes.get(self.mesh.index())?;
        match &self.by {
            MovedBy::Node { .. } => {
                let own = mesh.bounds()?;
                let worlds = self.worlds(pose);
                worlds
                    .map(|world| own.transformed(&world))
                    .reduce(Bounds::union)
            }
            MovedBy::Joints(joints) => {
                let joints = pose.joints.get(joints.clone())?;
                let parts = mesh.primitives.iter();
                let boxes = parts.filter_map(|part| Bounds::reached(&part.reach, joints));
                boxes.reduce(Bounds::union)
            }
        }
    }
}

impl Pose {
    /// A box around what moves.
    fn bounds(&self, movers: &[Mover], meshes: &[Mesh]) -> Option<Bounds> {
        let boxes = movers.iter().filter_map(|mover| mover.bounds(self, meshes));
        boxes.reduce(Bounds::union)
    }
}
