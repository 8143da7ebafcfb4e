//! What reads the texts that strangers send, as functions over bytes: for fuzzers and other tests.

pub use remote_rendering_engine::api::{BodyError, read_json};

pub use crate::http::{
    body::read_json5,
    cursor::{read as read_cursor, write as write_cursor},
};
