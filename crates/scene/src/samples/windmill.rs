//! A windmill whose sails turn, and a flag that joints wave.

use glam::{Affine3A, Mat4, Quat, Vec2, Vec3};
use serde_json::{Value, json};
use std::f32::consts::{FRAC_PI_2, TAU};

use super::glb::Glb;
use super::shape::{Shape, real};

/// Seconds after which everything is where it was.
const PERIOD: f32 = 8.0;
const SAILS: u32 = 4;
/// Where the sails turn.
const HUB: Vec3 = Vec3::new(0.0, 3.12, 0.98);
/// The upper end of the flag's pole, and how long the flag is.
const FLAG: Vec3 = Vec3::new(1.78, 2.2, 0.5);
const LENGTH: f32 = 1.1;
const JOINTS: u32 = 6;
/// Waves that the flag makes in a period, and keys for each.
const WAVES: u32 = 4;
const KEYS: u32 = 12;

/// A windmill: a hierarchy that turns, a skin, and an animation of eight seconds that moves both.
pub fn windmill() -> Vec<u8> {
    let mut glb = Glb::default();
    let mut roots = still(&mut glb);
    let sails = sails(&mut glb);
    roots.push(sails);
    let (flag, joints) = flag(&mut glb);
    roots.extend([flag, joints[0]]);
    let mut animation = Animation::default();
    let turns = (0..=SAILS).map(|quarter| {
        let turn = Quat::from_rotation_z(-FRAC_PI_2 * real(quarter));
        (PERIOD * real(quarter) / real(SAILS), turn)
    });
    animation.rotate(&mut glb, sails, turns);
    for (joint, node) in (0..).zip(joints) {
        let keys = WAVES * KEYS;
        let waves = (0..=keys).map(|key| {
            let phase = TAU * (real(key) / real(KEYS) - real(joint) * 0.19);
            let turn = Quat::from_rotation_y((0.12 + 0.06 * real(joint)) * phase.sin());
            (
                PERIOD * real(key) / real(keys),
                turn * Quat::from_rotation_z(-0.03),
            )
        });
        animation.rotate(&mut glb, node, waves);
    }
    glb.animation(animation.value("wind"));
    glb.finish(&roots)
}

/// Channels and samplers of an animation.
#[derive(Default)]
struct Animation {
    channels: Vec<Value>,
    samplers: Vec<Value>,
}

impl Animation {
    fn rotate(&mut self, glb: &mut Glb, node: usize, keys: impl Iterator<Item = (f32, Quat)>) {
        let (times, turns): (Vec<f32>, Vec<[f32; 4]>) =
            keys.map(|(time, turn)| (time, turn.to_array())).unzip();
        let input = glb.times(&times);
        let output = glb.floats(&turns, "VEC4");
        let target = json!({ "node": node, "path": "rotation" });
        self.channels
            .push(json!({ "sampler": self.samplers.len(), "target": target }));
        self.samplers
            .push(json!({ "input": input, "output": output }));
    }

    fn value(self, name: &str) -> Value {
        json!({ "name": name, "channels": self.channels, "samplers": self.samplers })
    }
}

fn paint(glb: &mut Glb, name: &str, [r, g, b]: [f32; 3], roughness: f32) -> usize {
    glb.material(json!({
        "name": name,
        "pbrMetallicRoughness": {
            "baseColorFactor": [r, g, b, 1.0],
            "metallicFactor": 0.0,
            "roughnessFactor": roughness,
        },
    }))
}

/// What is turned around the axis y: a profile of radii and heights, from below to above.
fn turned(sides: u32, profile: &[(f32, f32)]) -> Shape {
    let mut shape = Shape::default();
    let at = |side: u32, (radius, y): (f32, f32)| {
        let angle = TAU * real(side) / real(sides);
        Vec3::new(angle.cos() * radius, y, -angle.sin() * radius)
    };
    for pair in profile.windows(2) {
        for side in 0..sides {
            let [low, high] = [pair[0], pair[1]];
            let corners = [
                at(side, low),
                at(side + 1, low),
                at(side + 1, high),
                at(side, high),
            ];
            shape.flat_quad(corners, corners.map(|corner| Vec2::new(corner.x, corner.y)));
        }
    }
    shape
}

/// Adds a shape to another.
fn put(shape: &mut Shape, part: &Shape, place: Affine3A) {
    let first = u32::try_from(shape.positions.len()).unwrap_or(u32::MAX);
    let positions = part.positions.iter();
    let positions = positions.map(|at| place.transform_point3((*at).into()).to_array());
    shape.positions.extend(positions);
    let normals = part.normals.iter();
    let normals = normals.map(|normal| place.transform_vector3((*normal).into()).to_array());
    shape.normals.extend(normals);
    shape.uvs.extend(&part.uvs);
    shape
        .indices
        .extend(part.indices.iter().map(|index| index + first));
}

