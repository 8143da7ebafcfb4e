use std::{fmt, rc::Rc};

use gloo_events::EventListener;
use wasm_bindgen::JsCast as _;
use web_sys::EventTarget;

use super::global;

/// Tells when the device's way into the network changes: what was measured before may not hold any more.
///
/// It tells of a connection that comes back (`online`) and, where the browser knows, of another kind of connection
/// (`navigator.connection`). One change may be told more than once. Dropping it ends the watch.
pub struct NetworkWatch {
    /// They stop to listen when they are dropped.
    listeners: Vec<EventListener>,
}

impl NetworkWatch {
    /// Calls `on_change` at every change from now on.
    pub fn new(on_change: impl Fn() + 'static) -> Self {
        let on_change = Rc::new(on_change);
        let listen = |target: EventTarget, event: &'static str| {
            let on_change = Rc::clone(&on_change);
            EventListener::new(&target, event, move |_| on_change())
        };
        let global: EventTarget = js_sys::global().unchecked_into();
        let mut listeners = vec![listen(global, "online")];
        // Not in Firefox and Safari.
        let connection = global::member("navigator", "connection");
        if let Some(Ok(connection)) = connection.map(wasm_bindgen::JsCast::dyn_into) {
            listeners.push(listen(connection, "change"));
        }
        Self { listeners }
    }
}

impl fmt::Debug for NetworkWatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("NetworkWatch")
            .field("listeners", &self.listeners.len())
            .finish()
    }
}
