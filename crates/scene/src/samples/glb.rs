//! Writing GLB files.

use bytemuck::NoUninit;
use serde_json::{Value, json};

use super::shape::Shape;

/// A file under construction. Each method adds an object and gives its place.
#[derive(Debug, Default)]
pub(super) struct Glb {
    binary: Vec<u8>,
    views: Vec<Value>,
    accessors: Vec<Value>,
    images: Vec<Value>,
    samplers: Vec<Value>,
    textures: Vec<Value>,
    materials: Vec<Value>,
    meshes: Vec<Value>,
    nodes: Vec<Value>,
    skins: Vec<Value>,
    animations: Vec<Value>,
    extensions: Vec<&'static str>,
}

fn add(list: &mut Vec<Value>, entry: Value) -> usize {
    list.push(entry);
    list.len() - 1
}

impl Glb {
    /// An extension that the file uses, and can do without.
    pub(super) fn extension(&mut self, name: &'static str) {
        self.extensions.push(name);
    }

    fn view(&mut self, bytes: &[u8]) -> usize {
        self.binary.resize(self.binary.len().next_multiple_of(4), 0);
        let view = json!({
            "buffer": 0,
            "byteOffset": self.binary.len(),
            "byteLength": bytes.len(),
        });
        self.binary.extend(bytes);
        add(&mut self.views, view)
    }

    fn accessor<T: NoUninit>(&mut self, elements: &[T], kind: &str, component: u32) -> usize {
        let view = self.view(bytemuck::cast_slice(elements));
        let accessor = json!({
            "bufferView": view,
            "componentType": component,
            "count": elements.len(),
            "type": kind,
        });
        add(&mut self.accessors, accessor)
    }

    fn positions(&mut self, positions: &[[f32; 3]]) -> usize {
        let index = self.accessor(positions, "VEC3", 5126);
        let fold = |pick: fn(f32, f32) -> f32| {
            let corner = positions
                .iter()
                .copied()
                .reduce(|a, b| [pick(a[0], b[0]), pick(a[1], b[1]), pick(a[2], b[2])]);
            json!(corner)
        };
        self.accessors[index]["min"] = fold(f32::min);
        self.accessors[index]["max"] = fold(f32::max);
        index
    }

    /// Vectors of floats.
    pub(super) fn floats<T: NoUninit>(&mut self, elements: &[T], kind: &str) -> usize {
        self.accessor(elements, kind, 5126)
    }

    /// Vectors of bytes.
    pub(super) fn bytes<T: NoUninit>(&mut self, elements: &[T], kind: &str) -> usize {
        self.accessor(elements, kind, 5121)
    }

    /// The times of an animation's keys, each after the one before.
    pub(super) fn times(&mut self, times: &[f32]) -> usize {
        let index = self.floats(times, "SCALAR");
        self.accessors[index]["min"] = json!([times.first()]);
        self.accessors[index]["max"] = json!([times.last()]);
        index
    }

    /// The attributes and indices of a shape, as a primitive without material.
    pub(super) fn shape(&mut self, shape: &Shape) -> Value {
        let mut attributes = json!({
            "POSITION": self.positions(&shape.positions),
            "NORMAL": self.accessor(&shape.normals, "VEC3", 5126),
            "TEXCOORD_0": self.accessor(&shape.uvs, "VEC2", 5126),
        });
        if !shape.colors.is_empty() {
            let colors = self.accessor(&shape.colors, "VEC4", 5121);
            self.accessors[colors]["normalized"] = json!(true);
            attributes["COLOR_0"] = json!(colors);
        }
        let indices = match u16::try_from(shape.positions.len()) {
            Ok(_) => {
                let short = |index: &u32| u16::try_from(*index).unwrap_or_default();
                let indices: Vec<u16> = shape.indices.iter().map(short).collect();
                self.accessor(&indices, "SCALAR", 5123)
            }
            Err(_) => self.accessor(&shape.indices, "SCALAR", 5125),
        };
        json!({ "attributes": attributes, "indices": indices })
    }

    /// A picture in PNG, repeated beyond its edges.
    pub(super) fn texture(&mut self, png: &[u8]) -> usize {
        let view = self.view(png);
        if self.samplers.is_empty() {
            let sampler = json!({ "magFilter": 9729, "minFilter": 9987 });
            self.samplers.push(sampler);
        }
        let image = add(
            &mut self.images,
            json!({ "bufferView": view, "mimeType": "image/png" }),
        );
        add(&mut self.textures, json!({ "source": image, "sampler": 0 }))
    }

    pub(super) fn material(&mut self, material: Value) -> usize {
        add(&mut self.materials, material)
    }

    /// A mesh of one shape.
    pub(super) fn mesh(&mut self, name: &str, primitive: &Value, material: usize) -> usize {
        let mut primitive = primitive.clone();
        primitive["material"] = json!(material);
        add(
            &mut self.meshes,
            json!({ "name": name, "primitives": [primitive] }),
        )
    }

    pub(super) fn node(&mut self, node: Value) -> usize {
        add(&mut self.nodes, node)
    }

    pub(super) fn skin(&mut self, skin: Value) -> usize {
        add(&mut self.skins, skin)
    }

    pub(super) fn animation(&mut self, animation: Value) -> usize {
        add(&mut self.animations, animation)
    }

    /// The file, which shows the nodes in `roots`.
    pub(super) fn finish(mut self, roots: &[usize]) -> Vec<u8> {
        self.binary.resize(self.binary.len().next_multiple_of(4), 0);
        let mut json = json!({
            "asset": { "version": "2.0" },
            "scene": 0,
            "scenes": [{ "nodes": roots }],
            "buffers": [{ "byteLength": self.binary.len() }],
        });
        let lists = [
            ("bufferViews", self.views),
            ("accessors", self.accessors),
            ("images", self.images),
            ("samplers", self.samplers),
            ("textures", self.textures),
            ("materials", self.materials),
            ("meshes", self.meshes),
            ("nodes", self.nodes),
            ("skins", self.skins),
            ("animations", self.animations),
        ];
        for (name, list) in lists {
            // glTF has no empty lists.
            if !list.is_empty() {
                json[name] = Value::Array(list);
            }
        }
        if !self.extensions.is_empty() {
            json["extensionsUsed"] = json!(self.extensions);
        }
        let mut text = json.to_string().into_bytes();
        text.resize(text.len().next_multiple_of(4), b' ');
        let mut file = Vec::with_capacity(28 + text.len() + self.binary.len());
        let number = |file: &mut Vec<u8>, value: usize| {
            file.extend(u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes());
        };
        file.extend(b"glTF");
        number(&mut file, 2);
        number(&mut file, 28 + text.len() + self.binary.len());
        number(&mut file, text.len());
        file.extend(b"JSON");
        file.extend(text);
        number(&mut file, self.binary.len());
        file.extend(b"BIN\0");
        file.extend(self.binary);
        file
    }
}
