//! The browser's side: what the rules ask for is done here, and what happens is told to them.
//!
//! Whatever the browser calls comes in through [`Core::enter`], which has the core to itself until the call ends. Nothing that
//! is called meanwhile calls back at once; events for the owner leave afterwards, from a task of their own.

mod cameras;
mod clock;
mod core;
mod decoder;
mod drive;
mod input;
mod json;
mod listening;
mod peer;
mod platform;
mod socket;
mod surface;
mod upload;
mod video;
mod viewer;

pub use self::{
    core::OnEvent,
    viewer::{Grants, Viewer},
};
