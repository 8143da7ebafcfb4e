//! Meshes and surfaces as the file means them.

#![expect(
    clippy::float_cmp,
    clippy::unwrap_used,
    reason = "these numbers are exact, and building is not within a test function"
)]

mod file;

use file::{changed, glb, read};
use glam::Vec3;
use remote_rendering_scene::{Filter, Model, Note, Primitive, Sampler, UvSet, Wrap};
use serde_json::{Value, json};

/// A file of one primitive under construction.
struct Builder {
    binary: Vec<u8>,
    views: Vec<Value>,
    accessors: Vec<Value>,
    primitive: Value,
    material: Value,
}

impl Builder {
    fn new(positions: &[[f32; 3]]) -> Self {
        let mut builder = Self {
            binary: Vec::new(),
            views: Vec::new(),
            accessors: Vec::new(),
            primitive: json!({ "attributes": {} }),
            material: json!({}),
        };
        builder.floats("POSITION", positions);
        builder
    }

    fn floats<const N: usize>(&mut self, name: &str, elements: &[[f32; N]]) {
        let numbers = elements.iter().flatten();
        let bytes: Vec<u8> = numbers.flat_map(|number| number.to_le_bytes()).collect();
        self.attribute(name, &bytes, 5126, N, false);
    }

    fn attribute(
        &mut self,
        name: &str,
        bytes: &[u8],
        component: u32,
        parts: usize,
        normalized: bool,
    ) {
        self.primitive["attributes"][name] = json!(self.accessors.len());
        self.accessor(bytes, component, parts, normalized);
    }

    fn indices(&mut self, indices: &[u32]) {
        self.primitive["indices"] = json!(self.accessors.len());
        let bytes: Vec<u8> = indices
            .iter()
            .flat_map(|index| index.to_le_bytes())
            .collect();
        self.accessor(&bytes, 5125, 1, false);
    }

    fn accessor(&mut self, bytes: &[u8], component: u32, parts: usize, normalized: bool) {
        let size = match component {
            5120 | 5121 => 1,
            5122 | 5123 => 2,
            _ => 4,
        };
        let kind = ["", "SCALAR", "VEC2", "VEC3", "VEC4"][parts];
        self.accessors.push(json!({
            "bufferView": self.views.len(),
            "componentType": component,
            "count": bytes.len() / (size * parts),
            "normalized": normalized,
            "type": kind,
        }));
        let view =
            json!({ "buffer": 0, "byteOffset": self.binary.len(), "byteLength": bytes.len() });
        self.views.push(view);
        self.binary.extend(bytes);
    }

    fn model(mut self) -> Model {
        self.primitive["material"] = json!(0);
        let json = json!({
            "asset": { "version": "2.0" },
            "scenes": [{ "nodes": [0] }],
            "nodes": [{ "mesh": 0 }],
            "meshes": [{ "primitives": [self.primitive] }],
            "materials": [self.material],
            "textures": [{ "source": 0 }],
            "images": [{ "uri": file::picture() }],
            "accessors": self.accessors,
            "bufferViews": self.views,
            "buffers": [{ "byteLength": self.binary.len() }],
        });
        read(&glb(&json.to_string(), &self.binary)).unwrap()
    }
}

fn part(model: &Model) -> &Primitive {
    &model.meshes[0].primitives[0]
}

const SQUARE: [[f32; 3]; 4] = [[0.0; 3], [1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 1.0, 0.0]];
const TWO: [u32; 6] = [0, 1, 2, 0, 2, 3];

#[test]
fn a_strip_without_normals_is_flat() {
    // The second triangle is folded up.
    let mut builder = Builder::new(&[[0.0; 3], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 1.0]]);
    builder.primitive["mode"] = json!(5);
    let model = builder.model();
    let part = part(&model);
    assert_eq!((model.triangle_count(), part.vertices.len()), (2, 6));
    for triangle in part.vertices.as_chunks::<3>().0 {
        let [a, b, c] = triangle.map(|vertex| Vec3::from(vertex.position));
        let normal = (b - a).cross(c - a).normalize();
        assert!(
            triangle
                .iter()
                .all(|vertex| normal.abs_diff_eq(vertex.normal.into(), 1e-6))
        );
    }
    assert_eq!(part.vertices[0].normal, [0.0, 0.0, 1.0]);
}

#[test]
fn a_normal_without_direction_is_that_of_the_faces_around_it() {
    let mut builder = Builder::new(&SQUARE);
    builder.indices(&TWO);
    builder.floats(
        "NORMAL",
        &[[0.0, 3.0, 0.0], [0.0; 3], [0.0, 3e38, 3e38], [0.0; 3]],
    );
    let model = builder.model();
    let normals: Vec<_> = part(&model)
        .vertices
        .iter()
        .map(|vertex| vertex.normal)
        .collect();
    let z = [0.0, 0.0, 1.0];
    assert_eq!(normals, [[0.0, 1.0, 0.0], z, z, z]);
}

