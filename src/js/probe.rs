//! The race for the nearest region, as a function.

use std::time::Duration;

use js_sys::Function;
use remote_rendering_client::probe::{Course, Position, Race, Ranking, Verdict, run};
use remote_rendering_protocol::{Coordinates, Region};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::{
    abort::{Stop, stoppable},
    error::argument_error,
    probe_shapes::{ProbeProgress, ProbeResult},
};
use crate::browser::BrowserProber;

/// Requests end long before: more would only overflow.
const LONGEST_SETTLE: Duration = Duration::from_hours(1);

#[wasm_bindgen]
extern "C" {
    /// An array of regions.
    pub type Regions;

    /// How to probe.
    pub type ProbeOptions;

    /// Resolves with the outcome.
    #[wasm_bindgen(extends = js_sys::Promise)]
    pub type ProbePromise;

    #[wasm_bindgen(method, getter)]
    fn signal(this: &ProbeOptions) -> JsValue;

    #[wasm_bindgen(method, getter, js_name = onProgress)]
    fn on_progress(this: &ProbeOptions) -> JsValue;

    #[wasm_bindgen(method, getter)]
    fn position(this: &ProbeOptions) -> JsValue;

    #[wasm_bindgen(method, getter, js_name = settleMs)]
    fn settle_ms(this: &ProbeOptions) -> JsValue;

    #[wasm_bindgen(method, getter)]
    fn fetch(this: &ProbeOptions) -> JsValue;
}

/// Finds the nearest of the regions, by few small requests to each. Resolves with the verdict, the regions in the order
/// in which to take them, and everything that was measured; that no region answers is a verdict, too.
///
/// Wrong arguments are thrown as a `RestError` of the kind `invalid-argument`.
#[wasm_bindgen(js_name = probeRegions)]
pub fn probe_regions(
    regions: Regions,
    options: Option<ProbeOptions>,
) -> Result<ProbePromise, JsValue> {
    let regions = read_regions(regions)?;
    let options = Options::read(options)?;
    let promise = stoppable(options.signal.clone(), move |stop| async move {
        plain_object(&ProbeResult::of(&race(&regions, &options, &stop).await))
    });
    Ok(promise.unchecked_into())
}

fn read_regions(regions: Regions) -> Result<Vec<Region>, JsValue> {
    serde_wasm_bindgen::from_value(regions.into()).map_err(argument_error("regions"))
}

/// [`ProbeOptions`], read and checked.
#[derive(Default)]
struct Options {
    signal: Option<AbortSignal>,
    on_progress: Option<Function>,
    position: Option<Position>,
    settle: Option<Duration>,
    /// What is called instead of the platform's `fetch`.
    fetch: Option<Function>,
}

impl Options {
    fn read(given: Option<ProbeOptions>) -> Result<Self, JsValue> {
        let Some(given) = given else {
            return Ok(Self::default());
        };
        let position = member(given.position(), "options.position", |it| {
            serde_wasm_bindgen::from_value::<Coordinates>(it).ok()
        })?;
        Ok(Self {
            signal: member(given.signal(), "options.signal", |it| it.dyn_into().ok())?,
            on_progress: member(given.on_progress(), "options.onProgress", |it| {
                it.dyn_into().ok()
            })?,
            position: position.map(|coordinates| Position {
                coordinates,
                slack_kilometres: Position::STATED_SLACK,
            }),
            settle: member(given.settle_ms(), "options.settleMs", |it| {
                let settle = Duration::try_from_secs_f64(it.as_f64()? / 1000.0).ok()?;
                Some(settle.min(LONGEST_SETTLE))
            })?,
            fetch: member(given.fetch(), "options.fetch", |it| it.dyn_into().ok())?,
        })
    }
}

/// A member that may be missing but not wrong.
fn member<T>(
    value: JsValue,
    name: &'static str,
    read: impl FnOnce(JsValue) -> Option<T>,
) -> Result<Option<T>, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    let read = read(value).ok_or_else(|| argument_error(name)("not what it must be"))?;
    Ok(Some(read))
}

/// Races, and tells the progress; what the callback throws ends it.
async fn race(regions: &[Region], options: &Options, stop: &Stop) -> Ranking {
    let prober = BrowserProber::by(options.fetch.clone());
    let course = Course {
        position: options.position,
        settle: options.settle.unwrap_or(Course::SETTLE),
        ..Course::new(regions)
    };
    let seen = |race: &Race, verdict: Option<&Verdict>| {
        if let Some(on_progress) = &options.on_progress {
            let progress = plain_object(&ProbeProgress::of(race, verdict));
            let told =
                progress.and_then(|progress| on_progress.call1(&JsValue::UNDEFINED, &progress));
            if let Err(thrown) = told {
                stop.because(thrown);
            }
        }
    };
    run(&prober, &course, seen).await
}

fn plain_object(shape: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(serde_wasm_bindgen::to_value(shape)?)
}
