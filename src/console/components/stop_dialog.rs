//! Asking before a session is stopped: an end is final.

use yew::prelude::*;

use super::dialog::Dialog;
use crate::console::{
    state::sessions::SessionKey,
    texts::{FluentValue, use_texts},
};

/// The dialog's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The session.
    pub session: SessionKey,
    /// Told when it is to be stopped.
    pub on_stop: Callback<()>,
    /// Told when the dialog was closed.
    pub on_close: Callback<()>,
}

/// Asks whether a session is to be stopped.
#[component]
pub fn StopDialog(props: &Props) -> Html {
    let texts = use_texts();
    let keep = props.on_close.reform(|_: MouseEvent| ());
    let stop = {
        let (on_stop, on_close) = (props.on_stop.clone(), props.on_close.clone());
        Callback::from(move |_: MouseEvent| {
            on_stop.emit(());
            on_close.emit(());
        })
    };
    let id = FluentValue::from(props.session.id.to_string());
    html! {
        <Dialog title={texts.text("stop-title")} on_close={props.on_close.clone()}>
            <p>{ texts.format("stop-question", &[("id", id)]) }</p>
            <footer>
                <button type="button" class="secondary" onclick={keep}>{ texts.text("stop-keep") }</button>
                <button type="button" class="danger" onclick={stop}>{ texts.text("stop-confirm") }</button>
            </footer>
        </Dialog>
    }
}
