//! A session in the nearest region that has a server free.

use std::time::Duration;

use js_sys::{Array, Function, Promise};
use remote_rendering_client::{
    Client, NewSession,
    fallback::{
        Candidate, FallbackError, FallbackErrorKind, FallbackEvent, FallbackPlan, FallbackRules,
        StepFailure, follow,
    },
    probe::LatencyClass,
};
use remote_rendering_protocol::{Endpoint, RegionName, SessionId};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::{
    CoreClient, CorePoller,
    error::failure,
    member,
    settings::{new_session, session_id},
    text,
};
use crate::{
    browser::BrowserRuntime,
    js::{
        abort::{Stop, stoppable},
        error::{OwnKind, argument_error, failure_of_kind},
        object,
    },
};

/// Begins a session in the first of the regions that has a server free, in Premium where there is none in Standard.
/// `regions` are in the order of a race's result, each with its `name`, `state`, `class` and `endpoint`. `options` are
/// `{watchMs, onEvent}`: how long a new session is watched for the news that it gets no server, 10,000 if not given, and
/// who hears of what is tried. Resolves with `{region, size, endpoint, poller}`.
#[wasm_bindgen(js_name = createNearest)]
pub fn create_nearest(
    client: &CoreClient,
    #[wasm_bindgen(js_name = sessionId)] id: &str,
    #[wasm_bindgen(js_name = maxLeaseTimeInMinutes)] minutes: f64,
    size: &str,
    regions: &Array,
    options: &JsValue,
    signal: Option<AbortSignal>,
) -> Result<Promise, JsValue> {
    let mut rules = FallbackRules::DEFAULT;
    if let Some(given) = member(options, "watchMs") {
        rules.watch = watch(&given)
            .ok_or_else(|| argument_error("watchMs")("not a number from 0 to 3600000"))?;
    }
    let on_event = member(options, "onEvent").map(JsCast::dyn_into);
    let on_event = on_event.transpose();
    let on_event = on_event.map_err(|_| argument_error("onEvent")("not a function"))?;
    let mut create = Create {
        client: client.0.clone(),
        id: session_id(id)?,
        new: new_session(minutes, size)?,
        regions: Vec::new(),
        rules,
        on_event,
    };
    for region in regions.iter() {
        if text(&region, "state").as_deref() != Some("unreachable") {
            create.regions.push(Region::read(&region)?);
        }
    }
    Ok(stoppable(signal, move |stop| async move {
        create.begin(&stop).await
    }))
}

/// A time of at most an hour. `Duration`'s own reading of floats weighs 200 bytes.
fn watch(given: &JsValue) -> Option<Duration> {
    let milliseconds = given
        .as_f64()
        .filter(|it| (0.0..=3_600_000.0).contains(it))?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is between 0 and an hour"
    )]
    Some(Duration::from_millis(milliseconds as u64))
}

/// A region that may take the session.
struct Region {
    candidate: Candidate,
    endpoint: Endpoint,
}

impl Region {
    fn read(given: &JsValue) -> Result<Self, JsValue> {
        let text = |name| text(given, name).unwrap_or_default();
        let name = text("name").parse();
        let endpoint = text("endpoint").parse();
        Ok(Self {
            candidate: Candidate {
                region: name.map_err(argument_error("regions"))?,
                class: match text("class").as_str() {
                    "recommended" => Some(LatencyClass::Recommended),
                    "acceptable" => Some(LatencyClass::Acceptable),
                    "poor" => Some(LatencyClass::Poor),
                    _ => None,
                },
            },
            endpoint: endpoint.map_err(argument_error("regions"))?,
        })
    }
}

/// What is to be created where, and who is told of it.
struct Create {
    client: Client<BrowserRuntime>,
    id: SessionId,
    new: NewSession,
    regions: Vec<Region>,
    rules: FallbackRules,
    on_event: Option<Function>,
}

impl Create {
    async fn begin(&self, stop: &Stop) -> Result<JsValue, JsValue> {
        let candidates = self.regions.iter().map(|it| it.candidate.clone());
        let plan = FallbackPlan::new(candidates, &self.new.size, &self.rules)
            .map_err(|none| failure_of_kind(OwnKind::NoRegion, &none.to_string()))?;
        let client_in = |name: &RegionName| {
            let region = self.regions.iter().find(|it| it.candidate.region == *name);
            region.map(|it| self.client.at(it.endpoint.clone()))
        };
        let tell = |event: FallbackEvent<'_>| self.tell(&event, stop);
        let begun = follow(&plan, &self.id, self.new.max_lease_time, client_in, tell).await;
        let begun = begun.map_err(|error| no_session(&error))?;
        let endpoint = begun.poller.client().endpoint().as_str().into();
        Ok(object([
            ("region", Some(begun.step.region.as_str().into())),
            ("size", Some(begun.step.size.as_str().into())),
            ("endpoint", Some(endpoint)),
            ("poller", Some(CorePoller::new(begun.poller).into())),
        ]))
    }

    /// What the listener throws ends it.
    fn tell(&self, event: &FallbackEvent<'_>, stop: &Stop) {
        let thrown = |on_event: &Function| on_event.call1(&JsValue::UNDEFINED, &told(event)).err();
        if let Some(thrown) = self.on_event.as_ref().and_then(thrown) {
            stop.because(thrown);
        }
    }
}

/// One event, as `CreateNearestEvent` in `package/index.d.ts` describes it.
fn told(event: &FallbackEvent<'_>) -> JsValue {
    let (kind, step, session, reason) = match *event {
        FallbackEvent::Trying { step, session } => ("trying", step, session, None),
        FallbackEvent::Created { step, session } => ("created", step, Some(&session.id), None),
        FallbackEvent::Began { step, session } => ("began", step, Some(&session.id), None),
        FallbackEvent::Failed(failed) => {
            let (session, why) = (failed.session.as_ref(), failed.why.to_string());
            ("failed", &failed.step, session, Some(why))
        }
    };
    object([
        ("kind", Some(kind.into())),
        ("region", Some(step.region.as_str().into())),
        ("size", Some(step.size.as_str().into())),
        ("sessionId", session.map(|it| it.as_str().into())),
        ("reason", reason.map(JsValue::from)),
    ])
}

/// Where a refusal ended it, that refusal is the failure.
fn no_session(error: &FallbackError) -> JsValue {
    let kind = match error.kind {
        FallbackErrorKind::Exhausted => OwnKind::NoServer,
        FallbackErrorKind::InDoubt => OwnKind::InDoubt,
        FallbackErrorKind::Refused => match error.failed.last().map(|it| &it.why) {
            Some(StepFailure::Create(refusal)) => return failure(refusal),
            _ => OwnKind::Conflict,
        },
    };
    failure_of_kind(kind, &error.to_string())
}
