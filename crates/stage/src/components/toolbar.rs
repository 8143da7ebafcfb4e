//! The toolbar below the picture: one stop of the Tab key, arrow keys from control to control.

use remote_rendering_page::{
    hooks::{State, use_value},
    texts::{FluentValue, Texts, use_texts},
};
use remote_rendering_viewer::Navigation;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::{
    icon::{icon, pause},
    keys::keys_of,
};
use crate::{
    controls::{Control, moved},
    page,
    state::{Panel, Stage},
};

/// The toolbar's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// What the stage knows.
    pub stage: State<Stage>,
    /// Told which control was used.
    pub on_control: Callback<Control>,
}

/// The id of a control's element.
pub const fn element_id(control: Control) -> &'static str {
    // Their names are ids already: one each, and nothing else in the page is called so.
    control.label()
}

/// The toolbar.
#[component]
pub fn Toolbar(props: &Props) -> Html {
    let texts = use_texts();
    let present = use_value(|| Control::Models);
    let controls: Vec<Control> = Control::ALL
        .into_iter()
        .filter(|control| match control {
            Control::FullScreen => page::has_full_screen(),
            Control::Play => props.stage.is_animated(),
            _ => true,
        })
        .collect();
    let onkeydown = {
        let (present, controls) = (present.clone(), controls.clone());
        Callback::from(move |event: KeyboardEvent| {
            let is_plain = !event.ctrl_key() && !event.alt_key() && !event.meta_key();
            let place = controls.iter().position(|control| *control == *present);
            let next = moved(place.unwrap_or_default(), controls.len(), &event.key());
            let next = next.and_then(|next| controls.get(next));
            if let Some(next) = next.filter(|_| is_plain) {
                event.prevent_default();
                present.set(*next);
                focus(*next);
            }
        })
    };
    // The one with the focus may have gone.
    let stop = controls.iter().find(|control| **control == *present);
    let stop = *stop.unwrap_or(&Control::Models);
    let buttons = controls.iter().map(|control| {
        let (control, present) = (*control, present.setter());
        let onfocus = Callback::from(move |_: FocusEvent| present.set(control));
        button(&texts, control, control == stop, props, onfocus)
    });
    html! {
        <div role="toolbar" class="tools" aria-label={texts.text("tools")} {onkeydown}>
            { for buttons }
        </div>
    }
}

fn focus(control: Control) {
    let element = page::document().and_then(|it| it.get_element_by_id(element_id(control)));
    if let Some(element) = element {
        // Fails only for what cannot have the focus.
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}

fn button(
    texts: &Texts,
    control: Control,
    is_stop: bool,
    props: &Props,
    onfocus: Callback<FocusEvent>,
) -> Html {
    let stage = &*props.stage;
    // It says what it does, not how it is.
    let (name, picture) = match control {
        Control::Play if stage.playing => ("control-pause", pause()),
        control => (control.label(), icon(control)),
    };
    let name = texts.text(name);
    let shortcut = control.shortcut();
    let key = keys_of(texts, shortcut).join("+");
    let title = texts.format(
        "control-with-key",
        &[
            ("name", FluentValue::Text(name.clone())),
            ("key", FluentValue::from(key)),
        ],
    );
    let onclick = props.on_control.reform(move |_: MouseEvent| control);
    let is_off = control.needs_picture() && !stage.is_connected();
    let word = |is: bool| if is { "true" } else { "false" };
    let pressed = match control {
        Control::Orbit => Some(stage.navigation == Navigation::Orbit),
        Control::Walk => Some(stage.navigation == Navigation::Walk),
        Control::Statistics => Some(stage.shows_statistics),
        Control::FullScreen => Some(stage.is_full_screen),
        _ => None,
    };
    let expanded = match control {
        Control::Models => Some(stage.panel == Panel::Models),
        Control::Help => Some(stage.panel == Panel::Help),
        _ => None,
    };
    html! {
        <button type="button" id={element_id(control)} class="tool" {title} {onclick} {onfocus}
            tabindex={if is_stop { "0" } else { "-1" }} aria-keyshortcuts={shortcut.name}
            aria-disabled={is_off.then_some("true")} aria-pressed={pressed.map(word)} aria-expanded={expanded.map(word)}>
            { picture }<span class="name">{ name }</span>
        </button>
    }
}
