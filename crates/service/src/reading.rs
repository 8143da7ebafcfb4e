//! What reads the texts that strangers send, as functions over bytes: for fuzzers and other tests.

pub use remote_rendering_engine::api::{BodyError, read_json, v1::read_json5};

pub use crate::http::cursor::{read as read_cursor, write as write_cursor};
