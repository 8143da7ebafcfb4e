//! The host's own models.

use remote_rendering_protocol::device::{FailedCode, Failure};
use remote_rendering_scene::samples;

use super::{Fetched, failure};

/// A model's name, and what makes it.
type Sample = (&'static str, fn() -> Vec<u8>);

/// All of them, in the order in which they are shown.
const SAMPLES: [Sample; 6] = [
    ("gears", samples::gears),
    ("windmill", samples::windmill),
    ("materials", samples::materials),
    ("terrain", || samples::terrain(100_000)),
    ("terrain-million", || samples::terrain(1_000_000)),
    ("alpha", samples::alpha),
];

/// Their names.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    SAMPLES.iter().map(|(name, _)| *name)
}

/// Makes one.
pub(super) fn make(name: &str) -> Result<Fetched, Failure> {
    let sample = SAMPLES.iter().find(|(known, _)| *known == name);
    let Some((name, make)) = sample else {
        let known: Vec<_> = names().collect();
        let message = format!("There is no such sample. There are {}.", known.join(", "));
        return Err(failure(FailedCode::NotFound, message));
    };
    Ok(Fetched::bytes((*name).to_owned(), make()))
}
