//! Going from page to page. The address's hash says where one is ([`Route`]) and a link changes it, so that back, forward,
//! reloading and sharing a link work as everywhere.

use gloo_events::EventListener;
use wasm_bindgen::JsCast as _;
use web_sys::{Document, HtmlElement};
use yew::{AttrValue, hook, use_effect_with, use_mut_ref, use_state_eq};

use super::route::Route;

/// The id of the heading that says which page it is. It takes the focus with `tabindex=-1`.
pub const HEADING: &str = "page-heading";

/// The page that the address means, now and whenever it changes.
#[hook]
pub fn use_route() -> Route {
    let present = use_state_eq(in_address);
    let set = present.setter();
    use_effect_with((), move |()| {
        let listening = web_sys::window().map(|window| {
            EventListener::new(&window, "hashchange", move |_| set.set(in_address()))
        });
        move || drop(listening)
    });
    (*present).clone()
}

/// Names the tab after the page, and puts the focus onto its heading when somebody has come from another page: what had
/// the focus is gone.
#[hook]
pub fn use_arrival(route: &Route, title: AttrValue) {
    let here = route.clone();
    let before = use_mut_ref(move || here);
    use_effect_with((route.clone(), title), move |(route, title)| {
        if let Some(document) = document() {
            document.set_title(title);
        }
        if before.replace(route.clone()) != *route {
            focus_heading();
        }
    });
}

fn in_address() -> Route {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    Route::parse(&hash.unwrap_or_default())
}

fn focus_heading() {
    let heading = document().and_then(|document| document.get_element_by_id(HEADING));
    if let Some(heading) = heading {
        // Fails only for what cannot have the focus; a heading with a tabindex can.
        let _ = heading.unchecked_into::<HtmlElement>().focus();
    }
}

/// The page's document.
pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}
