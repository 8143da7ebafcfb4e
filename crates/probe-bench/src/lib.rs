//! The worlds in which the latency probe is measured, for `cargo xtask bench probe`.
//!
//! [`delay`] puts regions at a distance for a real browser, on one machine.

pub mod delay;
pub mod simulation;
