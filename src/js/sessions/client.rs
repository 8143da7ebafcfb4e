//! The client and its pages.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Promise};
use remote_rendering_client::{Client, Error, SessionPages, SessionPoller};
use remote_rendering_protocol::session::SessionProperties;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::{
    CorePoller,
    error::failure,
    settings::{Settings, lease, new_session, session_id},
    shape,
};
use crate::{browser::BrowserRuntime, js::abort::promise};

/// The sessions of one account at one endpoint.
///
/// Sessions are plain objects in the package's words, but for `properties`, which the package calls `partialProperties`
/// where some may be missing. Whatever fails rejects with a `RestError`.
#[wasm_bindgen]
#[derive(Clone, Debug)]
pub struct CoreClient(pub(super) Client<BrowserRuntime>);

#[wasm_bindgen]
impl CoreClient {
    /// A client, by its settings; a wrong one is thrown as a `RestError` of the kind `invalid-argument`.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &JsValue) -> Result<Self, JsValue> {
        let settings = Settings::read(settings)?;
        let client = Client::new(
            BrowserRuntime::by(settings.fetch),
            settings.account,
            settings.endpoint,
        );
        Ok(Self(client.with_generation(settings.generation)))
    }

    /// Creates a session, and resolves with its poller. `size` is `Standard` or `Premium`; the lease is counted in
    /// minutes from when it is ready.
    #[wasm_bindgen(js_name = beginSession)]
    pub fn begin_session(
        &self,
        #[wasm_bindgen(js_name = sessionId)] id: &str,
        #[wasm_bindgen(js_name = maxLeaseTimeInMinutes)] minutes: f64,
        size: &str,
        signal: Option<AbortSignal>,
    ) -> Result<Promise, JsValue> {
        let (id, new) = (session_id(id)?, new_session(minutes, size)?);
        let client = self.0.clone();
        Ok(promise(signal, async move {
            poller(client.begin_session(&id, &new).await)
        }))
    }

    /// Resolves with a poller of a session that was created before.
    #[wasm_bindgen(js_name = resumeSession)]
    pub fn resume_session(
        &self,
        #[wasm_bindgen(js_name = sessionId)] id: &str,
        signal: Option<AbortSignal>,
    ) -> Result<Promise, JsValue> {
        let (client, id) = (self.0.clone(), session_id(id)?);
        Ok(promise(signal, async move {
            poller(client.resume_session(&id).await)
        }))
    }

    /// Resolves with a session.
    #[wasm_bindgen(js_name = getSession)]
    pub fn get_session(
        &self,
        #[wasm_bindgen(js_name = sessionId)] id: &str,
        signal: Option<AbortSignal>,
    ) -> Result<Promise, JsValue> {
        let (client, id) = (self.0.clone(), session_id(id)?);
        Ok(promise(signal, async move {
            session(client.get_session(&id).await)
        }))
    }

    /// Sets a session's lease, the total since it became ready, and resolves with the session.
    #[wasm_bindgen(js_name = updateSession)]
    pub fn update_session(
        &self,
        #[wasm_bindgen(js_name = sessionId)] id: &str,
        #[wasm_bindgen(js_name = maxLeaseTimeInMinutes)] minutes: f64,
        signal: Option<AbortSignal>,
    ) -> Result<Promise, JsValue> {
        let (client, id, lease) = (self.0.clone(), session_id(id)?, lease(minutes)?);
        Ok(promise(signal, async move {
            session(client.update_session(&id, lease).await)
        }))
    }

    /// Ends a session.
    #[wasm_bindgen(js_name = endSession)]
    pub fn end_session(
        &self,
        #[wasm_bindgen(js_name = sessionId)] id: &str,
        signal: Option<AbortSignal>,
    ) -> Result<Promise, JsValue> {
        let (client, id) = (self.0.clone(), session_id(id)?);
        Ok(promise(signal, async move {
            let ended = client.stop_session(&id).await;
            ended.map_err(|it| failure(&it))?;
            Ok(JsValue::UNDEFINED)
        }))
    }

    /// Resolves with what lets a device connect to a session's server.
    #[wasm_bindgen(js_name = connectSession)]
    pub fn connect_session(
        &self,
        #[wasm_bindgen(js_name = sessionId)] id: &str,
        signal: Option<AbortSignal>,
    ) -> Result<Promise, JsValue> {
        let (client, id) = (self.0.clone(), session_id(id)?);
        Ok(promise(signal, async move {
            let grant = client.connect_session(&id).await;
            Ok(shape::grant(&grant.map_err(|it| failure(&it))?))
        }))
    }

    /// The sessions that are starting or ready.
    #[wasm_bindgen(js_name = listSessions)]
    pub fn list_sessions(&self) -> CorePages {
        CorePages(Rc::new(RefCell::new(self.0.list_sessions())))
    }

    /// Resolves with the service's regions, as a JSON text: who races for one of them reads and checks them.
    #[wasm_bindgen(js_name = listRegions)]
    pub fn list_regions(&self, signal: Option<AbortSignal>) -> Promise {
        let client = self.0.clone();
        promise(signal, async move {
            let catalogue = client.regions_text().await;
            Ok(catalogue.map_err(|it| failure(&it))?.into())
        })
    }
}

/// A list of sessions, page by page. Asked for one page at a time, as an async generator does.
#[wasm_bindgen]
#[derive(Debug)]
pub struct CorePages(Rc<RefCell<SessionPages<BrowserRuntime>>>);

#[wasm_bindgen]
impl CorePages {
    /// Resolves with the next page, an array; with `undefined` after the last one.
    pub fn next(&self, signal: Option<AbortSignal>) -> Promise {
        let pages = Rc::clone(&self.0);
        promise(signal, async move {
            // A copy: nothing is borrowed while the answer is on its way.
            let mut ahead = pages.borrow().clone();
            let page = ahead.next_page().await;
            let Some(page) = page.map_err(|it| failure(&it))? else {
                return Ok(JsValue::UNDEFINED);
            };
            pages.replace(ahead);
            let sessions = Array::new();
            for session in &page {
                sessions.push(&shape::session(session));
            }
            Ok(sessions.into())
        })
    }
}

fn poller(outcome: Result<SessionPoller<BrowserRuntime>, Error>) -> Result<JsValue, JsValue> {
    Ok(CorePoller::new(outcome.map_err(|it| failure(&it))?).into())
}

fn session(outcome: Result<SessionProperties, Error>) -> Result<JsValue, JsValue> {
    Ok(shape::session(&outcome.map_err(|it| failure(&it))?))
}
