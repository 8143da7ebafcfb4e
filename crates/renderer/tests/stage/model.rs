//! Small glTF files, made of cards and balls.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use glam::{Vec2, Vec3};
use image::{ImageFormat, RgbaImage};
use serde_json::{Value, json};
use std::f32::consts::{PI, TAU};
use std::io::Cursor;

/// A file under construction. Each method gives the place of what it adds.
pub(crate) struct File(Value);

/// A list of triangles.
#[derive(Clone, Default)]
pub(crate) struct Shape {
    pub(crate) positions: Vec<Vec3>,
    pub(crate) normals: Vec<Vec3>,
    pub(crate) uvs: Vec<Vec2>,
    pub(crate) second_uvs: Vec<Vec2>,
    /// Linear RGB.
    pub(crate) colors: Vec<Vec3>,
    pub(crate) indices: Vec<u32>,
}

impl Shape {
    /// A card of one metre that is seen from +z.
    pub(crate) fn card() -> Self {
        let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)];
        Self {
            positions: corners.map(|(x, y)| Vec3::new(x, y, 0.0)).into(),
            normals: vec![Vec3::Z; 4],
            uvs: corners.map(|(x, y)| Vec2::new(x + 0.5, 0.5 - y)).into(),
            indices: vec![0, 1, 2, 0, 2, 3],
            ..Self::default()
        }
    }

    /// A ball of half a metre around.
    pub(crate) fn ball() -> Self {
        const RINGS: u16 = 24;
        const SIDES: u16 = 48;
        let mut ball = Self::default();
        for ring in 0..=RINGS {
            for side in 0..=SIDES {
                let uv = Vec2::new(
                    f32::from(side) / f32::from(SIDES),
                    f32::from(ring) / f32::from(RINGS),
                );
                let (turn, down) = (uv.x * TAU, uv.y * PI);
                let normal = Vec3::new(
                    turn.cos() * down.sin(),
                    down.cos(),
                    -turn.sin() * down.sin(),
                );
                ball.positions.push(normal * 0.5);
                ball.normals.push(normal);
                ball.uvs.push(uv);
            }
        }
        for ring in 0..u32::from(RINGS) {
            for side in 0..u32::from(SIDES) {
                let above = ring * (u32::from(SIDES) + 1) + side;
                let below = above + u32::from(SIDES) + 1;
                let quad = [above, below, below + 1, above, below + 1, above + 1];
                ball.indices.extend(quad);
            }
        }
        ball
    }
}

impl File {
    pub(crate) fn new() -> Self {
        Self(json!({
            "asset": { "version": "2.0" },
            "extensionsUsed": [
                "EXT_mesh_gpu_instancing", "KHR_materials_emissive_strength",
                "KHR_materials_unlit", "KHR_texture_transform"
            ],
            "scene": 0,
            "scenes": [{ "nodes": [] }],
        }))
    }

    /// Adds to one of the file's lists.
    pub(crate) fn add(&mut self, list: &str, entry: Value) -> usize {
        let list = &mut self.0[list];
        if list.is_null() {
            *list = json!([]);
        }
        let list = list.as_array_mut().unwrap();
        list.push(entry);
        list.len() - 1
    }

    /// An accessor with a buffer of its own.
    pub(crate) fn floats(&mut self, kind: &str, parts: usize, numbers: &[f32]) -> usize {
        let bytes: Vec<u8> = numbers.iter().flat_map(|one| one.to_le_bytes()).collect();
        self.accessor(kind, 5126, numbers.len() / parts, &bytes)
    }

    pub(crate) fn accessor(
        &mut self,
        kind: &str,
        component: u32,
        count: usize,
        bytes: &[u8],
    ) -> usize {
        let uri = format!(
            "data:application/octet-stream;base64,{}",
            STANDARD.encode(bytes)
        );
        let buffer = self.add("buffers", json!({ "byteLength": bytes.len(), "uri": uri }));
        let view = json!({ "buffer": buffer, "byteLength": bytes.len() });
        let view = self.add("bufferViews", view);
        let accessor = json!({
            "bufferView": view, "componentType": component, "count": count, "type": kind,
        });
        self.add("accessors", accessor)
    }

