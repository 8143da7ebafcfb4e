//! The browser's side of the client: fetch, timers, clock and randomness behind the client's `Runtime`, the browser's
//! own JSON, and the measuring of round trips. Works in pages and in workers.

mod fetch;
mod global;
mod json;
mod network_watch;
mod prober;
mod records;
mod runtime;
mod sleep;
mod timing;

#[cfg(feature = "console")]
pub(crate) use fetch::answer_to;
#[cfg(feature = "console")]
pub(crate) use global::{is_offline, member};
pub use global::{time_zone, user_agent};
pub use json::BrowserJson;
pub use network_watch::NetworkWatch;
pub use prober::BrowserProber;
pub use runtime::BrowserRuntime;
#[cfg(any(feature = "console", feature = "js-sessions"))]
pub(crate) use sleep::sleep;
