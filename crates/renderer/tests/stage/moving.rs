//! Small glTF files in which something moves.

use glam::{Mat4, Quat, Vec2, Vec3};
use serde_json::{Value, json};

use super::model::{File, Shape};

/// Moves a node: a path, times, and so many numbers for each.
pub(crate) fn animate(file: &mut File, node: usize, path: &str, times: &[f32], values: &[f32]) {
    let input = file.floats("SCALAR", 1, times);
    let (kind, parts) = match path {
        "rotation" => ("VEC4", 4),
        _ => ("VEC3", 3),
    };
    let output = file.floats(kind, parts, values);
    let animation = file.first("animations", &json!({ "channels": [], "samplers": [] }));
    let mut add = |list: &str, entry: Value| {
        let list = animation[list].as_array_mut().unwrap();
        list.push(entry);
        list.len() - 1
    };
    let sampler = add("samplers", json!({ "input": input, "output": output }));
    let target = json!({ "node": node, "path": path });
    add("channels", json!({ "sampler": sampler, "target": target }));
}

/// Turns a node around z, from nothing to `angle` within two seconds.
pub(crate) fn turn(file: &mut File, node: usize, angle: f32) {
    let ends = [Quat::IDENTITY, Quat::from_rotation_z(angle)].map(|turn| turn.to_array());
    animate(file, node, "rotation", &[0.0, 2.0], ends.as_flattened());
}

/// A card that a node bears at `at`, seen from it. Gives the node's place.
pub(crate) fn borne(file: &mut File, material: Value, node: [f32; 3], at: [f32; 3]) -> usize {
    let mesh = file.mesh(&Shape::card(), material);
    let child = file.add("nodes", json!({ "mesh": mesh, "translation": at }));
    file.node(json!({ "translation": node, "children": [child] }))
}

/// What of a bar is wrong.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Fault {
    None,
    /// No joint moves it.
    Unskinned,
    /// The joints are taken for where the mesh is.
    Unbound,
    /// Each vertex is moved by one joint alone.
    Stiff,
}

/// A bar along y, one metre high, whose upper half bends, and how it bends when it is `at`. Gives the joints.
pub(crate) fn bar(file: &mut File, material: Value, at: [f32; 3], fault: Fault) -> [usize; 2] {
    const RUNGS: u16 = 16;
    let mut shape = Shape::default();
    let (mut joints, mut weights) = (Vec::new(), Vec::new());
    for rung in 0..=RUNGS {
        let share = f32::from(rung) / f32::from(RUNGS);
        for side in [-0.15, 0.15] {
            shape.positions.push(Vec3::new(side, share - 0.5, 0.0));
            shape.normals.push(Vec3::Z);
            shape.uvs.push(Vec2::new(side + 0.5, 1.0 - share));
            joints.extend([0_u8, 1, 0, 0]);
            let upper = (share * 3.0 - 1.0).clamp(0.0, 1.0);
            let upper = if fault == Fault::Stiff {
                upper.round()
            } else {
                upper
            };
            weights.extend([1.0 - upper, upper, 0.0, 0.0]);
        }
    }
    for rung in 0..u32::from(RUNGS) {
        let [a, b, c, d] = [0, 1, 3, 2].map(|corner| rung * 2 + corner);
        shape.indices.extend([a, b, c, a, c, d]);
    }
    let mesh = file.mesh(&shape, material);
    let named = file.accessor("VEC4", 5121, joints.len() / 4, &joints);
    let weights = file.floats("VEC4", 4, &weights);
    let upper = file.add("nodes", json!({ "translation": [0.0, 0.5, 0.0] }));
    let [x, y, z] = at;
    let lower = json!({ "translation": [x, y - 0.5, z], "children": [upper] });
    let lower = file.node(lower);
    let bind = [Vec3::Y * 0.5, Vec3::ZERO].map(|at| {
        let at = if fault == Fault::Unbound {
            Vec3::ZERO
        } else {
            at
        };
        Mat4::from_translation(at).to_cols_array()
    });
    let bind = file.floats("MAT4", 16, bind.as_flattened());
    let skin = file.add(
        "skins",
        json!({ "joints": [lower, upper], "inverseBindMatrices": bind }),
    );
    let attributes = file.attributes(mesh);
    attributes["JOINTS_0"] = json!(named);
    attributes["WEIGHTS_0"] = json!(weights);
    // Where this node is does not count, but without the skin.
    if fault == Fault::Unskinned {
        file.node(json!({ "mesh": mesh, "translation": at }));
    } else {
        file.node(json!({ "mesh": mesh, "skin": skin, "translation": [9.0, 9.0, 9.0] }));
    }
    [lower, upper]
}
