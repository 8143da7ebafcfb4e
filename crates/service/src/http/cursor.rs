//! Where a page of a list begins, as an opaque text.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::store::Position;

/// The text of a position.
pub fn write(position: Position) -> String {
    URL_SAFE_NO_PAD.encode(position.0.to_be_bytes())
}

/// The position of a text; `None` for what [`write`] never wrote.
pub fn read(text: &str) -> Option<Position> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    Some(Position(u64::from_be_bytes(bytes.try_into().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_and_nothing_else_is() {
        assert_eq!(read(&write(Position(u64::MAX))), Some(Position(u64::MAX)));
        for text in [
            "",
            "AAAA",
            "AAAAAAAAAAAAAAAA",
            "not base64!",
            "AAAAAAAAAAA=",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }
}
