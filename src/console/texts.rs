//! The page's texts: Fluent messages from `www/locales`, loaded once, given to every component by context.

use std::{fmt, rc::Rc};

pub use fluent_bundle::FluentValue;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;
use yew::{AttrValue, hook, use_context};

/// The texts of one language. Cheap to clone.
#[derive(Clone)]
pub struct Texts {
    bundle: Rc<FluentBundle<FluentResource>>,
}

/// A locale file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextsError {
    /// The file was not there.
    #[error("the locale file could not be loaded")]
    Missing,
    /// The file is not Fluent: the parser's words.
    #[error("the locale file is broken: {0}")]
    Broken(String),
}

impl Texts {
    /// Reads a locale file's content.
    pub fn parse(file: String) -> Result<Self, TextsError> {
        let broken = |errors: &dyn fmt::Debug| TextsError::Broken(format!("{errors:?}"));
        let resource = FluentResource::try_new(file).map_err(|(_, errors)| broken(&errors))?;
        let mut bundle = FluentBundle::new(vec![LanguageIdentifier::default()]);
        // The marks that isolate values matter between scripts of two directions; all our languages run one way, and
        // the marks would come along when somebody copies a text.
        bundle.set_use_isolating(false);
        bundle
            .add_resource(resource)
            .map_err(|errors| broken(&errors))?;
        Ok(Self {
            bundle: Rc::new(bundle),
        })
    }

    /// A message without values.
    pub fn text(&self, id: &str) -> AttrValue {
        self.format(id, &[])
    }

    /// A message with values.
    pub fn format(&self, id: &str, values: &[(&'static str, FluentValue<'_>)]) -> AttrValue {
        // A missing message shows its id: visible, and the test of the locale files finds it before anybody sees it.
        let Some(pattern) = self
            .bundle
            .get_message(id)
            .and_then(|message| message.value())
        else {
            return AttrValue::from(id.to_owned());
        };
        let args: FluentArgs<'_> = values.iter().cloned().collect();
        let mut errors = Vec::new();
        AttrValue::from(
            self.bundle
                .format_pattern(pattern, Some(&args), &mut errors)
                .into_owned(),
        )
    }
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.bundle, &other.bundle)
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Texts")
    }
}

/// The texts of the language in use.
#[expect(
    clippy::expect_used,
    reason = "the application renders nothing before it has them"
)]
#[hook]
pub fn use_texts() -> Texts {
    use_context::<Texts>().expect("the application gives its texts to everything below it")
}

#[cfg(test)]
#[path = "texts_tests.rs"]
mod tests;
