//! A part of a form that most people do not need: folded, until the person or a problem opens it.

use web_sys::HtmlDetailsElement;
use yew::prelude::*;

use crate::console::hooks::State;

/// Something behind a fold. `opened` follows what the person does, and opens the fold when it is set.
pub fn disclosure(summary: AttrValue, opened: &State<bool>, content: Html) -> Html {
    let set = opened.setter();
    let ontoggle = Callback::from(move |event: Event| {
        set.set(event.target_unchecked_into::<HtmlDetailsElement>().open());
    });
    html! {
        <details open={**opened} {ontoggle}>
            <summary>{ summary }</summary>
            { content }
        </details>
    }
}
