//! What a person has set for this browser: what servers cost, and what is to be done about sessions that are forgotten.

use remote_rendering_protocol::MaxLeaseTime;
use yew::AttrValue;

use super::{
    create_form::{lease_text, read_lease},
    prices::{Amount, Prices},
};

/// What is done about the sessions that were created in this tab, beside warning of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rule {
    /// Nothing: they end with their leases.
    #[default]
    Warn,
    /// Before its lease ends a session is given more, up to this in total.
    Extend(MaxLeaseTime),
    /// They are stopped when nobody has touched the page for so long.
    Stop(MaxLeaseTime),
}

/// Which rule it is, without its time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RuleKind {
    /// [`Rule::Warn`].
    #[default]
    Warn,
    /// [`Rule::Extend`].
    Extend,
    /// [`Rule::Stop`].
    Stop,
}

/// What a person has set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// What servers cost.
    pub prices: Prices,
    /// What is done about forgotten sessions.
    pub rule: Rule,
}

/// What is in the fields, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsForm {
    /// The currency's code.
    pub currency: String,
    /// The price of a Standard server for an hour; empty where it is not known.
    pub standard: String,
    /// The price of a Premium server for an hour; empty where it is not known.
    pub premium: String,
    /// Which rule.
    pub rule: RuleKind,
    /// Up to which lease sessions are extended, as `hh:mm`.
    pub extend_to: String,
    /// After which time without anybody they are stopped, as `hh:mm`.
    pub stop_after: String,
}

/// The message of what is wrong with each field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    /// With the currency.
    pub currency: Option<&'static str>,
    /// With the price of a Standard server.
    pub standard: Option<&'static str>,
    /// With the price of a Premium server.
    pub premium: Option<&'static str>,
    /// With the longest lease.
    pub extend_to: Option<&'static str>,
    /// With the time without anybody.
    pub stop_after: Option<&'static str>,
}

impl Problems {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl SettingsForm {
    /// The times that are proposed for the rules.
    const EXTEND_TO: &'static str = "04:00";
    const STOP_AFTER: &'static str = "00:30";

    /// The settings as fields.
    pub fn of(settings: &Settings) -> Self {
        let price = |amount: Option<Amount>| amount.map(|it| it.to_string()).unwrap_or_default();
        let mut form = Self {
            currency: settings.prices.currency.to_string(),
            standard: price(settings.prices.standard),
            premium: price(settings.prices.premium),
            rule: RuleKind::Warn,
            extend_to: Self::EXTEND_TO.to_owned(),
            stop_after: Self::STOP_AFTER.to_owned(),
        };
        match settings.rule {
            Rule::Warn => {}
            Rule::Extend(to) => {
                form.rule = RuleKind::Extend;
                form.extend_to = lease_text(to);
            }
            Rule::Stop(after) => {
                form.rule = RuleKind::Stop;
                form.stop_after = lease_text(after);
            }
        }
        form
    }

