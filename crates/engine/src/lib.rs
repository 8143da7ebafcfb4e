//! The rules of the session service, as pure code.
//!
//! [`Account`]s and their keys, access [`token`]s, and the [`Session`] with its states and its
//! lease. Nothing here reads a clock, draws a random number, or does I/O: the caller hands in the
//! time and the random bytes, and stores what comes out. So the same rules run in the service, in a
//! page's sandbox, and in tests on any time.
//!
//! A session is driven by [`Command`]s. [`Session::decide`] answers one at a given time and lists
//! the [`Event`]s that follow, [`Session::apply`] makes one of them true. The end of a lease needs
//! no command: every decision and every view begins with it, so a late timer can never change an
//! answer.
//!
//! [`api`] is what the wire says of all this, [`simulated`] what is told of servers that are made up.

mod account;
pub mod api;
pub mod session;
pub mod simulated;
pub mod token;

pub use account::{Account, KeyHash};
pub use session::{Command, Event, Session, SessionKey, Settings};
pub use token::{Claims, Grant, KeyId, KeyRing, RingKey, Role, SigningKey, TokenError};
