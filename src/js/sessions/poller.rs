//! Waiting for a session.

use std::{cell::RefCell, rc::Rc, time::Duration};

use js_sys::Promise;
use remote_rendering_client::SessionPoller;
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
pub struct CorePoller(Rc<RefCell<Seen>>);

#[derive(Debug)]
struct Seen {
    poller: SessionPoller<BrowserRuntime>,
    /// How many questions were asked, and which of them was answered last.
    asked: u32,
    answered: u32,
}

impl Seen {
    fn shape(&self) -> JsValue {
        object([
            ("session", Some(shape::session(self.poller.latest()))),
            ("isDone", Some(self.poller.is_done().into())),
        ])
    }
}

impl CorePoller {
    pub(super) fn new(poller: SessionPoller<BrowserRuntime>) -> Self {
        Self(Rc::new(RefCell::new(Seen {
            poller,
            asked: 0,
            answered: 0,
        })))
    }
}

#[wasm_bindgen]
impl CorePoller {
    /// What the service said last: `{session, isDone}`, where the waiting is over when the session is ready or has ended.
    #[wasm_bindgen(getter)]
    pub fn seen(&self) -> JsValue {
        self.0.borrow().shape()
    }

    /// Asks once, at once, and resolves with what was seen.
    pub fn poll(&self, signal: Option<AbortSignal>) -> Promise {
        let seen = Rc::clone(&self.0);
        promise(signal, async move { ask(&seen).await })
    }

    /// Waits for the time between two questions, then does the same: for the given one, else the session's own, and longer
    /// where the service asks for it.
    #[wasm_bindgen(js_name = pollLater)]
    pub fn poll_later(
        &self,
        #[wasm_bindgen(js_name = intervalInMs)] interval: Option<u32>,
        signal: Option<AbortSignal>,
    ) -> Promise {
        let seen = Rc::clone(&self.0);
        promise(signal, async move {
            let wait = {
                let poller = &seen.borrow().poller;
                let given = interval.map(|it| Duration::from_millis(it.into()));
                poller.wait(given.unwrap_or_else(|| poller.cadence()))
            };
            sleep(wait).await;
            ask(&seen).await
        })
    }

    /// Ends the session, and resolves with what is seen then.
    #[wasm_bindgen(js_name = endSession)]
    pub fn end_session(&self, signal: Option<AbortSignal>) -> Promise {
        let seen = Rc::clone(&self.0);
        promise(signal, async move {
            // A copy: nothing is borrowed while the answer is on its way.
            let poller = seen.borrow().poller.clone();
            let ended = poller.client().stop_session(&poller.latest().id).await;
            ended.map_err(|it| failure(&it))?;
            ask(&seen).await
        })
    }
}

/// Asks by a copy: nothing is borrowed while the answer is on its way. An answer to an earlier question than one that was
/// answered already tells nothing new.
async fn ask(seen: &RefCell<Seen>) -> Result<JsValue, JsValue> {
    let (number, mut poller) = {
        let mut seen = seen.borrow_mut();
        seen.asked += 1;
        (seen.asked, seen.poller.clone())
    };
    let answer = poller.poll().await.map(|_| ());
    let mut seen = seen.borrow_mut();
    if number > seen.answered {
        seen.answered = number;
        seen.poller = poller;
    }
    answer.map_err(|it| failure(&it))?;
    Ok(seen.shape())
}
