//! The pages: one for who is not signed in, one for who is.

pub mod sessions;
pub mod sign_in;
