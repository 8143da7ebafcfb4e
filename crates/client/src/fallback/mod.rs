//! Where a create goes when the nearest region has no server free: to Premium there, then to the next nearest region.
//!
//! A [`FallbackPlan`] is the order of the tries, made from a probe's ranking; it is pure. [`follow`] carries it out.
//!
//! Servers are paid for, so no session is ever left behind unseen:
//!
//! - Each step creates one session under an id of its own, and tells that id *before* anything is sent. A step under
//!   the same id is idempotent: created twice, it is one session.
//! - The next step begins only when the present one's session surely takes no server: the service says that it ended in
//!   an error, or that it was never there. So there are never two.
//! - A create whose answer did not come may have been carried out. Then the session is read: if it is there, the create
//!   went well, and the step goes on with it. If that cannot be read either, nothing more is tried, and the error says
//!   which session may be there ([`FallbackErrorKind::InDoubt`]). Nothing is stopped: under an id that the caller chose,
//!   there may be a session that was there before.
//! - Dropping the future ends it. The session of the last [`FallbackEvent::Trying`] may then be there or come to be:
//!   stop it, or read it. A session whose `Failed` was told is none any more.
//!
//! In v1 the service chooses the ids. A create is sent once only, and one whose answer did not come ends everything as
//! [`InDoubt`](FallbackErrorKind::InDoubt): nobody knows what to read. What it made, if anything, is in the list.
//!
//! One case remains: a request that a network holds back for longer than [`ARRIVAL`] after the client gave it up. The
//! failed steps hold their ids ([`FailedStep::session`]), so that who cares can look again later.

mod failure;
mod follow;
mod plan;

pub use failure::{FailedStep, FallbackError, FallbackErrorKind, StepFailure};
pub use follow::{ARRIVAL, Begun, FIRST_LOOK, FallbackEvent, follow};
pub use plan::{Candidate, FallbackPlan, FallbackRules, FallbackStep, NoRegion};
