//! The languages that the page speaks.

/// A language that the page speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// French.
    French,
    /// Russian.
    Russian,
    /// Portuguese as in Brazil.
    BrazilianPortuguese,
    /// Swedish.
    Swedish,
}

impl Language {
    /// All of them, in the order in which a person chooses.
    pub const ALL: [Self; 5] = [
        Self::English,
        Self::French,
        Self::BrazilianPortuguese,
        Self::Russian,
        Self::Swedish,
    ];

    /// Its tag (BCP 47), and its file's name in `www/locales`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Russian => "ru",
            Self::BrazilianPortuguese => "pt-BR",
            Self::Swedish => "sv",
        }
    }

    /// The language of exactly this tag.
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// What we speak of the languages that a person reads, the best one first. A country makes no difference: who reads
    /// Portuguese as in Portugal understands it as in Brazil better than English.
    pub fn choose<'a>(wanted: impl IntoIterator<Item = &'a str>) -> Self {
        let known = |wanted: &str| {
            let same = |ours: &Self| primary(ours.tag()).eq_ignore_ascii_case(primary(wanted));
            Self::ALL.into_iter().find(same)
        };
        wanted.into_iter().find_map(known).unwrap_or_default()
    }
}

/// The part of a tag that names the language.
fn primary(tag: &str) -> &str {
    tag.split_once('-').map_or(tag, |(primary, _)| primary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_we_speak_is_taken() {
        for (wanted, chosen) in [
            (&["fr"][..], Language::French),
            (&["fr-CA", "en"], Language::French),
            (&["de-DE", "sv-FI", "en"], Language::Swedish),
            (&["pt-PT"], Language::BrazilianPortuguese),
            (&["PT-br"], Language::BrazilianPortuguese),
            (&["ru-RU", "fr"], Language::Russian),
            (&["de", "ja"], Language::English),
            (&["frr"], Language::English),
            (&[], Language::English),
        ] {
            assert_eq!(
                Language::choose(wanted.iter().copied()),
                chosen,
                "{wanted:?}"
            );
        }
    }

    #[test]
    fn a_tag_leads_back_to_its_language() {
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), Some(language));
        }
        assert_eq!(Language::of_tag("pt"), None);
    }
}
