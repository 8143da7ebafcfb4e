//! Measures the renderer: `cargo run --release -p remote-rendering-renderer --example bench`.
//! With a file's name after `--`, the figures are written to it as JSON.
//!
//! The landscape of the samples, of 100,000 and of a million triangles, is seen from around at
//! 1280 × 720. Beside the renderer, a loop draws the same triangles on the same device with one flat
//! shader and reads the picture back: what is more than it is the price of the renderer. Both take
//! turns, so that a busy machine slows both.

#![expect(clippy::print_stdout, reason = "the figures are the output")]

mod bare;

use glam::{Quat, Vec3};
use remote_rendering_renderer::{Format, Gpu, GpuOptions, Output, Renderer, Scene, View};
use remote_rendering_scene::{Bounds, Limits, Model, NoResources, samples};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use std::{env, error, fs};

use bare::Bare;

const ROUNDS: u32 = 3;
const FRAMES: u32 = 12;
const SIZE: (u32, u32) = (1280, 720);

type Result<T> = std::result::Result<T, Box<dyn error::Error>>;

fn main() -> Result<()> {
    let before = Instant::now();
    let renderer = Renderer::new(Gpu::open(&GpuOptions::default())?)?;
    let start = ms(before.elapsed());
    let name = renderer.gpu().name().to_owned();
    println!("{name}, {} × {}; ready after {start:.0} ms", SIZE.0, SIZE.1);
    println!(
        "{:>10} {:>10} {:>10} {:>10} {:>10} {:>10} {:>10} {:>10}",
        "triangles", "bare", "RGBA", "I420", "I420 ×4", "read", "prepare", "memory"
    );
    let mut rows = Vec::new();
    for triangles in [100_000, 1_000_000] {
        let row = measure(&renderer, triangles)?;
        println!(
            "{:>10} {:>10.1} {:>10.1} {:>10.1} {:>10.1} {:>10.0} {:>10.0} {:>10.0}",
            row.triangles,
            row.bare,
            row.rgba,
            row.i420,
            row.smooth,
            row.read,
            row.prepare,
            row.memory
        );
        rows.push(row.json());
    }
    println!(
        "milliseconds, medians; memory in MiB: resident, for the model and the renderer's use of it"
    );
    if let Some(file) = env::args().nth(1) {
        let figures = json!({ "device": name, "startMs": start, "models": rows });
        fs::write(file, serde_json::to_vec_pretty(&figures)?)?;
    }
    Ok(())
}

/// The figures of a model: milliseconds, and MiB.
struct Row {
    triangles: u64,
    bare: f64,
    rgba: f64,
    i420: f64,
    smooth: f64,
    read: f64,
    prepare: f64,
    memory: f64,
}

impl Row {
    fn json(&self) -> Value {
        json!({
            "triangles": self.triangles,
            "bareMs": self.bare,
            "rgbaMs": self.rgba,
            "i420Ms": self.i420,
            "i420FourSamplesMs": self.smooth,
            "readMs": self.read,
            "prepareMs": self.prepare,
            "residentMiB": self.memory,
        })
    }
}

fn measure(renderer: &Renderer, triangles: u32) -> Result<Row> {
    let file = samples::terrain(triangles);
    let resident_before = resident();
    let before = Instant::now();
    let model = Model::read(&file, &NoResources, &Limits::default())?;
    let read = ms(before.elapsed());
    let before = Instant::now();
    let prepared = renderer.prepare(&model)?;
    let prepare = ms(before.elapsed());
    let bounds = prepared.bounds().ok_or("the landscape is empty")?;
    let mut scene = Scene::default();
    scene.insert(prepared);

    let output = |format: Format, samples: u32| Output {
        width: SIZE.0,
        height: SIZE.1,
        format,
        samples,
        polygon_limit: None,
    };
    let ways = [
        output(Format::Rgba, 1),
        output(Format::I420, 1),
        output(Format::I420, 4),
    ];
    renderer.render(&scene, &view(&bounds, 0), &ways[0])?;
    let memory = resident() - resident_before;
    let bare = Bare::new(&model, SIZE)?;
    let mut times: [Vec<f64>; 4] = Default::default();
    for round in 0..ROUNDS {
        for (way, times) in ways.iter().zip(&mut times) {
            frames(times, |frame| {
                renderer.render(&scene, &view(&bounds, round * FRAMES + frame), way)?;
                Ok(())
            })?;
        }
        frames(&mut times[3], |frame| {
            bare.render(&view(&bounds, round * FRAMES + frame))
        })?;
    }
    let [rgba, i420, smooth, bare] = times.map(median);
    Ok(Row {
        triangles: model.triangle_count(),
        bare,
        rgba,
        i420,
        smooth,
        read,
        prepare,
        memory,
    })
}

/// Times frames; the first is left out.
fn frames(times: &mut Vec<f64>, mut render: impl FnMut(u32) -> Result<()>) -> Result<()> {
    for frame in 0..=FRAMES {
        let before = Instant::now();
        render(frame)?;
        if frame > 0 {
            times.push(ms(before.elapsed()));
        }
    }
    Ok(())
}

/// Around the landscape, which fills most of the picture.
fn view(bounds: &Bounds, frame: u32) -> View {
    let turn = Quat::from_rotation_y(f32::from(u16::try_from(frame).unwrap_or_default()) * 0.05);
    let away = turn * Vec3::new(0.0, 0.45, 0.75) * bounds.size().length() * 0.5;
    View::towards(bounds.center() + away, bounds.center(), 0.8)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// What the process has in memory, in MiB; where the system does not say, not a number.
fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    number.map_or(f64::NAN, |kibibytes| kibibytes / 1024.0)
}
