//! Pictures: how large they are wanted, and which frames a decoder is given. Rules alone.

mod intake;
mod size;
#[cfg(test)]
mod tests;

pub(crate) use intake::{Intake, Taken, codec_of};
pub(crate) use size::wanted;
