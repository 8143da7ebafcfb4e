//! Reading what an animation changes.

use glam::{Quat, Vec3};
use std::collections::HashMap;

use super::track::{Keys, Track, Value};
use crate::ModelError;
use crate::accessor::{Component, Elements, Source, get};
use crate::document::{self, AnimationSampler, Channel, Kind};
use crate::error::{At, invalid};
use crate::limits::{Budget, count};

/// What changes of one node.
#[derive(Debug, Default)]
pub(super) struct Tracks {
    pub(super) translation: Option<Track<Vec3>>,
    pub(super) rotation: Option<Track<Quat>>,
    pub(super) scale: Option<Track<Vec3>>,
}

/// An animation of nodes that are shown.
#[derive(Debug, Default)]
pub(super) struct Animation {
    /// In seconds.
    pub(super) duration: f32,
    /// By the file's places of the nodes.
    pub(super) tracks: HashMap<u32, Tracks>,
    /// Channels that change something else.
    pub(super) others: u64,
}

/// Reads an animation. Of a node that is not shown, nothing is.
pub(super) fn read(
    source: &Source<'_>,
    animation: &document::Animation,
    is_shown: impl Fn(u32) -> bool,
    budget: &mut Budget<'_>,
) -> Result<Animation, ModelError> {
    let mut read = Animation::default();
    for (index, channel) in animation.channels.iter().enumerate() {
        let place = || format!("channel {index}");
        let Some(node) = channel.target.node else {
            read.others += 1;
            continue;
        };
        get(&source.document.nodes, node, "node").at(place)?;
        if !["translation", "rotation", "scale"].contains(&&*channel.target.path) {
            read.others += 1;
        } else if is_shown(node) {
            budget.list::<[Tracks; 4]>(u64::from(!read.tracks.contains_key(&node)))?;
            let tracks = read.tracks.entry(node).or_default();
            let end = channel_of(source, animation, channel, tracks, budget).at(place)?;
            read.duration = read.duration.max(end);
        }
    }
    Ok(read)
}

/// Reads what a channel changes, and gives when it ends.
fn channel_of(
    source: &Source<'_>,
    animation: &document::Animation,
    channel: &Channel,
    tracks: &mut Tracks,
    budget: &mut Budget<'_>,
) -> Result<f32, ModelError> {
    let node = channel.target.node.unwrap_or_default();
    if get(&source.document.nodes, node, "node")?.matrix.is_some() {
        return Err(invalid(format!("animates node {node}, which has a matrix")));
    }
    let sampler = get(&animation.samplers, channel.sampler, "sampler")?;
    let path = &*channel.target.path;
    let (last, is_second) = if path == "rotation" {
        let track = track(source, sampler, rotation, budget)?;
        let last = track.times.last().copied();
        (last, tracks.rotation.replace(track).is_some())
    } else {
        let track = track(source, sampler, vector, budget)?;
        let last = track.times.last().copied();
        let before = match path {
            "scale" => &mut tracks.scale,
            _ => &mut tracks.translation,
        };
        (last, before.replace(track).is_some())
    };
    if is_second {
        return Err(invalid(format!(
            "is the second one for the {path} of node {node}"
        )));
    }
    Ok(last.unwrap_or_default())
}

/// Reading values of a kind.
type Values<T> = fn(&Elements<'_>) -> Result<Vec<T>, ModelError>;

fn track<T: Value>(
    source: &Source<'_>,
    sampler: &AnimationSampler,
    values: Values<T>,
    budget: &mut Budget<'_>,
) -> Result<Track<T>, ModelError> {
    let input = source.elements(sampler.input).at(|| "input".to_owned())?;
    budget.list::<f32>(count(input.count))?;
    let times = times(&input).at(|| "input".to_owned())?;
    let output = source.elements(sampler.output).at(|| "output".to_owned())?;
    let for_each = match sampler.interpolation.as_deref() {
        Some("CUBICSPLINE") => 3,
        None | Some("LINEAR" | "STEP") => 1,
        Some(_) => return Err(invalid("has an interpolation that glTF does not know")),
    };
    if Some(output.count) != times.len().checked_mul(for_each) {
        let problem = format!("there are {} for {} times", output.count, times.len());
        return Err(invalid(problem)).at(|| "output".to_owned());
    }
    budget.list::<T>(count(output.count))?;
    let values = values(&output).at(|| "output".to_owned())?;
    let keys = match sampler.interpolation.as_deref() {
        Some("STEP") => Keys::Step(values),
        Some("CUBICSPLINE") => {
            budget.passing(count(size_of_val(values.as_slice())))?;
            Keys::Cubic(values.as_chunks().0.to_vec())
        }
        _ => Keys::Linear(values),
    };
    Ok(Track { times, keys })
}

/// Seconds from zero on, each after the one before.
fn times(elements: &Elements<'_>) -> Result<Vec<f32>, ModelError> {
    if elements.kind != Kind::Scalar || elements.component != Component::F32 {
        return Err(invalid("its accessor has a wrong type"));
    }
    let mut times = vec![0.0; elements.count];
    elements.vectors(|place, [time]| {
        if let Some(entry) = times.get_mut(place) {
            *entry = time;
        }
    });
    let mut before = -f32::MIN_POSITIVE;
    for (place, time) in times.iter().enumerate() {
        if !time.is_finite() || *time < 0.0 {
            return Err(invalid(format!("time {place} is none")));
        }
        if *time <= before {
            return Err(invalid(format!("time {place} is not after the one before")));
        }
        before = *time;
    }
    Ok(times)
}

fn vector(elements: &Elements<'_>) -> Result<Vec<Vec3>, ModelError> {
    if elements.kind != Kind::Vec3 || elements.component != Component::F32 {
        return Err(invalid("its accessor has a wrong type"));
    }
    let mut values = vec![Vec3::ZERO; elements.count];
    elements.vectors(|place, value: [f32; 3]| {
        if let Some(entry) = values.get_mut(place) {
            *entry = value.into();
        }
    });
    finite(values, Vec3::is_finite)
}

fn rotation(elements: &Elements<'_>) -> Result<Vec<Quat>, ModelError> {
    let is_number = match elements.component {
        Component::F32 => true,
        Component::U32 => false,
        Component::I8 | Component::U8 | Component::I16 | Component::U16 => elements.normalized,
    };
    if elements.kind != Kind::Vec4 || !is_number {
        return Err(invalid("its accessor has a wrong type"));
    }
    let mut values = vec![Quat::IDENTITY; elements.count];
    elements.vectors(|place, value: [f32; 4]| {
        if let Some(entry) = values.get_mut(place) {
            *entry = Quat::from_array(value);
        }
    });
    finite(values, Quat::is_finite)
}

fn finite<T: Copy>(values: Vec<T>, is_finite: impl Fn(T) -> bool) -> Result<Vec<T>, ModelError> {
    match values.iter().position(|value| !is_finite(*value)) {
        Some(place) => Err(invalid(format!(
            "value {place} has a number that is not finite"
        ))),
        None => Ok(values),
    }
}
