//! The clock of the page.

use gloo_timers::callback::Interval;
use remote_rendering_client::Runtime as _;
use remote_rendering_protocol::{Timespan, Timestamp};
use yew::{AttrValue, hook};

use super::{
    hooks::{use_value, use_while},
    texts::{FluentValue, Texts},
};
use crate::browser::BrowserRuntime;

/// The time of day.
pub fn now() -> Timestamp {
    BrowserRuntime::default().now()
}

/// The time of day, renewed every second: for what counts down.
#[hook]
pub fn use_now() -> Timestamp {
    let present = use_value(now);
    let set = present.setter();
    use_while((), move |()| Interval::new(1000, move || set.set(now())));
    *present
}

/// The time of day, asked every second and renewed when what `shown` makes of it changes: of what depends on `of`. What
/// shows minutes is not drawn every second.
#[hook]
pub fn use_now_of<D, K>(of: D, shown: fn(&D, Timestamp) -> K) -> Timestamp
where
    D: Clone + PartialEq + 'static,
    K: PartialEq + 'static,
{
    // Only what draws anew: who is drawn for another reason is to have the time of that, not of the last change.
    let changed = use_value(now).setter();
    use_while(of.clone(), move |of| {
        let of = of.clone();
        let mut last = shown(&of, now());
        Interval::new(1000, move || {
            let now = now();
            let next = shown(&of, now);
            if last != next {
                last = next;
                changed.set(now);
            }
        })
    });
    now()
}

/// A moment for people: date and time where the device is, as the page's language writes them.
pub fn moment_text(texts: &Texts, at: Timestamp) -> AttrValue {
    texts.format("moment", &[("time", at.into())])
}

/// The time of day of a moment, to the second.
pub fn time_of_day(texts: &Texts, at: Timestamp) -> AttrValue {
    texts.format("time-of-day", &[("time", at.into())])
}

/// A length of time for people, in its two largest units: `1 h 05 min`, `4 min`, `35 s`.
pub fn duration_text(texts: &Texts, span: Timespan) -> AttrValue {
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
