//! Listeners that end with who listens.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{AddEventListenerOptions, EventTarget};

/// Listens to an event until it is dropped.
pub(super) struct Listening {
    target: EventTarget,
    name: &'static str,
    callback: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listening {
    /// To an event whose default is left alone: the browser need not wait for the listener.
    pub(super) fn new<E: JsCast + 'static>(
        target: &EventTarget,
        name: &'static str,
        call: impl FnMut(E) + 'static,
    ) -> Self {
        Self::with(target, name, true, call)
    }

    /// To an event whose default may be prevented.
    pub(super) fn preventing<E: JsCast + 'static>(
        target: &EventTarget,
        name: &'static str,
        call: impl FnMut(E) + 'static,
    ) -> Self {
        Self::with(target, name, false, call)
    }

    fn with<E: JsCast + 'static>(
        target: &EventTarget,
        name: &'static str,
        passive: bool,
        mut call: impl FnMut(E) + 'static,
    ) -> Self {
        Self::add(
            target,
            name,
            passive,
            Closure::new(move |event: web_sys::Event| call(event.unchecked_into())),
        )
    }

    /// Not generic: there once, and not for each kind of event.
    fn add(
        target: &EventTarget,
        name: &'static str,
        passive: bool,
        callback: Closure<dyn FnMut(web_sys::Event)>,
    ) -> Self {
        let options = AddEventListenerOptions::new();
        options.set_passive(passive);
        let function = callback.as_ref().unchecked_ref();
        // It fails only for a listener that is no function.
        let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
            name, function, &options,
        );
        Self {
            target: target.clone(),
            name,
            callback,
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let function = self.callback.as_ref().unchecked_ref();
        // Where it is not there, there is nothing to do.
        let _ = self
            .target
            .remove_event_listener_with_callback(self.name, function);
    }
}
