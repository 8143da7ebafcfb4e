//! Waiting for a session.

use std::{cell::RefCell, rc::Rc, time::Duration};

use futures_util::lock::Mutex;
use js_sys::Promise;
use remote_rendering_client::SessionPoller;
use remote_rendering_protocol::session::SessionProperties;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::{error::failure, shape};
use crate::{
    browser::{BrowserRuntime, sleep},
    js::abort::promise,
};

/// Waits for a session to become ready.
#[wasm_bindgen]
#[derive(Debug)]
pub struct CorePoller {
    /// Asks one question at a time.
    poller: Rc<Mutex<SessionPoller<BrowserRuntime>>>,
    /// What is known while a question is under way.
    seen: Rc<RefCell<Seen>>,
}

#[derive(Debug)]
struct Seen {
    session: SessionProperties,
    is_done: bool,
}

impl Seen {
    fn by(poller: &SessionPoller<BrowserRuntime>) -> Self {
        Self {
            session: poller.latest().clone(),
            is_done: poller.is_done(),
        }
    }
}

impl CorePoller {
    pub(super) fn new(poller: SessionPoller<BrowserRuntime>) -> Self {
        let seen = Rc::new(RefCell::new(Seen::by(&poller)));
        let poller = Rc::new(Mutex::new(poller));
        Self { poller, seen }
    }
}

#[wasm_bindgen]
impl CorePoller {
    /// The session as the service described it last.
    #[wasm_bindgen(getter)]
    pub fn latest(&self) -> JsValue {
        shape::session(&self.seen.borrow().session)
    }

    /// Whether the waiting is over: the session is ready, or has ended.
    #[wasm_bindgen(getter, js_name = isDone)]
    pub fn is_done(&self) -> bool {
        self.seen.borrow().is_done
    }

    /// Asks once, at once.
    pub fn poll(&self, signal: Option<AbortSignal>) -> Promise {
        let (poller, seen) = (Rc::clone(&self.poller), Rc::clone(&self.seen));
        promise(signal, async move { ask(&poller, &seen).await })
    }

    /// Waits for the time between two questions, then asks once: for the given one, else the session's own, and longer
    /// where the service asks for it.
    #[wasm_bindgen(js_name = pollLater)]
    pub fn poll_later(
        &self,
        #[wasm_bindgen(js_name = intervalInMs)] interval: Option<u32>,
        signal: Option<AbortSignal>,
    ) -> Promise {
        let (poller, seen) = (Rc::clone(&self.poller), Rc::clone(&self.seen));
        promise(signal, async move {
            let wait = {
                let poller = poller.lock().await;
                let given = interval.map(|it| Duration::from_millis(it.into()));
                poller.wait(given.unwrap_or_else(|| poller.cadence()))
            };
            sleep(wait).await;
            ask(&poller, &seen).await
        })
    }

    /// Ends the session.
    #[wasm_bindgen(js_name = endSession)]
    pub fn end_session(&self, signal: Option<AbortSignal>) -> Promise {
        let id = self.seen.borrow().session.id.clone();
        let poller = Rc::clone(&self.poller);
        promise(signal, async move {
            let client = poller.lock().await.client().clone();
            let ended = client.stop_session(&id).await;
            ended.map_err(|it| failure(&it))?;
            Ok(JsValue::UNDEFINED)
        })
    }
}

async fn ask(
    poller: &Mutex<SessionPoller<BrowserRuntime>>,
    seen: &RefCell<Seen>,
) -> Result<JsValue, JsValue> {
    let mut poller = poller.lock().await;
    poller.poll().await.map_err(|it| failure(&it))?;
    seen.replace(Seen::by(&poller));
    Ok(JsValue::UNDEFINED)
}
