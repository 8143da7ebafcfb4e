//! What goes on around the drawing: the viewer, the clock, the whole screen, and the keyboard's place.

use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use remote_rendering_page::{
    hooks::{State, use_while},
    texts::Texts,
};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, Node};
use yew::prelude::*;

use crate::{
    page,
    state::{Action, Stage},
    viewing::{Console, Viewing},
};

/// Keeps a viewer in the picture's element; another number opens another one.
#[hook]
pub(super) fn use_viewer(
    viewing: &Viewing,
    picture: &NodeRef,
    given: (Console, Texts),
    opening: u32,
) {
    let (viewing, picture) = (viewing.clone(), picture.clone());
    use_while(opening, move |_| {
        let element = picture.cast::<HtmlElement>()?;
        Some(viewing.open(&element, &given.0, &given.1))
    });
}

/// Says in the page's language what the drawing does not.
#[hook]
pub(super) fn use_language(viewing: &Viewing, given: (Console, Texts)) {
    let (viewing, (console, texts)) = (viewing.clone(), given);
    use_while(texts, move |texts| viewing.speak(texts, &console));
}

/// Tells when the stage has the whole screen.
#[hook]
pub(super) fn use_full_screen(stage: &State<Stage>) {
    let tell = stage.dispatcher();
    use_while((), move |()| {
        page::document().map(|document| {
            EventListener::new(&document, "fullscreenchange", move |_| {
                tell.dispatch(Action::FullScreen(page::is_full_screen()));
            })
        })
    });
}

/// The page's clock, every second while it is looked at.
#[hook]
pub(super) fn use_clock(is_running: bool) -> f64 {
    let redraw = use_force_update();
    use_while(is_running, move |is_running| {
        is_running.then(|| Interval::new(1000, move || redraw.force_update()))
    });
    page::now()
}

/// Keeps the keyboard's place in the stage: when what had the focus goes away, such as a card's button, the picture takes it.
#[hook]
pub(super) fn use_kept_focus(viewing: &Viewing, root: &NodeRef) {
    let has_focus = use_mut_ref(|| false);
    {
        let (has_focus, root) = (Rc::clone(&has_focus), root.clone());
        use_while((), move |()| {
            page::document().map(|document| {
                ["pointerdown", "focusin"].map(|name| {
                    let (has_focus, root) = (Rc::clone(&has_focus), root.clone());
                    EventListener::new(&document, name, move |event| {
                        let target = event.target().and_then(|it| it.dyn_into::<Node>().ok());
                        let root = root.cast::<Node>();
                        let is_in = root.is_some_and(|root| root.contains(target.as_ref()));
                        *has_focus.borrow_mut() = name == "focusin" && is_in;
                    })
                })
            })
        });
    }
    let (viewing, root) = (viewing.clone(), root.clone());
    use_effect(move || {
        let active = page::document().and_then(|document| document.active_element());
        let is_lost = active.is_none_or(|it| it.tag_name() == "BODY");
        if is_lost && *has_focus.borrow() && !viewing.focus() {
            focus(root.cast());
        }
    });
}

/// Gives the focus to an element, if there is one.
pub(super) fn focus(element: Option<HtmlElement>) {
    if let Some(element) = element {
        // Fails only for what cannot have the focus.
        let _ = element.focus();
    }
}

/// The page's element of this id.
pub(super) fn by_id(id: &str) -> Option<HtmlElement> {
    page::document()?.get_element_by_id(id)?.dyn_into().ok()
}
