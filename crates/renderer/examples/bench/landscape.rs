//! One landscape: how long it takes to load and to draw, and how much memory it has.

use glam::{Quat, Vec3};
use remote_rendering_renderer::{Format, Gpu, GpuOptions, Output, Renderer, Scene, View};
use remote_rendering_scene::{Bounds, Limits, Model, NoResources, samples};
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};
use std::{fmt, fs};

use crate::Result;
use crate::bare::Bare;

/// How many triangles are drawn, and how large.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Landscape {
    triangles: u32,
    width: u32,
    height: u32,
}

/// What was measured of a landscape.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Measured {
    /// The graphics device, in its maker's words.
    pub(crate) device: String,
    is_software: bool,
    /// From the program's start until the renderer is ready.
    start_ms: f64,
    triangles: u64,
    width: u32,
    height: u32,
    /// The loop that does the least.
    bare: Times,
    rgba: Times,
    i420: Times,
    /// As I420, with four samples for each pixel.
    smooth: Times,
    /// From the file's bytes to a model.
    read_ms: f64,
    /// From a model to the device's memory.
    prepare_ms: f64,
    /// MiB that are resident while model and prepared model are there.
    loading_mib: f64,
    /// MiB that are resident once the model is dropped. In software the device's memory is among them.
    kept_mib: f64,
}

/// What a frame takes, in each round.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Times {
    /// The median, in milliseconds.
    ms: Vec<f64>,
    /// The mean of the time of all processors, in milliseconds: in software, what others do on the machine changes it less.
    processor_ms: Vec<f64>,
}

/// Rounds, in each of which every way has its turn, and frames of each turn.
fn effort(is_quick: bool) -> (u32, u32) {
    if is_quick { (1, 4) } else { (5, 12) }
}

impl Landscape {
    pub(crate) const fn new(triangles: u32, width: u32, height: u32) -> Self {
        Self {
            triangles,
            width,
            height,
        }
    }

    /// Itself as arguments.
    pub(crate) fn words(&self) -> [String; 3] {
        [self.triangles, self.width, self.height].map(|number| number.to_string())
    }

    pub(crate) fn parse(words: &[String]) -> Result<Self> {
        let [triangles, width, height] = words else {
            return Err("a landscape has triangles, width and height".into());
        };
        Ok(Self::new(
            triangles.parse()?,
            width.parse()?,
            height.parse()?,
        ))
    }

    pub(crate) fn measure(&self, is_quick: bool) -> Result<Measured> {
        let before = Instant::now();
        let renderer = Renderer::new(Gpu::open(&GpuOptions::default())?)?;
        let start_ms = ms(before.elapsed());
        let ways = self.ways();
        warm_up(&renderer, &ways)?;
        let file = samples::terrain(self.triangles);

        let resident_before = resident();
        let before = Instant::now();
        let model = Model::read(&file, &NoResources, &Limits::default())?;
        let read_ms = ms(before.elapsed());
        let before = Instant::now();
        let prepared = renderer.prepare(&model)?;
        let prepare_ms = ms(before.elapsed());
        let bounds = prepared.bounds().ok_or("the landscape is empty")?;
        let mut scene = Scene::default();
        scene.insert(prepared);
        renderer.render(&scene, &view(&bounds, 0), &ways[0])?;
        let loading_mib = resident() - resident_before;

        let triangles = model.triangle_count();
        let bare = Bare::new(&model, (self.width, self.height), renderer.gpu().name())?;
        // The bare loop has buffers of its own by now, so that the model alone is what goes.
        let with_model = resident();
        drop(model);
        let kept_mib = loading_mib - (with_model - resident());

        let [rgba, i420, smooth, bare] = draw(&renderer, &scene, &bounds, &ways, &bare, is_quick)?;
        Ok(Measured {
            device: renderer.gpu().name().to_owned(),
            is_software: renderer.gpu().is_software(),
            start_ms,
            triangles,
            width: self.width,
            height: self.height,
            bare,
            rgba,
            i420,
            smooth,
            read_ms,
            prepare_ms,
            loading_mib,
            kept_mib,
        })
    }

    fn ways(&self) -> [Output; 3] {
        [(Format::Rgba, 1), (Format::I420, 1), (Format::I420, 4)].map(|(format, samples)| Output {
            width: self.width,
            height: self.height,
            format,
            samples,
            polygon_limit: None,
        })
    }
}

