//! What happened to a session, as a line with a dot for each moment.

use yew::prelude::*;

use super::session_row::status_word;
use crate::console::{
    state::{
        sessions::SessionRow,
        timeline::{Moment, What, When, timeline},
    },
    texts::{FluentValue, Texts},
    time::moment_text,
};

/// What happened to a session and when, in order.
pub fn session_timeline(texts: &Texts, row: &SessionRow) -> Html {
    let moments = timeline(row);
    let is_reached = |moment: &Moment| moment.what != What::LeaseEnds;
    let reached = moments.iter().filter(|moment| is_reached(moment)).count();
    let steps = moments.iter().enumerate().map(|(place, moment)| {
        let class = (!is_reached(moment)).then_some("coming");
        let current = (place + 1 == reached).then_some("step");
        html! {
            <li class={classes!(class)} aria-current={current}>
                <strong>{ what(texts, &moment.what) }</strong>
                { " " }
                <small>{ when(texts, moment.when) }</small>
            </li>
        }
    });
    html! { <ol class="timeline">{ for steps }</ol> }
}

fn what(texts: &Texts, what: &What) -> AttrValue {
    match what {
        What::Created => texts.text("timeline-created"),
        What::Status(status) => status_word(texts, status),
        What::LeaseEnds => texts.text("timeline-lease-ends"),
    }
}

fn when(texts: &Texts, when: When) -> AttrValue {
    let time = |at| FluentValue::from(moment_text(texts, at));
    match when {
        When::At(at) => moment_text(texts, at),
        When::Between(earliest, latest) => texts.format(
            "timeline-between",
            &[("earliest", time(earliest)), ("latest", time(latest))],
        ),
        When::Seen(at) => texts.format("timeline-seen", &[("time", time(at))]),
        When::Earliest(at) => texts.format("timeline-earliest", &[("time", time(at))]),
    }
}
