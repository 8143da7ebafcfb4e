//! The locale files against the code.

use std::{collections::BTreeSet, fs, path::Path};

use super::*;

fn english() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/www/locales/en.ftl")).unwrap()
}

/// Every text between double quotes in the console's code.
fn quoted_texts(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            quoted_texts(&path, found);
        } else if !path.ends_with("texts_tests.rs") {
            let code = fs::read_to_string(&path).unwrap();
            found.extend(code.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
}

fn used_in_code() -> BTreeSet<String> {
    let mut quoted = BTreeSet::new();
    quoted_texts(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/console")),
        &mut quoted,
    );
    // A failure's advice is named after the failure.
    let advice: Vec<_> = quoted
        .iter()
        .filter(|id| id.starts_with("failure-"))
        .map(|id| format!("{id}-advice"))
        .collect();
    quoted.into_iter().chain(advice).collect()
}

fn messages(file: &str) -> BTreeSet<String> {
    let starts_message = |line: &&str| {
        line.starts_with(|first: char| first.is_ascii_alphabetic()) && line.contains('=')
    };
    file.lines()
        .filter(starts_message)
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_message_is_used() {
    let used = used_in_code();
    let unused: Vec<_> = messages(&english())
        .into_iter()
        .filter(|id| !used.contains(id))
        .collect();
    assert!(unused.is_empty(), "messages that no code uses: {unused:?}");
}

#[test]
fn every_message_that_is_used_is_there() {
    let there = messages(&english());
    // The prefixes of the messages: what looks like a message's id is one.
    let prefixes: BTreeSet<_> = there
        .iter()
        .filter_map(|id| id.split_once('-'))
        .map(|(first, _)| first.to_owned())
        .collect();
    let looks_like_one = |text: &String| {
        let plain = text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        plain
            && text
                .split_once('-')
                .is_some_and(|(first, rest)| prefixes.contains(first) && !rest.is_empty())
    };
    // Ids of elements that share their first word with messages.
    let elements = [
        "account-id-note",
        "config-file",
        "create-lease-note",
        "create-title",
        "create-size-",
        "extend-lease",
        "secret-kind-key",
        "secret-kind-token",
        "regions-title",
        "sessions-title",
        "file-drop",
        "field-input",
        "sign-in",
    ];
    let missing: Vec<_> = used_in_code()
        .into_iter()
        .filter(looks_like_one)
        .filter(|id| !there.contains(id) && !elements.contains(&id.as_str()))
        .filter(|id| !(id.ends_with("-advice") && there.contains(id.trim_end_matches("-advice"))))
        .collect();
    assert!(
        missing.is_empty(),
        "messages that are not in the locale file: {missing:?}"
    );
}

#[test]
fn every_failure_has_its_advice() {
    let there = messages(&english());
    for kind in crate::console::state::failure::tests::every_kind() {
        assert!(
            there.contains(kind) && there.contains(&format!("{kind}-advice")),
            "{kind}"
        );
    }
}

#[test]
fn messages_take_values_and_plurals() {
    let texts = Texts::parse(english()).unwrap();
    assert_eq!(texts.text("sign-in"), "Sign in");
    let live = |count: u64| texts.format("sessions-live", &[("count", FluentValue::from(count))]);
    assert_eq!(
        [live(0), live(1), live(12)],
        [
            "No server is leased.",
            "One session is starting or ready.",
            "12 sessions are starting or ready."
        ]
    );
    assert_eq!(texts.text("no-such-message"), "no-such-message");
}

#[test]
fn a_broken_file_is_refused() {
    assert!(matches!(
        Texts::parse("= nothing".to_owned()),
        Err(TextsError::Broken(_))
    ));
}
