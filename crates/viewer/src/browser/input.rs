//! What the person and the page do.

use std::rc::Rc;

use glam::DVec2;
use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Element, EventTarget, KeyboardEvent, MouseEvent, PointerEvent, ResizeObserver, WheelEvent,
};

use super::{
    clock::{Timer, window},
    core::{Core, Inside},
    listening::Listening,
};
use crate::{
    connection::{Input, Ms},
    navigation::{Button, Command, Gesture, Gestures, Key, Pointer, PointerKind},
    picture::wanted,
    state::{Event, Navigation},
};

/// How long a size must last until the host is asked for it: each costs it a key frame.
const SETTLED: Ms = 150.0;

/// Tells of the element's sizes until it is dropped.
pub(super) struct SizeObserver {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut()>,
}

impl SizeObserver {
    fn new(element: &Element, call: impl FnMut() + 'static) -> Option<Self> {
        let callback = Closure::new(call);
        let function: &Function = callback.as_ref().unchecked_ref();
        let observer = ResizeObserver::new(function).ok()?;
        observer.observe(element);
        Some(Self {
            observer,
            _callback: callback,
        })
    }
}

impl Drop for SizeObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

impl Core {
    /// Begins to listen.
    pub(super) fn listen(self: &Rc<Self>) {
        let root: &EventTarget = &self.surface.root;
        let mut listening = vec![
            self.on(root, "pointerdown", true, Self::pointer_down),
            self.on(root, "pointermove", true, Self::pointer_moved),
            self.on(root, "pointerup", true, pointer_up),
            self.on(root, "pointercancel", true, pointer_up),
            self.on(root, "lostpointercapture", true, pointer_up),
            self.on(root, "wheel", false, Self::wheel),
            self.on(root, "keydown", false, Self::key_down),
            self.on(root, "keyup", true, key_up),
            self.on(root, "blur", true, |_, inside, _: &JsValue| {
                inside.keys.clear();
            }),
            // The middle button would scroll by itself.
            self.on(root, "mousedown", false, |_, _, event: &MouseEvent| {
                if event.button() == 1 {
                    event.prevent_default();
                }
            }),
            // The right button pans.
            self.on(root, "contextmenu", false, |_, _, event: &MouseEvent| {
                event.prevent_default();
            }),
        ];
        if let Some(window) = window() {
            listening.push(
                self.on(&window, "online", true, |core, inside, _: &JsValue| {
                    core.drive(inside, Input::Online);
                }),
            );
            // Another zoom or another screen: the element's size in CSS pixels may stay what it is.
            listening.push(
                self.on(&window, "resize", true, |core, inside, _: &JsValue| {
                    core.resize_soon(inside);
                }),
            );
        }
        let me = self.me.clone();
        let observer = SizeObserver::new(&self.surface.root, move || {
            me.with(Core::resize_soon);
        });
        self.enter(|inside| {
            inside.listening = listening;
            inside.observer = observer;
            inside.navigator.set_still(wants_less_motion());
            self.resize(inside);
        });
    }

