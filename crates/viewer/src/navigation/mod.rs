//! How a person moves: rules alone. Lengths are metres, angles radians, times milliseconds, points CSS pixels from the picture's
//! upper left corner.

mod gesture;
mod keys;
mod navigator;
mod pose;
#[cfg(test)]
mod tests;

pub(crate) use gesture::{Button, Gesture, Gestures, Pointer, PointerKind};
pub(crate) use keys::{Command, Key, Keys};
pub(crate) use navigator::{Box3, Navigator};
