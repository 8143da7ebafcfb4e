//! Small files to break.

#![expect(clippy::unwrap_used, reason = "this is not within a test function")]
#![allow(dead_code, reason = "no test needs all of it")]

use remote_rendering_scene::{Limits, Model, ModelError, NoResources};
use serde_json::{Value, json};

/// A GLB of two chunks.
pub(crate) fn glb(json: &str, binary: &[u8]) -> Vec<u8> {
    let mut file = b"glTF\x02\0\0\0\0\0\0\0".to_vec();
    for (kind, bytes) in [(b"JSON", json.as_bytes()), (b"BIN\0", binary)] {
        file.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
        file.extend(kind);
        file.extend(bytes);
    }
    let length = u32::try_from(file.len()).unwrap();
    file[8..12].copy_from_slice(&length.to_le_bytes());
    file
}

/// A triangle with everything that a file needs: four corners, of which three are used, with places
/// from 0 to 1 and u and v as x and y.
pub(crate) fn triangle() -> (Value, Vec<u8>) {
    let mut binary = Vec::new();
    let corners = [
        [0.0_f32, 0.0, 0.0],
        [1.0, 0.0, 0.0],
        [1.0, 1.0, 0.0],
        [0.0, 9.0, 0.0],
    ];
    let numbers = corners.iter().flatten();
    let uvs = corners.iter().flat_map(|corner| &corner[..2]);
    binary.extend(numbers.chain(uvs).flat_map(|number| number.to_le_bytes()));
    binary.extend(
        [0_u16, 1, 2, 0]
            .iter()
            .flat_map(|index| index.to_le_bytes()),
    );
    let json = json!({
        "asset": { "version": "2.0" },
        "scene": 0,
        "scenes": [{ "nodes": [0] }],
        "nodes": [{ "mesh": 0 }],
        "meshes": [{ "primitives": [{
            "attributes": { "POSITION": 0, "TEXCOORD_0": 1 },
            "indices": 2,
            "material": 0,
        }] }],
        "materials": [{ "pbrMetallicRoughness": { "baseColorTexture": { "index": 0 } } }],
        "textures": [{ "source": 0 }],
        "images": [{ "uri": picture() }],
        "accessors": [
            { "bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC3" },
            { "bufferView": 1, "componentType": 5126, "count": 4, "type": "VEC2" },
            { "bufferView": 2, "componentType": 5123, "count": 3, "type": "SCALAR" },
        ],
        "bufferViews": [
            { "buffer": 0, "byteOffset": 0, "byteLength": 48 },
            { "buffer": 0, "byteOffset": 48, "byteLength": 32 },
            { "buffer": 0, "byteOffset": 80, "byteLength": 8 },
        ],
        "buffers": [{ "byteLength": 88 }],
    });
    (json, binary)
}

/// A PNG of two by one pixels.
pub(crate) fn picture() -> String {
    use base64::Engine as _;
    let mut png = Vec::new();
    let pixels = image::RgbaImage::from_raw(2, 1, vec![1, 2, 3, 4, 5, 6, 7, 8]).unwrap();
    let mut cursor = std::io::Cursor::new(&mut png);
    pixels
        .write_to(&mut cursor, image::ImageFormat::Png)
        .unwrap();
    let text = base64::engine::general_purpose::STANDARD.encode(png);
    format!("data:image/png;base64,{text}")
}

/// Reads the triangle after a change.
pub(crate) fn changed(change: impl FnOnce(&mut Value)) -> Result<Model, ModelError> {
    let (mut json, binary) = triangle();
    change(&mut json);
    read(&glb(&json.to_string(), &binary))
}

pub(crate) fn read(bytes: &[u8]) -> Result<Model, ModelError> {
    Model::read(bytes, &NoResources, &Limits::default())
}
