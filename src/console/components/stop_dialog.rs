//! Asking before a session is stopped: an end is final.

use yew::prelude::*;

use super::dialog::Dialog;
use crate::console::{
    state::sessions::SessionKey,
    texts::{FluentValue, Texts},
};

/// Asks whether a session is to be stopped; `on_close` is told when the dialog was closed, however.
pub fn stop_dialog(
    texts: &Texts,
    session: &SessionKey,
    on_stop: Callback<()>,
    on_close: &Callback<()>,
) -> Html {
    let keep = on_close.reform(|_: MouseEvent| ());
    let stop = {
        let on_close = on_close.clone();
        Callback::from(move |_: MouseEvent| {
            on_stop.emit(());
            on_close.emit(());
        })
    };
    let id = FluentValue::from(session.id.to_string());
    html! {
        <Dialog title={texts.text("stop-title")} on_close={on_close.clone()}>
            <p>{ texts.format("stop-question", &[("id", id)]) }</p>
            <footer>
                <button type="button" class="secondary" onclick={keep}>{ texts.text("stop-keep") }</button>
                <button type="button" class="danger" onclick={stop}>{ texts.text("stop-confirm") }</button>
            </footer>
        </Dialog>
    }
}
