//! What holds for files that nobody thought of.

mod file;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use file::{glb, read, triangle};
use glam::{Affine3A, Quat, Vec3};
use proptest::prelude::*;
use remote_rendering_scene::{Limits, Model, MovedBy, NoResources, samples};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// Whole files to change: with pictures, tangents to make, hierarchies and everything optional.
static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let (json, binary) = triangle();
    vec![
        samples::terrain(8),
        glb(&json.to_string(), &binary),
        glb(&rich().to_string(), &binary),
    ]
});

/// The triangle with a normal map, instances, sparse values and a moved texture.
fn rich() -> Value {
    let (mut json, _) = triangle();
    json["materials"][0]["normalTexture"] = json!({
        "index": 0,
        "extensions": { "KHR_texture_transform": { "rotation": 1.0, "texCoord": 0 } },
    });
    json["nodes"] = json!([
        { "children": [1, 2], "matrix": [0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 2, 3, 4, 1] },
        { "mesh": 0, "scale": [-1, 2, 3], "skin": 0 },
        { "mesh": 0, "extensions": { "EXT_mesh_gpu_instancing": { "attributes": { "TRANSLATION": 0 } } } },
    ]);
    json["skins"] = json!([{ "joints": [1, 2] }]);
    let attributes = &mut json["meshes"][0]["primitives"][0]["attributes"];
    attributes["JOINTS_0"] = json!(3);
    attributes["WEIGHTS_0"] = json!(4);
    json["animations"] = json!([{
        "channels": [
            { "sampler": 0, "target": { "node": 1, "path": "scale" } },
            { "sampler": 1, "target": { "node": 2, "path": "rotation" } },
        ],
        "samplers": [
            { "input": 5, "output": 6, "interpolation": "CUBICSPLINE" },
            { "input": 5, "output": 7 },
        ],
    }]);
    let numbers: Vec<u8> = (0_u8..40)
        .flat_map(|it| f32::from(it).to_le_bytes())
        .collect();
    let uri = format!("data:;base64,{}", STANDARD.encode(&numbers));
    add(
        &mut json,
        "buffers",
        json!({ "byteLength": 160, "uri": uri }),
    );
    add(
        &mut json,
        "bufferViews",
        json!({ "buffer": 1, "byteLength": 160 }),
    );
    let joints = json!({
        "componentType": 5121, "count": 4, "type": "VEC4",
        "sparse": {
            "count": 1,
            "indices": { "bufferView": 2, "byteOffset": 2, "componentType": 5121 },
            "values": { "bufferView": 2 },
        },
    });
    add(&mut json, "accessors", joints);
    for (component, kind, count, offset) in [
        (5121, "VEC4", 4, 0),
        (5126, "SCALAR", 4, 0),
        (5126, "VEC3", 12, 16),
        (5126, "VEC4", 4, 0),
    ] {
        let accessor = json!({
            "bufferView": 3, "byteOffset": offset, "componentType": component,
            "count": count, "type": kind, "normalized": component == 5121,
        });
        add(&mut json, "accessors", accessor);
    }
    json["accessors"][0]["sparse"] = json!({
        "count": 1,
        "indices": { "bufferView": 2, "byteOffset": 2, "componentType": 5121 },
        "values": { "bufferView": 0, "byteOffset": 12 },
    });
    json
}

fn add(json: &mut Value, list: &str, entry: Value) {
    if let Some(list) = json[list].as_array_mut() {
        list.push(entry);
    }
}

/// A limit below what the test process may take, so that a lie about a size is an error.
fn narrow() -> Limits {
    let mut limits = Limits::default();
    limits.memory_bytes = 64 << 20;
    limits
}

