//! What the page's modules have in common: the console, which a first visit loads, and the stage, which is loaded by who
//! connects to a session.
//!
//! - [`texts`]: Fluent messages in the reader's language, given to every component by context;
//! - [`hooks`]: the state of components.

pub mod hooks;
pub mod texts;
