//! The probe in a browser: what it sends, what it reads, how it fails, when it waits.
#![cfg(target_arch = "wasm32")]

mod support;

use std::{cell::Cell, pin::pin, rc::Rc, time::Duration};

use futures_util::{FutureExt as _, poll};
use js_sys::Function;
use remote_rendering::browser::{BrowserProber, NetworkWatch, time_zone};
use remote_rendering_client::probe::{
    Clock, Connection, Course, ProbeFailure, Prober as _, Reading, State, run,
};
use support::{
    fetches::Fetches,
    member,
    overridden::Overridden,
    service::{CLOSED, region, service},
};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Event, EventTarget, RequestCache, RequestCredentials, RequestMode, RequestRedirect};

wasm_bindgen_test_configure!(run_in_browser);

fn ping() -> String {
    format!("{}/ping", service().url)
}

async fn probe(url: &str) -> Result<Reading, ProbeFailure> {
    BrowserProber::new().probe(url, Connection::Shared).await
}

fn tell(target: &JsValue, event: &str) {
    let event = Event::new(event).expect("an event");
    let target: &EventTarget = target.unchecked_ref();
    target.dispatch_event(&event).expect("it is told");
}

/// Another class stands in for `PerformanceObserver`.
fn observer(class: &str) -> Overridden {
    let class = Function::new_no_args(&format!("return ({class})"));
    let class = class.call0(&JsValue::NULL).expect("a class");
    Overridden::with(&js_sys::global(), "PerformanceObserver", &class)
}

#[wasm_bindgen_test]
async fn a_reading_is_the_browsers_record_of_the_exchange() {
    let reading = probe(&ping()).await.unwrap();
    assert_eq!(reading.clock, Clock::Recorded);
    // The service permits to see it.
    let exchange = reading.exchange.unwrap();
    assert!(exchange <= reading.total, "{reading:?}");
}

#[wasm_bindgen_test]
async fn a_busy_page_measures_as_an_idle_one() {
    let (prober, url) = (BrowserProber::new(), ping());
    let mut probe = pin!(prober.probe(&url, Connection::Shared));
    assert!(poll!(&mut probe).is_pending());
    // The answer comes while the page has no time for it.
    let (sent, busy) = (prober.elapsed(), Duration::from_millis(300));
    while prober.elapsed() < sent + busy {}
    let reading = probe.await.unwrap();
    assert_eq!(reading.clock, Clock::Recorded);
    assert!(reading.total < busy, "{reading:?}");
}

#[wasm_bindgen_test]
async fn the_opening_of_a_connection_is_seen_with_the_probe_that_opened_it() {
    // A host of its own, to which nothing is connected.
    let url = ping().replace("127.0.0.1", "unconnected.localhost");
    let prober = BrowserProber::new();
    let first = prober.probe(&url, Connection::Shared).await.unwrap();
    let second = prober.probe(&url, Connection::Shared).await.unwrap();
    assert!(first.handshake.is_some(), "{first:?}");
    assert!(
        first.total > first.exchange.unwrap() + first.handshake.unwrap(),
        "{first:?}"
    );
    assert_eq!(second.handshake, None);
}

#[wasm_bindgen_test]
async fn a_probe_asks_for_no_permission_and_passes_by_caches() {
    let fetches = Fetches::watch();
    let prober = BrowserProber::new();
    for connection in [Connection::Shared, Connection::Own] {
        prober.probe(&ping(), connection).await.unwrap();
    }
    let requests = fetches.requests();
    assert_eq!(requests.len(), 2);
    for request in &requests {
        assert_eq!(request.method(), "HEAD");
        assert_eq!(request.mode(), RequestMode::NoCors);
        assert_eq!(request.cache(), RequestCache::NoStore);
        assert_eq!(request.redirect(), RequestRedirect::Follow);
        let headers = request.headers().keys().into_iter();
        assert_eq!(headers.count(), 0, "no header of our own");
    }
    // What keeps the two connections apart; the first is the one of the client's calls.
    assert_eq!(requests[0].credentials(), RequestCredentials::Omit);
    assert_eq!(requests[1].credentials(), RequestCredentials::Include);
}

