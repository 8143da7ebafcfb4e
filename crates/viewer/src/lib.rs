//! The device's side of a session, in a browser: what connects to the session's rendering host, shows its pictures, and moves
//! through its scene.
//!
//! [`Viewer::open`] puts a picture into an element of the page and keeps it alive: through lost connections, other networks,
//! sizes and pixel densities. It asks its owner for a grant whenever it needs one, and tells by [`Event`]s what has changed.
//! Texts that people see come from the owner; the viewer itself shows the picture alone.
//!
//! - `connection`: how a connection comes about, is lost and comes back; `navigation`: how a person moves; `scene`: models and
//!   loads; `figures`: what is measured; `picture`: sizes and the order of frames. Rules alone, without a browser and
//!   without a clock, tested natively.
//! - `browser`: sockets, peer connection, decoder, elements and listeners, which do what the rules say.
//! - `js` (feature `js`): what the npm package's JavaScript calls.
//!
//! What is said on the wire is in [`remote_rendering_protocol::device`].

mod browser;
mod connection;
mod figures;
#[cfg(feature = "js")]
pub mod js;
mod navigation;
mod picture;
mod scene;
mod state;

pub use browser::{Grants, OnEvent, Viewer};
pub use figures::{Sample, Statistics};
pub use state::{
    Event, GrantError, LoadState, Navigation, RequestId, State, Step, ViewerError, ViewerOptions,
};
