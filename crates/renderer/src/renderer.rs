//! Making pictures.

use glam::Vec2;
use remote_rendering_scene::Model;
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::Duration;

use crate::batch::Draw;
use crate::frame::Frame;
use crate::gpu::Gpu;
use crate::material::Features;
use crate::pipeline::{Key, Pipelines, Side};
use crate::prepare::{Prepared, prepare};
use crate::targets::Targets;
use crate::view::Camera;
use crate::{Output, Picture, RenderError, Scene, Statistics, View};

/// How long a picture may take: beyond, the device hangs.
const WITHIN: Duration = Duration::from_secs(30);

/// Sizes whose targets are kept: a picture in motion, and the same at rest with smooth edges.
const KEPT: usize = 2;

/// Makes pictures of scenes. One picture is made at a time; models are prepared meanwhile.
#[derive(Debug)]
pub struct Renderer {
    gpu: Gpu,
    pipelines: Pipelines,
    frame: Frame,
    /// The last used first. Who has them renders.
    targets: Mutex<Vec<Targets>>,
}

impl Renderer {
    /// Makes everything ready that is the same for all pictures.
    pub fn new(gpu: Gpu) -> Result<Self, RenderError> {
        let (pipelines, frame) = gpu.guarded(|| {
            let pipelines = Pipelines::new(&gpu);
            let frame = Frame::new(&gpu, &pipelines);
            Ok((pipelines, frame))
        })?;
        Ok(Self {
            gpu,
            pipelines,
            frame,
            targets: Mutex::default(),
        })
    }

    /// The device.
    pub fn gpu(&self) -> &Gpu {
        &self.gpu
    }

    /// Puts a model into the device's memory. This takes long for a large one.
    pub fn prepare(&self, model: &Model) -> Result<Prepared, RenderError> {
        let prepared = prepare(model, &self.gpu, &self.pipelines)?;
        self.gpu.guarded(|| {
            // A picture should not wait for its pipelines.
            for part in &prepared.parts {
                for cull in sides(part.features) {
                    self.pipelines.surface(Key {
                        features: part.features,
                        is_mirrored: part.is_mirrored,
                        cull: *cull,
                        samples: 1,
                    });
                }
            }
            Ok(())
        })?;
        Ok(prepared)
    }

    /// Makes a picture, and waits for it.
    pub fn render(
        &self,
        scene: &Scene,
        view: &View,
        output: &Output,
    ) -> Result<Picture, RenderError> {
        output.check(self.gpu.limits.max_texture_dimension_2d)?;
        let mut models = scene.models();
        if models.any(|model| self.gpu.is_foreign(&model.memory)) {
            return Err(RenderError::Foreign);
        }
        let size = size(output);
        let camera = view.camera(size.x / size.y, scene.bounds());
        let draws = Draws::new(scene, &camera);
        let mut statistics = draws.statistics();
        if output
            .polygon_limit
            .is_some_and(|limit| statistics.triangles > limit)
        {
            statistics.checkerboard = true;
            statistics.draws = 0;
        }
        let mut kept = self.targets.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = self.gpu.guarded(|| {
            let place = kept.iter().position(|targets| targets.fit(output));
            let targets = match place {
                Some(place) => kept.remove(place),
                None => Targets::new(&self.gpu, &self.pipelines, output),
            };
            self.frame.write(&self.gpu, &camera, size);
            let draws = (!statistics.checkerboard).then_some(&draws);
            let bytes = self.draw(&targets, draws, output.samples)?;
            kept.insert(0, targets);
            kept.truncate(KEPT);
            Ok(bytes)
        })?;
        Ok(Picture {
            width: output.width,
            height: output.height,
            format: output.format,
            bytes,
            statistics,
        })
    }

