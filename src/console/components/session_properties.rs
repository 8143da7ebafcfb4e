//! Everything that the service said of a session: as a list, and as JSON.

use js_sys::JSON;
use remote_rendering_protocol::{Timespan, Timestamp};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::{card::card, copying::Copying, session_row::status_word};
use crate::console::{
    state::sessions::SessionRow,
    texts::{FluentValue, Texts},
    time::{duration_text, moment_text},
};

/// A property: the message of its name, and its value.
type Property = (&'static str, Option<AttrValue>);

/// What people copy into other programs.
const COPIED: [&str; 4] = [
    "property-id",
    "property-host",
    "property-handshake",
    "property-inspector",
];

/// Every property of a session. `region` is its region's name for people, `answer` what the service last answered.
pub fn session_properties(
    texts: &Texts,
    copying: &Copying,
    row: &SessionRow,
    region: &str,
    answer: Option<(&str, Timestamp)>,
) -> Html {
    let item = |(name, value): Property| {
        let Some(value) = value else {
            return html! {};
        };
        let is_copied = COPIED.contains(&name);
        let button = is_copied.then(|| copying.button(texts, name, &value));
        html! {
            <div>
                <dt>{ texts.text(name) }</dt>
                <dd><span>{ value }</span>{ button }</dd>
            </div>
        }
    };
    let content = html! {
        <>
            <dl class="properties">{ for properties(texts, row, region).into_iter().map(item) }</dl>
            { json(texts, copying, answer) }
        </>
    };
    card(texts, "properties-title", content)
}

fn properties(texts: &Texts, row: &SessionRow, region: &str) -> [Property; 13] {
    let known = &row.properties;
    let text = |text: String| Some(AttrValue::from(text));
    let lease = u64::try_from(known.max_lease_time_minutes).unwrap_or_default();
    let lease = duration_text(texts, Timespan::from_minutes(lease));
    // Known in whole minutes only: a fresh one has been ready for none, not for 0 seconds.
    let ready_for = texts.format(
        "duration-minutes",
        &[("minutes", FluentValue::from(known.elapsed_time_minutes))],
    );
    let port = |port: Option<u16>| port.map(|port| AttrValue::from(port.to_string()));
    let power = known.teraflops.map(|teraflops| {
        texts.format(
            "property-power-value",
            &[("teraflops", FluentValue::from(teraflops))],
        )
    });
    // v1 never tells it.
    let created = match known.creation_time {
        Some(at) => moment_text(texts, at),
        None => AttrValue::from("–"),
    };
    let error = known.error.as_ref();
    let error = error.and_then(|error| text(format!("{}: {}", error.code, error.message)));
    [
        ("property-id", text(row.key.id.to_string())),
        ("property-host", known.hostname.clone().and_then(text)),
        ("property-handshake", port(known.handshake_port)),
        ("property-inspector", port(known.arr_inspector_port)),
        ("property-region", text(region.to_owned())),
        ("property-size", text(known.size.to_string())),
        ("property-status", Some(status_word(texts, &known.status))),
        ("property-error", error),
        ("property-lease", Some(lease)),
        ("property-ready-for", Some(ready_for)),
        ("property-power", power),
        ("property-created", Some(created)),
        ("property-seen", Some(moment_text(texts, row.seen_at))),
    ]
}

/// The service's last answer about the session, as it came; only its spaces are ours.
fn json(texts: &Texts, copying: &Copying, answer: Option<(&str, Timestamp)>) -> Html {
    let content = match answer {
        Some((body, at)) => {
            let values = [("time", FluentValue::from(moment_text(texts, at)))];
            html! {
                <>
                    <p><small>{ texts.format("property-json-hint", &values) }</small></p>
                    { copying.block(texts, "property-json", &indented(body)) }
                </>
            }
        }
        None => html! { <p class="quiet">{ texts.text("session-loading") }</p> },
    };
    html! {
        <details>
            <summary>{ texts.text("property-json") }</summary>
            { content }
        </details>
    }
}

fn indented(body: &str) -> String {
    let text = JSON::parse(body).ok().and_then(|value| {
        let space = JsValue::from(2);
        let text = JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &space);
        text.ok()?.as_string()
    });
    text.unwrap_or_else(|| body.to_owned())
}
