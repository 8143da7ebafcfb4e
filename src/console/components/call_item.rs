//! A call in a list of calls.

use remote_rendering_client::TransportErrorKind;
use remote_rendering_protocol::Timespan;
use yew::prelude::*;

use crate::console::{
    state::activity::{CallRecord, Outcome},
    texts::Texts,
    time::time_of_day,
};

/// A call: its status, what was asked, when, how long it took, which attempt it was, and its MS-CV.
pub fn call_item(texts: &Texts, call: &CallRecord) -> Html {
    let status = call.status().map_or_else(
        || texts.text("activity-no-answer"),
        |status| AttrValue::from(status.to_string()),
    );
    let class = if call.is_failed() { "poor" } else { "good" };
    let took = Timespan::from(call.took).whole_milliseconds();
    let again = call.attempt > 1;
    let more = [
        Some(texts.format("activity-took", &[("count", took.into())])),
        again.then(|| texts.format("activity-attempt", &[("count", call.attempt.into())])),
        reason(&call.outcome).map(|message| texts.text(message)),
    ];
    let mut facts = time_of_day(texts, call.at).to_string();
    for fact in more.into_iter().flatten() {
        facts.push_str(" · ");
        facts.push_str(&fact);
    }
    html! {
        <li key={call.number}>
            <span class={classes!("class", class)}>{ status }</span>
            { " " }
            <code>{ call.request.line() }</code>
            { " " }
            <small>
                { facts }
                if let Some(correlation_vector) = call.correlation_vector() {
                    { " · MS-CV " }<code>{ correlation_vector }</code>
                }
            </small>
        </li>
    }
}

/// The message that says why no answer came.
fn reason(outcome: &Outcome) -> Option<&'static str> {
    match outcome {
        Outcome::Answered(_) => None,
        Outcome::Failed(kind) => Some(match kind {
            TransportErrorKind::Offline => "failure-offline",
            TransportErrorKind::Unreachable => "failure-unreachable",
            TransportErrorKind::CorsRefused => "failure-cors-refused",
            TransportErrorKind::Insecure => "failure-insecure",
            TransportErrorKind::Interrupted => "failure-interrupted",
        }),
        Outcome::GivenUp => Some("activity-given-up"),
    }
}
