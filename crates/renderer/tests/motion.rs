//! What moves: where it is, that nothing of it is left out, and that it costs the rest nothing.

mod stage;

use glam::Vec3;
use remote_rendering_renderer::{Picture, Scene, View};
use remote_rendering_scene::samples;
use serde_json::json;
use stage::model::{File, GREEN, RED, Shape, unlit};
use stage::moving::{Fault, animate, bar, borne, turn};
use stage::{OUTPUT, center, front, pixel, read, render, renderer, scene};
use std::f32::consts::PI;

/// The sky from the front, where nothing is.
fn sky() -> [u8; 4] {
    center(&render(&Scene::default(), &front(), &OUTPUT))
}

const SHOWN_RED: [u8; 4] = [255, 0, 0, 255];
const SHOWN_GREEN: [u8; 4] = [0, 255, 0, 255];

fn at(file: &File, seconds: f64, view: &View) -> Picture {
    let mut scene = scene([&*file.bytes()]);
    scene.set_time(seconds);
    assert!(scene.is_animated());
    render(&scene, view, &OUTPUT)
}

#[test]
fn what_moves_is_where_it_is_at_the_time() {
    let mut file = File::new();
    let node = borne(&mut file, unlit(RED), [0.0; 3], [0.8, 0.0, 0.0]);
    turn(&mut file, node, PI);
    file.put(&Shape::card(), unlit(GREEN), [0.0, -0.9, 0.0]);
    let places = [(0.0, 0.73), (2.0 - 1e-6, 0.27), (4.0, 0.73)];
    for (seconds, x) in places {
        let picture = at(&file, seconds, &front());
        assert_eq!(pixel(&picture, x, 0.5), SHOWN_RED, "{seconds}");
        let empty = pixel(&render(&Scene::default(), &front(), &OUTPUT), 1.0 - x, 0.5);
        assert_eq!(pixel(&picture, 1.0 - x, 0.5), empty, "{seconds}");
        assert_eq!(
            pixel(&picture, 0.5, 0.9),
            SHOWN_GREEN,
            "what is still stays"
        );
        assert_eq!(picture.statistics.triangles, 4);
    }
}

#[test]
fn joints_take_a_mesh_with_them() {
    let mut file = File::new();
    let [lower, _] = bar(&mut file, unlit(RED), [0.0; 3], Fault::None);
    let way = [0.0, -0.5, 0.0, 0.9, -0.5, 0.0];
    animate(&mut file, lower, "translation", &[0.0, 1.0], &way);
    assert_eq!(center(&at(&file, 0.0, &front())), SHOWN_RED);
    let moved = at(&file, 1.0 - 1e-6, &front());
    assert_eq!(center(&moved), sky());
    assert_eq!(pixel(&moved, 0.76, 0.5), SHOWN_RED);
}

#[test]
fn nothing_is_left_out_that_has_moved_into_view() {
    // Both come from far outside of the picture, and the box of the whole is a large one.
    let way = [0.0, 90.0, 0.0, 0.0, 0.0, 0.0];
    let mut file = File::new();
    let node = borne(&mut file, unlit(RED), [0.0; 3], [0.0; 3]);
    animate(&mut file, node, "translation", &[0.0, 1.0], &way);
    let mut shaped = File::new();
    let [lower, _] = bar(&mut shaped, unlit(RED), [0.0; 3], Fault::None);
    let way = [0.0, 90.0, 0.0, 0.0, -0.5, 0.0];
    animate(&mut shaped, lower, "translation", &[0.0, 1.0], &way);
    for file in [file, shaped] {
        let far = at(&file, 0.0, &front());
        assert_eq!((center(&far), far.statistics.triangles), (sky(), 0));
        let near = at(&file, 1.0 - 1e-6, &front());
        assert_eq!(center(&near), SHOWN_RED);
        let scene = scene([&*file.bytes()]);
        let bounds = scene.bounds().unwrap();
        assert!(bounds.max.y > 89.0 && bounds.min.y < 1.0, "{bounds:?}");
    }
}

#[test]
fn what_is_mirrored_on_its_way_keeps_its_front() {
    let mut file = File::new();
    let node = borne(&mut file, unlit(RED), [0.0; 3], [0.0; 3]);
    animate(
        &mut file,
        node,
        "scale",
        &[0.0, 1.0],
        &[1.0, 1.0, 1.0, -1.0, 1.0, 1.0],
    );
    let behind = View::towards(Vec3::NEG_Z * 3.0, Vec3::ZERO, 0.8);
    for seconds in [0.0, 1.0 - 1e-6] {
        assert_eq!(center(&at(&file, seconds, &front())), SHOWN_RED);
        assert_ne!(center(&at(&file, seconds, &behind)), SHOWN_RED);
    }
}

#[test]
fn a_mesh_may_be_shaped_at_one_place_and_stand_still_at_another() {
    let mut file = File::new();
    let [lower, _] = bar(&mut file, unlit(RED), [-0.6, 0.0, 0.0], Fault::None);
    let mesh = file.last("meshes");
    file.node(json!({ "mesh": mesh, "translation": [0.6, 0.0, 0.0] }));
    file.put(&Shape::card(), unlit(GREEN), [0.0, -1.0, 0.0]);
    turn(&mut file, lower, -0.1);
    let picture = at(&file, 0.0, &front());
    assert_eq!(pixel(&picture, 0.33, 0.5), SHOWN_RED);
    assert_eq!(pixel(&picture, 0.67, 0.5), SHOWN_RED);
    assert_eq!(pixel(&picture, 0.5, 0.9), SHOWN_GREEN);
    assert_eq!(picture.statistics.triangles, 32 + 32 + 2);
}

#[test]
fn a_skin_shapes_what_is_not_animated() {
    let mut file = File::new();
    bar(&mut file, unlit(RED), [0.0; 3], Fault::None);
    let scene = scene([&*file.bytes()]);
    assert!(!scene.is_animated());
    assert_eq!(center(&render(&scene, &front(), &OUTPUT)), SHOWN_RED);
}

#[test]
fn time_changes_nothing_of_what_stands_still() {
    let mut scene = scene([&*samples::alpha()]);
    assert!(!scene.is_animated());
    let first = render(&scene, &front(), &OUTPUT);
    scene.set_time(7.5);
    let later = render(&scene, &front(), &OUTPUT);
    assert_eq!(first.bytes, later.bytes);
    assert_eq!(first.statistics, later.statistics);
}

#[test]
fn what_moves_is_counted() {
    let mut still = File::new();
    let mut moving = File::new();
    for file in [&mut still, &mut moving] {
        bar(file, unlit(RED), [0.0; 3], Fault::Unskinned);
    }
    bar(&mut moving, unlit(RED), [0.0; 3], Fault::None);
    let bytes = |file: &File| renderer().prepare(&read(&file.bytes())).unwrap().bytes();
    // 34 vertices of 64 and 16 bytes, 96 indices, an instance, two joints of 48, a material.
    assert!(bytes(&moving) >= bytes(&still) + 34 * 80 + 96 * 4 + 48 + 2 * 48);
}
