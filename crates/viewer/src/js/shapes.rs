//! Plain objects for JavaScript.

use js_sys::{Object, Reflect};
use remote_rendering_protocol::device::Failure;
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::{Event, LoadState, Navigation, State, Step, ViewerError};

/// Anything that serde can write.
pub(super) fn plain(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new();
    // What is written here has nothing that JavaScript has not.
    value.serialize(&serializer).unwrap_or_default()
}

fn object<const N: usize>(members: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        if !value.is_undefined() {
            // A member of an object of our own can be written.
            let _ = Reflect::set(&object, &name.into(), &value);
        }
    }
    object.into()
}

/// An event's name and what belongs to it.
pub(super) fn event(event: &Event) -> (&'static str, JsValue) {
    match event {
        Event::State(it) => ("statechange", state(it)),
        Event::Models => ("modelschange", JsValue::UNDEFINED),
        Event::Available => ("availablechange", JsValue::UNDEFINED),
        Event::Statistics => ("statistics", JsValue::UNDEFINED),
        Event::Navigation(it) => ("navigationchange", navigation(*it).into()),
        Event::Playing(it) => ("playingchange", (*it).into()),
        Event::Load { request, state } => {
            let request = request.map_or(JsValue::UNDEFINED, |request| request.0.into());
            ("load", load(request, state))
        }
    }
}

fn load(request: JsValue, state: &LoadState) -> JsValue {
    #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 bytes")]
    let bytes = |bytes: u64| JsValue::from(bytes as f64);
    let none = JsValue::UNDEFINED;
    let (stage, done, total) = match state {
        LoadState::Uploading { done, total } => ("uploading", bytes(*done), bytes(*total)),
        LoadState::Fetching { done, total } => {
            ("fetching", bytes(*done), total.map_or(none, bytes))
        }
        LoadState::Reading => ("reading", none.clone(), none),
        LoadState::Preparing => ("preparing", none.clone(), none),
        LoadState::Done(model) => {
            return object([
                ("request", request),
                ("stage", "done".into()),
                ("model", plain(model)),
            ]);
        }
        LoadState::Failed(Failure { code, message, .. }) => {
            return object([
                ("request", request),
                ("stage", "failed".into()),
                ("code", code.as_str().into()),
                ("message", message.into()),
            ]);
        }
    };
    object([
        ("request", request),
        ("stage", stage.into()),
        ("done", done),
        ("total", total),
    ])
}

pub(super) fn navigation(navigation: Navigation) -> &'static str {
    match navigation {
        Navigation::Orbit => "orbit",
        Navigation::Walk => "walk",
    }
}

/// A state, told apart by its `status`.
pub(super) fn state(state: &State) -> JsValue {
    let (status, name, value) = match state {
        State::Connecting(step) => ("connecting", "step", step_name(*step).into()),
        State::Connected { transport } => ("connected", "transport", transport.as_str().into()),
        State::Reconnecting { attempt } => ("reconnecting", "attempt", (*attempt).into()),
        State::Refused(reason) => ("refused", "reason", reason.as_str().into()),
        State::Ended(reason) => ("ended", "reason", reason.as_str().into()),
        State::Failed(error) => {
            return object([
                ("status", "failed".into()),
                ("kind", kind(error).into()),
                ("message", words(error).into()),
            ]);
        }
        State::Closed => ("closed", "", JsValue::UNDEFINED),
    };
    object([("status", status.into()), (name, value)])
}

fn step_name(step: Step) -> &'static str {
    match step {
        Step::Granting => "granting",
        Step::Signalling => "signalling",
        Step::Negotiating => "negotiating",
        Step::FirstFrame => "first-frame",
    }
}

/// An error as JavaScript knows it: one of `ErrorKind` in the package's `index.d.ts`.
fn kind(error: &ViewerError) -> &'static str {
    match error {
        ViewerError::Grant(_) => "not-granted",
        ViewerError::Insecure => "insecure",
        ViewerError::Unreachable => "unreachable",
        ViewerError::Lost => "connection-lost",
        ViewerError::NoVideo => "no-video",
        ViewerError::Address | ViewerError::Protocol(_) => "invalid-answer",
        ViewerError::NoPicture | ViewerError::Image => "no-picture",
    }
}

/// With the cause, which the package's errors have no other place for.
fn words(error: &ViewerError) -> String {
    match error {
        ViewerError::Grant(cause) => format!("{error}: {cause}"),
        error => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::GrantError;

    #[test]
    fn the_types_have_every_kind_of_failure() {
        let types = include_str!("../../../../src/js/package/index.d.ts");
        let (_, union) = types.split_once("export type ErrorKind =").unwrap();
        let (union, _) = union.split_once(';').unwrap();
        for error in [
            ViewerError::Grant(GrantError::Refused(String::new())),
            ViewerError::Address,
            ViewerError::Insecure,
            ViewerError::Unreachable,
            ViewerError::Lost,
            ViewerError::NoVideo,
            ViewerError::Protocol(String::new()),
            ViewerError::NoPicture,
            ViewerError::Image,
        ] {
            let kind = kind(&error);
            assert!(union.contains(&format!("| \"{kind}\"")), "{kind}");
        }
    }
}
