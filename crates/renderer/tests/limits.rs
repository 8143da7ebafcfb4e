//! What is refused, and that what is refused does no harm.

#![expect(
    clippy::unwrap_used,
    reason = "what is shared is not within a test function"
)]

mod stage;

use remote_rendering_renderer::{
    Format, Gpu, GpuError, GpuOptions, Output, RenderError, Renderer, Scene,
};
use remote_rendering_scene::samples;
use stage::model::{File, RED, card};
use stage::{OUTPUT, center, front, gpu, read, render, renderer};
use std::thread;

fn open(options: &GpuOptions) -> Renderer {
    Renderer::new(Gpu::open(options).unwrap()).unwrap()
}

#[test]
fn a_device_is_opened_by_a_part_of_its_name() {
    let best = gpu();
    let part: String = best.name().to_uppercase().chars().take(5).collect();
    let options = GpuOptions {
        name: Some(part),
        ..GpuOptions::default()
    };
    assert!(Gpu::open(&options).is_ok());
    let options = GpuOptions {
        name: Some("no such device".to_owned()),
        ..GpuOptions::default()
    };
    let error = Gpu::open(&options).unwrap_err();
    assert!(matches!(error, GpuError::Name { .. }));
    let text = error.to_string();
    assert!(
        text.contains("no such device") && text.contains(best.name()),
        "{text}"
    );
    let text = GpuError::None.to_string();
    assert!(text.contains("apt install mesa-vulkan-drivers"), "{text}");
}

#[test]
fn pictures_that_cannot_be_are_refused() {
    let refused = |output: Output| {
        let rendered = renderer().render(&Scene::default(), &front(), &output);
        rendered.unwrap_err()
    };
    let sizes = [(0, 44), (60, 0), (1 << 20, 44), (u32::MAX, u32::MAX)];
    for (width, height) in sizes {
        let error = refused(Output {
            width,
            height,
            ..OUTPUT
        });
        assert!(matches!(error, RenderError::Size { .. }), "{error:?}");
    }
    for (width, height) in [(61, 44), (60, 43)] {
        let output = Output {
            width,
            height,
            ..OUTPUT
        };
        assert!(
            renderer()
                .render(&Scene::default(), &front(), &output)
                .is_ok()
        );
        let error = refused(Output {
            format: Format::I420,
            ..output
        });
        assert!(matches!(error, RenderError::Size { .. }), "{error:?}");
    }
    for samples in [0, 2, 3, 8] {
        let error = refused(Output { samples, ..OUTPUT });
        assert!(matches!(error, RenderError::Samples(found) if found == samples));
    }
}

#[test]
fn models_take_no_more_memory_than_they_may() {
    let model = read(&samples::terrain(2_000));
    let renderer = open(&GpuOptions {
        model_bytes: 1 << 20,
        ..GpuOptions::default()
    });
    let first = renderer.prepare(&model).unwrap();
    assert_eq!(renderer.gpu().model_bytes(), first.bytes());
    // Vertices, indices and a texture of 256 pixels with its mipmaps.
    assert!(first.bytes() > 2_000 * 12 + 1_000 * 64 + 256 * 256 * 4);
    let mut scene = Scene::default();
    scene.insert(first);
    let error = loop {
        match renderer.prepare(&model) {
            Ok(more) => scene.insert(more),
            Err(error) => break error,
        };
    };
    let RenderError::Memory { needed, left } = error else {
        panic!("{error:?}");
    };
    assert!(needed > left);
    assert!(renderer.gpu().model_bytes() <= 1 << 20);
    // What is there is shown nevertheless, and what is taken out makes room.
    assert!(renderer.render(&scene, &front(), &OUTPUT).is_ok());
    scene.clear();
    assert_eq!(renderer.gpu().model_bytes(), 0);
    assert!(renderer.prepare(&model).is_ok());
}

#[test]
fn models_are_prepared_while_pictures_are_made() {
    let renderer = open(&GpuOptions::default());
    let renderer = &renderer;
    let mut scene = Scene::default();
    scene.insert(renderer.prepare(&read(&card(RED, [0.0; 3]))).unwrap());
    let scene = &scene;
    let gears = &read(&samples::gears());
    thread::scope(|threads| {
        let prepared = threads.spawn(move || {
            for _ in 0..3 {
                renderer.prepare(gears).unwrap();
            }
        });
        for _ in 0..2 {
            threads.spawn(move || {
                for _ in 0..10 {
                    let picture = renderer.render(scene, &front(), &OUTPUT).unwrap();
                    assert_eq!(center(&picture), [255, 0, 0, 255]);
                }
            });
        }
        prepared.join().unwrap();
    });
}

#[test]
fn a_model_may_have_nothing_to_see() {
    let prepared = renderer().prepare(&read(&File::new().bytes())).unwrap();
    assert_eq!((prepared.bounds(), prepared.triangles()), (None, 0));
    let mut scene = Scene::default();
    scene.insert(prepared);
    let picture = render(&scene, &front(), &OUTPUT);
    assert_eq!(picture, render(&Scene::default(), &front(), &OUTPUT));
}

#[test]
fn a_model_of_another_device_is_refused_without_harm() {
    let other = open(&GpuOptions::default());
    let mut scene = Scene::default();
    scene.insert(other.prepare(&read(&card(RED, [0.0; 3]))).unwrap());
    let error = renderer().render(&scene, &front(), &OUTPUT).unwrap_err();
    assert!(matches!(error, RenderError::Foreign), "{error:?}");
    render(&Scene::default(), &front(), &OUTPUT);
}
