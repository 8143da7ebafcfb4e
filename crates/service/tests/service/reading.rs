//! What strangers send: nothing breaks its readers, and what they accept they understood.
//!
//! The same properties as those of `fuzz/`, for machines without a fuzzer.

use proptest::prelude::*;
use remote_rendering_protocol::{Timespan, session, v1};
use remote_rendering_service::{
    reading::{read_cursor, read_json, read_json5, write_cursor},
    store::Position,
};

/// Texts that are nearly bodies: whole ones, their pieces in any order, and anything else.
fn nearly_a_body() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "'",
        "\\",
        "/*",
        "*/",
        "//",
        "\n",
        " ",
        "\u{feff}",
        "\"maxLeaseTimeMinutes\"",
        "maxLeaseTime",
        "'maxLeaseTime'",
        "\"size\"",
        "size",
        "\"Standard\"",
        "'premium'",
        "'4:0:0'",
        "\"00:00:00.1\"",
        "models",
        "null",
        "true",
        "-4",
        "1440",
        "1e400",
        "0x10",
        "+1",
        "Infinity",
        "NaN",
        "9223372036854775808",
        "\\u0000",
        "é",
        "{ 'maxLeaseTime': '4:0:0', 'models': [], 'size': 'standard' }",
        r#"{"maxLeaseTimeMinutes":10,"size":"Standard"}"#,
    ]);
    prop_oneof![
        prop::collection::vec(pieces, 0..16).prop_map(|pieces| pieces.concat()),
        "\\PC{0,40}",
    ]
}

/// Bodies that are accepted, with what v1 allows beside JSON.
fn body_of_v1() -> impl Strategy<Value = (String, v1::CreateSession)> {
    let quote = prop::sample::select(vec!['\'', '"']);
    let size = prop::sample::select(vec!["standard", "Premium", "somethingElse"]);
    let models = prop::collection::vec("[a-z:/.é]{0,12}", 0..3);
    (quote, size, models, 0..Timespan::MAX.ticks(), any::<bool>()).prop_map(
        |(quote, size, models, ticks, comma)| {
            let span = Timespan::from_ticks(ticks);
            let listed: Vec<_> = models.iter().map(|it| format!("{quote}{it}{quote}")).collect();
            let text = format!(
                "{{ {quote}maxLeaseTime{quote}: {quote}{span}{quote}, models: [{}], size: {quote}{size}{quote}{} }}",
                listed.join(", "),
                if comma { "," } else { "" },
            );
            let size = size.into();
            (text, v1::CreateSession { max_lease_time: span, models, size })
        },
    )
}

proptest! {
    #[test]
    fn a_body_of_2021_that_is_accepted_is_understood(text in nearly_a_body()) {
        if let Ok(body) = read_json::<session::CreateSession>(text.as_bytes()) {
            let again = serde_json::to_vec(&body).unwrap();
            prop_assert_eq!(read_json(&again), Ok(body));
        }
        if let Ok(body) = read_json::<session::UpdateSession>(text.as_bytes()) {
            let again = serde_json::to_vec(&body).unwrap();
            prop_assert_eq!(read_json(&again), Ok(body));
        }
    }

    #[test]
    fn a_body_of_v1_that_is_accepted_is_understood(text in nearly_a_body()) {
        let read = read_json5::<v1::CreateSession>(text.as_bytes());
        if let Ok(body) = &read {
            let again = serde_json::to_vec(body).unwrap();
            let again = read_json5(&again);
            prop_assert_eq!(again.as_ref(), Ok(body));
        }
        if let (Ok(strict), Ok(body)) = (read_json::<v1::CreateSession>(text.as_bytes()), read) {
            prop_assert_eq!(strict, body);
        }
    }

    #[test]
    fn no_bytes_break_the_readers(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let strict = read_json::<session::CreateSession>(&bytes).is_ok();
        let json5 = read_json5::<v1::CreateSession>(&bytes).is_ok();
        prop_assert!(!(strict && json5), "the generations have no member in common but the size");
    }

    #[test]
    fn a_body_of_v1_is_read_as_it_was_written((text, body) in body_of_v1()) {
        prop_assert_eq!(read_json5(text.as_bytes()), Ok(body), "{}", text);
    }

    #[test]
    fn a_cursor_is_read_only_if_it_was_written(number: u64, text in "[A-Za-z0-9_=-]{0,13}") {
        let position = Position(number);
        prop_assert_eq!(read_cursor(&write_cursor(position)), Some(position));
        if let Some(position) = read_cursor(&text) {
            prop_assert_eq!(write_cursor(position), text);
        }
    }
}
