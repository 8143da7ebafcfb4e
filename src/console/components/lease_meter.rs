//! How far a session is: for how long it has been starting, then what is left of its lease; a bar and its words.

use std::rc::Rc;

use remote_rendering_protocol::{MaxLeaseTime, SessionStatus, Timespan, Timestamp};
use yew::prelude::*;

use super::money::money;
use crate::console::{
    operations::UNDO,
    state::{
        prices::Price,
        sessions::{Busy, SessionRow},
    },
    texts::{FluentValue, Texts, use_texts},
    time::{duration_text, use_now_of},
};

/// The meter's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The session.
    pub row: Rc<SessionRow>,
    /// What its server costs an hour.
    pub price: Option<Price>,
}

/// How far a session is, every second.
#[component]
pub fn LeaseMeter(props: &Props) -> Html {
    let texts = use_texts();
    let now = use_now_of(Rc::clone(&props.row), shown);
    let row = &props.row;
    if let Some(Busy::AboutToStop(due)) = row.busy {
        let left = due.since(now);
        return meter(&texts, "lease-stops-in", left, [UNDO.into(); 2], html! {});
    }
    if row.properties.status == SessionStatus::Starting {
        let since = duration_text(&texts, now.since(row.created_at()));
        return html! {
            <div class="lease">
                <progress aria-label={texts.text("status-starting")} />
                <span>{ texts.format("lease-starting", &[("since", FluentValue::from(since))]) }</span>
            </div>
        };
    }
    let total = MaxLeaseTime::from_minutes(row.properties.max_lease_time_minutes);
    let (Some(left), Ok(total)) = (row.lease_left(now), total) else {
        return html! { <span class="quiet">{ texts.text("lease-not-running") }</span> };
    };
    let limits = [total.span(), row.warned_before()];
    let beside = ready_for(&texts, row, props.price.as_ref(), now);
    meter(&texts, "lease-left", left, limits, beside)
}

/// What changes with the time: seconds where they are told, else minutes, and the bar by a two-hundredth.
fn shown(row: &Rc<SessionRow>, now: Timestamp) -> (u64, u64, u64) {
    let seconds = |span: Timespan| span.whole_seconds();
    let told = |span: Timespan| match seconds(span) {
        under if under < 60 => under,
        over => 60 + over / 60,
    };
    if let Some(Busy::AboutToStop(due)) = row.busy {
        return (seconds(due.since(now)), 0, 0);
    }
    let Some(left) = row.lease_left(now) else {
        return (told(now.since(row.created_at())), 0, 0);
    };
    let lease = u64::try_from(row.properties.max_lease_time_minutes).unwrap_or_default();
    let step = (lease * 60 / 200).max(1);
    (
        told(left),
        seconds(row.ready_for(now)) / 60,
        seconds(left) / step,
    )
}

/// What is left of a time, as a bar and as the message's words; below the second limit it is shown as ending soon.
fn meter(
    texts: &Texts,
    message: &str,
    left: Timespan,
    [total, low]: [Timespan; 2],
    beside: Html,
) -> Html {
    let words = FluentValue::from(duration_text(texts, left));
    let label = texts.format(message, &[("left", words)]);
    let seconds = |span: Timespan| span.whole_seconds().to_string();
    html! {
        <div class={classes!("lease", (left < low).then_some("soon"))}>
            <meter min="0" max={seconds(total)} value={seconds(left)} low={seconds(low)} aria-label={label.clone()} />
            <span>{ label }</span>
            { beside }
        </div>
    }
}

/// For how long a session has been ready, and what that costs at this price.
pub fn ready_for(texts: &Texts, row: &SessionRow, price: Option<&Price>, now: Timestamp) -> Html {
    let span = row.ready_for(now);
    // A session that never became ready has cost nothing.
    if !row.is_live() && span == Timespan::ZERO {
        return html! { <span class="quiet">{ "–" }</span> };
    }
    // Known in whole minutes; the seconds would only make it restless.
    let minutes = Timespan::from_minutes(span.whole_minutes());
    let time = if minutes == Timespan::ZERO {
        texts.format("duration-minutes", &[("minutes", 0_u64.into())])
    } else {
        duration_text(texts, minutes)
    };
    let mut values = vec![("time", FluentValue::from(time))];
    let message = match price {
        Some(price) => {
            values.push(("cost", money(&price.for_hours(span))));
            "lease-ready-for-cost"
        }
        None => "lease-ready-for",
    };
    html! { <small>{ texts.format(message, &values) }</small> }
}