#[wasm_bindgen_test]
async fn every_url_is_new_and_keeps_what_it_had() {
    let fetches = Fetches::watch();
    let (one, other) = (BrowserProber::new(), BrowserProber::new());
    let url = format!("{}?region=west#part", ping());
    for prober in [&one, &other, &one] {
        let reading = prober.probe(&url, Connection::Shared).await.unwrap();
        // The record was found by this URL.
        assert_eq!(reading.clock, Clock::Recorded);
    }
    let mut urls: Vec<_> = fetches
        .requests()
        .iter()
        .map(web_sys::Request::url)
        .collect();
    let prefix = format!("{}?region=west&", ping());
    assert!(urls.iter().all(|url| url.starts_with(&prefix)), "{urls:?}");
    urls.sort();
    urls.dedup();
    assert_eq!(urls.len(), 3, "{urls:?}");
}

#[wasm_bindgen_test]
async fn what_cannot_be_reached_is_a_failure_and_no_sample() {
    for url in [CLOSED, "http://", "no-scheme://host/"] {
        assert_eq!(probe(url).await, Err(ProbeFailure::Unreachable), "{url}");
    }
    let navigator = member(&js_sys::global(), "navigator");
    let _offline = Overridden::with(&navigator, "onLine", &false.into());
    assert_eq!(probe(CLOSED).await, Err(ProbeFailure::Offline));
}

#[wasm_bindgen_test]
async fn dropping_a_probe_aborts_its_request() {
    let fetches = Fetches::watch();
    let prober = BrowserProber::new();
    let dropped = prober.probe(&ping(), Connection::Shared).now_or_never();
    assert_eq!(dropped, None);
    let [request] = &fetches.requests()[..] else {
        panic!("one request")
    };
    assert!(request.signal().aborted());
    // The prober is as good as before.
    let next = prober.probe(&ping(), Connection::Shared).await.unwrap();
    assert_eq!(next.clock, Clock::Recorded);
}

#[wasm_bindgen_test]
async fn without_a_record_the_time_is_the_pages_own() {
    for class in [
        "class { observe() {} disconnect() {} takeRecords() { return []; } }",
        "undefined",
    ] {
        let _observer = observer(class);
        let prober = BrowserProber::new();
        let begun = prober.elapsed();
        let reading = prober.probe(&ping(), Connection::Shared).await.unwrap();
        assert_eq!(reading.clock, Clock::Observed, "{class}");
        assert_eq!((reading.exchange, reading.handshake), (None, None));
        assert!(reading.total > Duration::ZERO, "{reading:?}");
        assert!(begun + reading.total <= prober.elapsed(), "{reading:?}");
    }
}

#[wasm_bindgen_test]
async fn a_record_that_the_observer_was_not_called_for_yet_is_found() {
    let _observer = observer(
        "class {
            observe() {}
            disconnect() {}
            takeRecords() { return performance.getEntriesByType('resource'); }
        }",
    );
    assert_eq!(probe(&ping()).await.unwrap().clock, Clock::Recorded);
}

#[wasm_bindgen_test]
async fn a_prober_has_one_observer_and_ends_it() {
    let _observer = observer(
        "class {
            static alive = 0;
            static made = 0;
            constructor() { this.constructor.made += 1; }
            observe() { this.constructor.alive += 1; }
            disconnect() { this.constructor.alive -= 1; }
            takeRecords() { return []; }
        }",
    );
    let count = |name| member(&member(&js_sys::global(), "PerformanceObserver"), name).as_f64();
    let prober = BrowserProber::new();
    for _ in 0..2 {
        prober.probe(&ping(), Connection::Shared).await.unwrap();
    }
    assert_eq!((count("made"), count("alive")), (Some(1.0), Some(1.0)));
    drop(prober);
    assert_eq!(count("alive"), Some(0.0));
}