/// Adds a box.
fn put_box(shape: &mut Shape, size: [f32; 3], at: [f32; 3]) {
    let place = Affine3A::from_translation(at.into());
    put(shape, &Shape::cuboid(size.into()), place);
}

/// What does not move.
fn still(glb: &mut Glb) -> Vec<usize> {
    let plaster = paint(glb, "plaster", [0.86, 0.83, 0.76], 0.8);
    let stone = paint(glb, "stone", [0.34, 0.32, 0.30], 0.9);
    let tiles = paint(glb, "tiles", [0.36, 0.07, 0.05], 0.55);
    let timber = paint(glb, "timber", [0.16, 0.08, 0.035], 0.7);
    let grass = paint(glb, "grass", [0.16, 0.30, 0.06], 0.95);
    let leaves = paint(glb, "leaves", [0.05, 0.16, 0.035], 0.9);
    let brass = glb.material(json!({
        "name": "brass",
        "pbrMetallicRoughness": {
            "baseColorFactor": [0.89, 0.66, 0.30, 1.0], "roughnessFactor": 0.3,
        },
    }));
    let base = turned(24, &[(1.14, 0.0), (1.12, 0.2), (1.0, 0.24)]);
    let cap = [
        (0.66, 2.8),
        (0.78, 2.84),
        (0.76, 3.0),
        (0.64, 3.3),
        (0.4, 3.52),
        (0.0, 3.62),
    ];
    let mut bushes = Shape::default();
    for (angle, radius, size) in [
        (0.9, 1.5, 0.3),
        (1.25, 1.9, 0.22),
        (3.7, 1.55, 0.34),
        (5.5, 2.1, 0.2),
    ] {
        let angle: f32 = angle;
        let at = Vec3::new(angle.cos() * radius, size * 0.55, -angle.sin() * radius);
        put(
            &mut bushes,
            &Shape::sphere(size, 10),
            Affine3A::from_translation(at),
        );
    }
    let parts = [
        (
            "ground",
            turned(64, &[(2.5, -0.14), (2.7, -0.06), (2.66, 0.0), (0.0, 0.02)]),
            grass,
        ),
        ("base", base, stone),
        ("tower", turned(12, &[(1.0, 0.2), (0.64, 2.84)]), plaster),
        ("cap", turned(24, &cap), tiles),
        ("timber", timbers(), timber),
        ("bushes", bushes, leaves),
        ("knob", Shape::sphere(0.055, 10), brass),
    ];
    let nodes = parts.map(|(name, shape, material)| {
        let shape = glb.shape(&shape);
        let mesh = glb.mesh(name, &shape, material);
        let at = if name == "knob" {
            Vec3::new(FLAG.x - 0.03, FLAG.y + 0.42, FLAG.z)
        } else {
            Vec3::ZERO
        };
        glb.node(json!({ "name": name, "mesh": mesh, "translation": at.to_array() }))
    });
    nodes.into()
}

/// The gallery with its rail, door, window, axle, and the flag's pole.
fn timbers() -> Shape {
    let mut timbers = turned(
        24,
        &[(0.86, 0.78), (1.34, 0.78), (1.34, 0.85), (0.86, 0.85)],
    );
    let rail = turned(
        24,
        &[
            (1.27, 1.08),
            (1.31, 1.08),
            (1.31, 1.12),
            (1.27, 1.12),
            (1.27, 1.08),
        ],
    );
    put(&mut timbers, &rail, Affine3A::IDENTITY);
    for post in 0..24 {
        let angle = TAU * real(post) / 24.0;
        let at = Vec3::new(angle.cos() * 1.28, 0.96, -angle.sin() * 1.28);
        put_box(&mut timbers, [0.03, 0.26, 0.03], at.to_array());
    }
    put_box(&mut timbers, [0.42, 0.54, 0.14], [0.0, 0.5, 0.96]);
    put_box(&mut timbers, [0.3, 0.4, 0.14], [0.0, 1.75, 0.77]);
    put_box(&mut timbers, [0.13, 0.13, 0.5], [0.0, HUB.y, 0.76]);
    let pole = turned(
        8,
        &[(0.034, 0.0), (0.026, FLAG.y + 0.4), (0.0, FLAG.y + 0.4)],
    );
    let place = Vec3::new(FLAG.x - 0.03, 0.0, FLAG.z);
    put(&mut timbers, &pole, Affine3A::from_translation(place));
    timbers
}

