//! Keys as they are printed on keyboards of the reader's language.

use remote_rendering_page::texts::Texts;
use yew::AttrValue;

use crate::controls::Shortcut;

/// The keys that are pressed together for a control.
pub fn keys_of(texts: &Texts, shortcut: Shortcut) -> Vec<AttrValue> {
    shortcut
        .name
        .split('+')
        .map(|key| printed(texts, key))
        .collect()
}

/// A key's name as `aria-keyshortcuts` has it, as it is printed.
fn printed(texts: &Texts, key: &str) -> AttrValue {
    match key {
        "Shift" => texts.text("key-shift"),
        "Home" => texts.text("key-home"),
        "Delete" => texts.text("key-delete"),
        letter => AttrValue::from(letter.to_owned()),
    }
}
