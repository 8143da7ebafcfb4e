//! Which joints move which vertices.

use std::collections::BTreeMap;

use super::{Influence, Shape};
use crate::accessor::{Component, Elements, Source};
use crate::document::{Attributes, Kind};
use crate::error::{At, invalid};
use crate::limits::{Budget, count};
use crate::{Bounds, ModelError};

/// The sum of a vertex's weights.
const WHOLE: u16 = u16::MAX;

/// Reads the influences on so many vertices of a mesh that is drawn with skins of `joints` joints or more.
pub(super) fn read(
    source: &Source<'_>,
    attributes: &Attributes,
    vertices: usize,
    joints: u16,
    budget: &mut Budget<'_>,
) -> Result<Vec<Influence>, ModelError> {
    let named = elements(source, "JOINTS_0", attributes.joints_0, vertices)?;
    let weights = elements(source, "WEIGHTS_0", attributes.weights_0, vertices)?;
    budget.list::<Influence>(count(vertices))?;
    budget.passing(count(vertices).saturating_mul(count(size_of::<[f32; 4]>())))?;
    let mut influences = vec![Influence::default(); vertices];
    name(&named, &mut influences).at(|| "JOINTS_0".to_owned())?;
    weigh(&weights, joints, &mut influences).at(|| "WEIGHTS_0".to_owned())?;
    Ok(influences)
}

fn elements<'a>(
    source: &Source<'a>,
    name: &str,
    accessor: Option<u32>,
    vertices: usize,
) -> Result<Elements<'a>, ModelError> {
    let Some(accessor) = accessor else {
        return Err(invalid(
            "is not there, and a node draws the mesh with a skin",
        ))
        .at(|| name.to_owned());
    };
    let elements = source.elements(accessor).at(|| name.to_owned())?;
    if elements.count != vertices {
        let problem = format!("there are {} for {vertices} vertices", elements.count);
        return Err(invalid(problem)).at(|| name.to_owned());
    }
    if elements.kind != Kind::Vec4 {
        return Err(invalid("its accessor has a wrong type")).at(|| name.to_owned());
    }
    Ok(elements)
}

/// Puts in the joints.
fn name(elements: &Elements<'_>, influences: &mut [Influence]) -> Result<(), ModelError> {
    if !matches!(elements.component, Component::U8 | Component::U16) || elements.normalized {
        return Err(invalid("its accessor has a wrong type"));
    }
    elements.vectors(|place, named: [f32; 4]| {
        if let Some(influence) = influences.get_mut(place) {
            influence.joints = named.map(whole);
        }
    });
    Ok(())
}

/// Puts in the weights, so that they are a whole together. Joints without a weight need not be there.
fn weigh(
    elements: &Elements<'_>,
    joints: u16,
    influences: &mut [Influence],
) -> Result<(), ModelError> {
    let is_share = match elements.component {
        Component::F32 => true,
        Component::U8 | Component::U16 => elements.normalized,
        Component::I8 | Component::I16 | Component::U32 => false,
    };
    if !is_share {
        return Err(invalid("its accessor has a wrong type"));
    }
    let mut weights = vec![[0.0_f32; 4]; influences.len()];
    elements.vectors(|place, of_vertex| {
        if let Some(entry) = weights.get_mut(place) {
            *entry = of_vertex;
        }
    });
    for (place, (influence, of_vertex)) in influences.iter_mut().zip(weights).enumerate() {
        if of_vertex
            .iter()
            .any(|weight| !weight.is_finite() || *weight < 0.0)
        {
            return Err(invalid(format!("vertex {place} has a weight that is none")));
        }
        influence.weights = shares(of_vertex);
        for (joint, weight) in influence.joints.iter_mut().zip(influence.weights) {
            if weight == 0 {
                *joint = 0;
            } else if *joint >= joints {
                return Err(invalid(format!(
                    "vertex {place} has joint {joint}, and the skin has {joints}"
                )));
            }
        }
    }
    Ok(())
}

/// Weights whose sum is [`WHOLE`]. Where there is none, the first joint has all.
fn shares(weights: [f32; 4]) -> [u16; 4] {
    let most = weights.into_iter().fold(0.0, f32::max);
    // Divided by the largest first, so that no sum is beyond what floats can tell.
    let weights = weights.map(|weight| if most > 0.0 { weight / most } else { 0.0 });
    let sum: f32 = weights.into_iter().sum();
    let mut shares = weights.map(|weight| whole(weight / sum.max(1.0) * f32::from(WHOLE)));
    let given = shares
        .iter()
        .fold(0_u16, |sum, share| sum.saturating_add(*share));
    let largest = (0..4).max_by_key(|place| (shares[*place], 4 - place));
    if let Some(largest) = largest.and_then(|place| shares.get_mut(place)) {
        *largest += WHOLE.saturating_sub(given);
    }
    shares
}

/// A whole number of sixteen bits, rounded down.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is within 0 and 65535"
)]
fn whole(number: f32) -> u16 {
    number.clamp(0.0, 65535.0) as u16
}

/// For each joint, a box around the drawn vertices that it moves, in the joints' order.
pub(super) fn reach(
    shape: &Shape,
    budget: &mut Budget<'_>,
) -> Result<Vec<(u16, Bounds)>, ModelError> {
    let mut boxes: BTreeMap<u16, Bounds> = BTreeMap::new();
    if shape.influences.is_empty() {
        return Ok(Vec::new());
    }
    for index in &shape.indices {
        let place = usize::try_from(*index).ok();
        let influence = place.and_then(|at| shape.influences.get(at)).copied();
        let influence = influence.unwrap_or_default();
        let at = shape.vertex(*index).position.into();
        let point = Bounds { min: at, max: at };
        for (joint, weight) in influence.joints.into_iter().zip(influence.weights) {
            if weight > 0 {
                let bounds = boxes.entry(joint).or_insert(point);
                *bounds = bounds.union(point);
            }
        }
    }
    // With the tree, while both are there.
    budget.list::<[(u16, Bounds); 3]>(count(boxes.len()))?;
    Ok(boxes.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Weights are a whole, in the file's proportions.
        #[test]
        fn weights_are_a_whole(weights in prop::array::uniform4(prop_oneof![
            Just(0.0_f32), 0.0_f32..1.0, Just(f32::MAX),
        ])) {
            let found = shares(weights);
            prop_assert_eq!(found.into_iter().map(u32::from).sum::<u32>(), u32::from(WHOLE));
            let sum: f64 = weights.into_iter().map(f64::from).sum();
            for (found, weight) in found.into_iter().zip(weights) {
                let wanted = f64::from(weight) / sum * f64::from(WHOLE);
                prop_assert!(sum == 0.0 || (f64::from(found) - wanted).abs() < 4.0);
            }
        }
    }

    #[test]
    fn without_weights_the_first_joint_has_all() {
        assert_eq!(shares([0.0; 4]), [WHOLE, 0, 0, 0]);
    }
}
