//! The locale files against the code, and against each other.

use std::{collections::BTreeSet, fs, path::Path};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, Resource, VariantKey,
};

use super::*;

#[path = "../../../tests/support/messages.rs"]
mod messages;

/// The English texts, for tests of what is said.
pub(crate) fn english() -> Texts {
    Texts::new(
        Language::English,
        messages::RustMessages::parse(Language::English, &file(Language::English)),
    )
}

fn file(language: Language) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/www/locales");
    fs::read_to_string(format!("{folder}/{}.ftl", language.tag())).unwrap()
}

/// A message, and what it is made of.
#[derive(Debug, Default)]
struct Made {
    variables: BTreeSet<String>,
    /// The keys of each choice between plurals.
    plurals: Vec<BTreeSet<String>>,
    texts: Vec<String>,
}

impl Made {
    fn of(pattern: &Pattern<&str>) -> Self {
        let mut made = Self::default();
        made.take(pattern);
        made
    }

    fn take(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.texts.push((*value).to_owned()),
                PatternElement::Placeable { expression } => self.take_expression(expression),
            }
        }
    }

    fn take_expression(&mut self, expression: &Expression<&str>) {
        let (selector, variants) = match expression {
            Expression::Inline(inline) => return self.take_inline(inline),
            Expression::Select { selector, variants } => (selector, variants),
        };
        self.take_inline(selector);
        let keys: BTreeSet<_> = variants
            .iter()
            .filter_map(|variant| match variant.key {
                VariantKey::Identifier { name } => Some(name.to_owned()),
                VariantKey::NumberLiteral { .. } => None,
            })
            .collect();
        if keys.contains("other") {
            self.plurals.push(keys);
        }
        for variant in variants {
            self.take(&variant.value);
        }
    }

    fn take_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::Placeable { expression } => self.take_expression(expression),
            InlineExpression::FunctionReference { arguments, .. } => {
                for argument in &arguments.positional {
                    self.take_inline(argument);
                }
            }
            _ => {}
        }
    }
}

fn parse(file: &str) -> Resource<&str> {
    fluent_syntax::parser::parse(file).unwrap_or_else(|(_, errors)| panic!("{errors:?}"))
}

/// The messages of a file in their order.
fn messages_of(file: &str) -> Vec<(String, Made)> {
    let entries = parse(file).body.into_iter();
    entries
        .filter_map(|entry| match entry {
            Entry::Message(message) => {
                let pattern = message.value.expect("a text");
                Some((message.id.name.to_owned(), Made::of(&pattern)))
            }
            _ => None,
        })
        .collect()
}

fn ids(file: &str) -> BTreeSet<String> {
    messages_of(file).into_iter().map(|(id, _)| id).collect()
}

/// Every text between double quotes in the console's code.
fn quoted_texts(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            quoted_texts(&path, found);
        } else if !path.ends_with("texts/tests.rs") {
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

#[test]
fn every_message_is_used() {
    let used = used_in_code();
    let unused: Vec<_> = ids(&file(Language::English))
        .into_iter()
        .filter(|id| !used.contains(id))
        .collect();
    assert!(unused.is_empty(), "messages that no code uses: {unused:?}");
}

#[test]
fn every_message_that_is_used_is_there() {
    let there = ids(&file(Language::English));
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
        "prices-note",
        "regions-title",
        "rules-note",
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
    let there = ids(&file(Language::English));
    for kind in crate::console::state::failure::tests::every_kind() {
        assert!(
            there.contains(kind) && there.contains(&format!("{kind}-advice")),
            "{kind}"
        );
    }
}

#[test]
fn every_language_has_the_same_messages_with_the_same_values() {
    let english = file(Language::English);
    let english = messages_of(&english);
    for language in Language::ALL {
        let file = file(language);
        let messages = messages_of(&file);
        let order = |messages: &[(String, Made)]| -> Vec<String> {
            messages.iter().map(|(id, _)| id.clone()).collect()
        };
        assert_eq!(order(&messages), order(&english), "{language:?}");
        for ((id, made), (_, in_english)) in messages.iter().zip(&english) {
            assert_eq!(made.variables, in_english.variables, "{language:?}: {id}");
            let says = |made: &Made| made.texts.iter().any(|text| !text.trim().is_empty());
            assert_eq!(
                says(made),
                says(in_english),
                "{language:?}: {id} says nothing"
            );
        }
    }
}

#[test]
fn every_choice_by_number_knows_the_plurals_of_its_language() {
    for language in Language::ALL {
        // By CLDR; `many` of French and Portuguese is for millions, which we do not count.
        let plurals: BTreeSet<_> = match language {
            Language::Russian => ["one", "few", "many", "other"].map(str::to_owned).into(),
            _ => ["one", "other"].map(str::to_owned).into(),
        };
        for (id, made) in messages_of(&file(language)) {
            for keys in made.plurals {
                assert_eq!(keys, plurals, "{language:?}: {id}");
            }
        }
    }
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
