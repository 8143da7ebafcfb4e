//! Promises that an `AbortSignal` ends.

use std::{cell::RefCell, pin::Pin, rc::Rc};

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use js_sys::Promise;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::AbortSignal;

type Call = Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;

/// A call as a promise. When the signal is aborted, the call is dropped, which aborts its request, and the promise
/// rejects with the signal's reason.
#[cfg(feature = "js-sessions")]
pub(super) fn promise(
    signal: Option<AbortSignal>,
    call: impl Future<Output = Result<JsValue, JsValue>> + 'static,
) -> Promise {
    let (stop, stopped) = Stop::channel();
    wasm_bindgen_futures::future_to_promise(until(signal, stop, stopped, Box::pin(call)))
}

/// The same for a call that may also end itself so, from within what it calls.
pub(super) fn stoppable<F>(
    signal: Option<AbortSignal>,
    call: impl FnOnce(Stop) -> F + 'static,
) -> Promise
where
    F: Future<Output = Result<JsValue, JsValue>> + 'static,
{
    let (stop, stopped) = Stop::channel();
    let call = Box::pin(call(stop.clone()));
    wasm_bindgen_futures::future_to_promise(until(signal, stop, stopped, call))
}

/// Not generic: there once, and not for each call.
async fn until(
    signal: Option<AbortSignal>,
    stop: Stop,
    mut stopped: oneshot::Receiver<JsValue>,
    call: Call,
) -> Result<JsValue, JsValue> {
    let _listening = signal.map(|signal| stop.listen(signal));
    // The signal first: one that is aborted already lets no request through.
    let outcome = match select(&mut stopped, call).await {
        Either::Left((reason, _)) => return Err(reason.unwrap_or_default()),
        Either::Right((outcome, _)) => outcome,
    };
    // The last that it called may have stopped it.
    match stopped.try_recv() {
        Ok(Some(reason)) => Err(reason),
        _ => outcome,
    }
}

/// Ends something before its time, once.
#[derive(Clone)]
pub(super) struct Stop(Rc<RefCell<Option<oneshot::Sender<JsValue>>>>);

impl Stop {
    pub(super) fn channel() -> (Self, oneshot::Receiver<JsValue>) {
        let (stop, stopped) = oneshot::channel();
        (Self(Rc::new(RefCell::new(Some(stop)))), stopped)
    }

    pub(super) fn because(&self, reason: JsValue) {
        if let Some(stop) = self.0.borrow_mut().take() {
            // It is over already.
            let _ = stop.send(reason);
        }
    }

    fn listen(&self, signal: AbortSignal) -> Listening {
        if signal.aborted() {
            self.because(signal.reason());
        }
        let (stop, reason_of) = (self.clone(), signal.clone());
        let listener = Closure::new(move || stop.because(reason_of.reason()));
        // It fails only for a listener that is no function.
        let _ = signal.add_event_listener_with_callback("abort", listener.as_ref().unchecked_ref());
        Listening { signal, listener }
    }
}

/// Listens to a signal until it is dropped. `gloo_events` knows many more ways to listen, which would all be loaded.
struct Listening {
    signal: AbortSignal,
    listener: Closure<dyn FnMut()>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        let listener = self.listener.as_ref().unchecked_ref();
        // Where it is not there, there is nothing to do.
        let _ = self
            .signal
            .remove_event_listener_with_callback("abort", listener);
    }
}
