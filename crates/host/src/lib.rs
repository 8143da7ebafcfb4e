//! A session's rendering server: one process, one scene, one device at a time.
//!
//! [`run`] is all of it. It opens the graphics device, listens for one device at a time, and ends when the service says so
//! or is gone.
//!
//! - [`control`]: what the service and the host say to each other.
//! - `session`: the task that owns the session's state, told of everything as an event. `admission` and `occupancy` are
//!   its rules of who may connect, as plain code that is given the time.
//! - `signalling`: the WebSocket and uploads, which tell the session. `rtc` is the same for WebRTC.
//! - `link`: the line to the service; `pulse`: the signs of life on it.
//! - `frames`: the thread that renders, encodes and sends, and the desk from which it reads what is wanted.
//! - `sources`: where models come from, and the limits of that.
//! - `inspector`: the status page for the operator.

pub mod control;

mod admission;
mod error;
mod frames;
mod inspector;
mod link;
mod occupancy;
mod options;
mod pulse;
mod rtc;
mod run;
mod secret;
mod server;
mod session;
mod signalling;
mod sources;
mod status;

pub use error::HostError;
pub use options::{HostOptions, HostSize, ModelFolder, ModelFolderError};
pub use run::run;
