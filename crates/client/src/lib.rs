//! The client of the session service, for every shell: the browser, native programs, tests.
//!
//! A [`Client`] belongs to one account and one region's endpoint. It gets its tokens from the STS by the
//! [`Credential`] it was given, keeps them until shortly before they expire, repeats what may be repeated by the
//! [`RetryPolicy`], and tells what went wrong in an [`Error`] that carries the call, the service's words and the
//! `MS-CV`. [`Client::begin_session`] creates a session and hands out a [`SessionPoller`];
//! [`fallback::follow`] does so in the next size or region where none is free. [`Client::with_generation`] chooses the
//! generation of the session API; what comes back is told in the words of 2021 in both.
//!
//! What differs between shells sits behind one trait, [`Runtime`]: sending a request, sleeping, the clock,
//! randomness and JSON. Every future here can be dropped at any moment: that cancels the call, and nothing is lost.
//!
//! Clients are for one thread (in a browser nothing else exists, and futures there are not `Send`); a native program
//! runs them on a current-thread executor or a local task set.

mod call;
mod client;
mod credential;
mod error;
pub mod fallback;
mod paging;
mod poller;
pub mod probe;
mod retry;
mod runtime;
#[cfg(feature = "scripted")]
pub mod scripted;
mod token;
mod urls;

pub use client::{Account, Client, NewSession};
pub use credential::{Credential, TokenCallback};
pub use error::{CallError, Error, ErrorKind};
pub use paging::SessionPages;
pub use poller::SessionPoller;
pub use retry::{Attempt, Repeat, RetryDecision, RetryPolicy};
#[cfg(feature = "serde_json")]
pub use runtime::SerdeJson;
pub use runtime::{
    Json, JsonError, Request, Response, Runtime, TransportError, TransportErrorKind,
};
pub use urls::{SessionCall, session_call, token_url};

pub use remote_rendering_protocol as protocol;

/// The README's Rust example, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
