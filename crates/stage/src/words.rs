//! Words that are not yet in a language: a message of the locale files with its values. And numbers as people read them.

use remote_rendering_page::texts::{FluentValue, Texts};
use yew::AttrValue;

/// A message with its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    id: &'static str,
    values: Vec<(&'static str, Value)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Value {
    Given(FluentValue),
    /// Other words, such as a quantity.
    Words(Words),
}

impl Words {
    /// The message of this name.
    pub const fn of(id: &'static str) -> Self {
        Self {
            id,
            values: Vec::new(),
        }
    }

    /// A text that is the same in every language: a file's name, or what a program calls something.
    pub fn plain(text: impl Into<AttrValue>) -> Self {
        Self::of("plain").with("text", text.into())
    }

    /// With a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<FluentValue>) -> Self {
        self.values.push((name, Value::Given(value.into())));
        self
    }

    /// With other words as a value.
    #[must_use]
    pub fn with_words(mut self, name: &'static str, words: Self) -> Self {
        self.values.push((name, Value::Words(words)));
        self
    }

    /// The message's name.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// In a language.
    pub fn text(&self, texts: &Texts) -> AttrValue {
        if self.values.is_empty() {
            return texts.text(self.id);
        }
        let values: Vec<_> = self
            .values
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Value::Given(value) => value.clone(),
                    Value::Words(words) => FluentValue::Text(words.text(texts)),
                };
                (*name, value)
            })
            .collect();
        texts.format(self.id, &values)
    }
}

/// A number as people read it: three digits where it is small, and never more than a whole number needs.
pub fn figure(number: f64) -> f64 {
    let step = match number.abs() {
        under if under < 10.0 => 0.1,
        _ => 1.0,
    };
    let parts = (number / step).round();
    // Divided, so that a tenth is the nearest number to it.
    parts / (1.0 / step)
}

/// A quantity as a message: a number and its unit.
pub fn quantity(number: f64, steps: &[(f64, &'static str)]) -> Words {
    let found = steps.iter().find(|(step, _)| number >= *step);
    let (step, id) = found.or(steps.last()).copied().unwrap_or((1.0, "bytes"));
    Words::of(id).with("number", figure(number / step))
}

/// A number of bytes.
#[expect(clippy::cast_precision_loss, reason = "it is rounded for people")]
pub fn bytes(bytes: u64) -> Words {
    quantity(
        bytes as f64,
        &[
            (1e9, "bytes-giga"),
            (1e6, "bytes-mega"),
            (1e3, "bytes-kilo"),
            (1.0, "bytes"),
        ],
    )
}

/// A count, as the value `number` of a message.
#[expect(
    clippy::cast_precision_loss,
    reason = "people read no number of 16 digits"
)]
pub fn count(count: u64, id: &'static str) -> Words {
    Words::of(id).with("number", count as f64)
}

/// A bit rate, in bits per second.
pub fn bit_rate(bits: f64) -> Words {
    quantity(
        bits,
        &[
            (1e6, "bit-rate-mega"),
            (1e3, "bit-rate-kilo"),
            (1.0, "bit-rate"),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_more_digits_than_they_need() {
        for (number, read) in [
            (0.0, 0.0),
            (0.04, 0.0),
            (0.05, 0.1),
            (3.123, 3.1),
            (9.94, 9.9),
            (9.96, 10.0),
            (10.4, 10.0),
            (123.5, 124.0),
            (-2.25, -2.3),
        ] {
            assert!((figure(number) - read).abs() < 1e-12, "{number}");
        }
    }

    #[test]
    fn quantities_take_the_largest_unit_that_fits() {
        for (number, id, read) in [
            (0, "bytes", 0.0),
            (999, "bytes", 999.0),
            (1000, "bytes-kilo", 1.0),
            (1_234_567, "bytes-mega", 1.2),
            (40_000_000, "bytes-mega", 40.0),
            (1 << 30, "bytes-giga", 1.1),
            (u64::MAX, "bytes-giga", 18_446_744_074.0),
        ] {
            assert_eq!(
                bytes(number),
                Words::of(id).with("number", read),
                "{number}"
            );
        }
        assert_eq!(
            bit_rate(5_004_000.0),
            Words::of("bit-rate-mega").with("number", 5.0)
        );
        assert_eq!(bit_rate(0.0), Words::of("bit-rate").with("number", 0.0));
    }
}
