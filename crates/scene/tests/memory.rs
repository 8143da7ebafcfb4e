//! The ceiling of memory is one: whatever a file makes of it, no more is allocated.

#![expect(clippy::unwrap_used, reason = "changing is not within a test function")]

mod file;

use file::{glb, triangle};
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
    let files = [
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