#[wasm_bindgen_test]
fn the_clocks_step_is_known() {
    let prober = BrowserProber::new();
    let step = prober.timer_step();
    // Chromium's is 0.1 ms for pages that are not isolated, and 5 µs for others.
    let plausible = Duration::from_micros(4)..Duration::from_millis(20);
    assert!(plausible.contains(&step), "{step:?}");
    assert_eq!(prober.timer_step(), step, "it is measured once");
}

#[wasm_bindgen_test]
async fn a_sleep_is_not_too_short() {
    let prober = BrowserProber::new();
    let (begun, wait) = (prober.elapsed(), Duration::from_micros(2900));
    prober.sleep(wait).await;
    // Both times are rounded.
    assert!(prober.elapsed() + prober.timer_step() >= begun + wait);
}

#[wasm_bindgen_test]
async fn a_hidden_page_waits() {
    let document = JsValue::from(web_sys::window().unwrap().document().unwrap());
    let prober = BrowserProber::new();
    let hide = |hidden: bool| Overridden::with(&document, "hidden", &hidden.into());

    let hidden = hide(true);
    let mut awake = pin!(prober.awake());
    assert!(poll!(&mut awake).is_pending());
    tell(&document, "visibilitychange");
    assert!(poll!(&mut awake).is_pending(), "it is still hidden");
    drop(hidden);
    let _shown = hide(false);
    tell(&document, "visibilitychange");
    awake.await;
    assert_eq!(prober.awake().now_or_never(), Some(()));
}

#[wasm_bindgen_test]
fn a_change_of_the_network_is_told_until_the_watch_ends() {
    let told = Rc::new(Cell::new(0));
    let watch = NetworkWatch::new({
        let told = Rc::clone(&told);
        move || told.set(told.get() + 1)
    });
    let connection = member(&member(&js_sys::global(), "navigator"), "connection");
    tell(&js_sys::global(), "online");
    assert_eq!(told.get(), 1);
    // Browsers tell every other estimate of its speed, too: that is what a race itself changes.
    tell(&connection, "change");
    assert_eq!(told.get(), 1);
    let mobile = Overridden::with(&connection, "type", &"cellular".into());
    tell(&connection, "change");
    tell(&connection, "change");
    assert_eq!(told.get(), 2);
    drop(watch);
    tell(&js_sys::global(), "online");
    drop(mobile);
    tell(&connection, "change");
    assert_eq!(told.get(), 2);
}

#[wasm_bindgen_test]
fn the_time_zone_is_the_devices() {
    let zone = Function::new_no_args("return Intl.DateTimeFormat().resolvedOptions().timeZone");
    let zone = zone.call0(&JsValue::NULL).unwrap();
    assert_eq!(time_zone(), zone.as_string());
}

#[wasm_bindgen_test]
async fn a_race_finds_the_region_that_answers() {
    let regions = [region("closed", CLOSED), region("open", &ping())];
    let prober = BrowserProber::new();
    let (mut first, mut seen) = (None, 0);
    let ranking = run(&prober, &Course::new(&regions), |race, verdict| {
        seen += 1;
        first = first.or(race.provisional());
        assert!(verdict.is_none() || first.is_some(), "decided without one");
    })
    .await;
    assert!(seen > 0);
    assert_eq!(ranking.verdict.choice().unwrap().region.as_str(), "open");
    let [open, closed] = &ranking.reports[..] else {
        panic!("two regions")
    };
    assert!(open.samples.len() >= 3, "{open:?}");
    assert!(!open.coarse);
    let unreachable = State::Unreachable(ProbeFailure::Unreachable);
    assert_eq!((closed.state, closed.samples.len()), (unreachable, 0));
}
