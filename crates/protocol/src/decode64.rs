//! Reading base64. The crate that writes it here reads it, too, fast and in every variant: that would weigh 1,100 bytes
//! (brotli) in every page.

/// What the last two of an alphabet's 64 characters are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alphabet([u8; 2]);

impl Alphabet {
    pub(crate) const STANDARD: Self = Self(*b"+/");
    pub(crate) const URL_SAFE: Self = Self(*b"-_");

    fn value(self, character: u8) -> Option<u32> {
        let value = match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            _ if character == self.0[0] => 62,
            _ if character == self.0[1] => 63,
            _ => return None,
        };
        Some(value.into())
    }
}

/// The bytes of a text without padding; `None` where no bytes are written so.
pub(crate) fn unpadded(text: &str, alphabet: Alphabet) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut waiting) = (0, 0);
    for character in text.bytes() {
        bits = bits << 6 | alphabet.value(character)?;
        waiting += 6;
        if waiting >= 8 {
            waiting -= 8;
            bytes.push((bits >> waiting).to_le_bytes()[0]);
            bits &= (1 << waiting) - 1;
        }
    }
    // Six bits alone are no byte, and what is left over is empty.
    (waiting < 6 && bits == 0).then_some(bytes)
}

/// The bytes of a text with the padding that makes its length a multiple of four.
pub(crate) fn padded(text: &str, alphabet: Alphabet) -> Option<Vec<u8>> {
    let content = text.trim_end_matches('=');
    let is_padded = text.len() - content.len() == content.len().wrapping_neg() % 4;
    unpadded(content, alphabet).filter(|_| is_padded)
}

#[cfg(test)]
mod tests {
    use base64::{
        Engine as _,
        engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
    };
    use proptest::prelude::*;

    use super::*;

    fn assert_read_as_by_the_crate(text: &str) {
        assert_eq!(
            padded(text, Alphabet::STANDARD),
            STANDARD.decode(text).ok(),
            "{text}"
        );
        assert_eq!(
            unpadded(text, Alphabet::URL_SAFE),
            URL_SAFE_NO_PAD.decode(text).ok(),
            "{text}"
        );
    }

    #[test]
    fn what_is_nearly_base64_is_refused() {
        for text in [
            "", "A", "AA", "AB", "AA=", "AA==", "AB==", "AAA", "AAA=", "AAAA", "AAAA=", "AAAA====",
            "=", "====", "A=A=", "AA=A", "é",
        ] {
            assert_read_as_by_the_crate(text);
        }
    }

    proptest! {
        #[test]
        fn bytes_are_read_back(bytes: Vec<u8>) {
            let text = STANDARD.encode(&bytes);
            prop_assert_eq!(padded(&text, Alphabet::STANDARD), Some(bytes.clone()));
            let text = URL_SAFE_NO_PAD.encode(&bytes);
            prop_assert_eq!(unpadded(&text, Alphabet::URL_SAFE), Some(bytes));
        }

        #[test]
        fn any_text_is_read_as_the_crate_reads_it(text in "[A-Da-d0-2+/_=-]{0,12}") {
            assert_read_as_by_the_crate(&text);
        }
    }
}