/// The sails, which turn together. Gives their node.
fn sails(glb: &mut Glb) -> usize {
    let timber = paint(glb, "spars", [0.22, 0.11, 0.05], 0.7);
    let cloth = paint(glb, "cloth", [0.80, 0.76, 0.66], 0.9);
    let mut spar = Shape::default();
    put_box(&mut spar, [0.07, 1.9, 0.07], [0.0, 0.95, 0.0]);
    put_box(&mut spar, [0.03, 1.36, 0.03], [0.42, 1.18, 0.0]);
    for lath in 0..8 {
        let y = 0.5 + 0.194 * real(lath);
        put_box(&mut spar, [0.42, 0.025, 0.025], [0.22, y, 0.0]);
    }
    let mut canvas = Shape::default();
    put_box(&mut canvas, [0.36, 1.34, 0.014], [0.22, 1.18, -0.02]);
    let spar = glb.shape(&spar);
    let spar = glb.mesh("spar", &spar, timber);
    let canvas = glb.shape(&canvas);
    let canvas = glb.mesh("canvas", &canvas, cloth);
    let mut children = Vec::new();
    for sail in 0..SAILS {
        let cloth = glb.node(json!({ "name": "canvas", "mesh": canvas }));
        let turn = Quat::from_rotation_z(-TAU * real(sail) / real(SAILS));
        // Set against the wind.
        let turn = turn * Quat::from_rotation_y(0.2);
        children.push(glb.node(json!({
            "name": "sail",
            "mesh": spar,
            "rotation": turn.to_array(),
            "children": [cloth],
        })));
    }
    let hub = glb.shape(&Shape::cuboid(Vec3::new(0.2, 0.2, 0.16)));
    let hub = glb.mesh("hub", &hub, timber);
    glb.node(json!({
        "name": "sails",
        "mesh": hub,
        "translation": HUB.to_array(),
        "children": children,
    }))
}

/// The flag, and its joints from the pole outwards.
fn flag(glb: &mut Glb) -> (usize, Vec<usize>) {
    const COLUMNS: u32 = 30;
    const ROWS: u32 = 12;
    let cloth = glb.material(json!({
        "name": "flag",
        "doubleSided": true,
        "pbrMetallicRoughness": { "metallicFactor": 0.0, "roughnessFactor": 0.75 },
    }));
    let mut shape = Shape::default();
    let (mut named, mut weights) = (Vec::new(), Vec::new());
    let far = LENGTH / real(JOINTS);
    for row in 0..=ROWS {
        for column in 0..=COLUMNS {
            let (u, v) = (real(column) / real(COLUMNS), real(row) / real(ROWS));
            shape.vertex(
                Vec3::new(u * LENGTH, 0.34 - 0.68 * v, 0.0),
                Vec3::Z,
                Vec2::new(u, v),
            );
            let is_stripe = (row + 1) % 5 > 2;
            shape.colors.push(if is_stripe {
                [235, 232, 225, 255]
            } else {
                [150, 12, 20, 255]
            });
            // Between the joint before it and the one behind.
            let place = (u * real(JOINTS) - 0.5).max(0.0);
            let before = (0..JOINTS)
                .rev()
                .find(|joint| real(*joint) <= place)
                .unwrap_or_default();
            let next = (before + 1).min(JOINTS - 1);
            let share = (place - real(before)).min(1.0);
            named.push([before, next, 0, 0].map(|joint| u8::try_from(joint).unwrap_or_default()));
            let share = if next == before { 0.0 } else { share };
            weights.push([1.0 - share, share, 0.0, 0.0]);
        }
    }
    for row in 0..ROWS {
        for column in 0..COLUMNS {
            let above = row * (COLUMNS + 1) + column;
            let below = above + COLUMNS + 1;
            shape.quad([above, below, below + 1, above + 1]);
        }
    }
    let mut primitive = glb.shape(&shape);
    primitive["attributes"]["JOINTS_0"] = json!(glb.bytes(&named, "VEC4"));
    primitive["attributes"]["WEIGHTS_0"] = json!(glb.floats(&weights, "VEC4"));
    let mesh = glb.mesh("flag", &primitive, cloth);
    let mut joints: Vec<usize> = Vec::new();
    for joint in (0..JOINTS).rev() {
        let at = if joint == 0 { FLAG } else { Vec3::X * far };
        let mut node = json!({
            "name": format!("flag {joint}"),
            "translation": at.to_array(),
            "rotation": Quat::IDENTITY.to_array(),
        });
        if let Some(next) = joints.first() {
            node["children"] = json!([next]);
        }
        joints.insert(0, glb.node(node));
    }
    let bind = (0..JOINTS).map(|joint| {
        let at = Vec3::X * (far * real(joint));
        Mat4::from_translation(-at).to_cols_array()
    });
    let bind: Vec<[f32; 16]> = bind.collect();
    let bind = glb.floats(&bind, "MAT4");
    let skin = glb.skin(json!({ "joints": joints, "inverseBindMatrices": bind }));
    let node = glb.node(json!({ "name": "flag", "mesh": mesh, "skin": skin }));
    (node, joints)
}