    /// The settings that the fields mean, or what is wrong with each of them. The time of a rule that is not chosen is
    /// not looked at.
    pub fn read(&self) -> Result<Settings, Problems> {
        let price = |text: &str| match text.trim() {
            "" => Ok(None),
            text => Amount::read(text).map(Some).ok_or("price-invalid"),
        };
        let rule = match self.rule {
            RuleKind::Warn => Ok(Rule::Warn),
            RuleKind::Extend => read_lease(&self.extend_to).map(Rule::Extend),
            RuleKind::Stop => read_lease(&self.stop_after).map(Rule::Stop),
        };
        match (
            currency(&self.currency),
            price(&self.standard),
            price(&self.premium),
            rule,
        ) {
            (Some(currency), Ok(standard), Ok(premium), Ok(rule)) => Ok(Settings {
                prices: Prices {
                    currency,
                    standard,
                    premium,
                },
                rule,
            }),
            (currency, standard, premium, rule) => {
                let time = |kind| rule.err().filter(|_| self.rule == kind);
                Err(Problems {
                    currency: currency.is_none().then_some("currency-invalid"),
                    standard: standard.err(),
                    premium: premium.err(),
                    extend_to: time(RuleKind::Extend),
                    stop_after: time(RuleKind::Stop),
                })
            }
        }
    }
}

fn currency(text: &str) -> Option<AttrValue> {
    let text = text.trim();
    let is_code = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code.then(|| AttrValue::from(text.to_ascii_uppercase()))
}

/// The words of [`Settings::kept`].
const CURRENCY: &str = "currency";
const STANDARD: &str = "standard";
const PREMIUM: &str = "premium";
const EXTEND: &str = "extend";
const STOP: &str = "stop";

impl Settings {
    /// The settings as a browser keeps them: a line for each, its name and its value.
    pub fn kept(&self) -> String {
        let prices = &self.prices;
        let mut lines = vec![format!("{CURRENCY} {}", prices.currency)];
        let price = |name, amount: Option<Amount>| amount.map(|it| format!("{name} {it}"));
        lines.extend(price(STANDARD, prices.standard));
        lines.extend(price(PREMIUM, prices.premium));
        match self.rule {
            Rule::Warn => {}
            Rule::Extend(to) => lines.push(format!("{EXTEND} {}", lease_text(to))),
            Rule::Stop(after) => lines.push(format!("{STOP} {}", lease_text(after))),
        }
        lines.join("\n")
    }

    /// Reads what [`Settings::kept`] wrote. What cannot be read is as nobody set it.
    pub fn of_kept(text: &str) -> Self {
        let mut form = SettingsForm::of(&Self::default());
        for (name, value) in text.lines().filter_map(|line| line.split_once(' ')) {
            let value = value.to_owned();
            match name {
                CURRENCY => form.currency = value,
                STANDARD => form.standard = value,
                PREMIUM => form.premium = value,
                EXTEND => (form.rule, form.extend_to) = (RuleKind::Extend, value),
                STOP => (form.rule, form.stop_after) = (RuleKind::Stop, value),
                _ => {}
            }
        }
        form.read().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lease(minutes: i64) -> MaxLeaseTime {
        MaxLeaseTime::from_minutes(minutes).unwrap()
    }

    fn settings(rule: Rule) -> Settings {
        Settings {
            prices: Prices {
                currency: "EUR".into(),
                standard: Amount::read("3.25"),
                premium: None,
            },
            rule,
        }
    }

    #[test]
    fn settings_survive_their_form_and_their_text() {
        for rule in [Rule::Warn, Rule::Extend(lease(90)), Rule::Stop(lease(1440))] {
            let settings = settings(rule);
            assert_eq!(SettingsForm::of(&settings).read().as_ref(), Ok(&settings));
            assert_eq!(Settings::of_kept(&settings.kept()), settings);
        }
    }

    #[test]
    fn every_wrong_field_has_its_own_message() {
        let form = SettingsForm {
            currency: "€".to_owned(),
            standard: "cheap".to_owned(),
            premium: "-1".to_owned(),
            rule: RuleKind::Stop,
            extend_to: "not looked at".to_owned(),
            stop_after: "25:00".to_owned(),
        };
        let problems = Problems {
            currency: Some("currency-invalid"),
            standard: Some("price-invalid"),
            premium: Some("price-invalid"),
            extend_to: None,
            stop_after: Some("lease-too-long"),
        };
        assert_eq!(form.read(), Err(problems));
    }

    #[test]
    fn what_is_no_setting_is_as_nobody_set_it() {
        for text in [
            "",
            "nonsense",
            "extend\nstop x",
            "currency X",
            "standard \nrule 4",
        ] {
            assert_eq!(Settings::of_kept(text), Settings::default(), "{text:?}");
        }
    }

    #[test]
    fn a_currency_is_written_in_capitals() {
        let form = SettingsForm {
            currency: " eur ".to_owned(),
            ..SettingsForm::of(&Settings::default())
        };
        assert_eq!(form.read().unwrap().prices.currency, "EUR");
    }
}
