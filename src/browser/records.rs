use std::{cell::RefCell, pin::pin, rc::Rc, time::Duration};

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{
    PerformanceObserver, PerformanceObserverEntryList, PerformanceObserverInit,
    PerformanceResourceTiming,
};

use super::{sleep::sleep, timing::Entry};

/// How long after the answer its record is waited for: it comes within a millisecond where it comes at all.
const PATIENCE: Duration = Duration::from_millis(50);

#[wasm_bindgen]
extern "C" {
    /// The members that `web-sys` does not have. They are not in every browser.
    #[wasm_bindgen(extends = PerformanceResourceTiming)]
    type ResourceTiming;

    #[wasm_bindgen(method, getter, js_name = deliveryType)]
    fn delivery_type(this: &ResourceTiming) -> Option<String>;

    #[wasm_bindgen(method, getter, js_name = responseStatus)]
    fn response_status(this: &ResourceTiming) -> Option<u16>;
}

/// Who waits for the record of which URL.
type Waiting = RefCell<Vec<(String, oneshot::Sender<Entry>)>>;

/// The browser's own records of requests, which are right even when the page is busy.
///
/// One observer hands them out as they come. The page's list of records would not do: it stops to grow at 250, and is
/// the page's to clear.
#[derive(Debug)]
pub(super) struct Records {
    /// `None` where the browser has none.
    observer: Option<PerformanceObserver>,
    waiting: Rc<Waiting>,
    /// The observer calls it: it lives as long.
    _callback: Closure<dyn FnMut(PerformanceObserverEntryList)>,
}

impl Records {
    pub(super) fn observe() -> Self {
        let waiting = Rc::new(Waiting::default());
        let told = Rc::clone(&waiting);
        let on_records = Closure::new(move |records: PerformanceObserverEntryList| {
            hand_out(&told, &records.get_entries());
        });
        let observer = PerformanceObserver::new(on_records.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            let kinds = Array::of1(&JsValue::from_str("resource"));
            observer.observe(&PerformanceObserverInit::new(&kinds));
        }
        Self {
            observer,
            waiting,
            _callback: on_records,
        }
    }

    /// The record of a request that is sent after this. The URL is absolute and of this request alone.
    pub(super) fn expect(&self, url: String) -> Expected<'_> {
        let (tell, entry) = oneshot::channel();
        self.waiting.borrow_mut().push((url.clone(), tell));
        Expected {
            records: self,
            url,
            entry,
        }
    }
}

impl Drop for Records {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// A record that is to come.
#[derive(Debug)]
pub(super) struct Expected<'a> {
    records: &'a Records,
    url: String,
    entry: oneshot::Receiver<Entry>,
}

impl Expected<'_> {
    /// The record of the request, which has been answered; `None` where the browser keeps none.
    pub(super) async fn entry(mut self) -> Option<Entry> {
        let observer = self.records.observer.as_ref()?;
        let patience = pin!(sleep(PATIENCE));
        if let Either::Left((entry, _)) = select(&mut self.entry, patience).await {
            return entry.ok();
        }
        // A busy page's timer may ring before the observer is called: its records are there by then.
        hand_out(&self.records.waiting, &observer.take_records());
        self.entry.try_recv().ok().flatten()
    }
}

impl Drop for Expected<'_> {
    fn drop(&mut self) {
        let mut waiting = self.records.waiting.borrow_mut();
        waiting.retain(|(url, _)| *url != self.url);
    }
}

fn hand_out(waiting: &Waiting, records: &Array) {
    let mut waiting = waiting.borrow_mut();
    if waiting.is_empty() {
        return;
    }
    for record in records.iter() {
        let record: ResourceTiming = record.unchecked_into();
        let name = record.name();
        if let Some(place) = waiting.iter().position(|(url, _)| *url == name) {
            let (_, tell) = waiting.swap_remove(place);
            // Nobody waits any more: the probe was given up.
            let _ = tell.send(entry_of(&record));
        }
    }
}

fn entry_of(record: &ResourceTiming) -> Entry {
    Entry {
        is_secure: record.name().starts_with("https:"),
        duration: record.duration(),
        worker_start: record.worker_start(),
        redirect_start: record.redirect_start(),
        connect_start: record.connect_start(),
        secure_connection_start: record.secure_connection_start(),
        connect_end: record.connect_end(),
        request_start: record.request_start(),
        response_start: record.response_start(),
        transfer_size: record.transfer_size(),
        is_delivered_by_cache: record.delivery_type().as_deref() == Some("cache"),
        status: record.response_status().unwrap_or_default(),
    }
}