#[test]
fn the_files_themselves_are_whole() {
    for file in FILES.iter() {
        read(file).unwrap();
    }
    let model = read(&FILES[2]).unwrap();
    assert!(model.motion().is_animated() && model.motion().joint_count() == 2);
    assert!(!model.meshes[0].primitives[0].influences.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// No change of bytes makes the reader panic.
    #[test]
    fn a_changed_file_is_read_or_refused(
        which in 0_usize..3,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        end in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut file = FILES[which].clone();
        for (place, value) in changes {
            let place = place.index(file.len());
            file[place] = value;
        }
        if let Some(end) = end {
            file.truncate(end.index(file.len()));
        }
        let _ = Model::read(&file, &NoResources, &narrow());
    }

    /// Nor does any number in place of another one of the JSON, where most of the rules are.
    #[test]
    fn a_changed_number_is_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), number()), 1..4),
    ) {
        let (_, binary) = triangle();
        let mut json = rich();
        for (which, value) in changes {
            let mut numbers = Vec::new();
            collect(&mut json, &mut numbers);
            let which = which.index(numbers.len());
            *numbers.swap_remove(which) = value;
        }
        if let Ok(model) = Model::read(&glb(&json.to_string(), &binary), &NoResources, &narrow()) {
            for part in model.meshes.iter().flat_map(|mesh| &mesh.primitives) {
                prop_assert!(part.indices.iter().all(|at| (*at as usize) < part.vertices.len()));
                prop_assert!(part.bounds.is_finite());
                let all: &[f32] = bytemuck::cast_slice(&part.vertices);
                let floats = all.chunks_exact(16).flat_map(|vertex| &vertex[..14]);
                prop_assert!(floats.into_iter().all(|number| number.is_finite()));
                prop_assert!([0, part.vertices.len()].contains(&part.influences.len()));
            }
            let joints = model.motion().at(1.7).joints.len();
            for mover in model.motion().movers() {
                let MovedBy::Joints(of_mover) = &mover.by else { continue };
                prop_assert!(of_mover.end <= joints);
                let parts = model.meshes[mover.mesh.index()].primitives.iter();
                let named = parts.flat_map(|part| &part.influences).flat_map(|it| it.joints);
                prop_assert!(named.into_iter().all(|joint| usize::from(joint) < of_mover.len()));
            }
        }
    }

    /// Numbers come out as they went in, wherever they lie.
    #[test]
    fn every_layout_is_read(
        places in prop::collection::vec(prop::array::uniform3(-1000.0_f32..1000.0), 3..12),
        changed in prop::collection::btree_map(0_u8..12, prop::array::uniform3(-9.0_f32..9.0), 0..4),
        (offset, gap, start) in (0_usize..4, 0_usize..4, 0_usize..4),
        is_interleaved in any::<bool>(),
    ) {
        let stride = if is_interleaved { 12 + gap * 4 } else { 12 };
        let mut binary = vec![0xAA; start * 4 + offset * 4];
        for place in &places {
            binary.extend(place.iter().flat_map(|number| number.to_le_bytes()));
            binary.resize(binary.len() + stride - 12, 0xBB);
        }
        let end = binary.len();
        let changed: Vec<_> = changed.into_iter().filter(|(at, _)| usize::from(*at) < places.len()).collect();
        binary.extend(changed.iter().flat_map(|(_, it)| it).flat_map(|number| number.to_le_bytes()));
        let values = binary.len();
        binary.extend(changed.iter().map(|(at, _)| at));
        let mut accessor = json!({
            "bufferView": 0, "byteOffset": offset * 4, "componentType": 5126,
            "count": places.len(), "type": "VEC3",
        });
        if !changed.is_empty() {
            accessor["sparse"] = json!({
                "count": changed.len(),
                "indices": { "bufferView": 2, "componentType": 5121 },
                "values": { "bufferView": 1 },
            });
        }
        let mut view = json!({ "buffer": 0, "byteOffset": start * 4, "byteLength": end - start * 4 });
        if is_interleaved {
            view["byteStride"] = json!(stride);
        }
        let json = json!({
            "asset": { "version": "2.0" },
            "scenes": [{ "nodes": [0] }],
            "nodes": [{ "mesh": 0 }],
            // Normals of any length, so that the vertices stay as they are.
            "meshes": [{ "primitives": [{ "attributes": { "POSITION": 0, "NORMAL": 0 }, "mode": 5 }] }],
            "accessors": [accessor],
            "bufferViews": [
                view,
                { "buffer": 0, "byteOffset": end, "byteLength": values - end },
                { "buffer": 0, "byteOffset": values, "byteLength": binary.len() - values },
            ],
            "buffers": [{ "byteLength": binary.len() }],
        });
        let model = read(&glb(&json.to_string(), &binary)).unwrap();
        let mut expected = places;
        for (at, value) in changed {
            expected[usize::from(at)] = value;
        }
        let vertices = &model.meshes[0].primitives[0].vertices;
        let found: Vec<_> = vertices.iter().map(|vertex| vertex.position).collect();
        prop_assert_eq!(found, expected);
    }

    /// Where an instance is follows from the transforms above it alone, and mirrors are told apart.
    #[test]
    fn instances_are_products(chain in prop::collection::vec(transform(), 1..6)) {
        let (mut json, binary) = triangle();
        let last = chain.len() - 1;
        let nodes = chain.iter().enumerate().map(|(place, (scale, turn, at))| {
            let mut node = json!({ "scale": scale.to_array(), "rotation": turn.to_array(), "translation": at.to_array() });
            if place == last {
                node["mesh"] = json!(0);
            } else {
                node["children"] = json!([place + 1]);
            }
            node
        });
        json["nodes"] = nodes.collect();
        let model = read(&glb(&json.to_string(), &binary)).unwrap();
        let expected = chain.iter().fold(Affine3A::IDENTITY, |above, (scale, turn, at)| {
            above * Affine3A::from_scale_rotation_translation(*scale, *turn, *at)
        });
        let places = &model.instances()[0];
        let is_mirrored = chain.iter().filter(|(scale, ..)| scale.element_product() < 0.0).count() % 2 == 1;
        let (these, others) = if is_mirrored {
            (&places.mirrored, &places.upright)
        } else {
            (&places.upright, &places.mirrored)
        };
        prop_assert!(others.is_empty());
        prop_assert!(these[0].abs_diff_eq(expected, 0.01), "{:?} {expected:?}", these[0]);
        let bounds = model.bounds().unwrap();
        for corner in [Vec3::ZERO, Vec3::X, Vec3::new(1.0, 1.0, 0.0)] {
            let at = expected.transform_point3(corner);
            let slack = Vec3::splat(0.05);
            prop_assert!(at.cmpge(bounds.min - slack).all() && at.cmple(bounds.max + slack).all());
        }
    }
}

