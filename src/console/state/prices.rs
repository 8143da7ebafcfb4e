//! What a server costs, as the person who pays for it says. No service tells it.

use remote_rendering_protocol::{SessionSize, Timespan};
use yew::AttrValue;

/// How many parts of a currency's unit a price is counted in.
const PARTS: u64 = 10_000;

/// An amount of money in ten-thousandths of its currency's unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(u64);

/// What a server costs for an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// The amount.
    pub amount: Amount,
    /// The currency's code of three letters (ISO 4217).
    pub currency: AttrValue,
}

/// What the servers cost for an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices {
    /// The currency's code of three letters (ISO 4217).
    pub currency: AttrValue,
    /// Of a Standard server, if it is known.
    pub standard: Option<Amount>,
    /// Of a Premium server, if it is known.
    pub premium: Option<Amount>,
}

impl Default for Prices {
    fn default() -> Self {
        Self {
            currency: AttrValue::from("USD"),
            standard: None,
            premium: None,
        }
    }
}

impl Amount {
    /// Reads what people write: `3`, `3.50` or `3,50`, with at most four decimals and less than a million.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let fits = (1..=6).contains(&whole.len()) && part.len() <= 4;
        if !fits || !is_digits(whole) || !is_digits(part) {
            return None;
        }
        let part = format!("{part:0<4}");
        let amount = whole.parse::<u64>().ok()? * PARTS + part.parse::<u64>().ok()?;
        Some(Self(amount))
    }

    /// The amount in the currency's unit, to be shown.
    #[expect(
        clippy::cast_precision_loss,
        reason = "people read no amount of 16 digits"
    )]
    pub fn in_units(self) -> f64 {
        self.0 as f64 / PARTS as f64
    }

    /// This amount for every hour of a span.
    #[must_use]
    pub fn for_hours(self, span: Timespan) -> Self {
        Self(self.0.saturating_mul(span.whole_seconds()) / 3600)
    }
}

/// Written as [`Amount::read`] reads it.
impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, part) = (self.0 / PARTS, self.0 % PARTS);
        match part {
            0 => write!(f, "{whole}"),
            part if part % 100 == 0 => write!(f, "{whole}.{:02}", part / 100),
            part => write!(f, "{whole}.{part:04}"),
        }
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.fold(0, |sum, one| sum.saturating_add(one.0)))
    }
}

impl Prices {
    /// What a server of this size costs for an hour, if the person has said so.
    pub fn of(&self, size: &SessionSize) -> Option<Price> {
        let amount = match size {
            SessionSize::Standard => self.standard,
            SessionSize::Premium => self.premium,
            SessionSize::Other(_) => None,
        };
        amount.map(|amount| self.price(amount))
    }

    /// An amount in this currency.
    pub fn price(&self, amount: Amount) -> Price {
        Price {
            amount,
            currency: self.currency.clone(),
        }
    }

    /// Whether the person has said what anything costs.
    pub fn is_known(&self) -> bool {
        self.standard.is_some() || self.premium.is_some()
    }
}

impl Price {
    /// What so long a time costs.
    #[must_use]
    pub fn for_hours(&self, span: Timespan) -> Self {
        Self {
            amount: self.amount.for_hours(span),
            currency: self.currency.clone(),
        }
    }
}

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, expected) in [
            ("3", Some("3")),
            (" 3.5 ", Some("3.50")),
            ("3,50", Some("3.50")),
            ("0.0125", Some("0.0125")),
            ("0", Some("0")),
            ("999999", Some("999999")),
            ("3.", Some("3")),
            ("1000000", None),
            ("0.00001", None),
            (".5", None),
            ("-1", None),
            ("1e3", None),
            ("1.000,50", None),
            ("three", None),
            ("", None),
        ] {
            let read = Amount::read(text).map(|amount| amount.to_string());
            assert_eq!(read.as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_part_of_an_hour_costs_its_part() {
        let amount = Amount::read("3.60").unwrap();
        for (minutes, cost) in [
            (0, "0"),
            (1, "0.06"),
            (30, "1.80"),
            (60, "3.60"),
            (1440, "86.40"),
        ] {
            let cost_of = amount.for_hours(Timespan::from_minutes(minutes));
            assert_eq!(cost_of.to_string(), cost, "{minutes}");
        }
    }

    #[test]
    fn a_size_without_a_price_costs_nobody_knows_what() {
        let prices = Prices {
            premium: Amount::read("6"),
            ..Prices::default()
        };
        assert_eq!(prices.of(&SessionSize::Standard), None);
        assert_eq!(prices.of(&SessionSize::Other("Huge".to_owned())), None);
        let price = prices.of(&SessionSize::Premium).unwrap();
        assert_eq!(
            (price.amount.to_string(), &*price.currency),
            ("6".to_owned(), "USD")
        );
    }

    proptest! {
        #[test]
        fn an_amount_survives_its_text(parts in 0_u64..10_000_000_000) {
            let amount = Amount(parts);
            prop_assert_eq!(Amount::read(&amount.to_string()), Some(amount));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,12}") {
            let _ = Amount::read(&text);
        }
    }
}
