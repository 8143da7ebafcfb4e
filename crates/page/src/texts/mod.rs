//! The page's texts: Fluent messages from `www/locales`, in one of its languages, given to every component by context.
//!
//! Plurals, numbers and times are written by the browser's own `Intl`: in the page the messages are Fluent's JavaScript
//! ([`fluent`]), which knows them all, and which is a fifth of what the same costs in WebAssembly.

pub mod fluent;
pub mod language;

use std::{cell::RefCell, fmt, rc::Rc};

use remote_rendering_protocol::Timestamp;
use yew::{AttrValue, hook, use_context};

pub use language::Language;

/// A value within a message.
#[derive(Clone, Debug, PartialEq)]
pub enum FluentValue {
    /// A text, which stays as it is.
    Text(AttrValue),
    /// A number, as the language writes numbers.
    Number(f64),
    /// A time, as the language writes times.
    Time(Timestamp),
    /// An amount of the currency of this code, as the language writes money.
    Money(f64, AttrValue),
}

impl From<&str> for FluentValue {
    fn from(text: &str) -> Self {
        Self::Text(AttrValue::from(text.to_owned()))
    }
}

impl From<String> for FluentValue {
    fn from(text: String) -> Self {
        Self::Text(AttrValue::from(text))
    }
}

impl From<AttrValue> for FluentValue {
    fn from(text: AttrValue) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for FluentValue {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

/// Whole numbers are counted by people: those of 16 digits, which a double rounds, are not among them.
macro_rules! from_whole_numbers {
    ($($number:ty)*) => {
        $(
            #[allow(
                clippy::cast_lossless,
                clippy::cast_precision_loss,
                reason = "people read no number of 16 digits"
            )]
            impl From<$number> for FluentValue {
                fn from(number: $number) -> Self {
                    Self::Number(number as f64)
                }
            }
        )*
    };
}

from_whole_numbers!(u16 u32 u64 usize i64);

impl From<Timestamp> for FluentValue {
    fn from(time: Timestamp) -> Self {
        Self::Time(time)
    }
}

/// The messages of one language.
pub trait Messages {
    /// A message with its values; `None` where there is no such message.
    fn format(&self, id: &str, values: &[(&'static str, FluentValue)]) -> Option<String>;
}

/// The texts of one language. Cheap to clone.
#[derive(Clone)]
pub struct Texts(Rc<Inner>);

struct Inner {
    language: Language,
    messages: Box<dyn Messages>,
    /// Messages without values, as a table asks for them a thousand times; by their ids, in order.
    plain: RefCell<Vec<(String, AttrValue)>>,
}

/// A locale file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextsError {
    /// The file was not there.
    #[error("the locale file could not be loaded")]
    Missing,
    /// The file is not Fluent, or the page's Fluent is not there: why, in the browser's words.
    #[error("the locale file is broken: {0}")]
    Broken(String),
}

impl Texts {
    /// The texts that these messages make.
    pub fn new(language: Language, messages: impl Messages + 'static) -> Self {
        Self(Rc::new(Inner {
            language,
            messages: Box::new(messages),
            plain: RefCell::default(),
        }))
    }

    /// Their language.
    pub fn language(&self) -> Language {
        self.0.language
    }

    /// A message without values.
    pub fn text(&self, id: &str) -> AttrValue {
        let place = {
            let plain = self.0.plain.borrow();
            match plain.binary_search_by(|(known, _)| known.as_str().cmp(id)) {
                Ok(place) => return plain[place].1.clone(),
                Err(place) => place,
            }
        };
        let text = self.format(id, &[]);
        let entry = (id.to_owned(), text.clone());
        self.0.plain.borrow_mut().insert(place, entry);
        text
    }

    /// A message with values.
    pub fn format(&self, id: &str, values: &[(&'static str, FluentValue)]) -> AttrValue {
        // A missing message shows its id: visible, and the test of the locale files finds it before anybody sees it.
        let text = self.0.messages.format(id, values);
        AttrValue::from(text.unwrap_or_else(|| id.to_owned()))
    }
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Texts")
    }
}

/// A text in small letters, as a search compares texts. Beyond ASCII the browser does it: the letters of the whole world weigh
/// 7 KB in the module.
pub fn lower_case(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    #[cfg(target_family = "wasm")]
    return String::from(js_sys::JsString::from(text).to_lower_case());
    #[cfg(not(target_family = "wasm"))]
    return text.to_lowercase();
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
