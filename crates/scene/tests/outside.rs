//! Files beside the model, images, and limits.

#![expect(
    clippy::unwrap_used,
    reason = "the folder is not within a test function"
)]

mod file;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use file::{changed, glb, picture, triangle};
use remote_rendering_scene::{Limits, Model, ModelError, NoResources, Resources};
use serde_json::json;
use std::cell::RefCell;

/// Has the triangle's numbers, and keeps what it was asked for.
#[derive(Default)]
struct Folder {
    asked: RefCell<Vec<String>>,
}

impl Resources for Folder {
    fn read(&self, path: &str, at_most: u64) -> Result<Vec<u8>, String> {
        self.asked.borrow_mut().push(path.to_owned());
        let (_, binary) = triangle();
        assert!(at_most > binary.len() as u64);
        match path {
            "parts/the numbers.bin" => Ok(binary),
            _ => Err("is not there".to_owned()),
        }
    }
}

fn named(uri: &str, folder: &dyn Resources) -> Result<Model, ModelError> {
    let (mut json, _) = triangle();
    json["buffers"][0]["uri"] = json!(uri);
    Model::read(json.to_string().as_bytes(), folder, &Limits::default())
}

#[test]
fn a_file_beside_the_model_is_asked_for_by_its_path() {
    let folder = Folder::default();
    let model = named("./parts/the%20numbers.bin", &folder).unwrap();
    assert_eq!(model.triangle_count(), 1);
    let missing = named("other.bin", &folder).unwrap_err();
    assert_eq!(missing.to_string(), "buffer 0: \"other.bin\" is not there");
    assert_eq!(
        *folder.asked.borrow(),
        ["parts/the numbers.bin", "other.bin"]
    );
    let alone = named("other.bin", &NoResources).unwrap_err().to_string();
    assert_eq!(
        alone,
        "buffer 0: \"other.bin\" is a file of its own, and only the model's was given"
    );
}

#[test]
fn nothing_outside_the_folder_is_asked_for() {
    let folder = Folder::default();
    for uri in [
        "http://host/a.bin",
        "file:///etc/passwd",
        "/etc/passwd",
        "../a.bin",
        "a/../../b.bin",
        "%2e%2e/a.bin",
        "%252e%252e/a.bin",
        "..%2fa.bin",
        "a\\b.bin",
        "C:/a.bin",
        "//host/a.bin",
    ] {
        let error = named(uri, &folder).unwrap_err();
        let shown = format!("buffer 0: {uri:?} ");
        assert!(error.to_string().starts_with(&shown), "{error}");
    }
    assert!(folder.asked.borrow().is_empty());
}

#[test]
fn bytes_may_be_within_a_uri() {
    let (_, binary) = triangle();
    let text = STANDARD.encode(&binary);
    let kind = "data:application/octet-stream;base64,";
    assert!(named(&format!("{kind}{text}"), &NoResources).is_ok());
    assert!(
        named(
            &format!("{kind}{}", text.trim_end_matches('=')),
            &NoResources
        )
        .is_ok()
    );
    for broken in [
        "data:",
        "data:,",
        "data:text/plain,abc",
        "data:;base64,?",
        "DATA:;base64,AA=A",
    ] {
        let error = named(broken, &NoResources).unwrap_err();
        assert!(matches!(error, ModelError::Uri { .. }), "{error}");
    }
    // An error has no room for a whole file.
    let long = named(
        &format!("data:text/plain,{}", "a".repeat(5000)),
        &NoResources,
    );
    assert!(long.unwrap_err().to_string().len() < 200);
}

/// The picture with other numbers in its header, whose checksum is right again.
fn lying(width: u32, height: u32) -> String {
    let text = picture();
    let mut png = STANDARD.decode(text.split_once(',').unwrap().1).unwrap();
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = png[12..29].iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 * (sum & 1))
        })
    });
    png[29..33].copy_from_slice(&(!sum).to_be_bytes());
    format!("data:image/png;base64,{}", STANDARD.encode(png))
}

#[test]
fn an_image_has_the_size_that_it_says() {
    assert!(changed(|json| json["images"][0]["uri"] = json!(lying(2, 1))).is_ok());
    for (width, height, text) in [
        (
            u32::MAX >> 1,
            1,
            "image 0: cannot be decoded: Memory limit exceeded",
        ),
        (
            16_385,
            1,
            "the model has 16385 pixels along an image, and 16384 are allowed",
        ),
        (16_384, 16_384, "bytes in memory"),
        (2, 2, "image 0: cannot be decoded"),
        (0, 1, "image 0: cannot be decoded"),
    ] {
        let error = changed(|json| json["images"][0]["uri"] = json!(lying(width, height)));
        let error = error.unwrap_err().to_string();
        assert!(error.contains(text), "{width} × {height}: {error}");
    }
}