    /// Draws, or makes a checkerboard, and brings the picture back.
    fn draw(
        &self,
        targets: &Targets,
        draws: Option<&Draws<'_>>,
        samples: u32,
    ) -> Result<Vec<u8>, RenderError> {
        let descriptor = wgpu::CommandEncoderDescriptor { label: None };
        let mut commands = self.gpu.device.create_command_encoder(&descriptor);
        let mut pass = begin(&mut commands, targets);
        let background = self.pipelines.background(samples);
        if let Some(draws) = draws {
            let mut pen = Pen {
                pipelines: &self.pipelines,
                samples,
                last: None,
            };
            pass.set_bind_group(0, &self.frame.group, &[]);
            for (model, draw) in &draws.opaque {
                pen.draw(&mut pass, model, draw);
            }
            pass.set_pipeline(&background.sky);
            pass.draw(0..3, 0..1);
            pen.last = None;
            for (model, draw) in &draws.blended {
                pen.draw(&mut pass, model, draw);
            }
        } else {
            pass.set_pipeline(&background.checkerboard);
            pass.draw(0..3, 0..1);
        }
        drop(pass);
        targets.bring(&mut commands, &self.pipelines);
        let submission = self.gpu.queue.submit([commands.finish()]);
        let (sender, mapped) = mpsc::channel();
        targets
            .staging
            .map_async(wgpu::MapMode::Read, .., move |result| {
                // Nobody listens any more where waiting has failed.
                let _ = sender.send(result);
            });
        wait(&self.gpu, submission, WITHIN)?;
        match mapped.try_recv() {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Err(RenderError::Lost(error.to_string())),
            Err(_) => return Err(RenderError::Hung(WITHIN.as_secs())),
        }
        let bytes = targets.packed(&targets.staging.get_mapped_range(..));
        targets.staging.unmap();
        Ok(bytes)
    }
}

/// Waits for what was submitted.
pub(crate) fn wait(
    gpu: &Gpu,
    submission: wgpu::SubmissionIndex,
    within: Duration,
) -> Result<(), RenderError> {
    let polled = gpu.device.poll(wgpu::PollType::Wait {
        submission_index: Some(submission),
        timeout: Some(within),
    });
    match polled {
        Ok(_) => Ok(()),
        Err(wgpu::PollError::Timeout) => Err(RenderError::Hung(within.as_secs())),
        // Of a submission that the device has refused, which the error scope says.
        Err(error @ wgpu::PollError::WrongSubmissionIndex(..)) => {
            Err(RenderError::Lost(error.to_string()))
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^24")]
fn size(output: &Output) -> Vec2 {
    Vec2::new(output.width as f32, output.height as f32)
}

fn begin<'a>(commands: &'a mut wgpu::CommandEncoder, targets: &Targets) -> wgpu::RenderPass<'a> {
    commands.begin_render_pass(&wgpu::RenderPassDescriptor {
        label: Some("picture"),
        color_attachments: &[Some(wgpu::RenderPassColorAttachment {
            view: &targets.color,
            depth_slice: None,
            resolve_target: targets.resolved.as_ref(),
            ops: wgpu::Operations {
                load: wgpu::LoadOp::Clear(wgpu::Color::BLACK),
                store: if targets.resolved.is_some() {
                    wgpu::StoreOp::Discard
                } else {
                    wgpu::StoreOp::Store
                },
            },
        })],
        depth_stencil_attachment: Some(wgpu::RenderPassDepthStencilAttachment {
            view: &targets.depth,
            depth_ops: Some(wgpu::Operations {
                // Infinitely far away.
                load: wgpu::LoadOp::Clear(0.0),
                store: wgpu::StoreOp::Discard,
            }),
            stencil_ops: None,
        }),
        ..wgpu::RenderPassDescriptor::default()
    })
}

/// Which sides are left out, one draw after the other. The back of something that one sees through is
/// drawn before its front.
fn sides(features: Features) -> &'static [Option<Side>] {
    let is_double = features.has(Features::DOUBLE_SIDED);
    match (is_double, features.has(Features::BLEND)) {
        (false, _) => &[Some(Side::Back)],
        (true, false) => &[None],
        (true, true) => &[Some(Side::Front), Some(Side::Back)],
    }
}

/// What is drawn for a picture, each with its model, in order.
#[derive(Debug)]
struct Draws<'a> {
    /// From front to back: what is hidden costs little then.
    opaque: Vec<(&'a Prepared, Draw<'a>)>,
    /// From back to front.
    blended: Vec<(&'a Prepared, Draw<'a>)>,
}

