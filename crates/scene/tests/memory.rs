//! The ceiling of memory is one: whatever a file makes of it, no more is allocated.

#![expect(clippy::unwrap_used, reason = "changing is not within a test function")]

mod file;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use file::{glb, triangle};
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use peak_alloc::PeakAlloc;
use remote_rendering_scene::{Limits, Model, ModelError, NoResources, samples};
use serde_json::{Value, json};

/// Nothing else runs in this process while it counts: there is one test.
#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// What an error's text, and lists of a few entries, may take beside what is counted.
const SLACK: u64 = 64 << 10;

/// The most that was allocated while a file was read, in bytes.
fn peak(file: &[u8], ceiling: u64) -> (Result<(), ModelError>, u64) {
    let mut limits = Limits::default();
    limits.memory_bytes = ceiling;
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.current_usage();
    let read = Model::read(file, &NoResources, &limits).map(drop);
    let most = ALLOCATOR.peak_usage().saturating_sub(before);
    (read, most as u64)
}

/// A sample whose JSON is changed.
fn changed(file: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let length = u32::from_le_bytes(file[12..16].try_into().unwrap()) as usize;
    let mut json = serde_json::from_slice(&file[20..20 + length]).unwrap();
    change(&mut json);
    glb(&json.to_string(), &file[28 + length..])
}

/// A picture whose colour profile takes little room in the file, and `length` bytes outside.
fn with_profile(length: usize) -> String {
    let mut png = Vec::new();
    let mut encoder = PngEncoder::new(&mut png);
    encoder.set_icc_profile(vec![0; length]).unwrap();
    encoder
        .write_image(&[0; 4], 1, 1, ExtendedColorType::Rgba8)
        .unwrap();
    format!("data:image/png;base64,{}", STANDARD.encode(png))
}

/// A triangle that so many nodes draw, each with a skin of two joints.
fn skinned(count: u32) -> Value {
    let (mut json, _) = triangle();
    json["nodes"] = (0..count)
        .map(|skin| json!({ "mesh": 0, "skin": skin }))
        .collect();
    json["scenes"][0]["nodes"] = (0..count).collect();
    json["skins"] = json!(vec![json!({ "joints": [0, 1] }); count as usize]);
    let attributes = &mut json["meshes"][0]["primitives"][0]["attributes"];
    attributes["JOINTS_0"] = json!(3);
    attributes["WEIGHTS_0"] = json!(4);
    let accessors = json["accessors"].as_array_mut().unwrap();
    // The first bytes are zeros, and those of a 1 are two numbers.
    accessors.push(json!({ "bufferView": 0, "componentType": 5121, "count": 3, "type": "VEC4" }));
    accessors[0]["count"] = json!(3);
    accessors[1]["count"] = json!(3);
    let weights = json!({
        "bufferView": 0, "componentType": 5121, "count": 3, "type": "VEC4", "normalized": true,
    });
    json["accessors"].as_array_mut().unwrap().push(weights);
    json["accessors"][2]["count"] = json!(3);
    json
}

/// A triangle that so many nodes draw, all of them animated.
fn animated(count: u32) -> Value {
    let (mut json, _) = triangle();
    json["nodes"] = (0..count).map(|_| json!({ "mesh": 0 })).collect();
    json["scenes"][0]["nodes"] = (0..count).collect();
    let channels = (0..count).flat_map(|node| {
        ["translation", "scale"]
            .map(|path| json!({ "sampler": 0, "target": { "node": node, "path": path } }))
    });
    let channels: Value = channels.collect();
    let samplers = json!([{ "input": 3, "output": 4 }]);
    json["animations"] = json!([{ "channels": channels, "samplers": samplers }]);
    let accessors = json["accessors"].as_array_mut().unwrap();
    let view =
        |kind: &str| json!({ "bufferView": 1, "componentType": 5126, "count": 2, "type": kind });
    // The places in textures are 0, 0, 1, 0 and so on: of their numbers the second and third rise.
    let mut times = view("SCALAR");
    times["byteOffset"] = json!(4);
    accessors.extend([times, view("VEC3")]);
    json
}

#[test]
fn no_more_is_allocated_than_allowed() {
    let terrain = samples::terrain(4_000);
    let attributes = "/meshes/0/primitives/0/attributes";
    let (json, binary) = triangle();
    let mut many = json.clone();
    many["nodes"] = json!(vec![json!({}); 20_000]);
    let mut drawn = json.clone();
    drawn["nodes"] = json!(vec![json!({ "mesh": 0 }); 5_000]);
    drawn["scenes"][0]["nodes"] = (0..5_000).collect();
    let mut parts = json;
    let part = parts["meshes"][0]["primitives"][0].clone();
    parts["meshes"][0]["primitives"] = json!(vec![part; 2_000]);
    let skinned = skinned(2_000);
    let animated = animated(2_000);
    let mut profiled = triangle().0;
    profiled["images"][0]["uri"] = json!(with_profile(16 << 20));
    let files = [
        ("profile", glb(&profiled.to_string(), &binary)),
        ("land", terrain.clone()),
        (
            "land without normals",
            changed(&terrain, |json| {
                json.pointer_mut(attributes).unwrap()["NORMAL"].take();
            }),
        ),
        (
            "land with a normal map",
            changed(&terrain, |json| {
                json["materials"][0]["normalTexture"] = json!({ "index": 0 });
            }),
        ),
        (
            "land in a strip",
            changed(&terrain, |json| {
                json["meshes"][0]["primitives"][0]["mode"] = json!(5);
            }),
        ),
        ("gears", samples::gears()),
        ("cards", samples::alpha()),
        ("nodes", glb(&many.to_string(), &binary)),
        ("instances", glb(&drawn.to_string(), &binary)),
        ("parts", glb(&parts.to_string(), &binary)),
        ("skins", glb(&skinned.to_string(), &binary)),
        ("animations", glb(&animated.to_string(), &binary)),
    ];
    for (name, file) in files {
        let mut is_read = false;
        for ceiling in (14..27).step_by(2).map(|power| 1_u64 << power) {
            let (read, most) = peak(&file, ceiling);
            assert!(
                most <= ceiling + SLACK,
                "{name}: {most} of {ceiling}: {read:?}"
            );
            match read {
                Ok(()) => is_read = true,
                Err(ModelError::TooLarge { .. }) => {}
                // A decoder says so itself.
                Err(error) => assert!(error.to_string().contains("imit"), "{name}: {error}"),
            }
        }
        assert!(is_read, "{name}");
    }
}
