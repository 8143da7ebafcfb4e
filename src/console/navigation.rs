//! Going from page to page. The address's hash says where one is ([`Route`]) and a link changes it, so that back, forward,
//! reloading and sharing a link work as everywhere.

use std::{cell::Cell, rc::Rc};

use gloo_events::EventListener;
use wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, HtmlElement};
use yew::{AttrValue, hook, use_effect, use_memo, use_mut_ref};

use super::{
    hooks::{use_value, use_while},
    route::Route,
};

/// The id of the heading that says which page it is. It takes the focus with `tabindex=-1`.
pub const HEADING: &str = "page-heading";

/// The page that the address means, now and whenever it changes.
#[hook]
pub fn use_route() -> Route {
    let present = use_value(in_address);
    let set = present.setter();
    use_while((), move |()| {
        web_sys::window()
            .map(|window| EventListener::new(&window, "hashchange", move |_| set.set(in_address())))
    });
    (*present).clone()
}

/// Names the tab after the page, and puts the focus onto its heading when somebody has come from another page: what had
/// the focus is gone.
#[hook]
pub fn use_arrival(route: &Route, title: AttrValue) {
    let here = route.clone();
    let before = use_mut_ref(move || here);
    use_while((route.clone(), title), move |(route, title)| {
        if let Some(document) = document() {
            document.set_title(title);
        }
        if before.replace(route.clone()) != *route {
            focus(HEADING);
        }
    });
}

fn in_address() -> Route {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    Route::parse(&hash.unwrap_or_default())
}

fn focus(heading: &str) {
    let heading = document().and_then(|document| document.get_element_by_id(heading));
    if let Some(heading) = heading {
        // Fails only for what cannot have the focus; a heading with a tabindex can.
        let _ = heading.unchecked_into::<HtmlElement>().focus();
    }
}

/// Keeps the keyboard's place in the part of the page that this heading names: when what had the focus goes away, such as
/// the button of a row, the heading takes it. Browsers would send the next Tab to the page's beginning.
#[hook]
pub fn use_kept_focus(heading: &'static str) {
    let has_focus = use_memo((), |()| Cell::new(false));
    let told = Rc::clone(&has_focus);
    use_while((), move |()| {
        document().map(|document| {
            // What goes away tells nothing of it in some browsers, and in others as if somebody had left it.
            ["pointerdown", "focusin"].map(|name| {
                let told = Rc::clone(&told);
                EventListener::new(&document, name, move |event| {
                    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
                    let part = format!("[aria-labelledby={heading}]");
                    let is_in = target.and_then(|it| it.closest(&part).ok()?).is_some();
                    told.set(name == "focusin" && is_in);
                })
            })
        })
    });
    use_effect(move || {
        let active = document().and_then(|document| document.active_element());
        // Where nothing has the focus, the body has it.
        let is_lost = active.is_none_or(|it| it.tag_name() == "BODY");
        if is_lost && has_focus.get() {
            focus(heading);
        }
    });
}

/// The page's document.
pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}