    fn on<E: JsCast + 'static>(
        &self,
        target: &EventTarget,
        name: &'static str,
        passive: bool,
        mut act: impl FnMut(&Self, &mut Inside, &E) + 'static,
    ) -> Listening {
        let me = self.me.clone();
        let call = move |event: E| me.with(|core, inside| act(core, inside, &event));
        if passive {
            Listening::new(target, name, call)
        } else {
            Listening::preventing(target, name, call)
        }
    }

    fn resize_soon(&self, inside: &mut Inside) {
        let me = self.me.clone();
        inside.resizing = Timer::after(SETTLED, move || {
            me.with(Core::resize);
        });
    }

    fn resize(&self, inside: &mut Inside) {
        inside.resizing = None;
        let (width, height) = self.surface.size();
        let ratio = window().map_or(1.0, |window| window.device_pixel_ratio());
        // An element that is not shown keeps the size that it had.
        if let Some((wide, high)) = wanted(width, height, ratio) {
            inside.navigator.set_size(width, height);
            self.drive(
                inside,
                Input::Resized {
                    width: wide,
                    height: high,
                },
            );
        }
    }

    /// Where a mouse or a finger is in the element.
    fn place(&self, event: &MouseEvent) -> DVec2 {
        let bounds = self.surface.root.get_bounding_client_rect();
        let corner = DVec2::new(bounds.left(), bounds.top());
        DVec2::new(f64::from(event.client_x()), f64::from(event.client_y())) - corner
    }

    fn pointer_down(&self, inside: &mut Inside, event: &PointerEvent) {
        let pointer = Pointer {
            id: event.pointer_id(),
            kind: if event.pointer_type() == "touch" {
                PointerKind::Touch
            } else {
                PointerKind::Mouse
            },
            button: if event.button() == 0 {
                Button::Main
            } else {
                Button::Other
            },
            at: self.place(event),
        };
        if inside.gestures.press(pointer) {
            // It fails for a pointer that is gone already.
            let _ = self.surface.root.set_pointer_capture(pointer.id);
        }
    }

    fn pointer_moved(&self, inside: &mut Inside, event: &PointerEvent) {
        let to = self.place(event);
        let gestures = inside
            .gestures
            .drag(event.pointer_id(), to, event.shift_key());
        for gesture in gestures.into_iter().flatten() {
            self.take(inside, gesture);
        }
    }

    fn wheel(&self, inside: &mut Inside, event: &WheelEvent) {
        event.prevent_default();
        let (_, height) = self.surface.size();
        let at = self.place(event);
        let gesture = Gestures::wheel(
            event.delta_y(),
            event.delta_mode(),
            height,
            event.ctrl_key(),
            at,
        );
        if let Some(gesture) = gesture {
            self.take(inside, gesture);
        }
    }

    fn take(&self, inside: &mut Inside, gesture: Gesture) {
        inside.navigator.take(gesture);
        self.wake(inside);
    }

    fn key_down(&self, inside: &mut Inside, event: &KeyboardEvent) {
        // Shortcuts are the browser's and the page's, and so is what is typed into a word that is being composed.
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() {
            return;
        }
        let (code, text) = (event.code(), event.key());
        let key = Key {
            code: &code,
            text: &text,
        };
        let mode = inside.navigator.mode();
        let Some(command) = inside.keys.press(key, event.shift_key(), mode) else {
            return;
        };
        event.prevent_default();
        if event.repeat() {
            return;
        }
        match command {
            Command::Fit => inside.navigator.fit(),
            Command::Reset => inside.navigator.reset(),
            Command::Toggle => self.set_mode(inside, other(mode)),
            Command::Hold => inside.navigator.touch(&inside.keys.held()),
        }
        self.wake(inside);
    }

    /// Changes how the person moves, and says so.
    pub(super) fn set_mode(&self, inside: &mut Inside, mode: Navigation) {
        if inside.navigator.mode() != mode {
            inside.navigator.set_mode(mode);
            // What is held means something else now.
            inside.keys.clear();
            self.tell([Event::Navigation(mode)]);
            self.wake(inside);
        }
    }
}

fn pointer_up(_: &Core, inside: &mut Inside, event: &PointerEvent) {
    inside.gestures.release(event.pointer_id());
}

fn key_up(_: &Core, inside: &mut Inside, event: &KeyboardEvent) {
    let (code, text) = (event.code(), event.key());
    let key = Key {
        code: &code,
        text: &text,
    };
    inside.keys.release(key, event.shift_key());
}

fn other(mode: Navigation) -> Navigation {
    match mode {
        Navigation::Orbit => Navigation::Walk,
        Navigation::Walk => Navigation::Orbit,
    }
}

pub(super) fn wants_less_motion() -> bool {
    let asked = window().and_then(|window| {
        window
            .match_media("(prefers-reduced-motion: reduce)")
            .ok()
            .flatten()
    });
    asked.is_some_and(|query| query.matches())
}
