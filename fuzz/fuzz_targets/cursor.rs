//! A cursor is read only if it was written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use remote_rendering_service::{
    reading::{read_cursor, write_cursor},
    store::Position,
};

fuzz_target!(|input: (u64, &str)| {
    let (number, text) = input;
    assert_eq!(
        read_cursor(&write_cursor(Position(number))),
        Some(Position(number))
    );
    if let Some(position) = read_cursor(text) {
        assert_eq!(write_cursor(position), text);
    }
});
