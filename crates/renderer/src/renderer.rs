//! Making pictures.

use glam::Vec2;
use remote_rendering_scene::Model;
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::Duration;

use crate::draws::{Command, Draws, Pen, sides};
use crate::frame::Frame;
use crate::gpu::Gpu;
use crate::material::Features;
use crate::pipeline::{Key, Pipelines};
use crate::prepare::{bytes_of, prepare};
use crate::targets::Targets;
use crate::{Output, Picture, Prepared, RenderError, Scene, View};

/// How long a picture may take: beyond, the device hangs. Fifty million triangles take half a minute
/// in software.
const WITHIN: Duration = Duration::from_mins(2);

/// Sizes whose targets are kept: a picture in motion, and the same at rest with smooth edges.
const KEPT: usize = 2;

/// Kinds of surfaces that have pipelines of their own. Ordinary models have ten; one that is made to
/// have all would take minutes and gigabytes.
const KINDS: usize = 100;

/// Makes pictures of scenes. One picture is made at a time; models are prepared meanwhile.
#[derive(Debug)]
pub struct Renderer {
    gpu: Gpu,
    pipelines: Pipelines,
    frame: Frame,
    /// Who has it renders.
    kept: Mutex<Kept>,
}

/// What is kept from one picture to the next.
#[derive(Debug, Default)]
struct Kept {
    /// The last used first.
    targets: Vec<Targets>,
    /// As long as was ever needed.
    commands: Option<wgpu::Buffer>,
}

impl Kept {
    /// A buffer with these commands.
    fn commands(&mut self, gpu: &Gpu, commands: &[Command]) -> wgpu::Buffer {
        let size = bytes_of::<Command>(commands.len().max(64));
        let kept = self.commands.take().filter(|kept| kept.size() >= size);
        let buffer = kept.unwrap_or_else(|| {
            gpu.device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("commands"),
                size: size.next_power_of_two(),
                usage: wgpu::BufferUsages::INDIRECT | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            })
        });
        gpu.queue
            .write_buffer(&buffer, 0, bytemuck::cast_slice(commands));
        self.commands = Some(buffer.clone());
        buffer
    }
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
            kept: Mutex::default(),
        })
    }

    /// The device.
    pub fn gpu(&self) -> &Gpu {
        &self.gpu
    }

    /// Puts a model into the device's memory. This takes long for a large one.
    pub fn prepare(&self, model: &Model) -> Result<Prepared, RenderError> {
        self.prepare_within(model, KINDS)
    }

    /// With so many kinds of surfaces at most, those of other models included; more share a few.
    fn prepare_within(&self, model: &Model, kinds: usize) -> Result<Prepared, RenderError> {
        let mut prepared = prepare(model, &self.gpu, &self.pipelines)?;
        let of_model = prepared.all_parts().map(|part| part.features);
        let of_model: HashSet<Features> = of_model.collect();
        if self.pipelines.kinds(of_model) > kinds {
            for part in prepared.all_parts_mut() {
                part.features = part.features.merged();
            }
        }
        self.gpu.guarded(|| {
            // A picture should not wait for its pipelines.
            for part in prepared.all_parts() {
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
        let camera = view.camera(size, scene.bounds());
        let poses = scene.poses();
        let draws = Draws::new(scene, &poses, &camera);
        let mut statistics = draws.statistics();
        if output
            .polygon_limit
            .is_some_and(|limit| statistics.triangles > limit)
        {
            statistics.checkerboard = true;
            statistics.draws = 0;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = self.gpu.guarded(|| {
            let place = kept.targets.iter().position(|targets| targets.fit(output));
            let targets = match place {
                Some(place) => kept.targets.remove(place),
                None => Targets::new(&self.gpu, &self.pipelines, output),
            };
            self.frame.write(&self.gpu, &camera, size);
            for (model, posed) in scene.models().zip(&poses) {
                if let (Some(moving), Some(posed)) = (&model.moving, posed) {
                    moving.write(posed, &model.instances, &self.gpu);
                }
            }
            let commands = kept.commands(&self.gpu, &draws.commands);
            let pen = Pen {
                pipelines: &self.pipelines,
                commands: &commands,
                samples: output.samples,
            };
            let draws = (!statistics.checkerboard).then_some(&draws);
            let bytes = self.draw(&targets, &pen, draws)?;
            kept.targets.insert(0, targets);
            kept.targets.truncate(KEPT);
            Ok(bytes)
        });
        if bytes.is_err() {
            // What was made without memory for it is not used again.
            *kept = Kept::default();
        }
        drop(kept);
        Ok(Picture {
            width: output.width,
            height: output.height,
            format: output.format,
            bytes: bytes?,
            statistics,
        })
    }

    /// Draws, or makes a checkerboard, and brings the picture back.
    fn draw(
        &self,
        targets: &Targets,
        pen: &Pen<'_>,
        draws: Option<&Draws<'_>>,
    ) -> Result<Vec<u8>, RenderError> {
        let descriptor = wgpu::CommandEncoderDescriptor { label: None };
        let mut commands = self.gpu.device.create_command_encoder(&descriptor);
        let mut pass = begin(&mut commands, targets);
        let background = self.pipelines.background(pen.samples);
        if let Some(draws) = draws {
            pass.set_bind_group(0, &self.frame.group, &[]);
            pen.opaque(&mut pass, draws);
            pass.set_pipeline(&background.sky);
            pass.draw(0..3, 0..1);
            pen.blended(&mut pass, draws);
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
        // Who prepares a model may have taken the message on, and not delivered it yet.
        match mapped.recv_timeout(WITHIN) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, GpuOptions};
    use glam::Vec3;
    use remote_rendering_scene::{Limits, NoResources, samples};

    const OUTPUT: Output = Output {
        width: 96,
        height: 64,
        format: Format::Rgba,
        samples: 1,
        polygon_limit: None,
    };

    fn opened() -> Renderer {
        Renderer::new(Gpu::open(&GpuOptions::default()).unwrap()).unwrap()
    }

    fn read(file: &[u8]) -> Model {
        Model::read(file, &NoResources, &Limits::default()).unwrap()
    }

    fn view() -> View {
        View::towards(Vec3::new(1.0, 1.5, 4.5), Vec3::ZERO, 0.8)
    }

    #[test]
    fn pipelines_that_are_shared_make_the_same_picture() {
        let renderer = opened();
        for file in [samples::alpha(), samples::gears()] {
            let model = read(&file);
            let [own, shared] = [usize::MAX, 0].map(|kinds| {
                let mut scene = Scene::default();
                scene.insert(renderer.prepare_within(&model, kinds).unwrap());
                renderer.render(&scene, &view(), &OUTPUT).unwrap().bytes
            });
            let differences = own.iter().zip(&shared).map(|(a, b)| a.abs_diff(*b));
            // A flat normal map is off by half a step of its bits.
            assert!(differences.max() <= Some(4));
        }
    }

    #[test]
    fn a_lost_device_is_an_error() {
        let (renderer, model) = (opened(), read(&samples::alpha()));
        let mut scene = Scene::default();
        scene.insert(renderer.prepare(&model).unwrap());
        renderer.render(&scene, &view(), &OUTPUT).unwrap();
        renderer.gpu.device.destroy();
        for _ in 0..2 {
            let rendered = renderer.render(&scene, &view(), &OUTPUT);
            let rendered = rendered.unwrap_err();
            assert!(matches!(rendered, RenderError::Lost(_)), "{rendered:?}");
            let prepared = renderer.prepare(&model).unwrap_err();
            assert!(matches!(prepared, RenderError::Lost(_)), "{prepared:?}");
        }
    }
}
