//! Pictures against those that were looked at.
//!
//! They lie in `tests/pictures`. `REWRITE_PICTURES=1 cargo test -p remote-rendering-renderer --test
//! pictures` writes them anew: look at each before it is committed. The picture of a test that fails
//! is in `target/tmp`, beside a map of what a person would see of the difference.
//!
//! The distance is ꟻLIP (Andersson and others, 2020): how much a person sees of the difference when
//! one picture replaces the other, from 0 to 1 for each pixel. Other devices and drivers round and
//! filter otherwise, and place an edge elsewhere by a part of a pixel, so that a picture may be off
//! by a little everywhere, or by more at few pixels. The last test shows that what is wrong is told.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what is shared is not within a test function"
)]

mod stage;

use glam::{Quat, Vec2, Vec2Swizzles as _, Vec3};
use image::RgbImage;
use nv_flip::{DEFAULT_PIXELS_PER_DEGREE, FlipImageRgb8, FlipPool};
use remote_rendering_renderer::{Format, Output, View};
use remote_rendering_scene::samples;
use serde_json::json;
use stage::model::{File, Shape};
use stage::moving::{Fault, bar, borne, turn};
use stage::{render, scene};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The greatest mean of the distance, and the greatest distance of all pixels but one in a hundred.
const MOST: (f32, f32) = (0.02, 0.2);

/// Pixels of the pictures.
const SIZE: (u32, u32) = (160, 120);

fn picture(file: &[u8], view: &View) -> RgbImage {
    picture_at(file, view, 0.0)
}

fn picture_at(file: &[u8], view: &View, seconds: f64) -> RgbImage {
    let output = Output {
        width: SIZE.0,
        height: SIZE.1,
        format: Format::Rgba,
        samples: 4,
        polygon_limit: None,
    };
    let mut scene = scene([file]);
    scene.set_time(seconds);
    let picture = render(&scene, view, &output);
    let pixels = picture.bytes.as_chunks::<4>().0.iter();
    let colors: Vec<u8> = pixels.flat_map(|[r, g, b, _]| [*r, *g, *b]).collect();
    RgbImage::from_raw(SIZE.0, SIZE.1, colors).unwrap()
}

/// Mean, and the hundredth part's least. With a path, the map is written to it.
fn distance(one: &RgbImage, other: &RgbImage, map: Option<&Path>) -> (f32, f32) {
    let image = |image: &RgbImage| FlipImageRgb8::with_data(SIZE.0, SIZE.1, image);
    let distances = nv_flip::flip(image(one), image(other), DEFAULT_PIXELS_PER_DEGREE);
    if let Some(map) = map {
        let colors = distances.apply_color_lut(&nv_flip::magma_lut()).to_vec();
        let colors = RgbImage::from_raw(SIZE.0, SIZE.1, colors).unwrap();
        colors.save(map).unwrap();
    }
    let mut pool = FlipPool::from_image(&distances);
    (pool.mean(), pool.get_percentile(0.99, false))
}

fn is_same((mean, most): (f32, f32)) -> bool {
    mean <= MOST.0 && most <= MOST.1
}

fn reference(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
    folder.join(name).with_extension("png")
}

/// Compares, or writes.
fn check(name: &str, file: &[u8], view: &View) {
    check_at(name, file, view, 0.0);
}

fn check_at(name: &str, file: &[u8], view: &View, seconds: f64) {
    let made = picture_at(file, view, seconds);
    let path = reference(name);
    if env::var_os("REWRITE_PICTURES").is_some() {
        made.save(path).unwrap();
        return;
    }
    let wanted = image::open(&path).unwrap().into_rgb8();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(folder).unwrap();
    let map = folder.join(format!("{name}-distance.png"));
    let found = distance(&wanted, &made, Some(&map));
    if !is_same(found) {
        made.save(folder.join(format!("{name}.png"))).unwrap();
        panic!("{name} is off by {found:?}: see {}", map.display());
    }
    fs::remove_file(map).unwrap();
}

fn from(place: [f32; 3], target: [f32; 3]) -> View {
    View::towards(place.into(), target.into(), 0.7)
}

/// A ball to the left, and a card to the right.
fn front() -> View {
    from([0.35, 0.5, 2.4], [0.05, 0.0, 0.0])
}

#[test]
fn gears() {
    let file = samples::gears();
    check("gears", &file, &from([1.4, 2.6, 5.4], [0.0, -0.2, 0.0]));
    check(
        "gears_near",
        &file,
        &from([-2.0, 1.1, 1.3], [-1.2, 0.0, 0.0]),
    );
}

#[test]
fn materials() {
    check(
        "materials",
        &samples::materials(),
        &from([1.5, 1.0, 8.0], [0.0; 3]),
    );
}

#[test]
fn alpha() {
    let file = samples::alpha();
    check("alpha", &file, &from([0.4, 0.3, 5.2], [0.0; 3]));
    check("alpha_behind", &file, &from([1.0, -0.3, -5.2], [0.0; 3]));
}

