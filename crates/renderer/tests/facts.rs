//! What can be told of pictures without other pictures.

#![expect(
    clippy::unwrap_used,
    reason = "what is shared is not within a test function"
)]

mod stage;

use glam::{Quat, Vec2, Vec3};
use remote_rendering_renderer::{Format, Output, Picture, Scene, View};
use remote_rendering_scene::samples;
use serde_json::json;
use stage::model::{File, GREEN, RED, Shape, card, unlit};
use stage::{OUTPUT, center, front, pixel, read, render, renderer, scene, shown};

/// A step of eight bits, for what is blended or filtered.
fn is_near(color: [u8; 4], wanted: [u8; 4]) -> bool {
    let pairs = color.iter().zip(&wanted);
    pairs.into_iter().all(|(a, b)| a.abs_diff(*b) <= 1)
}

#[test]
fn an_unlit_color_is_exactly_itself() {
    let scene = scene([&*card(RED, [0.0; 3])]);
    for samples in [1, 4] {
        let output = Output { samples, ..OUTPUT };
        assert_eq!(center(&render(&scene, &front(), &output)), [255, 0, 0, 255]);
    }
    let output = Output {
        format: Format::I420,
        ..OUTPUT
    };
    let picture = render(&scene, &front(), &output);
    let (width, height) = (60, 44);
    let chroma = width * height / 4;
    assert_eq!(picture.bytes.len(), width * height + 2 * chroma);
    let (middle, chroma_middle) = (22 * width + 30, 11 * width / 2 + 15);
    let places = [
        middle,
        width * height + chroma_middle,
        width * height + chroma + chroma_middle,
    ];
    assert_eq!(places.map(|place| picture.bytes[place]), [63, 102, 240]);
}

#[test]
fn mid_tones_are_encoded_as_srgb() {
    let color = center(&shown(&card([0.5, 0.214, 0.01, 1.0], [0.0; 3])));
    assert!(is_near(color, [188, 127, 25, 255]), "{color:?}");
}

#[test]
fn nothing_shows_the_sky() {
    let nothing = Scene::default();
    let picture = render(&nothing, &front(), &OUTPUT);
    assert_eq!(nothing.bounds(), None);
    assert_eq!(
        (picture.statistics.triangles, picture.statistics.draws),
        (0, 0)
    );
    let (above, below) = (pixel(&picture, 0.5, 0.1), pixel(&picture, 0.5, 0.9));
    assert!(
        above[2] > above[0] && above[1] > below[1],
        "{above:?} {below:?}"
    );
    // It is infinitely far away.
    let elsewhere = View {
        position: Vec3::new(1e5, -20.0, 3.0),
        ..front()
    };
    assert_eq!(picture, render(&nothing, &elsewhere, &OUTPUT));
}

#[test]
fn what_is_nearer_hides_what_is_farther() {
    let near = card(RED, [0.0, 0.0, 0.1]);
    let far = card(GREEN, [0.0; 3]);
    for files in [[&*near, &*far], [&*far, &*near]] {
        let picture = render(&scene(files), &front(), &OUTPUT);
        assert_eq!(center(&picture), [255, 0, 0, 255]);
    }
    // A metre apart, twenty kilometres away.
    let mut file = File::new();
    for (color, z) in [(GREEN, -20_001.0), (RED, -20_000.0), (GREEN, -20_002.0)] {
        let mesh = file.mesh(&Shape::card(), unlit(color));
        file.node(json!({
            "mesh": mesh, "scale": [9e3, 9e3, 1.0], "translation": [0.0, 0.0, z],
        }));
    }
    assert_eq!(center(&shown(&file.bytes())), [255, 0, 0, 255]);
}

#[test]
fn a_mask_cuts_and_the_rest_is_opaque() {
    let mut file = File::new();
    // The left half is a little less opaque than is needed, the right one a little more.
    let halves = file.texture(64, |x, _| [255, 0, 0, if x < 32 { 120 } else { 140 }]);
    let material = json!({
        "alphaMode": "MASK",
        "extensions": { "KHR_materials_unlit": {} },
        "pbrMetallicRoughness": { "baseColorTexture": { "index": halves } },
    });
    file.put(&Shape::card(), material, [0.0; 3]);
    let scene = scene([&*file.bytes()]);
    for samples in [1, 4] {
        let output = Output { samples, ..OUTPUT };
        let picture = render(&scene, &front(), &output);
        let sky = render(&Scene::default(), &front(), &output);
        assert_eq!(pixel(&picture, 0.4, 0.5), pixel(&sky, 0.4, 0.5));
        assert_eq!(pixel(&picture, 0.6, 0.5), [255, 0, 0, 255]);
    }
}

