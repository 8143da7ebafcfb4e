//! Renders a model to a PNG file, as it is seen from the front and a little from above:
//! `cargo run -p remote-rendering-renderer --example picture -- MODEL.glb PICTURE.png`.
//! After them, degrees to turn it around its axis, degrees from above, how near (1 shows all of a ball around it),
//! and the time in seconds, if it moves.

use glam::{Quat, Vec3};
use image::{ImageFormat, RgbaImage};
use remote_rendering_renderer::{Format, Gpu, GpuOptions, Output, Renderer, Scene, View};
use remote_rendering_scene::{Limits, Model, NoResources};
use std::{env, error, fs};

fn main() -> Result<(), Box<dyn error::Error>> {
    let mut arguments = env::args().skip(1);
    let usage = "name a model and a picture";
    let (model, picture) = (arguments.next(), arguments.next());
    let (model, picture) = model.zip(picture).ok_or(usage)?;
    let mut number = |default: f32| arguments.next().map_or(Ok(default), |text| text.parse());
    let (turn, above, near) = (number(25.0)?, number(25.0)?, number(1.4)?);
    let time = number(0.0)?;

    let renderer = Renderer::new(Gpu::open(&GpuOptions::default())?)?;
    let model = Model::read(&fs::read(model)?, &NoResources, &Limits::default())?;
    let mut scene = Scene::default();
    scene.insert(renderer.prepare(&model)?);
    scene.set_time(time.into());

    let field_of_view = 0.7_f32;
    let bounds = scene.bounds().ok_or("the model has nothing to see")?;
    let distance = bounds.size().length() * 0.5 / (field_of_view * 0.5).sin() / near;
    let turn = Quat::from_rotation_y(turn.to_radians());
    let direction = turn * Quat::from_rotation_x(-above.to_radians()) * Vec3::Z;
    let view = View::towards(
        bounds.center() + direction * distance,
        bounds.center(),
        field_of_view,
    );
    let output = Output {
        width: 1280,
        height: 720,
        format: Format::Rgba,
        samples: 4,
        polygon_limit: None,
    };
    let made = renderer.render(&scene, &view, &output)?;
    let image = RgbaImage::from_raw(made.width, made.height, made.bytes);
    let image = image.ok_or("the picture has another size")?;
    image.save_with_format(picture, ImageFormat::Png)?;
    Ok(())
}
