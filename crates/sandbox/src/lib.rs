//! The session service as one pure function, for a page that has no service to call.
//!
//! A [`Sandbox`] has an account, ten regions, and servers that are made up. [`Sandbox::answer`] answers a request as the
//! service would, by the rules of `remote-rendering-engine`: the same statuses, codes, words and headers. It says how
//! long the answer is on its way, too, so that regions can be ranked. It reads no clock, draws no random number and does
//! no I/O: the time and the random bytes come with each request.
//!
//! It speaks the STS and both generations of the session API, and routes the requests to hosts below [`DOMAIN`], which no
//! resolver knows.

mod answer;
mod call;
mod distances;
mod draws;
mod route;
mod sandbox;
mod servers;
mod sessions;
mod sessions_2021;
mod sessions_v1;

pub use answer::Answer;
pub use call::Request;
pub use draws::{PerRequest, Seed};
pub use sandbox::Sandbox;

/// The domain of the sandbox's hosts. The top-level domain `invalid` never resolves (RFC 2606), so nothing that is meant
/// for a sandbox can reach a real service.
pub const DOMAIN: &str = "sandbox.invalid";
