//! The browser's side of the client: fetch, timers, clock and randomness behind the client's `Runtime`, the browser's
//! own JSON, and the measuring of round trips. Works in pages and in workers.

mod fetch;
mod global;
mod json;
mod probe;
mod resource_timing;
mod runtime;

pub use json::BrowserJson;
pub use probe::{ProbeError, round_trip};
pub use runtime::BrowserRuntime;
