//! The clock of the page.

use gloo_timers::callback::Interval;
use js_sys::Date;
use remote_rendering_client::Runtime as _;
use remote_rendering_protocol::{Timespan, Timestamp};
use yew::{hook, use_effect_with, use_state_eq};

use super::texts::{FluentValue, Texts};
use crate::browser::BrowserRuntime;

/// The time of day.
pub fn now() -> Timestamp {
    BrowserRuntime.now()
}

/// The time of day, renewed every second: for what counts down.
#[hook]
pub fn use_now() -> Timestamp {
    let present = use_state_eq(now);
    let set = present.setter();
    use_effect_with((), move |()| {
        let ticking = Interval::new(1000, move || set.set(now()));
        move || drop(ticking)
    });
    *present
}

/// A time of day for people, on this device's clock: `14:03:22`.
pub fn time_of_day(at: Timestamp) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a date's milliseconds are a whole number of 53 bits"
    )]
    let milliseconds = at.unix_milliseconds() as f64;
    // The same in every language: `14:03:22 GMT+0200 (Central European Summer Time)`.
    let text = String::from(Date::new(&milliseconds.into()).to_time_string());
    text.split(' ').next().unwrap_or_default().to_owned()
}

/// A length of time for people, in its two largest units: `1 h 05 min`, `4 min`, `35 s`.
pub fn duration_text(texts: &Texts, span: Timespan) -> yew::AttrValue {
    let seconds = span.whole_seconds();
    let (hours, minutes) = (seconds / 3600, seconds % 3600 / 60);
    let number = |value: u64| FluentValue::from(value);
    if hours > 0 {
        texts.format(
            "duration-hours",
            &[("hours", number(hours)), ("minutes", number(minutes))],
        )
    } else if minutes > 0 {
        texts.format("duration-minutes", &[("minutes", number(minutes))])
    } else {
        texts.format("duration-seconds", &[("seconds", number(seconds))])
    }
}