impl<'a> Draws<'a> {
    fn new(scene: &'a Scene, camera: &Camera) -> Self {
        let mut all = Vec::new();
        let mut of_part = Vec::new();
        for model in scene.models() {
            for part in &model.parts {
                part.draws(camera, &mut of_part);
                all.extend(of_part.drain(..).map(|draw| (model, draw)));
            }
        }
        let is_blended =
            |(_, draw): &(&Prepared, Draw<'_>)| draw.part.features.has(Features::BLEND);
        let (mut blended, mut opaque): (Vec<_>, Vec<_>) = all.into_iter().partition(is_blended);
        opaque.sort_by(|(_, a), (_, b)| a.depth.total_cmp(&b.depth));
        blended.sort_by(|(_, a), (_, b)| b.depth.total_cmp(&a.depth));
        Self { opaque, blended }
    }

    fn statistics(&self) -> Statistics {
        let all = || self.opaque.iter().chain(&self.blended);
        let draws = all().map(|(_, draw)| sides(draw.part.features).len());
        let triangles = all().map(|(_, draw)| draw.triangles());
        Statistics {
            triangles: triangles.fold(0, u64::saturating_add),
            draws: draws
                .map(|count| u64::try_from(count).unwrap_or(u64::MAX))
                .sum(),
            checkerboard: false,
        }
    }
}

/// Draws, and changes of the device's state only what differs from the last draw.
struct Pen<'a> {
    pipelines: &'a Pipelines,
    samples: u32,
    last: Option<(Key, &'a Prepared, usize, usize)>,
}

impl<'a> Pen<'a> {
    fn draw(&mut self, pass: &mut wgpu::RenderPass<'_>, model: &'a Prepared, draw: &Draw<'a>) {
        let part = draw.part;
        for cull in sides(part.features) {
            let key = Key {
                features: part.features,
                is_mirrored: part.is_mirrored,
                cull: *cull,
                samples: self.samples,
            };
            let last = self.last.replace((key, model, part.page, part.material));
            if last.is_none_or(|(last, ..)| last != key) {
                pass.set_pipeline(&self.pipelines.surface(key));
            }
            let other = last.filter(|(_, last, ..)| std::ptr::eq(*last, model));
            if other.is_none_or(|(.., page, _)| page != part.page) {
                let Some(page) = model.pages.get(part.page) else {
                    continue;
                };
                pass.set_vertex_buffer(0, page.vertices.slice(..));
                pass.set_vertex_buffer(1, model.instances.slice(..));
                pass.set_index_buffer(page.indices.slice(..), wgpu::IndexFormat::Uint32);
            }
            if other.is_none_or(|(.., material)| material != part.material) {
                let group = model.materials.get(part.material);
                pass.set_bind_group(1, group, &[]);
            }
            let instances = draw.instances.clone();
            pass.draw_indexed(part.indices.clone(), part.base_vertex, instances);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, GpuOptions};
    use glam::{Quat, Vec3};
    use remote_rendering_scene::{Limits, NoResources, samples};

    #[test]
    fn a_lost_device_is_an_error() {
        let renderer = Renderer::new(Gpu::open(&GpuOptions::default()).unwrap()).unwrap();
        let read = Model::read(&samples::alpha(), &NoResources, &Limits::default());
        let model = read.unwrap();
        let mut scene = Scene::default();
        scene.insert(renderer.prepare(&model).unwrap());
        let view = View {
            position: Vec3::Z,
            rotation: Quat::IDENTITY,
            field_of_view: 1.0,
        };
        let output = Output {
            width: 16,
            height: 16,
            format: Format::Rgba,
            samples: 1,
            polygon_limit: None,
        };
        renderer.render(&scene, &view, &output).unwrap();
        renderer.gpu.device.destroy();
        for _ in 0..2 {
            let rendered = renderer.render(&scene, &view, &output);
            assert!(
                matches!(rendered, Err(RenderError::Lost(_))),
                "{rendered:?}"
            );
            let prepared = renderer.prepare(&model);
            assert!(
                matches!(prepared, Err(RenderError::Lost(_))),
                "{prepared:?}"
            );
        }
    }
}