#[test]
fn terrain() {
    let view = from([30.0, 22.0, 60.0], [0.0, 4.0, 0.0]);
    check("terrain", &samples::terrain(5_000), &view);
}

#[test]
fn normal_map() {
    check("normal", &bumps(Bumps::Right), &front());
}

#[test]
fn occlusion() {
    check("occlusion", &occluded(1.0), &front());
}

#[test]
fn metallic_and_roughness() {
    check("metallic_roughness", &metal([0, 40, 255, 255]), &front());
}

#[test]
fn emissive() {
    check("emissive", &glowing(3.0), &front());
}

#[test]
fn second_coordinates_with_a_transform() {
    check("second_uv", &moved(1, 0.6), &front());
}

#[test]
fn mirrored_instances() {
    check("mirrored", &mirrored(false), &front());
}

#[test]
fn windmill() {
    let view = from([3.6, 4.0, 9.0], [0.3, 2.2, 0.0]);
    check_at("windmill", &samples::windmill(), &view, 0.8);
}

#[test]
fn what_moves() {
    check_at("moved", &moving(Fault::None), &front(), 1.5);
}

#[test]
fn what_moves_wrongly_is_told() {
    let wanted = image::open(reference("moved")).unwrap().into_rgb8();
    let wrong = [
        ("unskinned", moving(Fault::Unskinned), 1.5),
        ("not bound", moving(Fault::Unbound), 1.5),
        ("one joint for each vertex", moving(Fault::Stiff), 1.5),
        ("at rest", moving(Fault::None), 0.0),
        ("a tenth of the way late", moving(Fault::None), 1.3),
    ];
    for (what, file, seconds) in wrong {
        let found = distance(&wanted, &picture_at(&file, &front(), seconds), None);
        println!("{what}: {found:?}");
        assert!(!is_same(found), "{what}: {found:?} is not told");
    }
}

#[test]
fn what_is_wrong_is_told() {
    let wrong = [
        ("normal", "no normal map", bumps(Bumps::None)),
        ("normal", "green down", bumps(Bumps::Down)),
        ("normal", "inside out", bumps(Bumps::InsideOut)),
        ("occlusion", "no occlusion", occluded(0.0)),
        ("occlusion", "half of the occlusion", occluded(0.5)),
        (
            "metallic_roughness",
            "the channels exchanged",
            metal([0, 255, 40, 255]),
        ),
        (
            "metallic_roughness",
            "red for green",
            metal([40, 255, 255, 255]),
        ),
        ("emissive", "no strength", glowing(1.0)),
        ("second_uv", "the first coordinates", moved(0, 0.6)),
        ("second_uv", "turned the other way", moved(1, -0.6)),
        ("mirrored", "as if it were not mirrored", mirrored(true)),
    ];
    for (name, what, file) in wrong {
        let wanted = image::open(reference(name)).unwrap().into_rgb8();
        let found = distance(&wanted, &picture(&file, &front()), None);
        println!("{name}, {what}: {found:?}");
        assert!(!is_same(found), "{name}, {what}: {found:?} is not told");
    }
}

const BALL: [f32; 3] = [-0.55, 0.0, 0.0];
const CARD: [f32; 3] = [0.6, 0.0, 0.0];

fn both(file: &mut File, material: &serde_json::Value) {
    file.put(&Shape::ball(), material.clone(), BALL);
    file.put(&Shape::card(), material.clone(), CARD);
}

/// A bar that bends in its middle, and a card that swings around a node beside it.
fn moving(fault: Fault) -> Vec<u8> {
    let mut file = File::new();
    let texture = file.texture(64, |x, y| {
        if (x / 8 + y / 8) % 2 == 0 {
            [220, 190, 60, 255]
        } else {
            [60, 90, 160, 255]
        }
    });
    let material = json!({
        "doubleSided": true,
        "pbrMetallicRoughness": {
            "baseColorTexture": { "index": texture }, "metallicFactor": 0.0, "roughnessFactor": 0.5,
        },
    });
    let [_, upper] = bar(&mut file, material.clone(), [-0.3, 0.0, 0.0], fault);
    turn(&mut file, upper, 1.4);
    let node = borne(&mut file, material, [0.5, 0.1, 0.0], [0.25, -0.25, -0.3]);
    turn(&mut file, node, 1.8);
    file.bytes()
}

#[derive(Clone, Copy, PartialEq)]
enum Bumps {
    Right,
    Down,
    None,
    InsideOut,
}

/// Domes in rows.
fn dome(x: u32, y: u32) -> [u8; 4] {
    let within = |at: u32| f32::from(u16::try_from(at % 32).unwrap()) / 16.0 - 1.0;
    let place = Vec2::new(within(x), within(y));
    let slope = if place.length() < 0.9 {
        place * 0.8
    } else {
        Vec2::ZERO
    };
    let normal = Vec3::new(slope.x, -slope.y, 1.0).normalize() * 127.5 + 127.5;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is within 0 and 255"
    )]
    let [x, y, z] = normal.to_array().map(|part| part.round() as u8);
    [x, y, z, 255]
}