/// A scale without zeros, a rotation, and a translation.
fn transform() -> impl Strategy<Value = (Vec3, Quat, Vec3)> {
    let scale = prop::array::uniform3(prop_oneof![0.3_f32..2.0, -2.0_f32..-0.3]);
    let axis = prop::array::uniform3(-1.0_f32..1.0);
    let at = prop::array::uniform3(-5.0_f32..5.0);
    (scale, axis, -3.0_f32..3.0, at).prop_map(|(scale, axis, angle, at)| {
        let axis = Vec3::from(axis).normalize_or(Vec3::Y);
        (scale.into(), Quat::from_axis_angle(axis, angle), at.into())
    })
}

/// Numbers at which sums break.
fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => (0_u64..6).prop_map(|it| json!(it)),
        2 => (0_u64..100).prop_map(|it| json!(it)),
        1 => prop::sample::select(vec![u64::MAX, u64::MAX - 3, 1 << 63, 1 << 32, u64::from(u32::MAX), 1 << 31]).prop_map(|it| json!(it)),
        1 => prop::sample::select(vec![5120, 5121, 5122, 5123, 5125, 5126]).prop_map(|it| json!(it)),
        1 => prop::sample::select(vec![-1.0, 0.5, 1e30, 3e38, -3e38, 1e300, 1e-45]).prop_map(|it| json!(it)),
        1 => Just(Value::Null),
    ]
}

/// Every number within.
fn collect<'a>(json: &'a mut Value, numbers: &mut Vec<&'a mut Value>) {
    match json {
        Value::Number(_) => numbers.push(json),
        Value::Array(list) => list.iter_mut().for_each(|entry| collect(entry, numbers)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| collect(member, numbers)),
        _ => {}
    }
}
