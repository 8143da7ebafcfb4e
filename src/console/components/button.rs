//! Buttons. Each element that `html!` spells out is some two hundred bytes of the module; these are there once.

use yew::prelude::*;

/// A button beside others, or for what is not done every day.
pub fn button(label: AttrValue, onclick: Callback<MouseEvent>) -> Html {
    button_of("secondary outline", label, onclick)
}

/// A button that looks like its `class`.
pub fn button_of(class: &'static str, label: AttrValue, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" {class} {onclick}>{ label }</button> }
}