#[test]
fn every_kind_of_picture_becomes_eight_bits_of_four_colors() {
    let encoded = |picture: image::DynamicImage, format: image::ImageFormat| {
        let mut file = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut file, format).unwrap();
        // Some call every picture a PNG.
        let uri = format!(
            "data:image/png;base64,{}",
            STANDARD.encode(file.into_inner())
        );
        changed(|json| json["images"][0]["uri"] = json!(uri))
            .unwrap()
            .images
            .remove(0)
    };
    let deep =
        image::ImageBuffer::from_pixel(16_000, 2, image::Rgba([0xFFFF, 0x8080, 0, 0x1111_u16]));
    let deep = encoded(deep.into(), image::ImageFormat::Png);
    assert_eq!(
        (deep.width, deep.height, deep.pixels.len()),
        (16_000, 2, 128_000)
    );
    assert_eq!(deep.pixels[..4], [255, 128, 0, 17]);
    let gray = image::GrayImage::from_pixel(3, 2, image::Luma([77]));
    assert_eq!(
        encoded(gray.into(), image::ImageFormat::Png).pixels[..4],
        [77, 77, 77, 255]
    );
    let photo = image::RgbImage::from_pixel(40, 24, image::Rgb([128; 3]));
    let photo = encoded(photo.into(), image::ImageFormat::Jpeg);
    assert_eq!((photo.width, photo.height), (40, 24));
    assert!(
        photo
            .pixels
            .as_chunks::<4>()
            .0
            .iter()
            .all(|pixel| pixel[0].abs_diff(128) < 3 && pixel[3] == 255)
    );
}

/// Sets one of the limits.
type Set = fn(&mut Limits, u64);

#[test]
fn each_limit_is_kept() {
    let (json, binary) = triangle();
    let file = glb(&json.to_string(), &binary);
    let text = json.to_string().len() as u64;
    let limits: [(&str, u64, Set); 10] = [
        ("bytes", file.len() as u64, |limits, to| {
            limits.file_bytes = to;
        }),
        ("bytes of JSON", text, |limits, to| limits.json_bytes = to),
        // The corners, and those of the flat triangle.
        ("vertices", 7, |limits, to| limits.vertices = to),
        ("triangles", 1, |limits, to| limits.triangles = to),
        ("accessors", 3, |limits, to| limits.objects = to),
        ("nodes", 1, |limits, to| limits.nodes = to),
        ("nodes below each other", 1, |limits, to| limits.depth = to),
        ("instances", 1, |limits, to| limits.instances = to),
        ("textures", 1, |limits, to| limits.textures = to),
        ("pixels along an image", 2, |limits, to| {
            limits.image_edge = u32::try_from(to).unwrap();
        }),
    ];
    for (name, needed, set) in limits {
        let read = |to: u64| {
            let mut limits = Limits::default();
            set(&mut limits, to);
            Model::read(&file, &NoResources, &limits)
        };
        assert!(read(needed).is_ok(), "{needed} {name}");
        let error = read(needed - 1).unwrap_err().to_string();
        let end = format!("{name}, and {} are allowed", needed - 1);
        assert!(error.ends_with(&end), "{error}");
    }
}

#[test]
fn memory_is_refused_before_it_is_taken() {
    let positions = |accessor: serde_json::Value| {
        let read = changed(|json| {
            json["accessors"][0] = accessor;
            json["meshes"][0]["primitives"][0]["attributes"] = json!({ "POSITION": 0 });
        });
        read.unwrap_err().to_string()
    };
    let place = "mesh 0, primitive 0, POSITION: accessor 0";
    let text = positions(json!({ "componentType": 5126, "count": 4, "type": "VEC3" }));
    assert_eq!(text, format!("{place} has no numbers"));
    // Zeros take no room in the file.
    let sparse = json!({
        "count": 1,
        "indices": { "bufferView": 2, "componentType": 5123 },
        "values": { "bufferView": 0 },
    });
    let text = positions(json!({
        "componentType": 5126, "count": 2_000_000, "type": "VEC3", "sparse": sparse,
    }));
    assert_eq!(text, format!("{place} has too many zeros"));
    // A node has three characters, and hundreds of bytes.
    let nodes = format!(
        "{{\"asset\":{{\"version\":\"2.0\"}},\"nodes\":[{}{{}}]}}",
        "{},".repeat(999_999)
    );
    let mut limits = Limits::default();
    limits.memory_bytes = 64 << 20;
    let error = Model::read(nodes.as_bytes(), &NoResources, &limits).unwrap_err();
    assert!(error.to_string().contains("bytes in memory"), "{error}");
}
