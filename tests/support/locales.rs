//! The locale files against the code, and against each other.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, Resource, VariantKey,
};

use super::Language;

/// The locale files of a part of the page.
pub(crate) struct LocaleFiles {
    /// How their names begin, before the language's tag.
    pub(crate) prefix: &'static str,
    /// The part's code, below the workspace.
    pub(crate) code: &'static str,
    /// Names that look like a message's id in the code and are none: of elements and classes.
    pub(crate) others: &'static [&'static str],
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

/// Every text between double quotes in the code below a folder, tests of the texts left out.
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

impl LocaleFiles {
    /// The content of a language's file.
    pub(crate) fn file(&self, language: Language) -> String {
        let name = format!("www/locales/{}{}.ftl", self.prefix, language.tag());
        let path = workspace().join(name);
        fs::read_to_string(&path).unwrap_or_else(|_| panic!("{}", path.display()))
    }

    /// The ids of the messages.
    pub(crate) fn ids(&self) -> BTreeSet<String> {
        let messages = messages_of(&self.file(Language::English));
        messages.into_iter().map(|(id, _)| id).collect()
    }

    fn used_in_code(&self) -> BTreeSet<String> {
        let mut quoted = BTreeSet::new();
        quoted_texts(&workspace().join(self.code), &mut quoted);
        // A failure's advice is named after the failure.
        let advice: Vec<_> = quoted
            .iter()
            .filter(|id| id.starts_with("failure-"))
            .map(|id| format!("{id}-advice"))
            .collect();
        quoted.into_iter().chain(advice).collect()
    }

    /// No message is there that no code uses.
    pub(crate) fn assert_used(&self) {
        let used = self.used_in_code();
        let unused: Vec<_> = self
            .ids()
            .into_iter()
            .filter(|id| !used.contains(id))
            .collect();
        assert!(unused.is_empty(), "messages that no code uses: {unused:?}");
    }

    /// No message is missing that code uses.
    pub(crate) fn assert_there(&self) {
        let there = self.ids();
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
        let missing: Vec<_> = self
            .used_in_code()
            .into_iter()
            .filter(looks_like_one)
            .filter(|id| !there.contains(id) && !self.others.contains(&id.as_str()))
            .filter(|id| {
                !(id.ends_with("-advice") && there.contains(id.trim_end_matches("-advice")))
            })
            .collect();
        assert!(
            missing.is_empty(),
            "messages that are not in the locale file: {missing:?}"
        );
    }

    /// Every language has the same messages in the same order, with the same values.
    pub(crate) fn assert_same_in_every_language(&self) {
        let english = self.file(Language::English);
        let english = messages_of(&english);
        for language in Language::ALL {
            let file = self.file(language);
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

    /// Every choice by number knows the plurals of its language.
    pub(crate) fn assert_plurals(&self) {
        for language in Language::ALL {
            // By CLDR; `many` of French and Portuguese is for millions, which we do not count.
            let plurals: BTreeSet<_> = match language {
                Language::Russian => ["one", "few", "many", "other"].map(str::to_owned).into(),
                _ => ["one", "other"].map(str::to_owned).into(),
            };
            for (id, made) in messages_of(&self.file(language)) {
                for keys in made.plurals {
                    assert_eq!(keys, plurals, "{language:?}: {id}");
                }
            }
        }
    }
}

/// Where `www` is: the crate's folder, or two above it.
fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let above = here.ancestors().find(|folder| folder.join("www").is_dir());
    above.expect("the workspace has its locale files").into()
}