#[test]
fn what_one_sees_through_is_drawn_from_back_to_front() {
    let (red, green) = ([1.0, 0.0, 0.0, 0.5], [0.0, 1.0, 0.0, 0.5]);
    let blended = |color: [f32; 4], z: f32| {
        let mut file = File::new();
        let mut material = unlit(color);
        material["alphaMode"] = json!("BLEND");
        file.put(&Shape::card(), material, [0.0, 0.0, z]);
        file.bytes()
    };
    let black = card([0.0, 0.0, 0.0, 1.0], [0.0, 0.0, -0.5]);
    let (near, far) = (blended(red, 0.2), blended(green, 0.1));
    for files in [[&*near, &*far, &*black], [&*black, &*far, &*near]] {
        let color = center(&render(&scene(files), &front(), &OUTPUT));
        // Light is mixed, not numbers of sRGB: 0.5 and 0.25.
        assert!(is_near(color, [188, 137, 0, 255]), "{color:?}");
    }
    // From behind, the order is the other one. The cards are seen from their front only.
    let mut behind = front();
    behind.position.z = -3.0;
    behind.rotation = Quat::from_rotation_y(std::f32::consts::PI);
    let sky = render(&Scene::default(), &behind, &OUTPUT);
    assert_eq!(
        render(&scene([&*near, &*far]), &behind, &OUTPUT).bytes,
        sky.bytes
    );
}

#[test]
fn a_back_is_seen_only_of_what_has_two_sides() {
    let turned = |two: bool| {
        let mut file = File::new();
        let mut material = unlit(RED);
        material["doubleSided"] = json!(two);
        let mesh = file.mesh(&Shape::card(), material);
        file.node(json!({ "mesh": mesh, "rotation": [0.0, 1.0, 0.0, 0.0] }));
        center(&shown(&file.bytes()))
    };
    assert_eq!(turned(true), [255, 0, 0, 255]);
    let sky = center(&render(&Scene::default(), &front(), &OUTPUT));
    assert_eq!(turned(false), sky);
}

#[test]
fn a_mirrored_instance_faces_the_right_way() {
    let lit = |scale: [f32; 3]| {
        let mut file = File::new();
        // Bent to the right as seen from the front; a mirrored one that is bent to the left.
        let slope = if scale[0] < 0.0 { 60 } else { 195 };
        let bent = file.texture(4, |_, _| [slope, 128, 220, 255]);
        let mesh = file.mesh(
            &Shape::card(),
            json!({ "normalTexture": { "index": bent } }),
        );
        file.node(json!({ "mesh": mesh, "scale": scale }));
        center(&shown(&file.bytes()))
    };
    let (upright, mirrored) = (lit([1.0; 3]), lit([-1.0, 1.0, 1.0]));
    assert!(is_near(upright, mirrored), "{upright:?} {mirrored:?}");
    let sky = center(&render(&Scene::default(), &front(), &OUTPUT));
    assert_ne!(upright, sky);
    // Turned over twice is not mirrored.
    let turned = lit([1.0, -1.0, -1.0]);
    assert_eq!(turned, sky);
}

#[test]
fn up_in_a_normal_map_is_up() {
    let bent = |slope: u8| {
        let mut file = File::new();
        let texture = file.texture(4, |_, _| [128, slope, 220, 255]);
        let material = json!({ "normalTexture": { "index": texture } });
        file.put(&Shape::card(), material, [0.0; 3]);
        center(&shown(&file.bytes()))
    };
    // The sun is above.
    let (up, down) = (bent(195), bent(60));
    assert!(up[1] > down[1] + 20, "{up:?} {down:?}");
}

#[test]
fn light_without_measure_is_white() {
    let mut file = File::new();
    let material = json!({
        "emissiveFactor": [1.0, 1.0, 1.0],
        "extensions": { "KHR_materials_emissive_strength": { "emissiveStrength": 3e38 } },
    });
    file.put(&Shape::card(), material, [0.0; 3]);
    assert_eq!(center(&shown(&file.bytes())), [255; 4]);
}

