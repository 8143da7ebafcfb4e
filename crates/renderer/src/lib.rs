//! Draws the models of a scene to pictures, on a GPU or in software, without a window.
//!
//! [`Gpu::open`] takes the best graphics device of the machine, and [`Renderer::new`] makes ready on
//! it. [`Renderer::prepare`] puts a [`Model`](remote_rendering_scene::Model) into the device's memory;
//! what comes out goes into a [`Scene`], and [`Renderer::render`] makes pictures of it. Preparing and
//! rendering take `&self` and may run in different threads.
//!
//! ```no_run
//! use glam::Vec3;
//! use remote_rendering_renderer::{Format, Gpu, GpuOptions, Output, Renderer, Scene, View};
//! use remote_rendering_scene::{Limits, Model, NoResources};
//!
//! let model = std::fs::read("gears.glb")?;
//! let model = Model::read(&model, &NoResources, &Limits::default())?;
//! let renderer = Renderer::new(Gpu::open(&GpuOptions::default())?)?;
//! let mut scene = Scene::default();
//! let gears = scene.insert(renderer.prepare(&model)?);
//! let output = Output {
//!     width: 1280,
//!     height: 720,
//!     format: Format::I420,
//!     samples: 1,
//!     polygon_limit: Some(20_000_000),
//! };
//! let view = View::towards(Vec3::new(0.0, 3.0, 5.0), Vec3::ZERO, 0.8);
//! let picture = renderer.render(&scene, &view, &output)?;
//! assert_eq!(picture.bytes.len(), 1280 * 720 * 3 / 2);
//! scene.remove(gears);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A model that moves is drawn as it is at [`Scene::set_time`]'s time.
//!
//! A picture has its bytes as an encoder wants them, [`Format::I420`], or as files of pictures have
//! them, [`Format::Rgba`]. [`Coding`] says what the numbers of I420 mean, which a video must tell.
//!
//! Surfaces are those of glTF's metallic-roughness model, in the light of a sky and a sun. What is
//! beyond white is brought back by Khronos PBR Neutral: it keeps the colours of materials what their
//! makers chose, while film-like curves (ACES) turn and fade them.

mod batch;
mod draws;
mod error;
mod frame;
mod gpu;
mod material;
mod mesh;
mod moving;
mod picture;
mod pipeline;
mod prepare;
mod renderer;
mod scene;
mod sky;
mod targets;
mod texture;
mod view;

pub use error::RenderError;
pub use gpu::{Gpu, GpuError, GpuOptions};
pub use picture::{Coding, Format, Output, Picture, Statistics};
pub use prepare::Prepared;
pub use renderer::Renderer;
pub use scene::{Scene, SceneId};
pub use view::View;
