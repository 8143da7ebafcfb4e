use std::{cell::RefCell, fmt, rc::Rc};

use gloo_events::EventListener;
use js_sys::{JsString, Reflect};
use wasm_bindgen::JsCast as _;
use web_sys::EventTarget;

use super::global;

/// Tells when the device's way into the network changes: what was measured before may not hold any more.
///
/// It tells of a connection that comes back (`online`) and, where the browser knows, of another kind of connection
/// (`navigator.connection.type`; not of another estimate of its speed, which every race changes). One change may be told
/// more than once. Dropping it ends the watch.
pub struct NetworkWatch {
    /// They stop to listen when they are dropped.
    listeners: Vec<EventListener>,
}

impl NetworkWatch {
    /// Calls `on_change` at every change from now on.
    pub fn new(on_change: impl Fn() + 'static) -> Self {
        let on_change = Rc::new(on_change);
        let told = Rc::clone(&on_change);
        let global: EventTarget = js_sys::global().unchecked_into();
        let mut listeners = vec![EventListener::new(&global, "online", move |_| told())];
        // Not in Firefox and Safari.
        let connection = global::member("navigator", "connection");
        if let Some(Ok(connection)) = connection.map(wasm_bindgen::JsCast::dyn_into) {
            listeners.push(listen_for_kind(&connection, on_change));
        }
        Self { listeners }
    }
}

/// Tells when the connection is of another kind than before.
fn listen_for_kind(connection: &EventTarget, on_change: Rc<impl Fn() + 'static>) -> EventListener {
    let kind = {
        let connection = connection.clone();
        move || {
            let kind = Reflect::get(&connection, &JsString::from("type")).ok();
            kind.and_then(|kind| kind.as_string())
        }
    };
    let last = RefCell::new(kind());
    EventListener::new(connection, "change", move |_| {
        let present = kind();
        if last.replace(present.clone()) != present {
            on_change();
        }
    })
}

impl fmt::Debug for NetworkWatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("NetworkWatch")
            .field("listeners", &self.listeners.len())
            .finish()
    }
}
