//! The locale files against the code, and against each other.

use super::*;

#[path = "../../../tests/support/locales.rs"]
mod locales;
#[path = "../../../tests/support/messages.rs"]
mod messages;

use locales::LocaleFiles;

const FILES: LocaleFiles = LocaleFiles {
    prefix: "",
    code: "src/console",
    // Ids of elements that share their first word with messages.
    others: &[
        "account-id-note",
        "config-file",
        "create-lease-note",
        "create-title",
        "create-size-",
        "extend-lease",
        "secret-kind-key",
        "secret-kind-token",
        "prices-note",
        "regions-title",
        "rules-note",
        "sessions-title",
        "file-drop",
        "field-input",
        "sign-in",
    ],
};

/// The English texts, for tests of what is said.
pub(crate) fn english() -> Texts {
    let file = FILES.file(Language::English);
    let messages = messages::RustMessages::parse(Language::English, &file);
    Texts::new(Language::English, messages)
}

#[test]
fn every_message_is_used() {
    FILES.assert_used();
}

#[test]
fn every_message_that_is_used_is_there() {
    FILES.assert_there();
}

#[test]
fn every_failure_has_its_advice() {
    let there = FILES.ids();
    for kind in crate::console::state::failure::tests::every_kind() {
        assert!(
            there.contains(kind) && there.contains(&format!("{kind}-advice")),
            "{kind}"
        );
    }
}

#[test]
fn every_language_has_the_same_messages_with_the_same_values() {
    FILES.assert_same_in_every_language();
}

#[test]
fn every_choice_by_number_knows_the_plurals_of_its_language() {
    FILES.assert_plurals();
}

#[test]
fn messages_take_values_and_plurals() {
    let texts = english();
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