fn bumps(kind: Bumps) -> Vec<u8> {
    let mut file = File::new();
    let texture = file.texture(128, |x, y| {
        let [r, g, b, a] = dome(x, y);
        [r, if kind == Bumps::Down { 255 - g } else { g }, b, a]
    });
    let mut material = json!({
        "pbrMetallicRoughness": {
            "baseColorFactor": [0.6, 0.35, 0.2, 1.0], "metallicFactor": 0.0, "roughnessFactor": 0.4,
        },
    });
    if kind != Bumps::None {
        material["normalTexture"] = json!({ "index": texture });
    }
    let mut ball = Shape::ball();
    if kind == Bumps::InsideOut {
        ball.indices.reverse();
    }
    file.put(&ball, material.clone(), BALL);
    file.put(&Shape::card(), material, CARD);
    file.bytes()
}

fn occluded(strength: f32) -> Vec<u8> {
    let mut file = File::new();
    let texture = file.texture(64, |x, y| {
        let open = if (x / 8 + y / 8) % 2 == 0 { 255 } else { 80 };
        [open, 255, 255, 255]
    });
    let material = json!({
        "occlusionTexture": { "index": texture, "strength": strength },
        "pbrMetallicRoughness": { "metallicFactor": 0.0, "roughnessFactor": 0.7 },
    });
    both(&mut file, &material);
    file.bytes()
}

/// Half of it smooth metal, half of it rough and not.
fn metal(texel: [u8; 4]) -> Vec<u8> {
    let mut file = File::new();
    let texture = file.texture(64, |x, y| {
        if (x / 8 + y / 8) % 2 == 0 {
            texel
        } else {
            [0, 200, 0, 255]
        }
    });
    let material = json!({
        "pbrMetallicRoughness": {
            "baseColorFactor": [0.9, 0.6, 0.3, 1.0],
            "metallicRoughnessTexture": { "index": texture },
        },
    });
    both(&mut file, &material);
    file.bytes()
}

fn glowing(strength: f32) -> Vec<u8> {
    let mut file = File::new();
    let texture = file.texture(64, |x, _| {
        let light = u8::try_from(x * 4).unwrap();
        [light, light, light, 255]
    });
    let material = json!({
        "emissiveFactor": [0.2, 0.5, 0.9],
        "emissiveTexture": { "index": texture },
        "extensions": { "KHR_materials_emissive_strength": { "emissiveStrength": strength } },
        "pbrMetallicRoughness": { "baseColorFactor": [0.1, 0.1, 0.1, 1.0] },
    });
    both(&mut file, &material);
    file.bytes()
}

/// An arrow to the upper right, by coordinates whose second set shows it as it is.
fn moved(set: u32, rotation: f32) -> Vec<u8> {
    let mut file = File::new();
    let texture = file.texture(64, |x, y| {
        if x + 8 > 64 - y && x > 8 && y < 56 && x < 48 {
            [200, 40, 30, 255]
        } else {
            [230, 230, 220, 255]
        }
    });
    let material = json!({
        "pbrMetallicRoughness": {
            "baseColorTexture": { "index": texture, "texCoord": set, "extensions": {
                "KHR_texture_transform": {
                    "offset": [0.2, -0.1], "rotation": rotation, "scale": [1.5, 2.0],
                },
            } },
            "metallicFactor": 0.0,
        },
    });
    for (mut shape, at) in [(Shape::ball(), BALL), (Shape::card(), CARD)] {
        shape.second_uvs = shape.uvs.iter().map(|uv| *uv * 1.3).collect();
        shape.uvs = shape.uvs.iter().map(|uv| uv.yx()).collect();
        file.put(&shape, material.clone(), at);
    }
    file.bytes()
}

/// A ball and a card, both mirrored; or as they would look if nobody had thought of it.
fn mirrored(forgotten: bool) -> Vec<u8> {
    let mut file = File::new();
    let bumps = file.texture(128, |x, y| {
        let [r, g, b, a] = dome(x, y);
        [if forgotten { 255 - r } else { r }, g, b, a]
    });
    let colors = file.texture(2, |x, _| [if x == 0 { 220 } else { 60 }, 120, 80, 255]);
    let material = json!({
        "normalTexture": { "index": bumps },
        "pbrMetallicRoughness": {
            "baseColorTexture": { "index": colors }, "metallicFactor": 0.0, "roughnessFactor": 0.4,
        },
    });
    let turned = Quat::from_rotation_y(0.5).to_array();
    for (shape, at) in [(Shape::ball(), BALL), (Shape::card(), CARD)] {
        let mesh = file.mesh(&shape, material.clone());
        file.node(json!({
            "mesh": mesh, "translation": at, "rotation": turned, "scale": [-1.0, 1.0, 1.0],
        }));
    }
    file.bytes()
}
