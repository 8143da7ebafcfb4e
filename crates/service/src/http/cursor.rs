//! Where a page of a list begins, as an opaque text.

use remote_rendering_engine::api::{read_cursor, write_cursor};

use crate::store::Position;

/// The text of a position.
pub fn write(position: Position) -> String {
    write_cursor(position.0)
}

/// The position of a text; `None` for what [`write`] never wrote.
pub fn read(text: &str) -> Option<Position> {
    read_cursor(text).ok().map(Position)
}