#[test]
fn small_types_are_read_as_the_numbers_that_they_mean() {
    let mut builder = Builder::new(&SQUARE);
    builder.indices(&TWO);
    builder.floats("NORMAL", &[[0.0, 0.0, 1.0]; 4]);
    builder.attribute("TEXCOORD_0", &[0, 255, 51, 0].repeat(2), 5121, 2, true);
    let shorts: Vec<u8> = [-32768_i16, 32767, 0, 1]
        .repeat(2)
        .iter()
        .flat_map(|it| it.to_le_bytes())
        .collect();
    builder.attribute("TEXCOORD_1", &shorts, 5122, 2, true);
    builder.attribute("COLOR_0", &[255, 0, 51].repeat(4), 5121, 3, true);
    let model = builder.model();
    let vertex = part(&model).vertices[0];
    assert_eq!((vertex.uv0, vertex.uv1), ([0.0, 1.0], [-1.0, 1.0]));
    assert_eq!(vertex.color, [65535, 0, 13107, 65535]);
    assert_eq!(part(&model).vertices[1].uv0, [0.2, 0.0]);

    // KHR_mesh_quantization: whole numbers stay what they are.
    let mut builder = Builder::new(&[]);
    builder.accessors.clear();
    builder.attribute("POSITION", &[0, 0, 0, 100, 0, 0, 0, 156, 0], 5120, 3, false);
    let bounds = builder.model().bounds().unwrap();
    assert_eq!(
        (bounds.min, bounds.max),
        (Vec3::new(0.0, -100.0, 0.0), Vec3::new(100.0, 0.0, 0.0))
    );
}

#[test]
fn tangents_follow_u_where_a_normal_map_needs_them() {
    // u points along y, and v along x, so that up in a normal map is against x. The second
    // triangle's v is mirrored.
    let mut builder = Builder::new(&SQUARE);
    builder.indices(&TWO);
    builder.floats("NORMAL", &[[0.0, 0.0, 1.0]; 4]);
    builder.floats(
        "TEXCOORD_1",
        &[[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 2.0]],
    );
    builder.material = json!({ "normalTexture": { "index": 0, "texCoord": 1, "scale": 0.5 } });
    let model = builder.model();
    let part = part(&model);
    let material = &model.materials[0];
    assert_eq!(material.normal_texture.unwrap().uv_set, UvSet::Second);
    assert!(!material.normal_texture.unwrap().is_srgb());
    assert!((material.normal_scale - 0.5).abs() < 1e-6);
    let tangents: Vec<_> = part
        .indices
        .iter()
        .map(|at| part.vertices[*at as usize].tangent)
        .collect();
    for tangent in &tangents[..3] {
        assert!(
            Vec3::from_slice(tangent).abs_diff_eq(Vec3::Y, 1e-5) && tangent[3] > 0.0,
            "{tangent:?}"
        );
    }
    for tangent in &tangents[3..] {
        assert!(tangent[3] < 0.0, "{tangent:?}");
    }
    // The two corners that both have are two vertices each.
    assert_eq!(part.vertices.len(), 6);
}

#[test]
fn tangents_of_the_file_stay() {
    let mut builder = Builder::new(&SQUARE);
    builder.indices(&TWO);
    builder.floats("NORMAL", &[[0.0, 0.0, 1.0]; 4]);
    builder.floats(
        "TANGENT",
        &[
            [0.0, 2.0, 0.0, -1.0],
            [1.0, 0.0, 0.0, 1.0],
            [0.0; 4],
            [0.0; 4],
        ],
    );
    builder.material = json!({ "normalTexture": { "index": 0 } });
    let model = builder.model();
    let vertices = &part(&model).vertices;
    assert_eq!(vertices[0].tangent, [0.0, 1.0, 0.0, -1.0]);
    assert_eq!(vertices[1].tangent, [1.0, 0.0, 0.0, 1.0]);
    assert!(Vec3::from_slice(&vertices[2].tangent).is_normalized());
}

#[test]
fn a_hub_of_many_triangles_neither_fills_the_stack_nor_takes_long() {
    // Around one corner, so that making tangents would call itself for each of them.
    let count = 60_000_u16;
    let rim = (0..=count).map(|place| {
        let angle = f32::from(place) / f32::from(count) * std::f32::consts::TAU;
        [angle.cos(), angle.sin(), 0.0]
    });
    let places: Vec<[f32; 3]> = std::iter::once([0.0; 3]).chain(rim).collect();
    let uvs: Vec<[f32; 2]> = places.iter().map(|place| [place[0], place[1]]).collect();
    let mut builder = Builder::new(&places);
    builder.primitive["mode"] = json!(6);
    builder.floats("NORMAL", &vec![[0.0, 0.0, 1.0]; places.len()]);
    builder.floats("TEXCOORD_0", &uvs);
    builder.material = json!({ "normalTexture": { "index": 0 } });
    assert_eq!(builder.model().triangle_count(), u64::from(count));
}

