//! A bumpy sphere with one picture on it: what renderers are compared by.

use glam::{Vec2, Vec3};
use serde_json::json;

use super::glb::Glb;
use super::picture::{fractal, png};
use super::shape::{Shape, direction, real};

/// How high the bumps are, in radii.
const BUMPS: f32 = 0.05;

/// A sphere of about so many triangles: a square number of quads.
pub fn sphere(triangles: u32) -> Vec<u8> {
    let mut glb = Glb::default();
    let grain = glb.texture(&png(512, |place| {
        let grain = 0.3 + 0.7 * fractal(place * 32.0, 32, 3);
        [grain, 0.7 * grain, 0.4 * grain, 1.0]
    }));
    let material = glb.material(json!({
        "name": "grain",
        "pbrMetallicRoughness": {
            "baseColorTexture": { "index": grain },
            "metallicFactor": 0.0,
            "roughnessFactor": 0.5,
        },
    }));
    let sphere = glb.shape(&bumpy((triangles / 2).isqrt().max(3)));
    let mesh = glb.mesh("sphere", &sphere, material);
    let root = glb.node(json!({ "name": "sphere", "mesh": mesh }));
    glb.finish(&[root])
}

fn bumpy(cells: u32) -> Shape {
    let mut shape = Shape::default();
    for row in 0..=cells {
        for column in 0..=cells {
            let uv = Vec2::new(real(column), real(row)) / real(cells);
            let out = direction(uv);
            shape.vertex(out * radius(out), normal(out), uv);
        }
    }
    shape.grid(cells, cells);
    shape
}

/// How far the surface is from the middle, in a direction.
fn radius(out: Vec3) -> f32 {
    let waves = (out * 9.0 + Vec3::new(0.0, 1.0, 2.0)).map(f32::sin);
    1.0 + BUMPS * waves.x * waves.y * waves.z
}

/// Where the surface looks, in a direction from the middle.
fn normal(out: Vec3) -> Vec3 {
    const STEP: f32 = 1e-3;
    let slope = |by: Vec3| {
        let radius = |by: Vec3| radius((out + by).normalize());
        (radius(by) - radius(-by)) / (2.0 * STEP)
    };
    let slopes = Vec3::new(
        slope(Vec3::X * STEP),
        slope(Vec3::Y * STEP),
        slope(Vec3::Z * STEP),
    );
    (out - slopes / radius(out)).normalize()
}
