//! The function `probeRegions` as JavaScript meets it.
#![cfg(target_arch = "wasm32")]

mod support;

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Error, Function, JSON, Object, Reflect};
use remote_rendering::js::probe_regions;
use remote_rendering_client::protocol::Region;
use support::{
    fetches::{Fetches, ReplacedFetch},
    member,
    service::{CLOSED, region, service},
};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::AbortController;

wasm_bindgen_test_configure!(run_in_browser);

/// One region that answers and one that does not.
fn regions() -> [Region; 2] {
    let ping = format!("{}/ping", service().url);
    [region("closed", CLOSED), region("open", &ping)]
}

fn js(regions: &[Region]) -> JsValue {
    serde_wasm_bindgen::to_value(regions).expect("plain objects")
}

fn options(members: &[(&str, &JsValue)]) -> JsValue {
    let options = Object::new();
    for (name, value) in members {
        Reflect::set(&options, &(*name).into(), value).expect("it is ours");
    }
    options.into()
}

/// `probeRegions(regions, options)`; an error is thrown.
fn call(regions: JsValue, options: JsValue) -> Result<JsFuture, JsValue> {
    let options = (!options.is_undefined()).then(|| options.unchecked_into());
    let promise = probe_regions(regions.unchecked_into(), options)?;
    Ok(JsFuture::from(js_sys::Promise::from(promise)))
}

async fn probe(regions: &[Region], options: JsValue) -> Result<JsValue, JsValue> {
    call(js(regions), options)?.await
}

fn text(object: &JsValue, name: &str) -> String {
    let value = member(object, name);
    value
        .as_string()
        .unwrap_or_else(|| panic!("{name} is {value:?}"))
}

fn number(object: &JsValue, name: &str) -> f64 {
    let value = member(object, name);
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{name} is {value:?}"))
}

fn items(object: &JsValue, name: &str) -> Vec<JsValue> {
    let array: Array = member(object, name).dyn_into().expect("an array");
    array.to_vec()
}

/// What a callback was told.
struct Told {
    values: Rc<RefCell<Vec<JsValue>>>,
    callback: Closure<dyn FnMut(JsValue)>,
}

impl Told {
    /// Does this, too, with how often it has been called.
    fn and(mut also: impl FnMut(usize) + 'static) -> Self {
        let values = Rc::new(RefCell::new(Vec::new()));
        let told = Rc::clone(&values);
        let callback = Closure::new(move |value| {
            told.borrow_mut().push(value);
            let times = told.borrow().len();
            also(times);
        });
        Self { values, callback }
    }
}

#[wasm_bindgen_test]
async fn it_resolves_with_the_verdict_and_everything_measured() {
    let result = probe(&regions(), JsValue::UNDEFINED).await.unwrap();
    let verdict = member(&result, "verdict");
    assert_eq!(text(&verdict, "kind"), "nearest");
    assert_eq!(text(&verdict, "region"), "open");
    assert!((0.5..=1.0).contains(&number(&verdict, "certainty")));
    assert!(number(&verdict, "expectedLossMs") >= 0.0);
    assert!(number(&result, "tookMs") > 0.0);

    let [open, closed] = &items(&result, "regions")[..] else {
        panic!("two regions")
    };
    assert_eq!(text(open, "name"), "open");
    let (low, best) = (number(open, "lowMs"), number(open, "roundTripMs"));
    assert!(low <= best && best <= number(open, "highMs"));
    assert!(best <= number(open, "typicalMs"));
    assert_eq!(text(open, "class"), "recommended");
    assert_eq!(member(open, "coarse"), JsValue::FALSE);
    assert!(items(open, "samples").len() >= 3);
    assert_eq!(text(closed, "state"), "unreachable");
    assert_eq!(text(closed, "reason"), "unreachable");
    assert_eq!(number(closed, "loss").to_string(), "1");
    assert!(member(closed, "roundTripMs").is_undefined());

    let samples = items(&result, "samples");
    assert_eq!(
        samples.len().to_string(),
        number(&result, "requests").to_string()
    );
    let answered: Vec<_> = samples
        .iter()
        .filter(|sample| text(sample, "outcome") == "answered")
        .collect();
    for sample in &answered {
        assert_eq!(text(sample, "region"), "open");
        assert_eq!(text(sample, "clock"), "recorded");
        assert!(number(sample, "exchangeMs") <= number(sample, "totalMs"));
    }
    assert!(answered.len() >= 3, "{:?}", JSON::stringify(&result));
}

#[wasm_bindgen_test]
async fn that_nobody_answers_is_a_verdict() {
    for (regions, reason) in [
        (vec![], "no-regions"),
        (vec![region("closed", CLOSED)], "unreachable"),
    ] {
        let result = probe(&regions, JsValue::UNDEFINED).await.unwrap();
        let verdict = member(&result, "verdict");
        assert_eq!(text(&verdict, "kind"), "no-answer");
        assert_eq!(text(&verdict, "reason"), reason);
        assert!(member(&verdict, "region").is_undefined());
    }
}

#[wasm_bindgen_test]
async fn progress_is_told_up_to_the_verdict() {
    let told = Told::and(|_| ());
    let options = options(&[("onProgress", told.callback.as_ref())]);
    let result = probe(&regions(), options).await.unwrap();
    let told = told.values.borrow();
    let (first, last) = (told.first().unwrap(), told.last().unwrap());
    assert!(member(first, "verdict").is_undefined());
    // In the order of the argument.
    let names: Vec<_> = items(first, "regions")
        .iter()
        .map(|region| text(region, "name"))
        .collect();
    assert_eq!(names, ["closed", "open"]);
    assert_eq!(text(last, "provisional"), "open");
    let plain = |value| String::from(JSON::stringify(&member(value, "verdict")).unwrap());
    assert_eq!(plain(last), plain(&result));
}

