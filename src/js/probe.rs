//! The race for the nearest region, as a function.

use std::{cell::RefCell, pin::pin, rc::Rc, time::Duration};

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_events::EventListener;
use js_sys::Function;
use remote_rendering_client::probe::{Course, Position, Race, Verdict, run};
use remote_rendering_protocol::{Coordinates, Region};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::{
    error::argument_error,
    probe_shapes::{ProbeProgress, ProbeResult},
};
use crate::browser::BrowserProber;

/// Requests end long before: more would only overflow.
const LONGEST_SETTLE: Duration = Duration::from_hours(1);

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = include_str!("probe.d.ts");

#[wasm_bindgen]
extern "C" {
    /// An array of regions.
    #[wasm_bindgen(typescript_type = "Region[]")]
    pub type Regions;

    /// How to probe.
    #[wasm_bindgen(typescript_type = "ProbeOptions")]
    pub type ProbeOptions;

    /// Resolves with the outcome.
    #[wasm_bindgen(extends = js_sys::Promise, typescript_type = "Promise<ProbeResult>")]
    pub type ProbePromise;

    #[wasm_bindgen(method, getter)]
    fn signal(this: &ProbeOptions) -> JsValue;

    #[wasm_bindgen(method, getter, js_name = onProgress)]
    fn on_progress(this: &ProbeOptions) -> JsValue;

    #[wasm_bindgen(method, getter)]
    fn position(this: &ProbeOptions) -> JsValue;

    #[wasm_bindgen(method, getter, js_name = settleMs)]
    fn settle_ms(this: &ProbeOptions) -> JsValue;
}

/// Finds the nearest of the regions, by few small requests to each. Resolves with the verdict, the regions in the order
/// in which to take them, and everything that was measured; that no region answers is a verdict, too.
///
/// Wrong arguments throw a `TypeError`.
#[wasm_bindgen(js_name = probeRegions)]
pub fn probe_regions(
    regions: Regions,
    options: Option<ProbeOptions>,
) -> Result<ProbePromise, JsValue> {
    let regions: Vec<Region> =
        serde_wasm_bindgen::from_value(regions.into()).map_err(argument_error("regions"))?;
    let options = options.map_or_else(|| Ok(Options::default()), |given| Options::read(&given))?;
    let promise = wasm_bindgen_futures::future_to_promise(probe(regions, options));
    Ok(promise.unchecked_into())
}

/// [`ProbeOptions`], read and checked.
#[derive(Default)]
struct Options {
    signal: Option<AbortSignal>,
    on_progress: Option<Function>,
    position: Option<Position>,
    settle: Option<Duration>,
}

impl Options {
    fn read(given: &ProbeOptions) -> Result<Self, JsValue> {
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

async fn probe(regions: Vec<Region>, options: Options) -> Result<JsValue, JsValue> {
    let (stop, mut stopped) = Stop::channel();
    let _listener = options.signal.as_ref().map(|signal| stop.listen(signal));
    let prober = BrowserProber::new();
    let course = Course {
        position: options.position,
        settle: options.settle.unwrap_or(Course::SETTLE),
        ..Course::new(&regions)
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
    // First of the two: a signal that is aborted already lets no request through.
    let ranking = match select(&mut stopped, pin!(run(&prober, &course, seen))).await {
        Either::Left((reason, _)) => return Err(reason.unwrap_or_default()),
        Either::Right((ranking, _)) => ranking,
    };
    // The last progress may have stopped it.
    match stopped.try_recv() {
        Ok(Some(reason)) => Err(reason),
        _ => plain_object(&ProbeResult::of(&ranking)),
    }
}

/// Ends the race before its time, once.
#[derive(Clone)]
struct Stop(Rc<RefCell<Option<oneshot::Sender<JsValue>>>>);

impl Stop {
    fn channel() -> (Self, oneshot::Receiver<JsValue>) {
        let (stop, stopped) = oneshot::channel();
        (Self(Rc::new(RefCell::new(Some(stop)))), stopped)
    }

    fn because(&self, reason: JsValue) {
        if let Some(stop) = self.0.borrow_mut().take() {
            // The race is over already.
            let _ = stop.send(reason);
        }
    }

    fn listen(&self, signal: &AbortSignal) -> EventListener {
        if signal.aborted() {
            self.because(signal.reason());
        }
        let (stop, reason_of) = (self.clone(), signal.clone());
        EventListener::once(signal, "abort", move |_| stop.because(reason_of.reason()))
    }
}

fn plain_object(shape: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(serde_wasm_bindgen::to_value(shape)?)
}
