//! The browser module of remote-rendering: the client of the session service for web pages, and the console built on
//! it.
//!
//! - [`browser`]: what the client needs of a browser: fetch, timers, clock, JSON, and the latency probe.
//! - [`js`] (feature `js`): what the npm package's JavaScript calls.
//! - [`console`] (feature `console`): the Yew application that Trunk builds from `index.html`.
//!
//! Everything the protocol rules is in the client crate; nothing here speaks HTTP by itself.

pub mod browser;
#[cfg(feature = "console")]
pub mod console;
#[cfg(any(feature = "js-sessions", feature = "js-regions"))]
pub mod js;
