//! A failed call in words: what happened, what to do, and the MS-CV to ask an operator with.

use yew::prelude::*;

use crate::console::{
    state::failure::Failure,
    texts::{FluentValue, Texts},
};

/// A failed call in words.
pub fn failure_notice(texts: &Texts, failure: &Failure) -> Html {
    let key = failure.message_id();
    let attempts = texts.format(
        "failure-attempts",
        &[("attempts", FluentValue::from(failure.attempts))],
    );
    html! {
        <div class="notice failure" role="alert">
            <p><strong>{ texts.text(key) }</strong></p>
            <p>{ texts.text(&format!("{key}-advice")) }</p>
            if let Some((code, message)) = &failure.service {
                <p>{ service_words(code, message) }</p>
            }
            if let Some(seconds) = failure.retry_after {
                <p>{ texts.format("failure-retry-after", &[("seconds", FluentValue::from(seconds))]) }</p>
            }
            <details>
                <summary>{ texts.text("failure-details") }</summary>
                <dl class="facts">
                    <dt>{ texts.text("failure-call") }</dt><dd><code>{ &failure.call }</code></dd>
                    if let Some(status) = failure.status {
                        <dt>{ texts.text("failure-status") }</dt><dd><code>{ status }</code></dd>
                    }
                    if failure.attempts > 0 {
                        <dt>{ texts.text("failure-sent") }</dt><dd>{ attempts }</dd>
                    }
                </dl>
            </details>
            if let Some(correlation_vector) = &failure.correlation_vector {
                <p class="correlation">{ "MS-CV " }<code>{ correlation_vector }</code></p>
            }
        </div>
    }
}

/// The service's own words: its code first, unless its message begins with it anyway.
fn service_words(code: &str, message: &str) -> String {
    if message.starts_with(code) {
        message.to_owned()
    } else {
        format!("{code}: {message}")
    }
}