    /// A texture of a picture whose pixels are given by their place.
    pub(crate) fn texture(&mut self, size: u32, color: impl Fn(u32, u32) -> [u8; 4]) -> usize {
        let picture = RgbaImage::from_fn(size, size, |x, y| image::Rgba(color(x, y)));
        let mut png = Cursor::new(Vec::new());
        picture.write_to(&mut png, ImageFormat::Png).unwrap();
        let uri = format!("data:image/png;base64,{}", STANDARD.encode(png.get_ref()));
        let image = self.add("images", json!({ "uri": uri }));
        self.add("textures", json!({ "source": image }))
    }

    /// A mesh of one shape and material.
    pub(crate) fn mesh(&mut self, shape: &Shape, material: Value) -> usize {
        let flat = |list: &[Vec3]| list.iter().flat_map(Vec3::to_array).collect::<Vec<f32>>();
        let flat_uv = |list: &[Vec2]| list.iter().flat_map(Vec2::to_array).collect::<Vec<f32>>();
        let mut attributes = json!({
            "POSITION": self.floats("VEC3", 3, &flat(&shape.positions)),
            "NORMAL": self.floats("VEC3", 3, &flat(&shape.normals)),
            "TEXCOORD_0": self.floats("VEC2", 2, &flat_uv(&shape.uvs)),
        });
        if !shape.second_uvs.is_empty() {
            let uvs = self.floats("VEC2", 2, &flat_uv(&shape.second_uvs));
            attributes["TEXCOORD_1"] = json!(uvs);
        }
        if !shape.colors.is_empty() {
            attributes["COLOR_0"] = json!(self.floats("VEC3", 3, &flat(&shape.colors)));
        }
        let indices = shape.indices.iter().flat_map(|index| index.to_le_bytes());
        let bytes: Vec<u8> = indices.collect();
        let indices = self.accessor("SCALAR", 5125, shape.indices.len(), &bytes);
        let material = self.add("materials", material);
        let primitive = json!({
            "attributes": attributes, "indices": indices, "material": material,
        });
        self.add("meshes", json!({ "primitives": [primitive] }))
    }

    /// The first entry of a list, which is made where there is none.
    pub(crate) fn first(&mut self, list: &str, blank: &Value) -> &mut Value {
        if self.0[list].is_null() {
            self.0[list] = json!([blank]);
        }
        &mut self.0[list][0]
    }

    /// The place of the last entry of a list.
    pub(crate) fn last(&self, list: &str) -> usize {
        self.0[list].as_array().unwrap().len() - 1
    }

    /// What the vertices of a mesh have.
    pub(crate) fn attributes(&mut self, mesh: usize) -> &mut Value {
        &mut self.0["meshes"][mesh]["primitives"][0]["attributes"]
    }

    /// A node at the root.
    pub(crate) fn node(&mut self, node: Value) -> usize {
        let place = self.add("nodes", node);
        let roots = self.0["scenes"][0]["nodes"].as_array_mut().unwrap();
        roots.push(json!(place));
        place
    }

    /// A shape at a place.
    pub(crate) fn put(&mut self, shape: &Shape, material: Value, at: [f32; 3]) {
        let mesh = self.mesh(shape, material);
        self.node(json!({ "mesh": mesh, "translation": at }));
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(&self.0).unwrap()
    }
}

/// A material that is always of one colour, linear RGBA.
pub(crate) fn unlit(color: [f32; 4]) -> Value {
    json!({
        "extensions": { "KHR_materials_unlit": {} },
        "pbrMetallicRoughness": { "baseColorFactor": color },
    })
}

/// A file of one unlit card.
pub(crate) fn card(color: [f32; 4], at: [f32; 3]) -> Vec<u8> {
    let mut file = File::new();
    file.put(&Shape::card(), unlit(color), at);
    file.bytes()
}

pub(crate) const RED: [f32; 4] = [1.0, 0.0, 0.0, 1.0];
pub(crate) const GREEN: [f32; 4] = [0.0, 1.0, 0.0, 1.0];
