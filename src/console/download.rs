//! Handing the person a file that the page has made.

use std::time::Duration;

use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::browser::sleep;

/// How long the browser may take to begin with the file before its address is taken back.
const BEGINS_WITHIN: Duration = Duration::from_secs(10);

/// Lets the browser save a text as a file of this name. Does nothing where the browser forbids it, and tells so itself.
pub fn download(name: &str, media_type: &str, text: &str) {
    // The errors are the browser's own; there is nothing that the page could do about them.
    let _ = begin(name, media_type, text);
}

fn begin(name: &str, media_type: &str, text: &str) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let parts = Array::of1(&JsValue::from_str(text));
    let url =
        Url::create_object_url_with_blob(&Blob::new_with_str_sequence_and_options(&parts, &kind)?)?;
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.ok_or(JsValue::NULL)?;
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
