//! How far a session is: for how long it has been starting, then what is left of its lease; a bar and its words.

use remote_rendering_protocol::{MaxLeaseTime, SessionStatus, Timespan};
use yew::prelude::*;

use crate::console::{
    state::sessions::SessionRow,
    texts::{FluentValue, use_texts},
    time::{duration_text, use_now},
};

/// Below this a lease is shown as ending soon.
const ENDING_SOON: Timespan = Timespan::from_minutes(5);

/// The meter's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The session.
    pub row: SessionRow,
}

/// How far a session is, every second.
#[component]
pub fn LeaseMeter(props: &Props) -> Html {
    let texts = use_texts();
    let now = use_now();
    let properties = &props.row.properties;
    if properties.status == SessionStatus::Starting {
        let since = duration_text(&texts, now.since(properties.creation_time)).to_string();
        return html! {
            <div class="lease">
                <progress aria-label={texts.text("status-starting")} />
                <span>{ texts.format("lease-starting", &[("since", FluentValue::from(since))]) }</span>
            </div>
        };
    }
    let total =
        MaxLeaseTime::from_minutes(properties.max_lease_time_minutes).map(MaxLeaseTime::span);
    let (Some(left), Ok(total)) = (props.row.lease_left(now), total) else {
        return html! { <span class="quiet">{ texts.text("lease-not-running") }</span> };
    };
    let left_text = duration_text(&texts, left);
    let label = texts.format(
        "lease-left",
        &[("left", FluentValue::from(left_text.to_string()))],
    );
    html! {
        <div class={classes!("lease", (left < ENDING_SOON).then_some("soon"))}>
            <meter
                min="0" max={total.whole_seconds().to_string()} value={left.whole_seconds().to_string()}
                low={ENDING_SOON.whole_seconds().to_string()} aria-label={label.clone()}
            />
            <span>{ label }</span>
        </div>
    }
}
