//! What is drawn for a picture, and in which order.

use std::collections::HashMap;
use std::ops::Range;

use crate::batch::{Draw, Part};
use crate::material::Features;
use crate::moving::{Moving, Posed};
use crate::pipeline::{Key, Pipelines, Side};
use crate::view::Camera;
use crate::{Prepared, Scene, Statistics};

/// A command as the device reads it: indices, instances, first index, base vertex, first instance.
pub(crate) type Command = [u32; 5];

/// Commands of one state follow one another, so that a model of a hundred thousand parts takes no
/// longer than its few materials.
#[derive(Debug)]
pub(crate) struct Draws<'a> {
    models: Vec<&'a Prepared>,
    pub(crate) commands: Vec<Command>,
    /// The nearest state first, and within a state the nearest part: what is hidden costs little
    /// then.
    opaque: Vec<Group>,
    /// From back to front.
    blended: Vec<Group>,
    triangles: u64,
}

/// What is the same for commands that are given together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct State {
    model: usize,
    page: usize,
    material: usize,
    features: Features,
    is_mirrored: bool,
}

/// Commands of one state.
#[derive(Clone, Debug)]
struct Group {
    state: State,
    commands: Range<u32>,
}

/// Which sides are left out, one time after the other. The back of something that one sees through
/// is drawn before its front.
pub(crate) fn sides(features: Features) -> &'static [Option<Side>] {
    let is_double = features.has(Features::DOUBLE_SIDED);
    match (is_double, features.has(Features::BLEND)) {
        (false, _) => &[Some(Side::Back)],
        (true, false) => &[None],
        (true, true) => &[Some(Side::Front), Some(Side::Back)],
    }
}

impl<'a> Draws<'a> {
    /// What is in view, where what moves is in these poses: of each model one, if any of it moves.
    pub(crate) fn new(scene: &'a Scene, poses: &[Option<Posed>], camera: &Camera) -> Self {
        let models: Vec<&Prepared> = scene.models().collect();
        let (mut opaque, mut blended) = (Vec::new(), Vec::new());
        let mut of_part = Vec::new();
        for (model, (prepared, posed)) in models.iter().zip(poses).enumerate() {
            let mut add = |part: &Part, of_part: &mut Vec<Draw<'a>>| {
                let list = if part.features.has(Features::BLEND) {
                    &mut blended
                } else {
                    &mut opaque
                };
                list.extend(of_part.drain(..).map(|draw| {
                    let state = State {
                        model,
                        page: part.page,
                        material: part.material,
                        features: part.features,
                        is_mirrored: draw.is_mirrored,
                    };
                    (state, draw)
                }));
            };
            for part in &prepared.parts {
                part.draws(camera, &mut of_part);
                add(part, &mut of_part);
            }
            if let (Some(moving), Some(posed)) = (&prepared.moving, posed) {
                for part in &moving.parts {
                    moving.draws(part, posed, camera, &mut of_part);
                    add(&part.part, &mut of_part);
                }
            }
        }
        let both = opaque.iter().chain(&blended);
        let triangles = both.fold(0_u64, |sum, (_, draw)| sum.saturating_add(draw.triangles()));
        by_state(&mut opaque);
        blended.sort_by(|(_, a), (_, b)| b.depth.total_cmp(&a.depth));
        let mut commands = Vec::with_capacity(opaque.len() + blended.len());
        Self {
            opaque: groups(&opaque, &mut commands),
            blended: groups(&blended, &mut commands),
            models,
            commands,
            triangles,
        }
    }

    pub(crate) fn statistics(&self) -> Statistics {
        let groups = self.opaque.iter().chain(&self.blended);
        let draws = groups.map(|group| {
            let times = u64::try_from(sides(group.state.features).len()).unwrap_or(u64::MAX);
            times * u64::try_from(group.commands.len()).unwrap_or(u64::MAX)
        });
        Statistics {
            triangles: self.triangles,
            draws: draws.sum(),
            checkerboard: false,
        }
    }
}

