//! The calls that the page made.

use yew::prelude::*;

use crate::console::{
    state::activity::{Activity, CallRecord},
    texts::{FluentValue, Texts, use_texts},
};

/// The log's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The calls.
    pub activity: UseReducerHandle<Activity>,
}

/// The calls that the page made, newest first, behind a fold.
#[component]
pub fn ActivityLog(props: &Props) -> Html {
    let texts = use_texts();
    let activity = &props.activity;
    html! {
        <details class="card activity">
            <summary>{ texts.format("activity-title", &[("count", FluentValue::from(activity.count()))]) }</summary>
            <ol>{ for activity.calls().map(|call| item(&texts, call)) }</ol>
        </details>
    }
}

fn item(texts: &Texts, call: &CallRecord) -> Html {
    let status = call.status().map_or_else(
        || texts.text("activity-no-answer"),
        |status| AttrValue::from(status.to_string()),
    );
    let class = if call.is_failed() { "poor" } else { "good" };
    let took = FluentValue::from(u64::try_from(call.took.as_millis()).unwrap_or(u64::MAX));
    html! {
        <li key={call.number}>
            <span class={classes!("class", class)}>{ status }</span>
            <code>{ call.request.line() }</code>
            <small>
                { texts.format("activity-took", &[("milliseconds", took)]) }
                if let Some(correlation_vector) = call.correlation_vector() {
                    { " · MS-CV " }<code>{ correlation_vector }</code>
                }
            </small>
        </li>
    }
}