#[wasm_bindgen_test]
async fn a_position_tells_how_far_the_regions_are() {
    let position = options(&[("latitude", &0.0.into()), ("longitude", &90.0.into())]);
    let options = options(&[("position", &position)]);
    let result = probe(&regions(), options).await.unwrap();
    // A quarter of the equator, and the regions are at its origin.
    let distance = number(&items(&result, "regions")[0], "distanceKm");
    assert!((distance - 10_007.5).abs() < 1.0, "{distance}");
}

#[wasm_bindgen_test]
async fn a_signal_aborted_before_lets_no_request_through() {
    let fetches = Fetches::watch();
    let controller = AbortController::new().unwrap();
    controller.abort_with_reason(&"too late".into());
    let options = options(&[("signal", &controller.signal())]);
    assert_eq!(probe(&regions(), options).await, Err("too late".into()));
    assert_eq!(fetches.requests().len(), 0);
}

#[wasm_bindgen_test]
async fn a_signal_ends_the_race_at_every_moment() {
    for moment in 1..=4 {
        let fetches = Fetches::watch();
        let controller = AbortController::new().unwrap();
        let told = Told::and({
            let controller = controller.clone();
            move |times| {
                if times == moment {
                    controller.abort_with_reason(&"enough".into());
                }
            }
        });
        let options = options(&[
            ("signal", &controller.signal()),
            ("onProgress", told.callback.as_ref()),
        ]);
        assert_eq!(probe(&regions(), options).await, Err("enough".into()));
        assert_eq!(told.values.borrow().len(), moment, "it is quiet afterwards");
        let requests = fetches.requests();
        assert!(requests.iter().all(|request| request.signal().aborted()));
    }
}

/// Answers at once, but not for the region `silent`, whose requests only end when they are aborted.
const ONE_IS_SILENT: &str = "
    const request = arguments[0];
    if (!request.url.includes('silent')) return Promise.resolve(new Response());
    globalThis.pending = (globalThis.pending ?? 0) + 1;
    return new Promise((_, reject) => request.signal.addEventListener('abort', () => {
        globalThis.pending -= 1;
        reject(request.signal.reason);
    }));";

fn one_is_silent() -> [Region; 2] {
    let at = |name| region(name, &format!("https://{name}.example/ping"));
    [at("silent"), at("open")]
}

#[wasm_bindgen_test]
async fn a_silent_region_neither_wins_nor_is_left_over() {
    let _fetch = ReplacedFetch::by_script(ONE_IS_SILENT);
    let options = options(&[("settleMs", &0.into())]);
    let result = probe(&one_is_silent(), options).await.unwrap();
    assert_eq!(text(&member(&result, "verdict"), "region"), "open");
    let silent = &items(&result, "regions")[1];
    assert_eq!(text(silent, "state"), "ruled-out");
    assert_eq!(text(silent, "reason"), "silent");
    assert_eq!(number(&js_sys::global(), "pending").to_string(), "0");
}

#[wasm_bindgen_test]
async fn a_signal_ends_the_wait_for_late_answers() {
    let _fetch = ReplacedFetch::by_script(ONE_IS_SILENT);
    let controller = AbortController::new().unwrap();
    let told: Rc<RefCell<Option<Told>>> = Rc::default();
    *told.borrow_mut() = Some(Told::and({
        let (told, controller) = (Rc::clone(&told), controller.clone());
        move |times| {
            let told = told.borrow();
            let values = told.as_ref().unwrap().values.borrow();
            if !member(&values[times - 1], "verdict").is_undefined() {
                controller.abort();
            }
        }
    }));
    let callback = told.borrow().as_ref().unwrap().callback.as_ref().clone();
    let options = options(&[
        ("signal", &controller.signal()),
        ("onProgress", &callback),
        ("settleMs", &1e9.into()),
    ]);
    let thrown = probe(&one_is_silent(), options).await.unwrap_err();
    assert_eq!(text(&thrown, "name"), "AbortError");
    assert_eq!(number(&js_sys::global(), "pending").to_string(), "0");
}

#[wasm_bindgen_test]
async fn what_a_callback_throws_ends_the_race() {
    let fetches = Fetches::watch();
    let callback = Function::new_no_args("throw new Error('from the page')");
    let options = options(&[("onProgress", &callback)]);
    let thrown: Error = probe(&regions(), options)
        .await
        .unwrap_err()
        .dyn_into()
        .unwrap();
    assert_eq!(thrown.message(), "from the page");
    let requests = fetches.requests();
    assert!(requests.iter().all(|request| request.signal().aborted()));
}

#[wasm_bindgen_test]
fn a_wrong_argument_is_a_type_error_that_names_it() {
    let nowhere = options(&[("latitude", &91.into()), ("longitude", &0.into())]);
    let given = |name, value: JsValue| (js(&regions()), options(&[(name, &value)]));
    for (argument, (regions, options)) in [
        ("regions", ("west".into(), JsValue::UNDEFINED)),
        ("regions", (Array::of1(&nowhere).into(), JsValue::UNDEFINED)),
        ("options.signal", given("signal", "stop".into())),
        ("options.onProgress", given("onProgress", 1.into())),
        ("options.position", given("position", nowhere.clone())),
        ("options.position", given("position", "here".into())),
        ("options.settleMs", given("settleMs", (-1).into())),
        ("options.settleMs", given("settleMs", f64::NAN.into())),
    ] {
        let thrown = call(regions, options).expect_err(argument);
        let error: Error = thrown.dyn_into().expect("an Error");
        assert_eq!(text(&error, "kind"), "invalid-argument");
        let message = String::from(error.message());
        assert!(message.starts_with(&format!("{argument}: ")), "{message}");
    }
}
