//! The probe in a worker, which has no window and no document.
#![cfg(target_arch = "wasm32")]

mod support;

use std::{cell::Cell, rc::Rc};

use futures_util::FutureExt as _;
use remote_rendering::browser::{BrowserProber, NetworkWatch, time_zone};
use remote_rendering_client::probe::{Clock, Course, Outcome, Prober as _, run};
use support::service::{region, service};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Event, EventTarget};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
async fn a_race_reads_the_browsers_records() {
    assert!(web_sys::window().is_none(), "this is no page");
    let regions = [region("open", &format!("{}/ping", service().url))];
    let ranking = run(&BrowserProber::new(), &Course::new(&regions), |_, _| ()).await;
    assert_eq!(ranking.verdict.choice().unwrap().region.as_str(), "open");
    for attempt in &ranking.attempts {
        let Outcome::Answered(reading) = attempt.outcome else {
            panic!("{attempt:?}")
        };
        assert_eq!(reading.clock, Clock::Recorded);
        assert!(reading.exchange.is_some());
    }
}

#[wasm_bindgen_test]
fn a_worker_is_always_awake() {
    assert_eq!(BrowserProber::new().awake().now_or_never(), Some(()));
}

#[wasm_bindgen_test]
fn a_change_of_the_network_is_told() {
    let told = Rc::new(Cell::new(0));
    let _watch = NetworkWatch::new({
        let told = Rc::clone(&told);
        move || told.set(told.get() + 1)
    });
    let global: EventTarget = js_sys::global().unchecked_into();
    let online = Event::new("online").unwrap();
    global.dispatch_event(&online).unwrap();
    assert_eq!(told.get(), 1);
}

#[wasm_bindgen_test]
fn the_time_zone_is_known() {
    assert!(time_zone().is_some());
}
