//! The panel of keys and gestures.

use remote_rendering_page::texts::Texts;
use yew::prelude::*;

use super::{keys::keys_of, panel::panel};
use crate::controls::Control;

/// A key as it is printed: a sign, or a message that names it.
enum Key {
    Sign(&'static str),
    Named(&'static str),
}

use Key::{Named, Sign};

/// What moves, by keys: the keys of one row do the same or go together.
const MOVING: [(&[Key], &str); 7] = [
    (&[Named("key-arrows")], "help-turn"),
    (&[Named("key-shift"), Named("key-arrows")], "help-pan"),
    (&[Sign("+"), Sign("−")], "help-zoom"),
    (&[Sign("W"), Sign("A"), Sign("S"), Sign("D")], "help-walk"),
    (&[Sign("Q"), Sign("E")], "help-rise"),
    (&[Named("key-shift")], "help-faster"),
    (&[Named("key-escape")], "help-escape"),
];

/// What moves, by mouse or pen, and by touch.
const GESTURES: [(&str, &str, &str); 4] = [
    ("help-drag", "help-finger", "help-turn"),
    ("help-right-drag", "help-fingers", "help-pan"),
    ("help-wheel", "help-pinch", "help-zoom"),
    ("help-drop", "help-no-touch", "help-upload"),
];

/// The panel.
pub fn help(texts: &Texts, on_close: &Callback<()>) -> Html {
    let keys = MOVING.iter().map(|(keys, does)| {
        let keys = keys.iter().map(|key| match key {
            Sign(sign) => html! { <kbd>{ *sign }</kbd> },
            Named(name) => html! { <kbd>{ texts.text(name) }</kbd> },
        });
        html! { <tr><th scope="row">{ for keys }</th><td>{ texts.text(does) }</td></tr> }
    });
    let controls = Control::ALL
        .into_iter()
        .filter(|control| *control != Control::Walk);
    let controls = controls.map(|control| {
        let does = match control {
            Control::Orbit => "help-change",
            Control::Play => "help-play",
            control => control.label(),
        };
        let key = keys_of(texts, control.shortcut()).into_iter();
        let key = key.map(|part| html! { <kbd>{ part }</kbd> });
        html! { <tr><th scope="row">{ for key }</th><td>{ texts.text(does) }</td></tr> }
    });
    let gestures = GESTURES.iter().map(|(mouse, touch, does)| {
        html! {
            <tr>
                <td>{ texts.text(mouse) }</td><td>{ texts.text(touch) }</td><td>{ texts.text(does) }</td>
            </tr>
        }
    });
    let content = html! {
        <>
            <p>{ texts.text("help-focus") }</p>
            <table>
                <caption>{ texts.text("help-keys") }</caption>
                <thead><tr>
                    <th scope="col">{ texts.text("help-key") }</th><th scope="col">{ texts.text("help-does") }</th>
                </tr></thead>
                <tbody>{ for keys }{ for controls }</tbody>
            </table>
            <table>
                <caption>{ texts.text("help-gestures") }</caption>
                <thead><tr>
                    <th scope="col">{ texts.text("help-mouse") }</th><th scope="col">{ texts.text("help-touch") }</th>
                    <th scope="col">{ texts.text("help-does") }</th>
                </tr></thead>
                <tbody>{ for gestures }</tbody>
            </table>
        </>
    };
    panel(texts, "help", on_close, content)
}