#[test]
fn what_is_passed_over_is_noted() {
    let model = changed(|json| {
        let empty = json!({ "channels": [], "samplers": [] });
        json["animations"] = json!([empty, empty]);
        json["cameras"] = json!([{}]);
        json["extensionsUsed"] = json!(["KHR_lights_punctual", "KHR_materials_unlit"]);
        json["scenes"] = json!([]);
        json["scene"] = Value::Null;
        json["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"]["texCoord"] = json!(2);
        let triangles = json["meshes"][0]["primitives"][0].clone();
        for (mode, indices) in [
            (0, json!(2)),
            (1, json!(2)),
            (3, json!(2)),
            (4, Value::Null),
        ] {
            let mut more = triangles.clone();
            more["mode"] = json!(mode);
            more["indices"] = indices;
            more["targets"] = json!([{}]);
            json["meshes"][0]["primitives"]
                .as_array_mut()
                .unwrap()
                .push(more);
        }
    });
    let model = model.unwrap();
    assert_eq!(model.meshes[0].primitives.len(), 2);
    assert!(model.textures.is_empty() && model.images.is_empty());
    let expected = [
        Note::Points(1),
        Note::Lines(2),
        Note::MorphTargets(1),
        Note::Animations(2),
        Note::Cameras(1),
        Note::TextureSets(1),
        Note::NoScene,
        Note::Extension("KHR_lights_punctual".to_owned()),
    ];
    assert_eq!(model.notes, expected);
    assert_eq!(model.notes[1].to_string(), "2 sets of lines are not shown");
}

#[test]
fn what_no_node_shows_is_not_read() {
    let model = changed(|json| {
        json["meshes"].as_array_mut().unwrap().insert(
            0,
            json!({ "primitives": [{ "attributes": { "POSITION": 99 } }] }),
        );
        json["nodes"] = json!([{ "mesh": 0 }, { "mesh": 1, "name": "shown" }]);
        json["scenes"][0]["nodes"] = json!([1]);
        json["images"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "uri": "lost.webp" }));
    });
    let model = model.unwrap();
    assert_eq!(
        (model.nodes.len(), model.meshes.len(), model.images.len()),
        (1, 1, 1)
    );
    assert_eq!(model.nodes[0].name.as_deref(), Some("shown"));
    assert_eq!(model.instances()[0].mesh.index(), 0);
}

#[test]
fn samplers_are_what_their_numbers_mean() {
    let sampler = |sampler: Value| {
        let model = changed(|json| {
            json["samplers"] = json!([sampler]);
            json["textures"][0]["sampler"] = json!(0);
        });
        model.map(|model| model.textures[0].sampler)
    };
    assert_eq!(sampler(json!({})), Ok(Sampler::default()));
    let read =
        sampler(json!({ "magFilter": 9728, "minFilter": 9985, "wrapS": 33071, "wrapT": 33648 }));
    let expected = Sampler {
        magnify: Filter::Nearest,
        minify: Filter::Linear,
        mipmap: Some(Filter::Nearest),
        wrap_u: Wrap::Clamp,
        wrap_v: Wrap::Mirror,
    };
    assert_eq!(read, Ok(expected));
    let error = sampler(json!({ "wrapS": 9728 })).unwrap_err().to_string();
    assert_eq!(
        error,
        "texture 0, sampler 0: 9728 is no filter and no wrapping mode"
    );
}

#[test]
fn copies_are_placed_from_their_node() {
    let model = changed(|json| {
        json["nodes"][0]["translation"] = json!([10, 0, 0]);
        let places = json!({ "attributes": { "TRANSLATION": 0, "SCALE": 0 } });
        json["nodes"][0]["extensions"]["EXT_mesh_gpu_instancing"] = places;
    });
    let model = model.unwrap();
    let places: Vec<_> = model.instances()[0]
        .upright
        .iter()
        .map(|at| at.translation.to_array())
        .collect();
    assert_eq!(
        places,
        [
            [10.0, 0.0, 0.0],
            [11.0, 0.0, 0.0],
            [11.0, 1.0, 0.0],
            [10.0, 9.0, 0.0]
        ]
    );
    assert_eq!(model.triangle_count(), 4);
    let error = changed(|json| {
        let places = json!({ "attributes": { "TRANSLATION": 0, "ROTATION": 0 } });
        json["nodes"][0]["extensions"]["EXT_mesh_gpu_instancing"] = places;
    });
    let text = "node 0, EXT_mesh_gpu_instancing, ROTATION: is of another type or length";
    assert_eq!(error.unwrap_err().to_string(), text);
}
