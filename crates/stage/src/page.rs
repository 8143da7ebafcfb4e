//! What the stage asks of the page that it is in.

use std::time::Duration;

use gloo_timers::future::sleep;
use js_sys::Date;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, Document, HtmlAnchorElement, HtmlElement, Url};

use crate::state::address::Parts;

/// How long the browser may take to begin with a file before its address is taken back.
const BEGINS_WITHIN: Duration = Duration::from_secs(10);

/// The page's document.
pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The page's clock, in milliseconds.
pub fn now() -> f64 {
    Date::now()
}

/// Lets the browser save a file under this name.
///
/// # Errors
///
/// The browser's own, where it forbids that.
pub fn save(name: &str, file: &Blob) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(file)?;
    let document = document().ok_or(JsValue::NULL)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    spawn_local(async move {
        sleep(BEGINS_WITHIN).await;
        // Only an address that is none is refused.
        let _ = Url::revoke_object_url(&url);
    });
    Ok(())
}

/// What a screenshot of this session is called that is made now.
pub fn screenshot_name(session: &str) -> String {
    let time = String::from(Date::new_0().to_iso_string());
    name_at(session, &time)
}

/// The time as files may have it: without colons, to the second.
fn name_at(session: &str, time: &str) -> String {
    let time = time.split('.').next().unwrap_or(time).replace(':', "-");
    format!("{session}-{time}.png")
}

/// An address as the browser takes it apart; none for what is no address.
pub fn parts(address: &str) -> Option<Parts> {
    let url = Url::new(address).ok()?;
    Some(Parts {
        // With a dot at its end it is the same host.
        host: url.host().trim_end_matches('.').to_owned(),
        has_user: !url.username().is_empty() || !url.password().is_empty(),
    })
}

/// Whether the browser lets an element have the whole screen.
pub fn has_full_screen() -> bool {
    document().is_some_and(|document| document.fullscreen_enabled())
}

/// Whether an element has the whole screen.
pub fn is_full_screen() -> bool {
    document().is_some_and(|document| document.fullscreen_element().is_some())
}

/// Gives an element the whole screen, or takes it back. Where the browser refuses, everything stays as it is.
pub fn toggle_full_screen(element: &HtmlElement) {
    match document() {
        Some(document) if document.fullscreen_element().is_some() => document.exit_fullscreen(),
        _ => {
            let _ = element.request_fullscreen();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screenshot_is_named_after_session_and_time() {
        assert_eq!(
            name_at("my-session", "2026-11-26T23:38:04.512Z"),
            "my-session-2026-11-26T23-38-04.png"
        );
    }
}
