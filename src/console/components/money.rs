//! Money in words.

use yew::AttrValue;

use crate::console::{
    state::prices::Price,
    texts::{FluentValue, Texts},
};

/// An amount within a message.
pub fn money(price: &Price) -> FluentValue {
    FluentValue::Money(price.amount.in_units(), price.currency.clone())
}

/// A message about one amount, `cost`.
pub fn costing(texts: &Texts, message: &str, price: &Price) -> AttrValue {
    texts.format(message, &[("cost", money(price))])
}
