//! Broken and hostile files: each is refused with the name of what is wrong.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "the table is not read within a test function"
)]

mod file;

use file::{changed, glb, read, triangle};
use remote_rendering_scene::ModelError;
use serde_json::{Value, json};

/// A change of the triangle, by the path of a member and its new value, and what is said of it.
type Case = (&'static str, Value, &'static str);

fn refusal(path: &str, value: &Value) -> String {
    let change = |json: &mut Value| {
        let (parent, name) = path.rsplit_once('/').unwrap();
        let parent = json.pointer_mut(parent).unwrap();
        match parent {
            Value::Array(list) => list[name.parse::<usize>().unwrap()] = value.clone(),
            _ => parent[name] = value.clone(),
        }
    };
    let error = changed(change).expect_err(path);
    assert!(error.advice().ends_with('.'));
    error.to_string()
}

fn check(cases: &[Case]) {
    for (path, value, text) in cases {
        assert_eq!(refusal(path, value), *text, "{path} = {value}");
    }
}

#[test]
fn the_triangle_itself_is_whole() {
    let model = changed(|_| {}).unwrap();
    assert_eq!(model.triangle_count(), 1);
    // The corner that no index names is not within the bounds.
    assert_eq!(model.bounds().unwrap().max, [1.0, 1.0, 0.0].into());
    assert_eq!(model.images[0].pixels, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(model.notes, []);
}

#[test]
fn accessors_stay_within_their_buffers() {
    let beyond = "mesh 0, primitive 0, POSITION: accessor 0 reads beyond its buffer view";
    check(&[
        ("/accessors/0/count", json!(5), beyond),
        (
            "/accessors/0/count",
            json!(u64::MAX),
            "mesh 0, primitive 0, POSITION: accessor 0 has too many elements",
        ),
        ("/accessors/0/count", json!(1_u64 << 60), beyond),
        ("/accessors/0/byteOffset", json!(4), beyond),
        ("/accessors/0/byteOffset", json!(u64::MAX), beyond),
        (
            "/accessors/0/count",
            json!(0),
            "mesh 0, primitive 0, POSITION: accessor 0 has no elements",
        ),
        (
            "/accessors/0/componentType",
            json!(5124),
            "mesh 0, primitive 0, POSITION: accessor 0 has no known component type",
        ),
        (
            "/accessors/0/componentType",
            json!(5125),
            "mesh 0, primitive 0, POSITION: its accessor has a wrong type",
        ),
        (
            "/accessors/0/type",
            json!("VEC2"),
            "mesh 0, primitive 0, POSITION: its accessor has a wrong type",
        ),
        (
            "/accessors/0/bufferView",
            json!(3),
            "mesh 0, primitive 0, POSITION: there is no buffer view 3",
        ),
        (
            "/accessors/1/count",
            json!(3),
            "mesh 0, primitive 0, TEXCOORD_0: there are 3 for 4 vertices",
        ),
        (
            "/bufferViews/0/byteStride",
            json!(8),
            "mesh 0, primitive 0, POSITION: accessor 0 has elements that overlap",
        ),
        ("/bufferViews/0/byteStride", json!(16), beyond),
        (
            "/bufferViews/0/byteStride",
            json!(u64::MAX),
            "mesh 0, primitive 0, POSITION: accessor 0 has too many elements",
        ),
        (
            "/bufferViews/0/byteLength",
            json!(89),
            "mesh 0, primitive 0, POSITION: buffer view 0 reads beyond buffer 0",
        ),
        (
            "/bufferViews/0/byteOffset",
            json!(u64::MAX),
            "mesh 0, primitive 0, POSITION: buffer view 0 reads beyond buffer 0",
        ),
        (
            "/bufferViews/0/buffer",
            json!(1),
            "mesh 0, primitive 0, POSITION: there is no buffer 1",
        ),
        (
            "/buffers/0/byteLength",
            json!(89),
            "buffer 0: has 88 bytes of 89",
        ),
        (
            "/accessors/2/componentType",
            json!(5122),
            "mesh 0, primitive 0, indices: accessor 2 is not of unsigned whole numbers",
        ),
        (
            "/meshes/0/primitives/0/indices",
            json!(0),
            "mesh 0, primitive 0, indices: accessor 0 is not of unsigned whole numbers",
        ),
        (
            "/bufferViews/2/byteOffset",
            json!(56),
            "mesh 0, primitive 0, indices: there is no vertex 16256, the last one is 3",
        ),
    ]);
}

#[test]
fn sparse_values_have_their_elements() {
    let sparse = |count: u64, view: u32| {
        json!({
            "count": count,
            "indices": { "bufferView": 2, "componentType": 5123 },
            "values": { "bufferView": view },
        })
    };
    let beyond =
        "mesh 0, primitive 0, POSITION: accessor 0 has sparse values beyond their buffer views";
    check(&[
        ("/accessors/0/sparse", sparse(5, 0), beyond),
        ("/accessors/0/sparse", sparse(u64::MAX, 0), beyond),
        ("/accessors/0/sparse", sparse(1, 9), beyond),
    ]);
    let far = changed(|json| {
        json["accessors"][0]["sparse"] = sparse(3, 0);
        json["accessors"][0]["sparse"]["indices"] =
            json!({ "bufferView": 1, "byteOffset": 8, "componentType": 5123 });
    });
    let text =
        "mesh 0, primitive 0, POSITION: accessor 0 has sparse values for elements that it has not";
    // The second u is 1, whose upper half is 16256.
    assert_eq!(far.unwrap_err().to_string(), text);
}

#[test]
fn what_is_named_is_there() {
    check(&[
        ("/scene", json!(1), "scene: there is no scene 1"),
        ("/scenes/0/nodes", json!([7]), "scene: there is no node 7"),
        (
            "/nodes/0/children",
            json!([7]),
            "node 0: there is no node 7",
        ),
        ("/nodes/0/mesh", json!(1), "node 0: there is no mesh 1"),
        (
            "/meshes/0/primitives/0/material",
            json!(1),
            "mesh 0, primitive 0: there is no material 1",
        ),
        (
            "/meshes/0/primitives/0/attributes/POSITION",
            json!(9),
            "mesh 0, primitive 0, POSITION: there is no accessor 9",
        ),
        (
            "/meshes/0/primitives/0/attributes",
            json!({}),
            "mesh 0, primitive 0: has no POSITION",
        ),
        (
            "/meshes/0/primitives/0/mode",
            json!(7),
            "mesh 0, primitive 0: has a mode that glTF does not know",
        ),
        (
            "/materials/0/pbrMetallicRoughness/baseColorTexture/index",
            json!(1),
            "material 0, baseColorTexture: there is no texture 1",
        ),
        (
            "/textures/0/source",
            json!(1),
            "texture 0: there is no image 1",
        ),
        (
            "/textures/0/sampler",
            json!(0),
            "texture 0: there is no sampler 0",
        ),
        (
            "/images/0",
            json!({}),
            "image 0: has neither a URI nor a buffer view",
        ),
        (
            "/images/0",
            json!({ "bufferView": 0 }),
            "image 0: is neither PNG nor JPEG",
        ),
    ]);
}

#[test]
fn a_hierarchy_is_a_tree() {
    check(&[
        (
            "/scenes/0/nodes",
            json!([0, 0]),
            "node 0: is twice at the root, and may be at one place only",
        ),
        (
            "/nodes/0/children",
            json!([0]),
            "node 0: is at the root and below node 0, and may be at one place only",
        ),
        (
            "/nodes",
            json!([{ "children": [1, 2] }, { "children": [2] }, {}]),
            "node 2: is below node 1 and below node 0, and may be at one place only",
        ),
        (
            "/nodes",
            json!([{ "children": [1] }, { "children": [2] }, { "children": [1] }]),
            "node 1: is below node 0 and below node 2, and may be at one place only",
        ),
    ]);
    let deep: Vec<Value> = (1..=600)
        .map(|child| json!({ "children": [child] }))
        .collect();
    assert_eq!(
        refusal("/nodes", &json!(deep)),
        "the model has 513 nodes below each other, and 512 are allowed"
    );
}

#[test]
fn numbers_are_numbers() {
    check(&[
        (
            "/nodes/0/translation",
            json!([1e300, 0.0, 0.0]),
            "node 0: has a transform that is not finite",
        ),
        (
            "/nodes/0/matrix",
            json!([1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]),
            "node 0: has a matrix whose last row is not 0 0 0 1",
        ),
        (
            "/materials/0/emissiveFactor",
            json!([1e300, 0.0, 0.0]),
            "material 0: has a factor that is not finite",
        ),
        (
            "/nodes/0",
            json!({ "mesh": 0, "scale": [3e38, 1, 1], "translation": [3e38, 0, 0] }),
            "scene: is larger than numbers can tell",
        ),
    ]);
    for number in [f32::NAN, f32::INFINITY] {
        let (json, mut binary) = triangle();
        binary[40..44].copy_from_slice(&number.to_le_bytes());
        let error = read(&glb(&json.to_string(), &binary)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "mesh 0, primitive 0, POSITION: vertex 3 has a number that is not finite"
        );
    }
    let (json, mut binary) = triangle();
    for (place, number) in [(0, -3e38_f32), (12, 3e38)] {
        binary[place..place + 4].copy_from_slice(&number.to_le_bytes());
    }
    let error = read(&glb(&json.to_string(), &binary)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "mesh 0, primitive 0: is larger than numbers can tell"
    );
}

#[test]
fn json_is_gltf() {
    check(&[
        (
            "/asset/version",
            json!("1.0"),
            "the model is of glTF 1.0, and glTF 2.0 is read",
        ),
        (
            "/accessors/0/type",
            json!("VEC9"),
            "the model's JSON is wrong at accessors[0].type: unknown variant `VEC9`, expected one of `SCALAR`, `VEC2`, `VEC3`, `VEC4`, `MAT2`, `MAT3`, `MAT4` at line 1 column 74",
        ),
        (
            "/extensionsRequired",
            json!(["KHR_draco_mesh_compression", "KHR_materials_unlit", "X_y"]),
            "the model requires extensions that are not supported: KHR_draco_mesh_compression, X_y",
        ),
    ]);
    for text in [
        "{",
        "{}",
        "{\"asset\":{}}",
        "{\"asset\":{\"version\":\"2.0\"}} x",
        "{\"nodes\":{}}",
    ] {
        let error = read(text.as_bytes()).unwrap_err();
        assert!(matches!(error, ModelError::Json { .. }), "{text}: {error}");
    }
    let deep = format!("{{\"extras\":{}", "[".repeat(100_000));
    assert!(matches!(
        read(deep.as_bytes()),
        Err(ModelError::Json { .. })
    ));
}

#[test]
fn a_glb_is_as_long_as_it_says() {
    let (json, binary) = triangle();
    let whole = glb(&json.to_string(), &binary);
    for end in 0..whole.len() {
        assert!(read(&whole[..end]).is_err(), "{end} bytes");
    }
    let mut longer = whole.clone();
    longer.extend([7; 5]);
    assert!(read(&longer).is_ok());
    let broken = |place: usize, value: u32| {
        let mut file = whole.clone();
        file[place..place + 4].copy_from_slice(&value.to_le_bytes());
        read(&file).unwrap_err().to_string()
    };
    assert_eq!(broken(4, 1), "the model is of glTF 1, and glTF 2.0 is read");
    for length in [0, 11, u32::MAX] {
        let text = broken(8, length);
        assert!(
            text.starts_with("the file is not a glTF model: it says that it has"),
            "{text}"
        );
    }
    let chunk = "the file is not a glTF model: a chunk reaches beyond its end";
    assert_eq!(
        (broken(12, u32::MAX).as_str(), broken(8, 20).as_str()),
        (chunk, chunk)
    );
    assert_eq!(
        broken(16, 0),
        "the file is not a glTF model: its first chunk is not JSON"
    );
    let other = "the file is not a glTF model: it begins neither as GLB nor as JSON";
    for file in ["", "glT", "\u{FEFF}", "solid cube"] {
        assert_eq!(
            read(file.as_bytes()).unwrap_err().to_string(),
            other,
            "{file}"
        );
    }
}
