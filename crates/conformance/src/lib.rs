//! What the client promises in every shell, as one list of test cases.
//!
//! A case is a function that is given a [`Place`]: a shell's [`Runtime`](remote_rendering_client::Runtime), a session service, and a
//! [`ScriptedServer`]. The calls that a service answers are made to a service. What no good service does (a body that breaks off, a
//! page of a proxy, silence) comes from the scripted server, which plays the script that stands in the case itself.
//!
//! [`for_each_case!`] hands the list to a macro of the shell's test file, which makes a test of each case: so every shell has the
//! same tests, and `cargo xtask test conformance` compares the names of those that ran. The shells are `reqwest` on tokio
//! (`crates/service/tests/service/conformance.rs`), `fetch` in Chromium and in Node, and `fetch` in front of the npm package's
//! sandbox (all three `tests/conformance.rs`).
//!
//! [`case_of`] names the case of each kind of error. What is not in it can only happen to some shells, and is tested with them:
//! CORS, mixed content and a device without network in the browser's own tests, limits of time and length on sockets in the native
//! ones.

pub mod cases;
#[cfg(feature = "front")]
pub mod front;
mod kinds;
mod list;
mod place;
mod scripted;

pub use kinds::case_of;
pub use list::NAMES;
pub use place::{Place, Service, Watched};
pub use scripted::{Answer, Arrival, Reply, Report, ScriptedServer};

#[doc(hidden)]
pub use remote_rendering_client::protocol::Generation;
