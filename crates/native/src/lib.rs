//! The native side of the client: what needs sockets and the system, for programs as `src/browser` is for pages.
//!
//! [`NativeProber`] measures for a race of regions ([`remote_rendering_client::probe`]). It opens its connections itself,
//! so that it knows what a request took without their opening. [`fetch`] reads a small document, such as a service's
//! catalogue of regions, over the same connections. [`time_zone_position`] guesses where the device is.
//!
//! Those go straight to the host that a URL names: proxies that the environment names are not asked, since a probe over
//! one would measure the way to the proxy. [`NativeRuntime`], which sends the client's calls, does ask them.

mod clocked;
mod connect;
mod error;
mod fetch;
mod place;
mod prober;
mod resolve;
mod runtime;
mod target;
mod trust;

pub use error::ReachError;
pub use fetch::{FetchError, fetch};
pub use place::time_zone_position;
pub use prober::NativeProber;
pub use runtime::{NativeRuntime, RuntimeError};
pub use trust::{Trust, TrustError};
