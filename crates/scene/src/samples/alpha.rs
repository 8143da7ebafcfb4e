//! Test cards: one for each thing that a surface can do beside reflecting light.

use glam::Vec2;
use serde_json::{Value, json};

use super::glb::Glb;
use super::picture::png;
use super::shape::{Shape, real};

/// Eight cards in two rows: masked, blended, seen from behind with and without a back; unlit,
/// emissive, with a moved texture, and with colours of its corners.
pub fn alpha() -> Vec<u8> {
    let mut glb = Glb::default();
    for name in [
        "KHR_materials_emissive_strength",
        "KHR_materials_unlit",
        "KHR_texture_transform",
    ] {
        glb.extension(name);
    }
    let card = glb.shape(&Shape::card());
    let mut corners = Shape::card();
    corners.colors = vec![
        [255, 0, 0, 255],
        [0, 255, 0, 255],
        [0, 0, 255, 255],
        [255; 4],
    ];
    let corners = glb.shape(&corners);
    let pictures = Pictures {
        dots: glb.texture(&png(256, dots)),
        glass: glb.texture(&png(256, |place| [0.2, 0.7, 1.0, place.x])),
        arrow: glb.texture(&png(256, arrow)),
        checks: glb.texture(&png(256, checks)),
    };
    let mut roots = Vec::new();
    for (place, (name, material)) in (0_u32..).zip(cards(&pictures)) {
        let material = glb.material(material);
        let shape = if name == "corners" { &corners } else { &card };
        let mesh = glb.mesh(name, shape, material);
        let x = real(place % 4) * 1.25 - 1.875;
        let y = if place < 4 { 0.625 } else { -0.625 };
        let mut node = json!({ "name": name, "mesh": mesh, "translation": [x, y, 0.0] });
        if name == "one side" || name == "both sides" {
            // Half a turn around y.
            node["rotation"] = json!([0.0, 1.0, 0.0, 0.0]);
        }
        roots.push(glb.node(node));
    }
    glb.finish(&roots)
}

struct Pictures {
    dots: usize,
    glass: usize,
    arrow: usize,
    checks: usize,
}

fn cards(pictures: &Pictures) -> [(&'static str, Value); 8] {
    let textured = |texture: usize| {
        json!({
            "baseColorTexture": { "index": texture },
            "metallicFactor": 0.0,
            "roughnessFactor": 0.6,
        })
    };
    let plain = json!({ "metallicFactor": 0.0, "roughnessFactor": 0.6 });
    [
        (
            "mask",
            json!({
                "alphaMode": "MASK",
                "alphaCutoff": 0.5,
                "pbrMetallicRoughness": textured(pictures.dots),
            }),
        ),
        (
            "blend",
            json!({
                "alphaMode": "BLEND",
                "pbrMetallicRoughness": textured(pictures.glass),
            }),
        ),
        (
            "one side",
            json!({ "pbrMetallicRoughness": textured(pictures.arrow) }),
        ),
        (
            "both sides",
            json!({
                "doubleSided": true,
                "pbrMetallicRoughness": textured(pictures.arrow),
            }),
        ),
        (
            "unlit",
            json!({
                "extensions": { "KHR_materials_unlit": {} },
                "pbrMetallicRoughness": textured(pictures.checks),
            }),
        ),
        (
            "emissive",
            json!({
                "emissiveFactor": [1.0, 0.5, 0.1],
                "emissiveTexture": { "index": pictures.checks },
                "extensions": { "KHR_materials_emissive_strength": { "emissiveStrength": 4.0 } },
                "pbrMetallicRoughness": { "baseColorFactor": [0.02, 0.02, 0.02, 1.0] },
            }),
        ),
        ("moved", {
            let mut surface = textured(pictures.arrow);
            surface["baseColorTexture"]["extensions"]["KHR_texture_transform"] = json!({
                "offset": [0.5, 0.25],
                "rotation": std::f32::consts::FRAC_PI_4,
                "scale": [2.0, 2.0],
            });
            json!({ "pbrMetallicRoughness": surface })
        }),
        ("corners", json!({ "pbrMetallicRoughness": plain })),
    ]
    .map(|(name, mut material)| {
        material["name"] = json!(name);
        (name, material)
    })
}

fn dots(place: Vec2) -> [f32; 4] {
    let within = (place * 4.0).fract() - 0.5;
    let edge = (0.4 - within.length()) * 32.0;
    [0.9, 0.25 + 0.5 * place.y, 0.2, (edge + 0.5).clamp(0.0, 1.0)]
}

fn checks(place: Vec2) -> [f32; 4] {
    let cell = (place * 8.0).floor();
    if (cell.x + cell.y) % 2.0 == 0.0 {
        [0.95, 0.95, 0.95, 1.0]
    } else {
        [0.12, 0.14, 0.18, 1.0]
    }
}

/// Points up, green on white.
fn arrow(place: Vec2) -> [f32; 4] {
    let shaft = (place.x - 0.5).abs() < 0.08 && (0.4..0.9).contains(&place.y);
    let head = (0.1..0.45).contains(&place.y) && (place.x - 0.5).abs() < (place.y - 0.1) * 0.8;
    let border = place.min_element() < 0.03 || place.max_element() > 0.97;
    match (shaft || head, border) {
        (true, _) => [0.05, 0.55, 0.2, 1.0],
        (false, true) => [0.3, 0.3, 0.3, 1.0],
        (false, false) => [0.95, 0.95, 0.9, 1.0],
    }
}
