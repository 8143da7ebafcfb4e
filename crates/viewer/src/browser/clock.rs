//! Time and timers.

use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::Window;

use crate::connection::Ms;

pub(super) fn window() -> Option<Window> {
    web_sys::window()
}

/// Milliseconds since the page was opened.
pub(super) fn now() -> Ms {
    window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}

/// Something that the browser will call once, or again and again, unless this is dropped before.
pub(super) struct Timer {
    id: i32,
    kind: Kind,
    _callback: Closure<dyn FnMut()>,
}

enum Kind {
    Once,
    Repeated,
    Frame,
}

impl Timer {
    /// Once, after that time.
    pub(super) fn after(milliseconds: Ms, call: impl FnOnce() + 'static) -> Option<Self> {
        let callback = once(call);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a cast of a float ends at the limits"
        )]
        let wait = milliseconds.ceil().max(0.0) as i32;
        let function = callback.as_ref().unchecked_ref();
        let id = window()?.set_timeout_with_callback_and_timeout_and_arguments_0(function, wait);
        Some(Self {
            id: id.ok()?,
            kind: Kind::Once,
            _callback: callback,
        })
    }

    /// Again and again.
    pub(super) fn every(milliseconds: i32, call: impl FnMut() + 'static) -> Option<Self> {
        let callback = Closure::new(call);
        let function = callback.as_ref().unchecked_ref();
        let id = window()?
            .set_interval_with_callback_and_timeout_and_arguments_0(function, milliseconds);
        Some(Self {
            id: id.ok()?,
            kind: Kind::Repeated,
            _callback: callback,
        })
    }

    /// Once, before the screen shows its next picture.
    pub(super) fn next_frame(call: impl FnOnce() + 'static) -> Option<Self> {
        let callback = once(call);
        let id = window()?.request_animation_frame(callback.as_ref().unchecked_ref());
        Some(Self {
            id: id.ok()?,
            kind: Kind::Frame,
            _callback: callback,
        })
    }
}

fn once(call: impl FnOnce() + 'static) -> Closure<dyn FnMut()> {
    let mut call = Some(call);
    Closure::new(move || {
        if let Some(call) = call.take() {
            call();
        }
    })
}

impl Drop for Timer {
    fn drop(&mut self) {
        let Some(window) = window() else {
            return;
        };
        match self.kind {
            Kind::Once => window.clear_timeout_with_handle(self.id),
            Kind::Repeated => window.clear_interval_with_handle(self.id),
            // It fails only where there are no such frames.
            Kind::Frame => drop(window.cancel_animation_frame(self.id)),
        }
    }
}
