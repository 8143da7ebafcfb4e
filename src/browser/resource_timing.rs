use std::{cell::RefCell, pin::pin, rc::Rc, time::Duration};

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{
    PerformanceObserver, PerformanceObserverEntryList, PerformanceObserverInit,
    PerformanceResourceTiming,
};

/// How long after the answer the record is waited for: it comes within a millisecond where it comes at all.
const PATIENCE: Duration = Duration::from_millis(50);

/// The browser's own record of one request.
///
/// Taken from an observer, not from the page's list of records: that list stops to grow at 250.
pub(super) struct ResourceTiming {
    observer: Option<PerformanceObserver>,
    record: oneshot::Receiver<f64>,
    /// The observer calls it: it lives as long.
    _on_records: Closure<dyn FnMut(PerformanceObserverEntryList)>,
}

impl ResourceTiming {
    /// Waits for the record of the request to this URL, which must be sent after this and be new.
    pub(super) fn of(url: &str) -> Self {
        let (found, record) = oneshot::channel();
        let found = Rc::new(RefCell::new(Some(found)));
        let url = url.to_owned();
        let on_records = Closure::new(move |records: PerformanceObserverEntryList| {
            let ours = records.get_entries_by_name(&url);
            if let Some(milliseconds) = first_round_trip(&ours)
                && let Some(found) = found.borrow_mut().take()
            {
                // Nobody waits any more: the probe was cancelled.
                let _ = found.send(milliseconds);
            }
        });
        let observer = PerformanceObserver::new(on_records.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            let kinds = Array::of1(&JsValue::from_str("resource"));
            observer.observe(&PerformanceObserverInit::new(&kinds));
        }
        Self {
            observer,
            record,
            _on_records: on_records,
        }
    }

    /// The request's round trip; `None` where the browser keeps no record of it.
    pub(super) async fn milliseconds(mut self) -> Option<f64> {
        let patience = pin!(gloo_timers::future::sleep(PATIENCE));
        match select(&mut self.record, patience).await {
            Either::Left((record, _)) => record.ok(),
            Either::Right(((), _)) => None,
        }
    }
}

impl Drop for ResourceTiming {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// From the request to the first byte of the answer where the service permits to see it (`Timing-Allow-Origin`), else
/// the whole duration.
fn first_round_trip(records: &Array) -> Option<f64> {
    let record = records
        .get(0)
        .dyn_into::<PerformanceResourceTiming>()
        .ok()?;
    let milliseconds = if record.response_start() > 0.0 {
        record.response_start() - record.request_start()
    } else {
        record.duration()
    };
    (milliseconds > 0.0).then_some(milliseconds)
}