/// Has everything made that is there once, whatever is drawn: pipelines, targets, the driver's own.
fn warm_up(renderer: &Renderer, ways: &[Output]) -> Result<()> {
    let model = Model::read(&samples::terrain(2), &NoResources, &Limits::default())?;
    let prepared = renderer.prepare(&model)?;
    let bounds = prepared.bounds().ok_or("the landscape is empty")?;
    let mut scene = Scene::default();
    scene.insert(prepared);
    for way in ways {
        renderer.render(&scene, &view(&bounds, 0), way)?;
    }
    Ok(())
}

/// The times of each way of the renderer, and of the bare loop.
fn draw(
    renderer: &Renderer,
    scene: &Scene,
    bounds: &Bounds,
    ways: &[Output; 3],
    bare: &Bare,
    is_quick: bool,
) -> Result<[Times; 4]> {
    let (rounds, frames) = effort(is_quick);
    let mut of_ways: [Times; 4] = Default::default();
    for round in 0..rounds {
        let view = |frame: u32| view(bounds, round * frames + frame);
        for (way, times) in ways.iter().zip(&mut of_ways) {
            times.take(frames, |frame| {
                renderer.render(scene, &view(frame), way)?;
                Ok(())
            })?;
        }
        of_ways[3].take(frames, |frame| bare.render(&view(frame)))?;
    }
    Ok(of_ways)
}

impl Times {
    /// Adds a round of so many frames, after one that is left out.
    fn take(&mut self, frames: u32, mut render: impl FnMut(u32) -> Result<()>) -> Result<()> {
        render(0)?;
        let processors_before = processor_ms();
        let mut times = Vec::new();
        for frame in 1..=frames {
            let before = Instant::now();
            render(frame)?;
            times.push(ms(before.elapsed()));
        }
        self.ms.push(median(&times));
        let taken = processor_ms() - processors_before;
        self.processor_ms.push(taken / f64::from(frames));
        Ok(())
    }
}

/// Around the landscape, which fills most of the picture.
fn view(bounds: &Bounds, frame: u32) -> View {
    let turn = Quat::from_rotation_y(f32::from(u16::try_from(frame).unwrap_or_default()) * 0.05);
    let away = turn * Vec3::new(0.0, 0.45, 0.75) * bounds.size().length() * 0.5;
    View::towards(bounds.center() + away, bounds.center(), 0.8)
}

fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// What the process's threads have had of the processors, in milliseconds. Nothing where the system does not say.
fn processor_ms() -> f64 {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten();
    let nanoseconds = threads.filter_map(|thread| {
        let told = fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        told.split_whitespace().next()?.parse::<f64>().ok()
    });
    nanoseconds.sum::<f64>() / 1e6
}

/// What the process has in memory, in MiB. Nothing where the system does not say.
fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    number.unwrap_or_default() / 1024.0
}

impl fmt::Display for Landscape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            triangles,
            width,
            height,
        } = self;
        write!(f, "{triangles} triangles at {width} × {height}")
    }
}

impl Measured {
    /// The names of what is written in a row.
    pub(crate) const HEAD: &str = " triangles        size     bare     RGBA     I420  I420 ×4     read  prepare  loading     kept";
    /// What the numbers are.
    pub(crate) const LEGEND: &str = "Times in milliseconds; of the pictures, medians. Memory in MiB: resident while the \
         model is there as well, and afterwards.";
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = format!("{}×{}", self.width, self.height);
        write!(f, "{:>10} {size:>11}", self.triangles)?;
        let ways = [&self.bare, &self.rgba, &self.i420, &self.smooth];
        for way in ways {
            write!(f, " {:>8.2}", median(&way.ms))?;
        }
        let Self {
            read_ms,
            prepare_ms,
            loading_mib,
            kept_mib,
            ..
        } = self;
        write!(
            f,
            " {read_ms:>8.0} {prepare_ms:>8.0} {loading_mib:>8.0} {kept_mib:>8.0}"
        )?;
        if self.is_software {
            write!(f, "\n{:>22}", "of processors")?;
            for way in ways {
                write!(f, " {:>8.2}", median(&way.processor_ms))?;
            }
        }
        Ok(())
    }
}
