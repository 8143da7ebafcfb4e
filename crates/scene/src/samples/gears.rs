//! Two planetary gears on a plate: parts that are used often, one of them mirrored.

use glam::{Quat, Vec2, Vec3};
use serde_json::{Value, json};
use std::f32::consts::{PI, TAU};

use super::glb::Glb;
use super::picture::{fractal, normal_map};
use super::shape::{Shape, real};

/// Metres of pitch radius for each tooth.
const MODULE: f32 = 0.05;
const SUN: u32 = 16;
const PLANET: u32 = 12;
/// What is left around a planet on each side of the sun.
const RING: u32 = SUN + 2 * PLANET;
/// As many as divide the teeth of sun and ring, so that all of them mesh.
const PLANETS: u32 = 4;
const BOLTS: u32 = 12;
const THICKNESS: f32 = 0.24;

/// Two planetary gears that mesh, bolted on a plate.
pub fn gears() -> Vec<u8> {
    let mut glb = Glb::default();
    let parts = Parts::new(&mut glb);
    let left = parts.set(&mut glb, "left", [-1.3, 0.0, 0.0], 1.0);
    let right = parts.set(&mut glb, "right", [1.3, 0.0, 0.0], -1.0);
    let plate = glb.node(json!({
        "name": "plate",
        "mesh": parts.plate,
        "translation": [0.0, -0.06, 0.0],
    }));
    let root = glb.node(json!({ "name": "gearbox", "children": [plate, left, right] }));
    glb.finish(&[root])
}

/// The meshes.
struct Parts {
    sun: usize,
    planet: usize,
    ring: usize,
    pin: usize,
    carrier: usize,
    bolt: usize,
    plate: usize,
}

impl Parts {
    fn new(glb: &mut Glb) -> Self {
        let brushed = glb.texture(&normal_map(256, 0.004, |place| {
            fractal(place * Vec2::new(4.0, 96.0), 4 * 96, 3)
        }));
        let cast = glb.texture(&normal_map(256, 0.02, |place| fractal(place * 24.0, 24, 4)));
        let steel = metal(glb, "steel", [0.56, 0.57, 0.58], 0.32, Some(brushed));
        let brass = metal(glb, "brass", [0.89, 0.66, 0.30], 0.25, Some(brushed));
        let dark = metal(glb, "oxide", [0.08, 0.08, 0.09], 0.45, None);
        let paint = glb.material(json!({
            "name": "paint",
            "normalTexture": { "index": cast, "scale": 0.6 },
            "pbrMetallicRoughness": {
                "baseColorFactor": [0.03, 0.13, 0.28, 1.0],
                "metallicFactor": 0.0,
                "roughnessFactor": 0.5,
            },
        }));
        let mut part = |name: &str, shape: &Shape, material: usize| {
            let shape = glb.shape(shape);
            glb.mesh(name, &shape, material)
        };
        let hole = |radius: f32, teeth: u32| outline(teeth, |_| radius);
        let thin = THICKNESS * 0.4;
        Self {
            sun: part(
                "sun",
                &Shape::ring(&teeth(SUN, 1.0), &hole(0.14, SUN), THICKNESS),
                brass,
            ),
            planet: part(
                "planet",
                &Shape::ring(&teeth(PLANET, 1.0), &hole(0.08, PLANET), THICKNESS),
                steel,
            ),
            ring: part(
                "ring",
                &Shape::ring(&hole(1.2, RING), &teeth(RING, -1.0), THICKNESS),
                paint,
            ),
            pin: part(
                "pin",
                &Shape::ring(&hole(0.075, 8), &hole(0.01, 8), THICKNESS * 1.5),
                dark,
            ),
            carrier: part(
                "carrier",
                &Shape::ring(&hole(0.82, 24), &hole(0.58, 24), thin),
                brass,
            ),
            bolt: part(
                "bolt",
                // Six sides: one point for each.
                &Shape::ring(&hexagon(0.045), &hexagon(0.004), 0.05),
                dark,
            ),
            plate: part("plate", &Shape::cuboid(Vec3::new(5.4, 0.12, 2.8)), paint),
        }
    }

