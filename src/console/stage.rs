//! The stage: what a session's server renders, streamed into this page. It is a module of its own, which `stage.mjs` loads
//! when somebody connects.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Promise};
use remote_rendering_protocol::{Endpoint, SessionId};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::{AbortController, Element};

use super::{operations::Operations, state::failure::Failure, texts::Texts};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Page, js_name = openStage)]
    fn open_stage(
        element: &Element,
        session: &str,
        grant: &Closure<dyn Fn() -> Promise>,
        told: &Closure<dyn Fn(bool)>,
    ) -> AbortController;
}

/// An open stage, which closes when this is dropped: then the server drops what it shows.
#[derive(Debug)]
pub struct Stage {
    closing: AbortController,
    // What JavaScript calls as long as the stage is open.
    _grant: Closure<dyn Fn() -> Promise>,
    _told: Closure<dyn Fn(bool)>,
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.closing.abort();
    }
}

impl Stage {
    /// Opens a stage in an element, for a session at an endpoint. `texts` are those of the language in which the page is at any
    /// time. `told` is told whether the module could not be loaded (true), or the session seems to have ended (false).
    pub fn open(
        element: &Element,
        operations: Operations,
        (endpoint, session): (Endpoint, SessionId),
        texts: Rc<RefCell<Texts>>,
        told: impl Fn(bool) + 'static,
    ) -> Self {
        let id = session.clone();
        let grant = Closure::new(move || {
            let (operations, texts) = (operations.clone(), Rc::clone(&texts));
            let (endpoint, session) = (endpoint.clone(), session.clone());
            // A grant's members, or a failure's: what `crates/stage` reads.
            future_to_promise(async move {
                match operations.connect(endpoint, &session).await {
                    Ok(grant) => Ok(Array::of3(
                        &grant.address.into(),
                        &grant.token.expose().into(),
                        &grant.expires_in_seconds.into(),
                    )
                    .into()),
                    Err(failure) => Err(members(texts, failure).into()),
                }
            })
        });
        let told = Closure::new(told);
        Self {
            closing: open_stage(element, id.as_str(), &grant, &told),
            _grant: grant,
            _told: told,
        }
    }
}

/// The code and the words of the service, which are empty where it was none, and what gives the page's own words: they are read
/// in another language as well, when the page's is changed meanwhile.
fn members(texts: Rc<RefCell<Texts>>, failure: Failure) -> Array {
    let key = failure.message_id();
    let (code, message) = failure.service.unwrap_or_default();
    let words = Closure::<dyn Fn() -> String>::new(move || {
        let texts = texts.borrow();
        format!(
            "{} {}",
            texts.text(key),
            texts.text(&format!("{key}-advice"))
        )
    });
    Array::of3(&code.into(), &message.into(), &words.into_js_value())
}