#[test]
fn a_mipmap_is_the_mean_of_the_light() {
    let mut file = File::new();
    let checks = file.texture(512, |x, y| {
        let light = if (x + y) % 2 == 0 { 255 } else { 0 };
        [light, light, light, 255]
    });
    let mut material = unlit([1.0; 4]);
    material["pbrMetallicRoughness"]["baseColorTexture"] = json!({ "index": checks });
    file.put(&Shape::card(), material, [0.0; 3]);
    let color = center(&shown(&file.bytes()));
    assert!(is_near(color, [188, 188, 188, 255]), "{color:?}");
}

#[test]
fn what_is_out_of_view_is_not_drawn() {
    let mut file = File::new();
    // A row of cards from the left to the right, of which some are in view.
    let places: Vec<f32> = (0_u16..1000)
        .flat_map(|place| [f32::from(place) * 2.0 - 999.0, 0.0, 0.0])
        .collect();
    let places = file.floats("VEC3", 3, &places);
    let mesh = file.mesh(&Shape::card(), unlit(RED));
    file.node(json!({
        "mesh": mesh,
        "extensions": { "EXT_mesh_gpu_instancing": { "attributes": { "TRANSLATION": places } } },
    }));
    let scene = scene([&*file.bytes()]);
    assert_eq!(scene.triangles(), 2000);
    let picture = render(&scene, &front(), &OUTPUT);
    let statistics = picture.statistics;
    assert!((2..=256).contains(&statistics.triangles), "{statistics:?}");
    assert_eq!(statistics.draws, 1);
    // The middle is between two cards.
    assert_eq!(pixel(&picture, 0.75, 0.5), [255, 0, 0, 255]);
    let mut away = front();
    away.rotation = Quat::from_rotation_y(std::f32::consts::PI);
    let picture = render(&scene, &away, &OUTPUT);
    assert_eq!(
        (picture.statistics.triangles, picture.statistics.draws),
        (0, 0)
    );
    // All of them are in view from far away.
    let mut far = front();
    far.position.z = 3000.0;
    let statistics = render(&scene, &far, &OUTPUT).statistics;
    assert_eq!((statistics.triangles, statistics.draws), (2000, 1));
}

#[test]
fn more_polygons_than_allowed_are_a_checkerboard() {
    let scene = scene([&*card(RED, [0.0; 3])]);
    let limited = |limit: u64| {
        let output = Output {
            width: 64,
            height: 48,
            polygon_limit: Some(limit),
            ..OUTPUT
        };
        render(&scene, &front(), &output)
    };
    assert_eq!(center(&limited(2)), [255, 0, 0, 255]);
    assert!(!limited(2).statistics.checkerboard);
    let board = limited(1);
    assert!(board.statistics.checkerboard);
    assert_eq!(board.statistics.triangles, 2);
    let (white, black) = (pixel(&board, 0.1, 0.1), pixel(&board, 0.3, 0.1));
    assert!(white[..3].iter().all(|part| *part > 220), "{white:?}");
    assert!(black[..3].iter().all(|part| *part < 40), "{black:?}");
    let colors = board.bytes.as_chunks::<4>().0;
    let of = |color: [u8; 4]| colors.iter().filter(|one| **one == color).count();
    assert_eq!((of(white), of(black)), (64 * 48 / 2, 64 * 48 / 2));
}

#[test]
fn i420_is_the_same_picture() {
    let scene = scene([&*samples::gears()]);
    let view = View::towards(Vec3::new(2.0, 3.0, 4.0), Vec3::ZERO, 0.8);
    // Not multiples of what the shader writes at once.
    for (width, height, samples) in [(154, 90, 1), (2, 2, 1), (72, 6, 4)] {
        let output = |format: Format| Output {
            width,
            height,
            format,
            samples,
            polygon_limit: None,
        };
        let rgba = render(&scene, &view, &output(Format::Rgba));
        let i420 = render(&scene, &view, &output(Format::I420));
        let wanted = converted(&rgba);
        assert_eq!(i420.bytes.len(), wanted.len());
        let farthest = i420.bytes.iter().zip(&wanted);
        let farthest = farthest.map(|(a, b)| a.abs_diff(*b)).max();
        assert!(farthest <= Some(1), "{width} × {height}: {farthest:?}");
    }
}

