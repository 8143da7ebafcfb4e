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
    js::{abort::promise, object},
};

/// Waits for a session to become ready.
#[wasm_bindgen]
#[derive(Debug)]
pub struct CorePoller {
    /// Asks one question at a time.
    poller: Rc<Mutex<SessionPoller<BrowserRuntime>>>,
    /// What was seen last.
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

    fn shape(&self) -> JsValue {
        object([
            ("session", Some(shape::session(&self.session))),
            ("isDone", Some(self.is_done.into())),
        ])
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
    /// What the service said last: `{session, isDone}`, where the waiting is over when the session is ready or has ended.
    #[wasm_bindgen(getter)]
    pub fn seen(&self) -> JsValue {
        self.seen.borrow().shape()
    }

    /// Asks once, at once, and resolves with what was seen.
    pub fn poll(&self, signal: Option<AbortSignal>) -> Promise {
        let (poller, seen) = (Rc::clone(&self.poller), Rc::clone(&self.seen));
        promise(signal, async move { ask(&poller, &seen).await })
    }

    /// Waits for the time between two questions, then does the same: for the given one, else the session's own, and longer
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

    /// Ends the session, and resolves with what is seen then.
    #[wasm_bindgen(js_name = endSession)]
    pub fn end_session(&self, signal: Option<AbortSignal>) -> Promise {
        let (poller, seen) = (Rc::clone(&self.poller), Rc::clone(&self.seen));
        promise(signal, async move {
            let client = poller.lock().await.client().clone();
            let id = seen.borrow().session.id.clone();
            let ended = client.stop_session(&id).await;
            ended.map_err(|it| failure(&it))?;
            ask(&poller, &seen).await
        })
    }
}

async fn ask(
    poller: &Mutex<SessionPoller<BrowserRuntime>>,
    seen: &RefCell<Seen>,
) -> Result<JsValue, JsValue> {
    let mut poller = poller.lock().await;
    poller.poll().await.map_err(|it| failure(&it))?;
    let now = Seen::by(&poller);
    let shape = now.shape();
    seen.replace(now);
    Ok(shape)
}