    /// One planetary gear. A negative `mirror` turns left and right about.
    fn set(&self, glb: &mut Glb, name: &str, at: [f32; 3], mirror: f32) -> usize {
        let mut children = vec![
            glb.node(json!({ "name": "sun", "mesh": self.sun })),
            glb.node(json!({ "name": "ring", "mesh": self.ring })),
        ];
        let reach = MODULE * real(SUN + PLANET) / 2.0;
        let mut carried = vec![glb.node(json!({
            "name": "carrier ring",
            "mesh": self.carrier,
            "translation": [0.0, THICKNESS * 1.05, 0.0],
        }))];
        for planet in 0..PLANETS {
            let angle = TAU * real(planet) / real(PLANETS);
            // Where the sun has a tooth, the planet has a gap.
            let turn = angle * real(SUN + PLANET) / real(PLANET) + PI - PI / real(PLANET);
            let pin = glb.node(json!({ "name": "pin", "mesh": self.pin }));
            let mut node = placed(angle, reach, 0.0, turn);
            node["name"] = json!(format!("planet {planet}"));
            node["mesh"] = json!(self.planet);
            node["children"] = json!([pin]);
            carried.push(glb.node(node));
        }
        children.push(glb.node(json!({ "name": "carrier", "children": carried })));
        for bolt in 0..BOLTS {
            let angle = TAU * (real(bolt) + 0.5) / real(BOLTS);
            let mut node = placed(angle, 1.13, THICKNESS, angle);
            node["name"] = json!(format!("bolt {bolt}"));
            node["mesh"] = json!(self.bolt);
            children.push(glb.node(node));
        }
        glb.node(json!({
            "name": name,
            "children": children,
            "translation": at,
            "scale": [mirror, 1.0, 1.0],
        }))
    }
}

fn metal(
    glb: &mut Glb,
    name: &str,
    [r, g, b]: [f32; 3],
    roughness: f32,
    normals: Option<usize>,
) -> usize {
    let mut material = json!({
        "name": name,
        "pbrMetallicRoughness": {
            "baseColorFactor": [r, g, b, 1.0],
            "metallicFactor": 1.0,
            "roughnessFactor": roughness,
        },
    });
    if let Some(normals) = normals {
        material["normalTexture"] = json!({ "index": normals });
    }
    glb.material(material)
}

/// A node at an angle around the axis y, itself turned around y.
fn placed(angle: f32, radius: f32, y: f32, turn: f32) -> Value {
    let rotation = Quat::from_rotation_y(turn).to_array();
    json!({
        "translation": [angle.cos() * radius, y, -angle.sin() * radius],
        "rotation": rotation,
    })
}

/// Where a tooth has points: the phase, from gap to gap, and whether it is a tip.
const TOOTH: [(f32, bool); 6] = [
    (-0.5, false),
    (-0.29, false),
    (-0.13, true),
    (0.0, true),
    (0.13, true),
    (0.29, false),
];

/// An outline with the points of so many teeth; `radius` says how far each is from the axis.
fn outline(teeth: u32, radius: impl Fn(bool) -> f32) -> Vec<(f32, f32)> {
    let points = (0..teeth).flat_map(|tooth| TOOTH.map(|(phase, tip)| (real(tooth) + phase, tip)));
    points
        .map(|(phase, tip)| (TAU * phase / real(teeth), radius(tip)))
        .collect()
}

/// Teeth that point outwards, or inwards where `outwards` is negative.
fn teeth(count: u32, outwards: f32) -> Vec<(f32, f32)> {
    let pitch = MODULE * real(count) / 2.0;
    outline(count, |tip| {
        let by = if tip { 0.9 } else { -1.1 };
        pitch + outwards * by * MODULE
    })
}

fn hexagon(radius: f32) -> Vec<(f32, f32)> {
    (0..6)
        .map(|side| (TAU * real(side) / 6.0, radius))
        .collect()
}
