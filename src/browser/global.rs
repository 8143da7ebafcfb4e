//! What the global object of a page or a worker offers, by the names that both have.

use js_sys::{Array, Intl::DateTimeFormat, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Fills the bytes with randomness from the system.
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    pub(super) fn fill_random(bytes: &mut [u8]);

    /// Milliseconds since the page was opened; never goes back.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub(super) fn monotonic_milliseconds() -> f64;
}

/// A member of a member of the global object, such as `navigator.onLine`.
pub(crate) fn member(object: &str, name: &str) -> Option<JsValue> {
    let object = Reflect::get(&js_sys::global(), &JsString::from(object)).ok()?;
    Reflect::get(&object, &JsString::from(name)).ok()
}

/// Whether the device says that it has no network.
pub(crate) fn is_offline() -> bool {
    member("navigator", "onLine").and_then(|value| value.as_bool()) == Some(false)
}

/// Whether this page may not call that URL because the page is secure and the URL is not. Loopback hosts count as
/// secure.
pub(super) fn is_blocked_as_insecure(url: &str) -> bool {
    let Some(address) = url.strip_prefix("http://") else {
        return false;
    };
    let page_is_secure = member("location", "protocol")
        .and_then(|value| value.as_string())
        .as_deref()
        == Some("https:");
    let host = address.split(['/', '?']).next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    let loopback =
        matches!(host, "127.0.0.1" | "localhost" | "[::1]") || host.ends_with(".localhost");
    page_is_secure && !loopback
}

/// How the browser calls itself: a text in which its name and version are somewhere.
pub fn user_agent() -> Option<String> {
    member("navigator", "userAgent")?.as_string()
}

/// The device's time zone by its name in the time zone database, such as `Europe/Berlin`; `None` where the browser
/// does not tell.
pub fn time_zone() -> Option<String> {
    let options = DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    let zone = Reflect::get(&options, &JsString::from("timeZone")).ok()?;
    zone.as_string().filter(|zone| !zone.is_empty())
}
