//! The messages of a locale file by Fluent for Rust: for tests that have no page, or no page's Fluent.

use super::{FluentValue, Language, Messages};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue as RustValue};

/// A locale file's messages.
pub(crate) struct RustMessages(FluentBundle<FluentResource>);

impl RustMessages {
    /// Reads a locale file's content.
    pub(crate) fn parse(language: Language, file: &str) -> Self {
        let resource = FluentResource::try_new(file.to_owned()).expect("a locale file");
        let tag = language.tag().parse().expect("a tag");
        let mut bundle = FluentBundle::new(vec![tag]);
        bundle.set_use_isolating(false);
        bundle
            .add_function("DATETIME", as_it_is)
            .expect("the only function");
        bundle.add_resource(resource).expect("each message once");
        Self(bundle)
    }
}

impl Messages for RustMessages {
    fn format(&self, id: &str, values: &[(&'static str, FluentValue)]) -> Option<String> {
        let pattern = self.0.get_message(id)?.value()?;
        let value = |value: &FluentValue| match value {
            FluentValue::Text(text) => RustValue::from(text.to_string()),
            FluentValue::Number(number) => RustValue::from(*number),
            // Fluent for Rust writes neither times nor money.
            FluentValue::Time(time) => RustValue::from(time.to_string()),
            FluentValue::Money(amount, currency) => {
                RustValue::from(format!("{currency} {amount:.2}"))
            }
        };
        let given: FluentArgs<'_> = values.iter().map(|(name, it)| (*name, value(it))).collect();
        let mut errors = Vec::new();
        let text = self.0.format_pattern(pattern, Some(&given), &mut errors);
        assert!(errors.is_empty(), "{id}: {errors:?}");
        Some(text.into_owned())
    }
}

/// A time as the wire writes it, whatever the message asks for.
fn as_it_is<'a>(values: &[RustValue<'a>], _: &FluentArgs<'_>) -> RustValue<'a> {
    values.first().cloned().unwrap_or(RustValue::None)
}
