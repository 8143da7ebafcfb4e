//! The page's `fetch`, watched or replaced.

use js_sys::{Array, Function, JsString, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::Request;

use super::member;

/// Every request that the page sends while this lives.
pub(crate) struct Fetches {
    requests: Array,
    _replaced: ReplacedFetch,
    _watch: Closure<dyn FnMut(Request) -> Promise>,
}

impl Fetches {
    /// Requests are sent as always, and kept.
    pub(crate) fn watch() -> Self {
        let requests = Array::new();
        let (seen, original) = (requests.clone(), present());
        let watch = Closure::new(move |request: Request| {
            seen.push(&request);
            original
                .call1(&js_sys::global(), &request)
                .expect("fetch does not throw")
                .unchecked_into()
        });
        Self {
            requests,
            _replaced: ReplacedFetch::by(watch.as_ref()),
            _watch: watch,
        }
    }

    /// The requests so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests
            .iter()
            .map(wasm_bindgen::JsCast::unchecked_into)
            .collect()
    }

    /// How many requests of this method went to a URL with this in it.
    pub(crate) fn count(&self, method: &str, part_of_url: &str) -> usize {
        let fits =
            |request: &Request| request.method() == method && request.url().contains(part_of_url);
        self.requests()
            .iter()
            .filter(|request| fits(request))
            .count()
    }
}

/// Another function stands in for `fetch` while this lives.
pub(crate) struct ReplacedFetch {
    original: Function,
}

impl ReplacedFetch {
    /// The body of a JavaScript function that answers every request.
    pub(crate) fn by_script(body: &str) -> Self {
        Self::by(&Function::new_no_args(body))
    }

    fn by(replacement: &JsValue) -> Self {
        let original = present();
        put(replacement);
        Self { original }
    }
}

impl Drop for ReplacedFetch {
    fn drop(&mut self) {
        put(&self.original);
    }
}

fn present() -> Function {
    member(&js_sys::global(), "fetch").unchecked_into()
}

fn put(fetch: &JsValue) {
    let done = Reflect::set(&js_sys::global(), &JsString::from("fetch"), fetch);
    assert_eq!(done, Ok(true), "fetch can be replaced");
}
