//! What tests put in front of the camera.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "this is not within a test function"
)]
#![allow(dead_code, reason = "no test needs all of it")]

pub(crate) mod model;
pub(crate) mod moving;

use glam::{Quat, Vec2, Vec3};
use remote_rendering_renderer::{Format, Gpu, GpuOptions, Output, Picture, Renderer, Scene, View};
use remote_rendering_scene::{Limits, Model, NoResources};
use std::sync::LazyLock;

/// The best device of the machine. Nothing is skipped where there is none: CI has the software one.
pub(crate) fn gpu() -> Gpu {
    match Gpu::open(&GpuOptions::default()) {
        Ok(gpu) => gpu,
        Err(error) => panic!("these tests render, and cannot: {error}"),
    }
}

static RENDERER: LazyLock<Renderer> = LazyLock::new(|| Renderer::new(gpu()).unwrap());

/// One for all tests of a file.
pub(crate) fn renderer() -> &'static Renderer {
    &RENDERER
}

pub(crate) fn read(file: &[u8]) -> Model {
    Model::read(file, &NoResources, &Limits::default()).unwrap()
}

/// A scene of models in files.
pub(crate) fn scene<'a>(files: impl IntoIterator<Item = &'a [u8]>) -> Scene {
    let mut scene = Scene::default();
    for file in files {
        scene.insert(renderer().prepare(&read(file)).unwrap());
    }
    scene
}

/// Small, and no multiple of eight.
pub(crate) const OUTPUT: Output = Output {
    width: 60,
    height: 44,
    format: Format::Rgba,
    samples: 1,
    polygon_limit: None,
};

/// From z = 3 towards the origin; a card of one metre is two fifths as high as the picture.
pub(crate) fn front() -> View {
    View {
        position: Vec3::new(0.0, 0.0, 3.0),
        rotation: Quat::IDENTITY,
        field_of_view: 0.8,
        shift: Vec2::ZERO,
    }
}

pub(crate) fn render(scene: &Scene, view: &View, output: &Output) -> Picture {
    renderer().render(scene, view, output).unwrap()
}

/// A picture of one file from the front.
pub(crate) fn shown(file: &[u8]) -> Picture {
    render(&scene([file]), &front(), &OUTPUT)
}

/// The pixel of an RGBA picture at shares of its width and height.
pub(crate) fn pixel(picture: &Picture, x: f32, y: f32) -> [u8; 4] {
    assert_eq!(picture.format, Format::Rgba);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "they are small"
    )]
    let at = |share: f32, size: u32| (share * size as f32) as usize;
    let width = usize::try_from(picture.width).unwrap();
    let place = at(y, picture.height) * width + at(x, picture.width);
    picture.bytes.as_chunks::<4>().0[place]
}

/// The pixel in the middle.
pub(crate) fn center(picture: &Picture) -> [u8; 4] {
    pixel(picture, 0.5, 0.5)
}
