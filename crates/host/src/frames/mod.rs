//! Rendering, encoding and sending, on a thread of its own.
//!
//! The [`Desk`] holds what is wanted, the newest of each; the loop takes it from there when it has time for a frame. So
//! nothing is rendered that nobody wants any more, and nobody waits for the graphics device.

mod blend;
mod desk;
mod meter;
mod playback;
mod rest;
mod shown;
mod socket;
mod start;
mod studio;
mod view;

pub(crate) use desk::{Desk, Wanted};
pub(crate) use socket::{SocketAcks, SocketFrames, SocketWay, socket_way};
pub(crate) use start::FrameLoop;
