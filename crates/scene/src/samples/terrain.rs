//! A landscape of as many triangles as wanted.

use glam::{Vec2, Vec3};
use serde_json::json;

use super::glb::Glb;
use super::picture::{byte, fractal, png};
use super::shape::{Shape, real};

/// Metres along each side.
const SIDE: f32 = 100.0;
/// Metres from the water to the highest place that there could be.
const HEIGHT: f32 = 99.0;

/// A landscape with colours by height and slope, of at least `triangles` triangles and one more row
/// of them at most. More of them show the same landscape more finely.
pub fn terrain(triangles: u32) -> Vec<u8> {
    let mut cells = (triangles / 2).isqrt().max(1);
    if u64::from(cells) * u64::from(cells) * 2 < u64::from(triangles) {
        cells += 1;
    }
    let mut glb = Glb::default();
    let ground = glb.texture(&png(256, |place| {
        let grain = 0.75 + 0.25 * fractal(place * 16.0, 16, 5);
        [grain, grain, grain, 1.0]
    }));
    let material = glb.material(json!({
        "name": "ground",
        "pbrMetallicRoughness": {
            "baseColorTexture": {
                "index": ground,
                "extensions": { "KHR_texture_transform": { "scale": [24.0, 24.0] } },
            },
            "metallicFactor": 0.0,
            "roughnessFactor": 0.9,
        },
    }));
    glb.extension("KHR_texture_transform");
    let land = glb.shape(&land(cells));
    let mesh = glb.mesh("land", &land, material);
    let root = glb.node(json!({ "name": "land", "mesh": mesh }));
    glb.finish(&[root])
}

fn land(cells: u32) -> Shape {
    let mut land = Shape::default();
    let step = SIDE / real(cells);
    let reach = step.max(0.2);
    for row in 0..=cells {
        for column in 0..=cells {
            let place = Vec2::new(real(column), real(row)) * step - SIDE / 2.0;
            let slope = |by: Vec2| (height(place + by) - height(place - by)) / (2.0 * reach);
            let (along, across) = (slope(Vec2::X * reach), slope(Vec2::Y * reach));
            let normal = Vec3::new(-along, 1.0, -across).normalize();
            let at = Vec3::new(place.x, height(place), place.y);
            land.vertex(at, normal, place / SIDE + 0.5);
            land.colors.push(color(at, normal));
        }
    }
    land.grid(cells, cells);
    land
}

/// Metres above the water, with ridges; lakes are flat.
fn height(place: Vec2) -> f32 {
    let wide = fractal(place * 0.016 + 40.0, 1 << 20, 5);
    let across = 2.0 * fractal(place * 0.024 + 90.0, 1 << 20, 4) - 1.0;
    // Round on top, or few triangles would show it as stairs.
    let ridge = 1.0 - (across * across + 0.006).sqrt();
    let shape = (wide * 0.55 + ridge * ridge * 0.45 - 0.4).max(0.0);
    shape * shape * HEIGHT
}

fn color(at: Vec3, normal: Vec3) -> [u8; 4] {
    let mix = |from: Vec3, to: Vec3, low: f32, high: f32, value: f32| {
        from.lerp(to, ((value - low) / (high - low)).clamp(0.0, 1.0))
    };
    let (sand, grass) = (Vec3::new(0.55, 0.43, 0.24), Vec3::new(0.10, 0.24, 0.05));
    let (rock, snow) = (Vec3::new(0.22, 0.19, 0.17), Vec3::new(0.90, 0.93, 0.97));
    if at.y <= 0.0 {
        return [10, 45, 70, 255];
    }
    let mut color = mix(sand, grass, 0.1, 0.8, at.y);
    color = mix(rock, color, 0.72, 0.88, normal.y);
    color = mix(color, snow, 9.0, 12.0, at.y * normal.y);
    color.extend(1.0).to_array().map(byte)
}