/// By the words of `Coding::I420`.
fn converted(picture: &Picture) -> Vec<u8> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is within 16 and 240"
    )]
    let byte = |number: f64| number.round() as u8;
    let width = usize::try_from(picture.width).unwrap();
    let pixels = picture.bytes.as_chunks::<4>().0;
    let color = |place: usize| {
        let [r, g, b, _] = pixels[place].map(|part| f64::from(part) / 255.0);
        [r, g, b]
    };
    let light = |[r, g, b]: [f64; 3]| 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let luma = (0..pixels.len()).map(|place| byte(16.0 + 219.0 * light(color(place))));
    let blocks: Vec<[f64; 3]> = (0..pixels.len())
        .filter(|place| place / width % 2 == 0 && place % width % 2 == 0)
        .map(|place| {
            let four = [place, place + 1, place + width, place + width + 1].map(color);
            [0, 1, 2].map(|part| four.iter().map(|color| color[part]).sum::<f64>() / 4.0)
        })
        .collect();
    let blue = |color: &[f64; 3]| byte(128.0 + 224.0 * (color[2] - light(*color)) / 1.8556);
    let red = |color: &[f64; 3]| byte(128.0 + 224.0 * (color[0] - light(*color)) / 1.5748);
    luma.chain(blocks.iter().map(blue))
        .chain(blocks.iter().map(red))
        .collect()
}

#[test]
fn the_same_view_is_the_same_picture() {
    let scene = scene([&*samples::alpha()]);
    let view = View::towards(Vec3::new(1.0, 1.0, 4.0), Vec3::ZERO, 0.8);
    for samples in [1, 4] {
        let output = Output { samples, ..OUTPUT };
        let first = render(&scene, &view, &output);
        // Something else in between.
        render(&scene, &front(), &OUTPUT);
        assert_eq!(first, render(&scene, &view, &output));
    }
}

#[test]
fn absurd_cameras_make_pictures() {
    let scene = scene([&*samples::alpha()]);
    for number in [
        f32::NAN,
        f32::INFINITY,
        f32::MAX,
        f32::MIN_POSITIVE,
        0.0,
        -1.0,
    ] {
        let view = View {
            position: Vec3::splat(number),
            rotation: Quat::from_xyzw(number, 0.0, number, number),
            field_of_view: number,
            shift: Vec2::splat(number),
        };
        let picture = render(&scene, &view, &OUTPUT);
        assert_eq!(picture.bytes.len(), 60 * 44 * 4);
    }
}

#[test]
fn a_shift_moves_everything_by_parts_of_a_pixel() {
    let scene = scene([&*card(RED, [0.0; 3])]);
    let is_red = |picture: &Picture, x: u32, y: u32| {
        let place = 4 * usize::try_from(y * OUTPUT.width + x).unwrap();
        picture.bytes[place..][..3] == [255, 0, 0]
    };
    let moved = |shift: Vec2| render(&scene, &View { shift, ..front() }, &OUTPUT);
    let (still, right, up) = (moved(Vec2::ZERO), moved(Vec2::X), moved(Vec2::Y));
    for (x, y) in (0..OUTPUT.width - 1).flat_map(|x| (1..OUTPUT.height).map(move |y| (x, y))) {
        assert_eq!(is_red(&still, x, y), is_red(&right, x + 1, y), "{x} {y}");
        assert_eq!(is_red(&still, x, y), is_red(&up, x, y - 1), "{x} {y}");
    }
    let reds = |picture: &Picture| {
        (0..OUTPUT.width)
            .filter(|x| is_red(picture, *x, 22))
            .count()
    };
    // A part of a pixel moves some edges and not others.
    let parts = [0.0, 0.25, 0.5, 0.75].map(|x| reds(&moved(Vec2::new(x, 0.0))));
    assert!(
        parts.iter().all(|count| count.abs_diff(parts[0]) <= 1),
        "{parts:?}"
    );
}

#[test]
fn a_model_can_be_taken_out() {
    let mut scene = Scene::default();
    let red = scene.insert(renderer().prepare(&read(&card(RED, [0.0; 3]))).unwrap());
    let green = card(GREEN, [0.0, 0.0, -1.0]);
    scene.insert(renderer().prepare(&read(&green)).unwrap());
    assert_eq!(center(&render(&scene, &front(), &OUTPUT)), [255, 0, 0, 255]);
    assert!(scene.remove(red).is_some());
    assert!(scene.remove(red).is_none());
    assert_eq!(center(&render(&scene, &front(), &OUTPUT)), [0, 255, 0, 255]);
    assert!(scene.bounds().unwrap().max.z < 0.0);
}