/// Sorts by state, the one with the nearest part first, and then from front to back.
fn by_state(draws: &mut [(State, Draw<'_>)]) {
    let mut nearest: HashMap<State, f32> = HashMap::new();
    for (state, draw) in &*draws {
        let depth = nearest.entry(*state).or_insert(draw.depth);
        *depth = depth.min(draw.depth);
    }
    let mut order: Vec<(State, f32)> = nearest.into_iter().collect();
    order.sort_by(|(_, a), (_, b)| a.total_cmp(b));
    let order = order.into_iter().enumerate();
    let ranks: HashMap<State, usize> = order.map(|(rank, (state, _))| (state, rank)).collect();
    draws.sort_by_cached_key(|(state, draw)| (ranks.get(state).copied(), ordered(draw.depth)));
}

/// A number whose order is the float's.
fn ordered(number: f32) -> u32 {
    let bits = number.to_bits();
    if bits >> 31 == 0 {
        bits | 1 << 31
    } else {
        !bits
    }
}

/// The commands of draws, in their order.
fn groups(draws: &[(State, Draw<'_>)], commands: &mut Vec<Command>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (state, draw) in draws {
        let place = u32::try_from(commands.len()).unwrap_or(u32::MAX);
        commands.push(draw.command());
        // Of what has two draws, the second would come after the first of its neighbour.
        let is_single = sides(state.features).len() == 1;
        match groups.last_mut() {
            Some(last) if last.state == *state && is_single => last.commands.end = place + 1,
            _ => groups.push(Group {
                state: *state,
                commands: place..place + 1,
            }),
        }
    }
    groups
}

/// Gives the commands to the device, and changes of its state only what differs.
#[derive(Debug)]
pub(crate) struct Pen<'a> {
    pub(crate) pipelines: &'a Pipelines,
    /// [`Draws::commands`].
    pub(crate) commands: &'a wgpu::Buffer,
    pub(crate) samples: u32,
}

impl Pen<'_> {
    pub(crate) fn opaque(&self, pass: &mut wgpu::RenderPass<'_>, draws: &Draws<'_>) {
        self.draw(pass, &draws.models, &draws.opaque);
    }

    pub(crate) fn blended(&self, pass: &mut wgpu::RenderPass<'_>, draws: &Draws<'_>) {
        self.draw(pass, &draws.models, &draws.blended);
    }

    fn draw(&self, pass: &mut wgpu::RenderPass<'_>, models: &[&Prepared], groups: &[Group]) {
        let mut last: Option<State> = None;
        let mut last_key = None;
        for Group { state, commands } in groups {
            let Some(model) = models.get(state.model) else {
                continue;
            };
            let before = last
                .replace(*state)
                .filter(|last| last.model == state.model);
            if before.is_none_or(|before| before.page != state.page)
                && let Some(page) = model.pages.get(state.page)
            {
                pass.set_vertex_buffer(0, page.vertices.slice(..));
                pass.set_vertex_buffer(1, model.instances.slice(..));
                pass.set_index_buffer(page.indices.slice(..), wgpu::IndexFormat::Uint32);
                if let Some(influences) = &page.influences {
                    pass.set_vertex_buffer(2, influences.slice(..));
                    let joints = model.moving.as_ref().and_then(Moving::joints);
                    pass.set_bind_group(2, joints, &[]);
                }
            }
            if before.is_none_or(|before| before.material != state.material) {
                pass.set_bind_group(1, model.materials.get(state.material), &[]);
            }
            for cull in sides(state.features) {
                let key = Key {
                    features: state.features,
                    is_mirrored: state.is_mirrored,
                    cull: *cull,
                    samples: self.samples,
                };
                if last_key.replace(key) != Some(key) {
                    pass.set_pipeline(&self.pipelines.surface(key));
                }
                let offset = u64::from(commands.start) * wgpu::BufferAddress::from(COMMAND);
                let count = commands.end - commands.start;
                pass.multi_draw_indexed_indirect(self.commands, offset, count);
            }
        }
    }
}

/// Bytes of a command.
const COMMAND: u32 = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_keep_their_order_as_numbers() {
        let floats = [
            f32::NEG_INFINITY,
            -2.0,
            -1e-9,
            -0.0,
            0.0,
            1e-9,
            2.0,
            f32::INFINITY,
        ];
        assert!(floats.map(ordered).is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_command_is_as_long_as_the_device_reads_it() {
        assert_eq!(u32::try_from(size_of::<Command>()), Ok(COMMAND));
        assert_eq!(size_of::<wgpu::util::DrawIndexedIndirectArgs>(), 20);
    }
}
