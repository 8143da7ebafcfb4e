//! The console's texts, from `www/locales`.

pub mod languages;

pub use remote_rendering_page::texts::{
    FluentValue, Language, Messages, Texts, TextsError, fluent, lower_case, use_texts,
};

#[cfg(test)]
pub(crate) mod tests;
