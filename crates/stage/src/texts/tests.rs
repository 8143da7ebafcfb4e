//! The locale files against the code, and against each other.

use remote_rendering_page::texts::{FluentValue, Language, Messages, Texts};

use crate::words::{Words, bytes, count};

#[path = "../../../../tests/support/locales.rs"]
mod locales;
#[path = "../../../../tests/support/messages.rs"]
mod messages;

use locales::LocaleFiles;

const FILES: LocaleFiles = LocaleFiles {
    prefix: "stage.",
    code: "crates/stage/src",
    // Ids of elements that share their first word with messages.
    others: &[],
};

/// The texts of a language, for tests of what is said.
pub(crate) fn texts(language: Language) -> Texts {
    let messages = messages::RustMessages::parse(language, &FILES.file(language));
    Texts::new(language, messages)
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
fn every_language_has_the_same_messages_with_the_same_values() {
    FILES.assert_same_in_every_language();
}

#[test]
fn every_choice_by_number_knows_the_plurals_of_its_language() {
    FILES.assert_plurals();
}

#[test]
fn words_become_sentences_in_every_language() {
    let uploading = Words::of("load-uploading")
        .with_words("done", bytes(1_500_000))
        .with_words("total", bytes(40_000_000));
    let said = |language, words: &Words| words.text(&texts(language)).to_string();
    assert_eq!(
        Language::ALL.map(|language| said(language, &uploading)),
        [
            "uploading: 1.5 MB of 40 MB",
            "envoi : 1.5 Mo sur 40 Mo",
            "enviando: 1.5 MB de 40 MB",
            "отправка: 1.5 МБ из 40 МБ",
            "laddar upp: 1.5 MB av 40 MB",
        ]
    );
    let triangles = |number| said(Language::Russian, &count(number, "triangles"));
    assert_eq!(
        [1, 2, 5].map(triangles),
        ["1 треугольник", "2 треугольника", "5 треугольников"]
    );
}
