//! What reads the texts that strangers send, as functions over bytes: for fuzzers and other tests.

pub use crate::http::{
    body::{BodyError, read_json, read_json5},
    cursor::{read as read_cursor, write as write_cursor},
};
