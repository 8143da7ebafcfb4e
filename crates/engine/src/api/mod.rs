//! The session API of both generations and the STS as far as they do not depend on who serves them: what is read out of a
//! request, and what is wrong with it, with the status, the code and the words of the answer.
//!
//! The service has it behind its HTTP layer and the sandbox without a network, so both answer alike.

mod body;
mod credential;
mod fault;
mod page;
mod request;
pub mod v1;

pub use body::{BodyError, LARGEST_BODY, new_lease, read_json, settings, without_mark};
pub use credential::{Credential, bearer};
pub use fault::{CHALLENGE, Fault};
pub use page::{PAGE, next_link, read_cursor, write_cursor};
pub use request::{
    account_id, api_version, is_session_path, query_parameters, session_id, with_lower_first_words,
};
