use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use remote_rendering_protocol::{AccountId, ApiVersion};

use super::Fault;

/// How many sessions a page of the list has at most.
pub const PAGE: usize = 100;

/// The text of the place where a page begins.
pub fn write_cursor(place: u64) -> String {
    URL_SAFE_NO_PAD.encode(place.to_be_bytes())
}

/// The place of a text; refused is what [`write_cursor`] never wrote.
pub fn read_cursor(text: &str) -> Result<u64, Fault> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok();
    let place = bytes.and_then(|bytes| bytes.try_into().ok());
    place
        .map(u64::from_be_bytes)
        .ok_or_else(|| Fault::bad_request("cursor", "The cursor is not one of an @nextLink."))
}

/// The link to the page that begins at a place. `origin` is scheme and authority.
pub fn next_link(origin: &str, account: AccountId, version: ApiVersion, place: u64) -> String {
    let cursor = write_cursor(place);
    format!("{origin}/accounts/{account}/sessions?api-version={version}&cursor={cursor}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_and_nothing_else_is() {
        assert_eq!(read_cursor(&write_cursor(u64::MAX)), Ok(u64::MAX));
        for text in [
            "",
            "AAAA",
            "AAAAAAAAAAAAAAAA",
            "not base64!",
            "AAAAAAAAAAA=",
        ] {
            assert!(read_cursor(text).is_err(), "{text:?}");
        }
    }
}
