//! A grid of spheres: metallic from left to right, roughness from the bottom up.

use serde_json::json;

use super::glb::Glb;
use super::shape::{Shape, real};

const COLUMNS: u32 = 7;
const ROWS: u32 = 5;

/// Thirty-five spheres of one shape and as many materials.
pub fn materials() -> Vec<u8> {
    let mut glb = Glb::default();
    let sphere = glb.shape(&Shape::sphere(0.45, 32));
    let mut roots = Vec::new();
    for row in 0..ROWS {
        for column in 0..COLUMNS {
            let metallic = real(column) / real(COLUMNS - 1);
            let roughness = real(row) / real(ROWS - 1);
            let name = format!("metallic {metallic:.2}, roughness {roughness:.2}");
            let material = glb.material(json!({
                "name": name,
                "pbrMetallicRoughness": {
                    "baseColorFactor": [0.85, 0.36, 0.16, 1.0],
                    "metallicFactor": metallic,
                    "roughnessFactor": roughness,
                },
            }));
            let mesh = glb.mesh(&name, &sphere, material);
            let x = real(column) - real(COLUMNS - 1) / 2.0;
            let y = real(row) - real(ROWS - 1) / 2.0;
            roots.push(glb.node(json!({ "name": name, "mesh": mesh, "translation": [x, y, 0.0] })));
        }
    }
    glb.finish(&roots)
}
